"""Composition root of `bancone set-badge`: head office gives an operator a badge, or takes it away.

It is read from standard input and not from the command line, which others on the machine can see.
"""

import argparse
import asyncio
import json
import os
import sys

import msgspec

from app.bootstrap import set_pin
from app.bootstrap.options import server_url
from app.bootstrap.server_parts import read_admin_token
from app.bootstrap.words import language_of, wording_in
from app.central.staff import BadgeGiven

add_arguments = set_pin.add_arguments


def run(args: argparse.Namespace) -> int:
    """Ask for the badge and say whose it is now. Problem."""
    central = server_url(args.central, "--central")
    token = read_admin_token(args.data, dict(os.environ))
    if sys.stdin.isatty():
        sys.stderr.write(f"{wording_in(language_of(os.environ)).text('shell.badge.new')} ")
        sys.stderr.flush()
    badge = sys.stdin.readline().strip()
    given = asyncio.run(set_pin.told(central, token, args.number, {"badge": badge}, BadgeGiven))
    print(json.dumps({"event": "badge_set", **msgspec.to_builtins(given)}))
    return 0
