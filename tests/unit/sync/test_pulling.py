"""Feeds are brought to their ends, loaded anew when the history broke, and compared where both stand still."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.contract.commands import CommandLine
from app.contract.feeds import LOST, FeedRef, SnapshotDue
from app.domain.errors import Code, Problem
from app.node.ports import NewRow
from app.sync.engine import DIGEST_S, MAX_LOADS
from tests.unit.domain.samples import STORE, ready_order
from tests.unit.node.shop import TILL, Shop
from tests.unit.sync.till import Till
from tests.unit.sync.virtual_time import let_pass

FEED = f"store:{STORE}"
MISSING = ("catalog:it", "price:it-eur", f"stock:{STORE}", "finder:corsaviva")


@pytest.fixture
def till(tmp_path: Path) -> Till:
    """A till of a shop with seven orders."""
    return Till(tmp_path, Shop(tuple(ready_order(id=f"o-{n}", number=str(n), public_no=n) for n in range(7))))


async def orders_at(till: Till) -> int:
    """How many orders the till knows."""
    rows = await till.door.read(lambda tx: tx.base_rows(FEED))
    return sum(kind == "order" for kind, _, _ in rows)


async def cursor(till: Till) -> FeedRef:
    """Where the till stands in the store's feed."""
    return await till.door.read(lambda tx: tx.cursor(FEED))


async def forget(till: Till, kind: str, key: str) -> None:
    """A row of the till is lost, as by a bit that rotted."""
    await till.door.write(lambda tx: tx.base_drop(kind, key, 1 << 40))


async def test_every_page_until_the_end(till: Till) -> None:
    till.authority.page_rows = 2
    moved: list[str] = []
    till.engine.on_change = moved.append
    await till.engine.pull_once()
    assert await orders_at(till) == 7
    assert till.authority.asked.count(f"pull {FEED}") == 4
    assert moved.count(FEED) == 4
    assert (await cursor(till)).rev == 7


async def test_the_configuration_names_the_other_feeds(till: Till) -> None:
    await till.engine.pull_feeds([f"config:{STORE}"])
    assert [ref.feed for ref in await till.replica.feeds()] == [
        f"config:{STORE}",
        FEED,
        f"device:{TILL}",
        *MISSING,
    ]


async def test_a_feed_the_authority_does_not_have_is_passed_over(till: Till) -> None:
    await till.engine.pull_once()
    await till.engine.pull_once()
    assert f"pull {MISSING[-1]}" in till.authority.asked
    assert till.engine.link.is_up
    assert till.engine.link.last_delta_at_s is not None


async def test_a_feed_we_may_not_read_is_passed_over(till: Till) -> None:
    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        return Problem(Code.SCOPE_MISSING) if what.endswith(FEED) else None

    till.authority.fault = fault
    refused: list[Problem] = []
    till.engine.on_refused = refused.append
    await till.engine.pull_once()
    assert (await orders_at(till), refused, till.engine.link.is_up) == (0, [], True)


async def test_only_the_feeds_asked_for(till: Till) -> None:
    await till.engine.pull_feeds([FEED, "store:other"])
    assert [what for what in till.authority.asked if what.startswith("pull")] == [f"pull {FEED}"]


async def test_another_history_is_loaded_as_a_snapshot(till: Till) -> None:
    await till.engine.pull_once()
    await till.door.write(lambda tx: tx.set_cursor(FeedRef(FEED, "before-the-restore", 99)))
    await forget(till, "order", "o-3")
    moved: list[str] = []
    till.engine.on_change = moved.append
    await till.engine.pull_once()
    assert f"snapshot {FEED}" in till.authority.asked
    assert (await orders_at(till), await cursor(till)) == (7, FeedRef(FEED, "s1", 7))
    assert FEED in moved
    assert list(till.folder.iterdir()) == []


async def test_after_a_snapshot_the_deltas_go_on(till: Till) -> None:
    with till.shop.edge.write() as tx:
        tx.trim(FEED, 7)
    till.authority.append(FEED, NewRow("order", "o-0", None))
    till.authority.page_rows = 1
    await till.engine.pull_once()
    assert (await orders_at(till), (await cursor(till)).rev) == (6, 8)


async def test_an_authority_that_wants_a_snapshot_every_time_is_asked_later(till: Till) -> None:
    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        if what == f"pull {FEED}":
            raise SnapshotDue
        return None

    till.authority.fault = fault
    with pytest.raises(Problem) as raised:
        await till.engine.pull_once()
    assert raised.value.code is Code.SNAPSHOT_DUE
    assert till.authority.asked.count(f"snapshot {FEED}") == MAX_LOADS


async def test_a_page_that_does_not_follow_ends_the_round(till: Till) -> None:
    await till.engine.pull_feeds([FEED])
    feed = await till.authority.pull(FeedRef(FEED, "s1", 3))
    assert await till.replica.take_page(feed) is False
    assert (await cursor(till)).rev == 7


async def test_what_differs_is_told_and_loaded_anew(till: Till) -> None:
    await till.engine.pull_once()
    await forget(till, "order", "o-3")
    assert await till.engine.compare() == [FEED]
    assert await till.attention() == [f"digest:{FEED}"]
    assert await cursor(till) == FeedRef(FEED, LOST, 0)
    await till.engine.pull_once()
    assert await orders_at(till) == 7
    assert await till.engine.compare() == []


async def test_sums_are_compared_at_the_same_place_only(till: Till) -> None:
    await till.engine.pull_once()
    await forget(till, "order", "o-3")
    till.authority.append(FEED, NewRow("order", "o-0", None))
    assert await till.engine.compare() == []
    assert await till.attention() == []


async def test_the_devices_own_answers_are_not_summed(till: Till) -> None:
    await till.engine.pull_once()
    assert f"digest device:{TILL}" not in till.authority.asked
    assert f"digest {FEED}" in till.authority.asked


async def test_sums_are_compared_once_a_day(till: Till) -> None:
    await till.engine.pull_once()
    await let_pass(DIGEST_S - 60)
    await till.engine.pull_once()
    assert till.authority.asked.count(f"digest {FEED}") == 1
    await let_pass(120)
    await till.engine.pull_once()
    assert till.authority.asked.count(f"digest {FEED}") == 2


async def test_comparing_that_breaks_off_is_begun_again(till: Till) -> None:
    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        return Problem(Code.NO_ANSWER) if what == f"digest {FEED}" else None

    till.authority.fault = fault
    with pytest.raises(Problem):
        await till.engine.pull_once()
    till.authority.fault = lambda what, lines: None
    await till.engine.pull_once()
    assert till.authority.asked.count(f"digest {FEED}") == 2
