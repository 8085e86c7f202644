"""What an edge does when it has been taken off the roster: hands in what it still owes, then forgets its keys."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from app.adapters.keys import KeyProvider, credentials_folder
from app.contract.commands import CommandLine
from app.contract.roll_call import MAX_LINES
from app.domain.errors import Code, Problem
from app.hosting.node_access import NodeAccess
from app.node.intake import decode_line, decode_result, relabel
from app.node.ports import NodeTx
from app.sync.engine import Link
from app.sync.gateway import Gateway

LOOK_S = 1.0
PASS_ON_S = 5.0
_log = structlog.stdlib.get_logger("edge.revoked")


async def passing_on(pass_on: Callable[[], Awaitable[None]]) -> None:
    """Until cancelled: what revoked tills handed in here goes on to central as soon as that takes it."""
    while True:
        await asyncio.sleep(PASS_ON_S)
        try:
            await pass_on()
        except Problem as problem:
            _log.info("not_passed_on", code=str(problem.code))


@dataclass(slots=True)
class LastWords:
    """Watches for central's word that this device is revoked; on the host's loop. `said`: all is handed in.

    `pass_on` hands in what revoked tills left here.
    """

    access: NodeAccess
    gateway: Gateway
    link: Link
    pass_on: Callable[[], Awaitable[None]]
    said: asyncio.Event = field(default_factory=asyncio.Event)

    async def watching(self) -> None:
        """Until cancelled, or until everything owed is with central's quarantine."""
        while not self.said.is_set():
            await asyncio.sleep(LOOK_S)
            if not self.link.is_up and self.link.code is Code.DEVICE_REVOKED:
                await self._hand_in()
        await asyncio.Event().wait()

    async def _hand_in(self) -> None:
        lines = await self.access.read(_owed)
        try:
            await self.pass_on()
            kept = await self.gateway.quarantine(lines)
        except Problem as problem:
            _log.warning("not_handed_in", code=str(problem.code))
            return
        _log.warning("revoked", commands=kept)
        self.said.set()


def _owed(tx: NodeTx) -> list[CommandLine]:
    """Everything central has not answered for good, with what was decided here."""
    return [
        relabel(decode_line(logged), decided=decode_result(logged), epoch=0)
        for logged in tx.unsettled(0, MAX_LINES)
    ]


def forget_keys(data: Path) -> None:
    """Make everything in the folder unreadable for good."""
    KeyProvider(data / "keys", credentials_folder(dict(os.environ))).destroy()
