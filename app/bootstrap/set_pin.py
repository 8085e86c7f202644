"""Composition root of `bancone set-pin`: head office gives an operator a new PIN, typed and never on the command
line."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Mapping
from getpass import getpass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec

from app.bootstrap.options import server_url
from app.bootstrap.server_parts import read_admin_token
from app.bootstrap.words import language_of, wording_in
from app.central.staff import PinGiven
from app.sync.gateway.answers import MAX_PROBLEM_BYTES, decode, refuse
from app.sync.gateway.transport import Transport

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("number")
    parser.add_argument("--central", required=True)
    parser.add_argument("--data", type=Path, required=True)


def run(args: argparse.Namespace) -> int:
    """Ask for the PIN and say whose it is now. Problem."""
    central = server_url(args.central, "--central")
    token = read_admin_token(args.data, dict(os.environ))
    given = asyncio.run(told(central, token, args.number, {"pin": _typed()}, PinGiven))
    print(json.dumps({"event": "pin_set", **msgspec.to_builtins(given)}))
    return 0


def _typed() -> str:
    """The PIN as typed unseen, until it is the same twice, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    words = wording_in(language_of(os.environ))
    while True:
        pin = getpass(f"{words.text('shell.pin.new')} ")
        if getpass(f"{words.text('shell.pin.again')} ") == pin:
            return pin


async def told(central: str, token: str, number: str, given: Mapping[str, str], answered: type[T]) -> T:
    """Head office's answer to the one thing an operator is given, by its name. Problem."""
    (what,) = given
    transport = Transport(central)
    try:
        body = msgspec.json.encode(given)
        request = transport.request("POST", f"/v1/admin/staff/{quote(number, safe='')}/{what}", body, None)
        request.headers.update({"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        answer = await transport.exchange(request, MAX_PROBLEM_BYTES)
    finally:
        await transport.close()
    refuse(
        answer.status,
        answer.headers.get("Content-Type", ""),
        answer.headers.get("Retry-After", ""),
        answer.body,
    )
    return decode(answer.body, answered)
