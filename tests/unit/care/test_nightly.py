"""Chores are done once a night, somewhere in it; after a night without power soon after the start."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from app.bootstrap.nightly import NIGHT_HOUR, Nightly
from app.domain.errors import Code, Problem
from tests.unit.sync.virtual_time import LoopClock, let_pass

HOUR_S = 3600.0
MORNING = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


@dataclass
class Shop:
    """A process with one chore; what it kept outlives it."""

    clock: LoopClock = field(default_factory=lambda: LoopClock(MORNING))
    kept: str = ""
    done_at: list[datetime] = field(default_factory=list)
    fails: int = 0

    async def load(self) -> str:
        return self.kept

    async def save(self, done_at: str) -> None:
        self.kept = done_at

    async def chore(self) -> None:
        self.done_at.append(self.clock.now_at())
        if self.fails:
            self.fails -= 1
            raise Problem(Code.NO_ANSWER)

    @asynccontextmanager
    async def runs(self, seed: int = 7) -> AsyncIterator[None]:
        task = asyncio.create_task(Nightly(self.clock, self, [self.chore], random.Random(seed)).run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_always_on_it_is_done_once_a_night(shop: Shop) -> None:
    async with shop.runs():
        await let_pass(5 * 24 * HOUR_S)
    first, *nights = shop.done_at
    assert MORNING < first < MORNING + timedelta(hours=1)
    assert [at.day for at in nights] == [6, 7, 8, 9, 10]
    assert all(NIGHT_HOUR <= at.hour < NIGHT_HOUR + 3 for at in nights)
    assert len({at.time() for at in nights}) == 5, "a chain does not knock at once"


async def test_switched_off_at_night_it_is_done_each_morning_and_once(shop: Shop) -> None:
    for _ in range(3):
        for _ in range(2):
            async with shop.runs():
                await let_pass(5 * HOUR_S)
        shop.clock.start_at += timedelta(hours=14)
    assert [at.day for at in shop.done_at] == [5, 6, 7]


async def test_what_fails_is_tried_again_within_the_hour(shop: Shop) -> None:
    shop.fails = 2
    async with shop.runs():
        await let_pass(4 * HOUR_S)
    assert len(shop.done_at) == 3
    assert shop.done_at[2] - shop.done_at[0] < timedelta(hours=2)


@pytest.mark.parametrize("jump", [timedelta(days=-1_000), timedelta(days=1_000)])
async def test_a_clock_that_is_set_puts_it_off_for_a_day_at_most(shop: Shop, jump: timedelta) -> None:
    async with shop.runs():
        await let_pass(2 * HOUR_S)
        shop.clock.start_at += jump
        await let_pass(48 * HOUR_S)
    assert 2 <= len(shop.done_at) <= 4


@pytest.fixture
def shop() -> Shop:
    return Shop()
