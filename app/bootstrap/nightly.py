"""What a process does once a night, when nobody waits for it; in the morning after when it was off."""

import asyncio
import math
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from app.domain.errors import Problem
from app.usecases.ports import Clock, StoreDoor

NIGHT_HOUR = 1
"""UTC: no European shop is open."""
SPREAD_S = 3 * 3600.0
MISSED_S = (600.0, 3600.0)
"""How soon after its start a process makes up for the night it was off, or tries again."""
LOOK_S = 3600.0
DAY = timedelta(days=1)
DONE = "nightly"

Chore = Callable[[], Awaitable[object]]


class Kept(Protocol):
    """When the chores were last done, across restarts."""

    async def load(self) -> str:
        """ISO, UTC; empty for never."""

    async def save(self, done_at: str) -> None:
        """Durable when it returns."""


@dataclass(slots=True)
class Nightly:
    """Does every chore once a night, at a moment of chance: a chain must not knock at once. Lives on the loop."""

    clock: Clock
    kept: Kept
    chores: Sequence[Chore]
    chance: random.Random = field(default_factory=random.SystemRandom)

    async def run(self) -> None:
        """Until cancelled. What fails is noted, and all of it tried again within the hour."""
        while True:
            last = await self.kept.load()
            await self._wait(self._pause_s(datetime.fromisoformat(last) if last else None))
            if await self._done():
                await self.kept.save(self.clock.now_at().isoformat())

    def _pause_s(self, last_at: datetime | None) -> float:
        now_at = self.clock.now_at()
        night_at = now_at.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
        night_at -= DAY if night_at > now_at else timedelta()
        if last_at is None or not night_at <= last_at <= now_at:
            return self.chance.uniform(*MISSED_S)
        return (night_at + DAY - now_at).total_seconds() + self.chance.uniform(0, SPREAD_S)

    async def _wait(self, pause_s: float) -> None:
        """Never long at once: a machine that slept, or whose clock was set, is noticed."""
        due_at = self.clock.now_at() + timedelta(seconds=pause_s)
        for _ in range(math.ceil(pause_s / LOOK_S)):
            left_s = (due_at - self.clock.now_at()).total_seconds()
            if left_s <= 0:
                return
            await asyncio.sleep(min(left_s, LOOK_S))

    async def _done(self) -> bool:
        is_done = True
        for chore in self.chores:
            try:
                await chore()
            except Problem as problem:
                is_done = False
                structlog.get_logger("nightly").info("put_off", code=problem.code)
        return is_done


@dataclass(frozen=True, slots=True)
class InStore:
    """Kept in a terminal's `store.db`."""

    door: StoreDoor

    async def load(self) -> str:
        """See Kept."""
        return await self.door.read(lambda tx: tx.meta(DONE))

    async def save(self, done_at: str) -> None:
        """See Kept."""
        await self.door.write(lambda tx: tx.set_meta(DONE, done_at))
