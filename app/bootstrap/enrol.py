"""Composition root of `bancone enrol`: makes keys, shows the one-time code, keeps what it becomes."""

import argparse
import asyncio
import json
import os
from pathlib import Path

from app.adapters.clock import SystemClock
from app.bootstrap.identity import Enrolled, key_provider, save_identity
from app.bootstrap.next_hop import NODE_FOLDER
from app.bootstrap.options import own_folder, server_url
from app.contract.rows import EnrolRequest
from app.domain.errors import Code, Problem
from app.sync.gateway.enrolling import enrol


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("code")
    parser.add_argument("--central", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--name", default="")
    parser.add_argument("--edge", default="")


async def enrol_device(folder: Path, central: str, code: str, name: str, edge: str) -> Enrolled:
    """Enrol the folder as a device, and the node it carries when the code is a till's.

    Problem(ENROLMENT_CODE_INVALID | NO_ANSWER | ALREADY_RUNNING …). After an interruption the same code goes on.
    """
    provider = key_provider(folder, dict(os.environ))
    keys = provider.load() or provider.create()
    request = EnrolRequest(code, keys.signing.public_hex, name or folder.name)
    answer = await enrol(central, request, sign=keys.signing.sign, now_at=SystemClock().now_at)
    if answer.mode == "edge":
        # A till's code whose first half another machine used, or a code meant for `bancone edge --enrol`.
        raise Problem(Code.ENROLMENT_CODE_INVALID, mode=answer.mode)
    if answer.mode == "till":
        await enrol_own_node(folder, central, code, answer.store)
    return save_identity(folder, answer, edge)


async def enrol_own_node(folder: Path, central: str, code: str, store: str) -> None:
    """Make the folder's node. Problem(ENROLMENT_CODE_INVALID) when it has one of another store already."""
    from app.bootstrap.one_till import enrol_node

    node = await enrol_node(folder / NODE_FOLDER, central, code)
    if node.store != store:
        raise Problem(Code.ENROLMENT_CODE_INVALID, store=node.store)


def run(args: argparse.Namespace) -> int:
    """Enrol and say what this device became. Problem."""
    central, edge = server_url(args.central, "--central"), server_url(args.edge, "--edge")
    enrolled = asyncio.run(enrol_device(own_folder(args.data), central, args.code, args.name, edge))
    print(json.dumps({"event": "enrolled", "device": enrolled.device, "store": enrolled.store}))
    return 0
