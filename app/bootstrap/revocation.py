"""A device taken off the roster: it serves nobody any more, hands in what it owes, then its keys are destroyed."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from app.contract.commands import MAX_BATCH, CommandLine
from app.domain.errors import Code, Problem
from app.sync.outbox import roll_call_lines
from app.usecases.ports import StoreDoor

REVOKED = "revoked"
PAUSES_S = (1.0, 2.0, 4.0, 8.0)
REFUSED_FOR_GOOD = frozenset({Code.SIGNATURE_INVALID, Code.SCOPE_MISSING})
"""Answers of an authority that takes nothing from us any more. What it could not read is still owed: goods left or
came back by it."""


class LastWords(Protocol):
    """The one request a revoked device may make."""

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        """Hand in what is open; how many commands were kept."""


@dataclass(slots=True)
class Revocation:
    """Waits for the word that this device is revoked; lives on the loop.

    From then on `shut` is set, durably: also a program that is started again serves nobody. `destroy` makes
    everything sealed by the device's keys unreadable, once nothing is owed any more. `done` is set when this run
    can do no more, `verdict` says how it stands: DEVICE_REVOKED, or REVOKED_OWING with the number of commands that
    the next start has to hand in.
    """

    door: StoreDoor
    authority: LastWords | None
    destroy: Callable[[], None]
    shut: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    verdict: Problem = field(default_factory=lambda: Problem(Code.DEVICE_REVOKED))
    _revoked: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, problem: Problem) -> None:
        """A refusal: is it that one?"""
        if problem.code is Code.DEVICE_REVOKED:
            self._revoked.set()

    async def resume(self) -> None:
        """At a start: nothing, or what was left to do and then Problem(DEVICE_REVOKED | REVOKED_OWING)."""
        if await self.door.read(lambda tx: tx.meta(REVOKED)):
            await self._end()
            raise self.verdict

    async def run(self) -> None:
        """Until revoked: shut, hand in, destroy, return."""
        await self._revoked.wait()
        await self._end()

    async def _end(self) -> None:
        self.shut.set()
        with suppress(Problem):  # a full disk must not keep the keys
            await self.door.write(lambda tx: tx.set_meta(REVOKED, "1"))
        owing = await self._hand_in()
        if owing:
            self.verdict = Problem(Code.REVOKED_OWING, commands=owing)
        else:
            await self.door.run(self.destroy)
            structlog.get_logger("revocation").info("keys_destroyed")
        self.done.set()

    async def _hand_in(self) -> int:
        """How many commands are still owed when the tries of this run are over."""
        log = structlog.get_logger("revocation")
        for pause_s in (*PAUSES_S, 0.0):
            lines = await self.door.read(roll_call_lines)
            if self.authority is None or not lines:
                return 0
            try:
                for first in range(0, len(lines), MAX_BATCH):
                    taken = await self.authority.quarantine(lines[first : first + MAX_BATCH])
                    log.info("quarantined", taken=taken)
            except Problem as problem:
                if problem.code in REFUSED_FOR_GOOD:
                    log.warning("quarantine_refused", code=problem.code, open=len(lines))
                    return 0
                log.info("not_handed_in", code=problem.code, open=len(lines))
            else:
                return 0
            await asyncio.sleep(pause_s)
        return len(lines)
