"""What a crash takes from a store in memory, and what it leaves."""

import pytest

from app.contract.feeds import FeedRef
from app.contract.node_records import NewRow
from app.domain.errors import Code, Problem
from app.usecases.ports import BaseRow
from tests.fakes.stores import CrashedError, MemoryNodeStore, MemoryTerminalStore


def put(store: MemoryNodeStore, key: str, body: bytes) -> None:
    with store.write() as tx:
        tx.put("order", key, body, [f"no:{body.decode()}"])


def everything(store: MemoryNodeStore) -> list[tuple[str, bytes]]:
    with store.read() as tx:
        return tx.scan("order", "", 99)


def test_a_durable_commit_survives_a_crash() -> None:
    store = MemoryNodeStore()
    put(store, "a", b"1")
    store.crash()
    assert everything(store) == [("a", b"1")]


def test_a_commit_acknowledged_before_the_fsync_is_lost_by_a_crash() -> None:
    store = MemoryNodeStore()
    put(store, "a", b"1")
    store.commit_is_durable = False
    put(store, "a", b"2")
    store.fsync()
    put(store, "a", b"3")
    put(store, "b", b"4")
    assert everything(store) == [("a", b"3"), ("b", b"4")]
    store.crash()
    assert everything(store) == [("a", b"2")]
    with store.read() as tx:
        assert [found.term for found in tx.find("order", "no:", 9)] == ["no:2"]


def test_a_durable_commit_makes_those_before_it_durable() -> None:
    store = MemoryNodeStore()
    store.commit_is_durable = False
    put(store, "a", b"1")
    store.commit_is_durable = True
    put(store, "b", b"2")
    store.crash()
    assert len(everything(store)) == 2


def test_a_crash_takes_the_transaction_in_flight() -> None:
    store = MemoryNodeStore()
    with pytest.raises(CrashedError), store.write() as tx:
        tx.put("order", "a", b"1")
        store.crash()
    assert everything(store) == []
    with pytest.raises(RuntimeError, match="after the crash"), store.write() as tx:
        store.crash()
        tx.put("order", "a", b"1")
    assert everything(store) == []


def test_feeds_and_log_go_back_too() -> None:
    store = MemoryNodeStore()
    with store.write() as tx:
        tx.open_feed("f", "h1")
        tx.append("f", [NewRow("order", "a", b"1")])
    store.commit_is_durable = False
    with store.write() as tx:
        tx.append("f", [NewRow("order", "a", None)])
        tx.log("T001.1", 1, "h", b"c", b"r", is_settled=False)
        tx.load("f", [NewRow("order", "b", b"2")])
        tx.open_feed("f", "h2")
    store.crash()
    with store.read() as tx:
        assert [(row.rev, row.x) for row in tx.changes("f", 0, 9)] == [(1, 0)]
        assert tx.last_seq("T001.1") == 0
        assert tx.unsettled(0, 9) == []


def test_a_store_that_refuses_keeps_nothing() -> None:
    store = MemoryNodeStore()
    store.refuse_with = Code.DISK_FULL
    with pytest.raises(Problem) as raised:
        put(store, "a", b"1")
    assert raised.value.code is Code.DISK_FULL
    assert everything(store) == []


def test_a_terminal_goes_back_too() -> None:
    store = MemoryTerminalStore()
    with store.write() as tx:
        tx.base_put("f", BaseRow("order", "a", 1, b"1"), ["no:1"])
    store.commit_is_durable = False
    with store.write() as tx:
        tx.base_put("f", BaseRow("order", "a", 2, b"2"), ["no:2"])
        tx.set_cursor(FeedRef("f", "h", 2))
        tx.take_number("R")
    store.crash()
    with store.write() as tx:
        assert [row.rev for row in tx.base_find("order", "no:", 9)] == [1]
        assert tx.cursor("f") == FeedRef("f")
        assert tx.take_number("R") == 1
