"""The engine at work: pauses that are bounded, spread and obeyed, a link that says what it knows, a clean end."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.contract.commands import CommandLine
from app.contract.feeds import BadPage, Poke
from app.domain.errors import Code, Problem
from app.sync.engine import Link
from app.usecases.ports import OutboxState
from tests.unit.domain.samples import STORE
from tests.unit.sync.till import Till
from tests.unit.sync.virtual_time import let_pass

FEED, CONFIG = f"store:{STORE}", f"config:{STORE}"


@dataclass
class Refusing:
    """Refuses what it is told to, and notes when it was asked."""

    what: str
    problem: Callable[[], Problem]
    times: list[float]
    is_on: bool = True

    def __call__(self, what: str, lines: Sequence[CommandLine]) -> Problem | None:
        if what != self.what:
            return None
        self.times.append(asyncio.get_running_loop().time())
        return self.problem() if self.is_on else None


@pytest.fixture
def till(tmp_path: Path) -> Till:
    """A till of a shop with one order."""
    return Till(tmp_path)


@asynccontextmanager
async def running(till: Till) -> AsyncIterator["asyncio.Task[None]"]:
    """The engine at work while the block runs."""
    task = asyncio.create_task(till.engine.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_command_leaves_as_soon_as_it_is_made(till: Till) -> None:
    async with running(till):
        await let_pass(1)
        [first] = await till.intend_handovers("o-4821")
        till.engine.push_soon()
        await let_pass(0.1)
        assert (await till.entry(first)).state is OutboxState.ACCEPTED


async def test_a_named_pause_is_kept_whatever_is_new(till: Till) -> None:
    refusing = Refusing("commands", lambda: Problem(Code.BUSY, retry_after_s=20), [])
    await till.sync()
    await till.intend_handovers("o-4821")
    till.authority.fault = refusing
    async with running(till):
        for _ in range(19):
            await let_pass(1)
            till.engine.push_soon()
        assert len(refusing.times) == 1
        await let_pass(2)
    assert len(refusing.times) == 2
    assert refusing.times[1] - refusing.times[0] == pytest.approx(20)


async def test_while_nobody_answers_it_is_tried_again_within_the_cap(till: Till) -> None:
    refusing = Refusing("commands", lambda: Problem(Code.NO_ANSWER), [])
    await till.sync()
    [first] = await till.intend_handovers("o-4821")
    till.authority.fault = refusing
    async with running(till):
        await let_pass(600)
        gaps = [b - a for a, b in zip(refusing.times, refusing.times[1:], strict=False)]
        assert len(refusing.times) > 15
        assert max(gaps) <= till.engine.cap_s + 1e-6
        refusing.is_on = False
        await let_pass(31)
    assert (await till.entry(first)).state is OutboxState.ACCEPTED


async def test_a_line_that_is_back_is_back_for_everything(till: Till) -> None:
    is_cut = True

    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        return Problem(Code.NO_ANSWER) if is_cut else None

    await till.sync()
    [first] = await till.intend_handovers("o-4821")
    till.authority.fault = fault
    async with running(till):
        await let_pass(600)
        is_cut = False
        while not till.engine.link.is_up:
            await let_pass(0.1)
        await let_pass(0.2)
        assert (await till.entry(first)).state is OutboxState.ACCEPTED
        assert till.authority.listeners == 1


async def test_feeds_are_asked_for_every_half_minute_and_at_a_poke(till: Till) -> None:
    async with running(till):
        await let_pass(10)
        before = till.authority.asked.count(f"pull {FEED}")
        await till.authority.pokes.put(Poke(FEED, 2))
        await let_pass(0.1)
        assert till.authority.asked.count(f"pull {FEED}") == before + 1
        await let_pass(30.5)
        assert till.authority.asked.count(f"pull {FEED}") == before + 2


async def test_a_broken_stream_of_pokes_is_opened_again(till: Till) -> None:
    async with running(till):
        await let_pass(1)
        for _ in range(3):
            await till.authority.pokes.put(Poke(FEED, -1))
            await let_pass(31)
        assert till.authority.listeners == 1
        assert till.authority.asked.count("events") == 4


async def test_a_broken_stream_of_pokes_tells_at_once_that_the_line_is_gone(till: Till) -> None:
    async with running(till):
        await let_pass(5)
        till.authority.fault = lambda what, lines: Problem(Code.NO_ANSWER)
        await till.authority.pokes.put(Poke(FEED, -1))
        await let_pass(0.1)
        assert not till.engine.link.is_up


async def test_a_damaged_page_is_asked_for_again(till: Till) -> None:
    damaged = [True, True]

    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        if what == f"pull {FEED}" and damaged:
            damaged.pop()
            raise BadPage("cut")
        return None

    till.authority.fault = fault
    async with running(till) as task:
        await let_pass(60)
        assert not task.done()
    rows = await till.door.read(lambda tx: tx.base_rows(FEED))
    assert len(rows) == 1


async def test_it_ends_without_a_trace(till: Till) -> None:
    before = asyncio.all_tasks()
    async with running(till) as task:
        await let_pass(1)
        assert {t.get_name() for t in asyncio.all_tasks()} > {"sync-push", "sync-pull", "sync-listen"}
        assert till.authority.listeners == 1
    assert task.cancelled()
    assert asyncio.all_tasks() == before
    assert till.authority.listeners == 0


async def test_the_link_tells_turns_and_reasons() -> None:
    link, turns = Link(), []
    link.waiting.append(lambda: turns.append((link.is_up, link.code)))
    link.down(1.0, Code.BUSY)
    link.up(2.0)
    link.up(3.0)
    link.down(4.0, Code.SERVER_ERROR)
    link.down(5.0, Code.NO_ANSWER)
    assert turns == [(True, Code.BUSY), (False, Code.SERVER_ERROR)]
    assert (link.changed_at_s, link.code) == (4.0, Code.NO_ANSWER)


async def test_the_link_follows_the_line(till: Till) -> None:
    refusing = Refusing(f"pull {FEED}", lambda: Problem(Code.NO_ANSWER), [])
    async with running(till):
        await let_pass(5)
        fresh_s = till.engine.link.last_delta_at_s
        assert till.engine.link.is_up
        till.authority.fault = refusing
        await let_pass(60)
        assert till.engine.link.code is Code.NO_ANSWER
        assert till.engine.link.last_delta_at_s == fresh_s
        refusing.is_on = False
        await let_pass(61)
    assert till.engine.link.is_up
    assert (till.engine.link.last_delta_at_s or 0) > 60


async def test_a_poke_asks_for_its_feed_alone_and_one_of_the_configuration_for_all(till: Till) -> None:
    async with running(till):
        await let_pass(10)
        before = list(till.authority.asked)
        await till.authority.pokes.put(Poke(FEED, 2))
        await let_pass(0.1)
        assert [asked for asked in till.authority.asked[len(before) :] if asked.startswith("pull ")] == [
            f"pull {FEED}"
        ]
        before = list(till.authority.asked)
        await till.authority.pokes.put(Poke(CONFIG, 2))
        await let_pass(0.1)
        assert {f"pull {FEED}", f"pull {CONFIG}"} <= set(till.authority.asked[len(before) :])


async def test_however_often_one_feed_is_poked_the_others_are_asked_for_every_half_minute(till: Till) -> None:
    async with running(till):
        await let_pass(10)
        before = till.authority.asked.count(f"pull {CONFIG}")
        for _ in range(6):
            await till.authority.pokes.put(Poke(FEED, 2))
            await let_pass(20)
        assert till.authority.asked.count(f"pull {CONFIG}") - before in (3, 4)
