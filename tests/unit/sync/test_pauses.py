"""Pauses between tries: bounded, spread, and obeyed when the authority names them."""

import asyncio
import random

import pytest

from app.contract.feeds import BadPage
from app.domain.errors import Code, Problem
from app.sync.pauses import FIRST_PAUSE_S, Pause, retry_after_s, wait_for


def now_s() -> float:
    """The loop's time."""
    return asyncio.get_running_loop().time()


async def pauses(seed: int, cap_s: float, count: int) -> list[float]:
    """How long so many pauses in a row are."""
    pause, found = Pause(cap_s, random.Random(seed)), []
    for _ in range(count):
        begun_s = now_s()
        await pause.wait(asyncio.Event(), 0.0)
        found.append(now_s() - begun_s)
    return found


@pytest.mark.parametrize("cap_s", [30.0, 60.0])
async def test_pauses_grow_and_stay_under_their_limits(cap_s: float) -> None:
    for seed in range(20):
        found = await pauses(seed, cap_s, 12)
        limits = [min(cap_s, FIRST_PAUSE_S * 2**n) for n in range(12)]
        assert all(0 <= pause <= limit + 1e-6 for pause, limit in zip(found, limits, strict=True))
        assert max(found) > FIRST_PAUSE_S


async def test_pauses_of_many_tills_are_spread() -> None:
    found = [(await pauses(seed, 30.0, 8))[-1] for seed in range(100)]
    assert min(found) < 6
    assert max(found) > 24


async def test_success_makes_pauses_short_again() -> None:
    pause = Pause(30.0, random.Random(1))
    for _ in range(8):
        await pause.wait(asyncio.Event(), 0.0)
    pause.reset()
    begun_s = now_s()
    await pause.wait(asyncio.Event(), 0.0)
    assert now_s() - begun_s <= FIRST_PAUSE_S


async def test_news_end_a_pause_but_not_one_the_authority_asked_for() -> None:
    news = asyncio.Event()
    news.set()
    pause = Pause(30.0, random.Random(1), limit_s=30.0)
    await pause.wait(news, 0.0)
    assert now_s() == 0
    await pause.wait(news, 45.0)
    assert now_s() == pytest.approx(45)


async def test_waiting_ends_with_the_event_or_the_time() -> None:
    news = asyncio.Event()
    await wait_for(news, 5)
    assert now_s() == pytest.approx(5)
    asyncio.get_running_loop().call_later(1, news.set)
    await wait_for(news, 5)
    assert now_s() == pytest.approx(6)


@pytest.mark.parametrize(
    ("failure", "seconds"),
    [
        (Problem(Code.BUSY, retry_after_s=7), 7.0),
        (Problem(Code.BUSY, retry_after_s=86_400), 60.0),
        (Problem(Code.BUSY, retry_after_s="soon"), 0.0),
        (Problem(Code.BUSY), 0.0),
        (BadPage("cut"), 0.0),
    ],
)
def test_what_the_authority_may_ask_for(failure: Exception, seconds: float) -> None:
    assert retry_after_s(failure) == seconds
