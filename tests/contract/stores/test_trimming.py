"""Feeds forget what they said more than ninety days ago, on every store; a day counts once."""

from datetime import datetime, timedelta

import pytest

from app.contract.feeds import SnapshotDue
from app.node.ports import FeedState, NewRow, NodeStore
from app.node.trimming import trim_feed
from tests.contract.stores.conftest import NOON

DAY = timedelta(days=1)


def days(node_store: NodeStore, first: int, last: int) -> list[int]:
    """A row and a trim a day; the days on which something went."""
    trimmed: list[int] = []
    for day in range(first, last + 1):
        with node_store.write() as tx:
            tx.append("f", [NewRow("order", f"o{day}", None)])
        if trim(node_store, NOON + day * DAY):
            trimmed.append(day)
    return trimmed


def trim(node_store: NodeStore, at: datetime) -> int:
    with node_store.write() as tx:
        return sum(trim_feed(tx, feed, at) for feed in tx.feeds())


def test_only_what_is_older_than_ninety_days_goes(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        tx.open_feed("empty", "h1")
    assert days(node_store, 1, 93) == [92, 93]
    with node_store.write() as tx:
        assert tx.feed("f") == FeedState("h1", 93, 2)
        assert [row.id for row in tx.changes("f", 2, 1)] == ["o3"]
        with pytest.raises(SnapshotDue):
            tx.changes("f", 1, 1)


def test_a_terminal_of_yesterday_never_needs_a_snapshot(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
    days(node_store, 1, 2)
    for _ in range(3):
        assert trim(node_store, NOON + 2 * DAY) == 0
    assert trim(node_store, NOON + 200 * DAY) == 2, "it stood still for half a year"
    with node_store.write() as tx:
        tx.append("f", [NewRow("order", "new", b"1")])
        assert [row.id for row in tx.changes("f", 2, 9)] == ["new"]
    assert trim(node_store, NOON + 201 * DAY) == 0


def test_another_history_begins_its_own_days(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
    days(node_store, 1, 3)
    with node_store.write() as tx:
        tx.open_feed("f", "h2")
        tx.append("f", [NewRow("order", f"o{n}", b"1") for n in range(9)])
    assert trim(node_store, NOON + 150 * DAY) == 0
    with node_store.write() as tx:
        assert tx.feed("f") == FeedState("h2", 9, 0)


def test_much_goes_in_parts(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        tx.append("f", [NewRow("order", f"o{n}", None) for n in range(5)])
    trim(node_store, NOON)
    gone: list[int] = []
    while not gone or gone[-1] == 2:
        with node_store.write() as tx:
            gone.append(trim_feed(tx, "f", NOON + 100 * DAY, most=2))
    assert gone == [2, 2, 1]
    with node_store.read() as tx:
        assert tx.feed("f") == FeedState("h1", 5, 5)
