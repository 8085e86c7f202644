"""A device taken off the roster: what it still owes is handed in, then its keys are destroyed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from app.contract.commands import CommandLine
from app.domain.errors import Code, Problem
from app.sync.outbox import roll_call_lines
from app.usecases.ports import StoreDoor


class LastWords(Protocol):
    """The one request a revoked device may make."""

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        """Hand in what is open; how many commands were kept."""


@dataclass(slots=True)
class Revocation:
    """Waits for the word that this device is revoked; lives on the loop.

    `destroy` makes everything sealed by the device's keys unreadable; `done` is set after it. Without an
    `authority` (a till that carries its node) the node hands in what is open, not the terminal.
    """

    door: StoreDoor
    authority: LastWords | None
    destroy: Callable[[], None]
    done: asyncio.Event = field(default_factory=asyncio.Event)
    _revoked: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, problem: Problem) -> None:
        """A refusal: is it that one?"""
        if problem.code is Code.DEVICE_REVOKED:
            self._revoked.set()

    async def run(self) -> None:
        """Until revoked: hand in, destroy, return. The keys go even when nobody takes what is open."""
        await self._revoked.wait()
        log = structlog.get_logger("revocation")
        lines = await self.door.read(roll_call_lines)
        if self.authority is not None and lines:
            try:
                log.info("quarantined", taken=await self.authority.quarantine(lines))
            except Problem as problem:
                log.warning("quarantine_refused", code=problem.code, open=len(lines))
        await self.door.run(self.destroy)
        log.info("keys_destroyed")
        self.done.set()
