"""The reading side of a feed: pages follow without a gap, a snapshot is what is there, sums stand for both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.feeds import MAX_PAGE_ROWS, FeedRef, FeedRow, Page, SnapshotDue, decode_page, digest_of
from app.domain.errors import Code, Problem
from app.node import feeds
from app.node.feeds import SCAN_ROWS, digest, feed_state, live_rows, page
from app.node.ports import NewRow
from tests.fakes.stores import MemoryNodeStore

FEED = "store:mi01"


def store_with(*keys: str) -> MemoryNodeStore:
    """A feed of rows under these keys, one rev each; `-k` deletes."""
    store = MemoryNodeStore()
    with store.write() as tx:
        tx.open_feed(FEED, "h1")
        for key in keys:
            row = NewRow("order", key.removeprefix("-"), None if key.startswith("-") else b"1")
            tx.append(FEED, [row])
    return store


def read(store: MemoryNodeStore, rev: int, limit: int = 10, feed_id: str = "h1") -> Page:
    """A page as its reader gets it."""
    with store.read() as tx:
        return decode_page(page(tx, FeedRef(FEED, feed_id, rev), limit, epoch=4))


def shape(rows: list[FeedRow]) -> list[tuple[str, int, str]]:
    """Key, rev, and whether it is there (d), gone (x) or replaced (s)."""
    return [(row.id, row.rev, "s" if row.s else "x" if row.x else "d") for row in rows]


def test_a_page_has_what_follows_the_cursor() -> None:
    found = read(store_with("a", "b", "c"), 1)
    assert shape(found.rows) == [("b", 2, "d"), ("c", 3, "d")]
    assert (found.head.id, found.head.from_rev, found.head.epoch, found.to, found.more) == ("h1", 1, 4, 3, False)


def test_a_row_that_was_replaced_keeps_its_place() -> None:
    found = read(store_with("a", "b", "a", "-b"), 0)
    assert shape(found.rows) == [("a", 1, "s"), ("b", 2, "s"), ("a", 3, "d"), ("b", 4, "x")]


def test_pages_are_bounded_and_say_that_there_is_more() -> None:
    store = store_with(*"abcde")
    assert [(read(store, rev, 2).to, read(store, rev, 2).more) for rev in (0, 2, 4)] == [
        (2, True),
        (4, True),
        (5, False),
    ]
    assert len(read(store, 0, 0).rows) == 1
    assert len(read(store, 0, -5).rows) == 1
    assert len(read(store, 0, 10 * MAX_PAGE_ROWS).rows) == 5


def test_at_the_end_a_page_is_empty() -> None:
    found = read(store_with("a"), 1)
    assert (found.rows, found.to, found.more) == ([], 1, False)


def test_a_reader_without_a_history_begins_at_the_beginning() -> None:
    store = store_with("a", "b")
    assert len(read(store, 0, feed_id="").rows) == 2
    with store.write() as tx:
        tx.trim(FEED, 1)
    with pytest.raises(SnapshotDue):
        read(store, 0, feed_id="")


@pytest.mark.parametrize(("feed_id", "rev"), [("h0", 1), ("h1", 3), ("lost", 0), ("h1", 0)])
def test_whoever_cannot_follow_is_sent_a_snapshot(feed_id: str, rev: int) -> None:
    store = store_with("a", "b")
    with store.write() as tx:
        tx.trim(FEED, 1)
    with pytest.raises(SnapshotDue):
        read(store, rev, feed_id=feed_id)


def test_a_feed_that_is_not_held_here() -> None:
    with MemoryNodeStore().read() as tx:
        for ask in (feed_state, digest):
            with pytest.raises(Problem) as refused:
                ask(tx, "stock:rm09")
            assert (refused.value.code, refused.value.details) == (Code.NOT_FOUND, {"feed": "stock:rm09"})


def test_a_snapshot_is_every_present_row_across_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "SCAN_ROWS", 3)
    store = store_with(*(f"k{n:02d}" for n in range(10)), "-k04")
    with store.read() as tx:
        assert [row.id for row in live_rows(tx, FEED)] == [f"k{n:02d}" for n in range(10) if n != 4]
    assert SCAN_ROWS > 3


def test_sums_are_of_present_rows_at_their_last_rev() -> None:
    with store_with("a", "b", "a", "-b", "c").read() as tx:
        found = digest(tx, FEED)
    assert (found.feed, found.id, found.rev) == (FEED, "h1", 5)
    assert found.sums == digest_of([("order", "a", 3), ("order", "c", 5)])


STEPS = st.lists(st.sampled_from(["a", "b", "c", "d", "-a", "-b", "-c"]), max_size=25)


@given(steps=STEPS, limit=st.integers(1, 7), start=st.integers(0, 25))
def test_pages_lead_to_what_the_snapshot_holds(steps: list[str], limit: int, start: int) -> None:
    store = store_with(*steps)
    held: dict[str, int] = {}
    rev, is_more = 0, True
    while is_more:
        found = read(store, rev, limit if rev >= start else 1)
        for row in found.rows:
            held = {key: at for key, at in held.items() if key != row.id or row.s}
            if not row.s and not row.x:
                held[row.id] = row.rev
        rev, is_more = found.to, found.more
    with store.read() as tx:
        assert held == {row.id: row.rev for row in live_rows(tx, FEED)}
