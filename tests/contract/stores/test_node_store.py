"""What every store of an authority does, whatever it is made of."""

from contextlib import suppress

import pytest
from msgspec import UNSET, Raw

from app.contract.feeds import FeedRow, SnapshotDue
from app.contract.node_records import FeedState, NewRow
from app.domain.errors import Code, Problem
from app.node.ports import NodeStore


class StopHere(Exception):
    pass


def seen(rows: list[FeedRow]) -> list[tuple[int, str, str]]:
    """Rows in short: rev, key, and body, `x` or `s`."""
    return [
        (r.rev, r.id, "s" if r.s else "x" if r.x else "" if r.d is UNSET else bytes(r.d).decode()) for r in rows
    ]


def row(key: str, body: str | None) -> NewRow:
    return NewRow("order", key, None if body is None else body.encode())


def test_a_document_is_read_replaced_and_dropped(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        assert tx.get("order", "o1") is None
        tx.put("order", "o1", b"1")
        assert tx.get("order", "o1") == b"1"
    with node_store.write() as tx:
        tx.put("order", "o1", b"2")
        tx.drop("order", "absent")
    with node_store.read() as tx:
        assert tx.get("order", "o1") == b"2"
        assert tx.get("visit", "o1") is None
    with node_store.write() as tx:
        tx.drop("order", "o1")
    with node_store.read() as tx:
        assert tx.get("order", "o1") is None


def test_an_exception_takes_everything_back(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.put("order", "o1", b"old", ["number:1"])
        tx.open_feed("f", "h1")
        tx.append("f", [row("o1", '"old"')])
        tx.log("T001.1", 1, "h", b"c", b"r", is_settled=False)
    with suppress(StopHere), node_store.write() as tx:
        tx.put("order", "o1", b"new", ["number:2"])
        tx.put("order", "o2", b"new", ["number:3"])
        tx.append("f", [row("o1", None), row("o2", '"new"')])
        tx.trim("f", 2)
        tx.log("T001.1", 2, "h", b"c", b"r", is_settled=False)
        tx.settle("T001.1", 1, b"r2")
        tx.open_feed("g", "h1")
        raise StopHere
    with node_store.read() as tx:
        assert [(f.term, f.body) for f in tx.find("order", "number:", 9)] == [("number:1", b"old")]
        assert tx.scan("order", "", 9) == [("o1", b"old")]
        assert tx.feed("f") == FeedState("h1", 1, 0)
        assert seen(tx.changes("f", 0, 9)) == [(1, "o1", '"old"')]
        assert tx.feed("g") is None
        assert tx.last_seq("T001.1") == 1
        assert [(c.seq, c.result) for c in tx.unsettled(0, 9)] == [(1, b"r")]


def test_terms_find_in_their_order_and_follow_the_document(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.put("order", "b", b"B", ["name:rossi", "number:7"])
        tx.put("order", "a", b"A", ["name:rossini", "name:ross"])
        tx.put("order", "c", b"C", ["name:Rossi", "name:ròssi"])
        tx.put("visit", "v", b"V", ["name:rossi"])
    with node_store.read() as tx:
        assert [(f.term, f.key) for f in tx.find("order", "name:ross", 9)] == [
            ("name:ross", "a"),
            ("name:rossi", "b"),
        ]
        assert [f.key for f in tx.find("order", "name:ross", 1)] == ["a"]
        assert [f.key for f in tx.find("order", "", 9)] == ["c", "a", "b"]
    with node_store.write() as tx:
        tx.put("order", "b", b"B2", ["number:7"])
        tx.drop("order", "a")
    with node_store.read() as tx:
        assert tx.find("order", "name:ross", 9) == []
        assert [f.body for f in tx.find("order", "number:7", 9)] == [b"B2"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'; DROP TABLE document; --", "🧦", "\ud7ff", "\U0010ffff"])
def test_hostile_text_is_only_text(node_store: NodeStore, text: str) -> None:
    with node_store.write() as tx:
        tx.put("order", text, b"it", [text + "x", "other"])
        tx.put("order", "o1", b"not", ["xx"])
        assert [f.body for f in tx.find("order", text, 9)] == [b"it"]
        assert tx.get("order", text) == b"it"


def test_many_fitting_terms_of_one_document_do_not_hide_another(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.put("order", "a", b"A", [f"t{n:03}" for n in range(100)])
        tx.put("order", "b", b"B", ["t999"])
        assert [(f.term, f.key) for f in tx.find("order", "t", 2)] == [("t000", "a"), ("t999", "b")]


def test_scan_walks_by_code_point(node_store: NodeStore) -> None:
    keys = ["B", "a", "b", "z", "é", "ﬁ", "🧦"]
    with node_store.write() as tx:
        for key in reversed(keys):
            tx.put("order", key, b"")
    with node_store.read() as tx:
        assert [key for key, _ in tx.scan("order", "", 3)] == keys[:3]
        assert [key for key, _ in tx.scan("order", "b", 99)] == keys[3:]


def test_a_feed_has_no_gaps_and_shows_what_became_of_a_row(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        assert tx.append("f", [row("a", "1"), row("b", "2"), row("c", "3")]) == 3
        assert tx.append("f", [row("a", "4"), row("b", None)]) == 5
        assert tx.append("f", []) == 5
        assert tx.moved() == {"f": 5}
    with node_store.read() as tx:
        assert seen(tx.changes("f", 0, 9)) == [
            (1, "a", "s"),
            (2, "b", "s"),
            (3, "c", "3"),
            (4, "a", "4"),
            (5, "b", "x"),
        ]
        assert seen(tx.changes("f", 3, 1)) == [(4, "a", "4")]
        assert tx.changes("f", 5, 9) == []
        assert seen(tx.live_rows("f", ("", ""), 9)) == [(4, "a", "4"), (3, "c", "3")]
        assert seen(tx.live_rows("f", ("order", "a"), 9)) == [(3, "c", "3")]
        assert tx.moved() == {}
    with node_store.write() as tx:
        assert tx.append("f", [row("b", "6"), row("b", "7")]) == 7
        assert seen(tx.changes("f", 4, 9)) == [(5, "b", "s"), (6, "b", "s"), (7, "b", "7")]


def test_one_row_is_read_as_it_is_now(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        tx.append("f", [row("a", "1"), row("b", "2"), row("a", "3"), NewRow("order", "b", None)])
        found = tx.row("f", "order", "a")
        assert found is not None
        assert seen([found]) == [(3, "a", "3")]
        assert tx.row("f", "order", "b") is None
        assert tx.row("f", "visit", "a") is None
        assert tx.row("g", "order", "a") is None


def test_a_feed_nobody_opened_is_refused(node_store: NodeStore) -> None:
    with node_store.read() as tx:
        assert tx.feed("f") is None
        with pytest.raises(LookupError):
            tx.changes("f", 0, 9)
        with pytest.raises(LookupError):
            tx.live_rows("f", ("", ""), 9)
    with pytest.raises(LookupError), node_store.write() as tx:
        tx.append("f", [row("a", "1")])
    with pytest.raises(LookupError), node_store.write() as tx:
        tx.load("f", [row("a", "1")])


def test_a_new_history_begins_empty(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        tx.append("f", [row("a", "1")])
        tx.open_feed("f", "h2")
        assert tx.feed("f") == FeedState("h2", 0, 0)
        assert tx.changes("f", 0, 9) == []
        assert tx.append("f", [row("a", "2")]) == 1


def test_a_bulk_load_has_no_log_and_lifts_the_floor(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        tx.append("f", [row("a", "1"), row("z", "1"), row("z", None)])
        assert tx.load("f", [row("a", None), row("b", "5"), row("c", "6")]) == 6
        assert tx.load("f", []) == 6
        assert tx.feed("f") == FeedState("h1", 6, 6)
        assert tx.moved() == {"f": 6}
        assert seen(tx.live_rows("f", ("", ""), 9)) == [(5, "b", "5"), (6, "c", "6")]
        with pytest.raises(SnapshotDue):
            tx.changes("f", 5, 9)
        tx.append("f", [row("a", "7")])
        assert seen(tx.changes("f", 6, 9)) == [(7, "a", "7")]


def test_feeds_are_named_in_order(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        for name in ("store:MI01", "catalog:it", "device:A942"):
            tx.open_feed(name, "h1")
        assert tx.feeds() == ["catalog:it", "device:A942", "store:MI01"]


def test_trimming_forgets_the_log_and_its_tombstones(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        tx.append("f", [row("a", "1"), row("b", "2"), row("b", None), row("c", None)])
        tx.trim("f", 3)
        assert tx.moved() == {"f": 4}
        assert tx.feed("f") == FeedState("h1", 4, 3)
        assert seen(tx.changes("f", 3, 9)) == [(4, "c", "x")]
        assert seen(tx.live_rows("f", ("", ""), 9)) == [(1, "a", "1")]
        tx.trim("f", 99)
        tx.trim("f", 1)
        assert tx.feed("f") == FeedState("h1", 4, 4)


def relayed(rev: int, key: str, body: str) -> FeedRow:
    if body in ("s", "x"):
        return FeedRow(t="order", id=key, rev=rev, s=int(body == "s"), x=int(body == "x"))
    return FeedRow(t="order", id=key, rev=rev, d=Raw(body.encode()))


def test_a_relayed_feed_keeps_its_revs(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.mirror("f", "h9", [relayed(7, "a", "7"), relayed(3, "b", "3")], 8, is_start=True, floor=True)
        tx.mirror("f", "h9", [relayed(5, "c", "5")], 8, floor=True)
        assert tx.feed("f") == FeedState("h9", 8, 8)
        assert tx.moved() == {"f": 8}
        page = [relayed(9, "a", "s"), relayed(10, "b", "x"), relayed(11, "a", "11")]
        tx.mirror("f", "h9", page, 11)
        tx.mirror("f", "h9", page, 11)
        assert tx.feed("f") == FeedState("h9", 11, 8)
        assert seen(tx.changes("f", 8, 9)) == [(9, "a", "s"), (10, "b", "x"), (11, "a", "11")]
        assert seen(tx.live_rows("f", ("", ""), 9)) == [(11, "a", "11"), (5, "c", "5")]
        with pytest.raises(SnapshotDue):
            tx.changes("f", 7, 9)
        tx.mirror("f", "h10", [relayed(1, "a", "1")], 1, is_start=True)
        assert tx.feed("f") == FeedState("h10", 1, 0)
        assert seen(tx.changes("f", 0, 9)) == [(1, "a", "1")]


def test_a_relayed_row_is_not_undone_by_a_late_page(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.mirror("f", "h9", [relayed(1, "a", "1"), relayed(2, "a", "2")], 2, is_start=True)
        tx.mirror("f", "h9", [relayed(1, "a", "1")], 1)
        assert tx.feed("f") == FeedState("h9", 2, 0)
        assert seen(tx.live_rows("f", ("", ""), 9)) == [(2, "a", "2")]


def test_the_command_log_keeps_number_and_arrival(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        assert tx.last_seq("T001.1") == 0
        tx.log("T001.1", 1, "h1", b"c1", b"r1", is_settled=True)
        tx.log("T002.1", 1, "h2", b"c2", b"r2", is_settled=False)
        tx.log("T001.1", 2, "h3", b"c3", b"r3", is_settled=False)
    with node_store.read() as tx:
        assert tx.last_seq("T001.1") == 2
        assert tx.logged("T001.1", 3) is None
        first = tx.logged("T001.1", 1)
        assert first is not None
        assert (first.hash, first.command, first.result, first.is_settled) == ("h1", b"c1", b"r1", True)
        owed = tx.unsettled(0, 9)
        assert [(c.stream, c.seq) for c in owed] == [("T002.1", 1), ("T001.1", 2)]
        assert tx.unsettled(0, 1) == owed[:1]
        assert tx.unsettled(owed[0].n, 9) == owed[1:]


def test_a_result_is_replaced_and_settled(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.log("T001.1", 1, "h", b"c", b"r", is_settled=False)
        tx.settle("T001.1", 1, b"still", is_settled=False)
        assert [c.result for c in tx.unsettled(0, 9)] == [b"still"]
        tx.settle("T001.1", 1, b"final")
        assert tx.unsettled(0, 9) == []
        with pytest.raises(LookupError):
            tx.settle("T001.1", 2, b"r")


def test_a_number_is_logged_once(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.log("T001.1", 1, "h", b"c", b"r", is_settled=True)
    with pytest.raises(Problem) as raised, node_store.write() as tx:
        tx.log("T001.1", 1, "other", b"c", b"r", is_settled=True)
    assert raised.value.code is Code.BUSY


def test_a_reader_cannot_write(node_store: NodeStore) -> None:
    with pytest.raises(RuntimeError), node_store.read() as tx:
        tx.put("order", "o1", b"1")
    with node_store.read() as tx:
        assert tx.get("order", "o1") is None
        tx.lock("anything")


def test_a_document_is_read_as_this_transaction_left_it(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        assert tx.get("order", "o1") is None
        tx.put("order", "o1", b"1")
        assert tx.get("order", "o1") == b"1"
        tx.put("order", "o1", b"2")
        assert tx.get("order", "o1") == b"2"
        tx.drop("order", "o1")
        assert tx.get("order", "o1") is None


@pytest.mark.parametrize("node_store", ["postgres"], indirect=True)
def test_behind_a_lock_a_document_is_read_as_others_left_it(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        assert tx.get("order", "o1") is None
        with node_store.write() as other:
            other.put("order", "o1", b"1")
        tx.lock("order:o1")
        assert tx.get("order", "o1") == b"1"


def test_a_part_that_fails_is_undone_alone(node_store: NodeStore) -> None:
    with node_store.write() as tx:
        tx.open_feed("f", "h1")
        tx.put("order", "before", b"1", ["no:1"])
        tx.append("f", [NewRow("order", "before", b"1")])
        with pytest.raises(ZeroDivisionError), tx.part():
            tx.put("order", "before", b"2")
            tx.put("order", "within", b"1", ["no:2"])
            assert (tx.get("order", "before"), tx.get("order", "within")) == (b"2", b"1")
            tx.append("f", [NewRow("order", "within", b"1")])
            tx.open_feed("g", "h1")
            tx.log("T001.1", 1, "h", b"c", b"r", is_settled=False)
            raise ZeroDivisionError
        assert (tx.get("order", "before"), tx.get("order", "within")) == (b"1", None)
        with tx.part():
            tx.put("order", "after", b"1", ["no:3"])
            tx.append("f", [NewRow("order", "after", b"1")])
        assert tx.moved() == {"f": 2}
    with node_store.read() as tx:
        assert tx.scan("order", "", 9) == [("after", b"1"), ("before", b"1")]
        assert [found.term for found in tx.find("order", "no:", 9)] == ["no:1", "no:3"]
        assert seen(tx.changes("f", 0, 9)) == [(1, "before", "1"), (2, "after", "1")]
        assert (tx.feed("g"), tx.last_seq("T001.1"), tx.unsettled(0, 9)) == (None, 0, [])


@pytest.mark.parametrize("node_store", ["sqlcipher", "postgres"], indirect=True)
def test_what_the_database_refuses_ends_its_part_alone(node_store: NodeStore) -> None:
    nothing: bytes = None  # type: ignore[assignment]  # a mistake of ours
    with node_store.write() as tx:
        tx.put("order", "kept", b"1")
        with pytest.raises(Problem) as raised, tx.part():
            tx.put("order", "lost", nothing)
        assert (raised.value.code, type(raised.value)) == (Code.INTERNAL, Problem)
    with node_store.read() as tx:
        assert tx.scan("order", "", 9) == [("kept", b"1")]
