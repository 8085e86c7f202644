"""Composition root of `bancone enrol`: makes keys, shows the one-time code, keeps what it becomes."""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

from app.adapters.clock import SystemClock
from app.bootstrap.identity import Enrolled, key_provider, save_identity
from app.contract.rows import EnrolRequest
from app.domain.errors import Problem
from app.sync.gateway.enrolling import enrol


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("code", help="one-time code from central")
    parser.add_argument("--central", required=True, help="address of central")
    parser.add_argument("--data", type=Path, required=True, help="folder of this device")
    parser.add_argument("--name", default="", help="what people call this device")
    parser.add_argument("--edge", default="", help="address of the store's edge, if it is known already")


async def enrol_device(folder: Path, central: str, code: str, name: str, edge: str) -> Enrolled:
    """Enrol the folder as a device. Problem(ENROLMENT_CODE_INVALID | NO_ANSWER | ALREADY_RUNNING …)."""
    provider = key_provider(folder, dict(os.environ))
    keys = provider.load() or provider.create()
    request = EnrolRequest(code, keys.signing.public_hex, name or folder.name)
    answer = await enrol(central, request, sign=keys.signing.sign, now_at=SystemClock().now_at)
    return save_identity(folder, answer, edge)


def run(args: argparse.Namespace) -> int:
    """Enrol and say what this device became."""
    try:
        enrolled = asyncio.run(enrol_device(args.data, args.central, args.code, args.name, args.edge))
    except Problem as problem:
        print(json.dumps({"event": "refused", "code": problem.code, "details": problem.details}), file=sys.stderr)
        return 1
    print(json.dumps({"event": "enrolled", "device": enrolled.device, "store": enrolled.store}))
    return 0
