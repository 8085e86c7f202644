"""The loop the other tests lean on: time passes in order and threads are waited for."""

import asyncio
import time

import pytest

from tests.unit.sync.virtual_time import START_AT, LoopClock, let_pass


async def test_an_hour_passes_at_once() -> None:
    clock, begun = LoopClock(), time.monotonic()
    await let_pass(3600)
    assert clock.monotonic_s() == pytest.approx(3600)
    assert (clock.now_at() - START_AT).total_seconds() == pytest.approx(3600)
    assert time.monotonic() - begun < 30


async def test_timers_ring_in_their_order() -> None:
    rung: list[int] = []

    async def ring(seconds: int) -> None:
        await let_pass(seconds)
        rung.append(seconds)

    await asyncio.gather(ring(30), ring(5), ring(600))
    assert rung == [5, 30, 600]


async def test_a_thread_is_waited_for_though_a_timer_runs() -> None:
    async with asyncio.timeout(1):
        assert await asyncio.to_thread(lambda: sum(range(200_000))) > 0
    await asyncio.get_running_loop().shutdown_default_executor()
