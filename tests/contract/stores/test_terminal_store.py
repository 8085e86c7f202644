"""What every store of a terminal does, whatever it is made of."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import Raw

from app.contract.commands import Command, Outcome, Result, command_hash
from app.contract.feeds import FeedRef
from app.usecases.ports import (
    AttentionItem,
    AuditEntry,
    BaseRow,
    OutboxEntry,
    OutboxState,
    TerminalStore,
    TerminalTx,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class StopHere(Exception):
    pass


def entry(command_id: str, key: str = "order:o1", state: OutboxState = OutboxState.INTENT) -> OutboxEntry:
    body = b'{"x": 1}'
    hash_ = command_hash("k", 1, key, "u1", body)
    command = Command(
        id=command_id, kind="k", key=key, epoch=1, actor="u1", hlc="1-1-T001", body=Raw(body), hash=hash_
    )
    return OutboxEntry(command, state, True, NOON)


def answer(command_id: str, feed_rev: int, *, final: bool = False) -> Result:
    return Result(id=command_id, outcome=Outcome.OK, final=final, epoch=1, feed_rev=feed_rev)


def ids(entries: list[OutboxEntry]) -> list[str]:
    return [e.command.id for e in entries]


def test_small_values_and_series_without_gaps(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        assert tx.meta("epoch") == ""
        tx.set_meta("epoch", "3")
        tx.set_meta("epoch", "4")
        assert [tx.take_number("R"), tx.take_number("R"), tx.take_number("D")] == [1, 2, 1]
    with suppress(StopHere), terminal_store.write() as tx:
        assert tx.take_number("R") == 3
        raise StopHere
    with terminal_store.write() as tx:
        assert tx.meta("epoch") == "4"
        assert tx.take_number("R") == 3


def test_command_numbers_begin_anew_in_a_generation(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        assert [tx.next_command_number(), tx.next_command_number()] == [(1, 1), (1, 2)]
        tx.set_meta("generation", "2")
        assert tx.next_command_number() == (2, 1)
        tx.set_meta("generation", "1")
        assert tx.next_command_number() == (1, 3)


def test_a_cursor_moves(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        assert tx.cursor("store:1") == FeedRef("store:1")
        tx.set_cursor(FeedRef("store:1", "h1", 7))
        tx.set_cursor(FeedRef("store:1", "h1", 9))
    with terminal_store.read() as tx:
        assert tx.cursor("store:1") == FeedRef("store:1", "h1", 9)


def test_a_late_row_does_not_undo_a_newer_one(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        assert tx.base_put("store:1", BaseRow("order", "o1", 5, b"5"), ["no:1"])
        assert not tx.base_put("store:1", BaseRow("order", "o1", 4, b"4"), ["no:2"])
        assert tx.base_put("store:1", BaseRow("order", "o1", 5, b"5 again"), ["no:1"])
        tx.base_drop("order", "o1", 4)
        assert tx.base_get("order", "o1") == BaseRow("order", "o1", 5, b"5 again")
        assert tx.base_find("order", "no:2", 9) == []
        assert tx.base_put("other:1", BaseRow("order", "o1", 1, b"1"), [])
        tx.base_drop("order", "o1", 1)
        assert tx.base_get("order", "o1") is None
        assert tx.base_find("order", "no:", 9) == []


def test_rows_are_found_by_the_start_of_a_term(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        tx.base_put("f", BaseRow("order", "b", 1, b"B"), ["name:rossi", "due:2"])
        tx.base_put("f", BaseRow("order", "a", 2, b"A"), ["name:rossini", "name:ross", "due:9"])
        tx.base_put("f", BaseRow("order", "c", 3, b"C"), ["due:1", "50%"])
        tx.base_put("f", BaseRow("visit", "v", 4, b"V"), ["name:rossi"])
    with terminal_store.read() as tx:
        assert [row.key for row in tx.base_find("order", "name:ross", 9)] == ["a", "b"]
        assert [row.key for row in tx.base_find("order", "due:", 2)] == ["c", "b"]
        assert tx.base_revs("order", "due:", 2) == [("c", 3), ("b", 1)]
        assert tx.base_find("order", "%", 9) == []
        assert [row.key for row in tx.base_find("order", "50%", 9)] == ["c"]
        assert [row.key for row in tx.base_find("order", "", 9)] == ["c", "b", "a"]
        assert tx.base_rows("f") == [("order", "a", 2), ("order", "b", 1), ("order", "c", 3), ("visit", "v", 4)]


def test_a_snapshot_replaces_a_feed_or_nothing(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        tx.base_put("f", BaseRow("order", "a", 8, b"A"), ["t"])
        tx.base_put("g", BaseRow("order", "b", 8, b"B"), ["t"])
    with suppress(StopHere), terminal_store.write() as tx:
        tx.base_clear("f")
        tx.base_put("f", BaseRow("order", "c", 1, b"C"), ["t"])
        raise StopHere
    with terminal_store.read() as tx:
        assert [row.key for row in tx.base_find("order", "t", 9)] == ["a", "b"]
    with terminal_store.write() as tx:
        tx.base_clear("f")
        tx.base_put("f", BaseRow("order", "a", 1, b"A1"), ["u"])
    with terminal_store.read() as tx:
        assert [row.body for row in tx.base_find("order", "t", 9)] == [b"B"]
        assert tx.base_rows("f") == [("order", "a", 1)]


def test_the_outbox_keeps_order_and_state(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        for command_id in ("T001.1:1", "T001.1:2", "T001.1:3", "T001.1:10"):
            tx.outbox_add(entry(command_id))
        tx.outbox_set("T001.1:2", OutboxState.ACCEPTED, answer("T001.1:2", 4), tries=2)
        tx.outbox_set("T001.1:2", OutboxState.ACCEPTED, answer("T001.1:2", 5))
        with pytest.raises(LookupError):
            tx.outbox_set("T001.1:9", OutboxState.FINAL, None)
    with terminal_store.read() as tx:
        assert ids(tx.outbox_list([OutboxState.INTENT], 2)) == ["T001.1:1", "T001.1:3"]
        assert ids(tx.outbox_list(list(OutboxState), 9)) == ["T001.1:1", "T001.1:2", "T001.1:3", "T001.1:10"]
        assert ids(tx.outbox_recent(2)) == ["T001.1:10", "T001.1:3"]
        held = tx.outbox_get("T001.1:2")
        assert held is not None
        assert (held.state, held.tries, held.result) == (OutboxState.ACCEPTED, 2, answer("T001.1:2", 5))
        assert held.command == entry("T001.1:2").command
        assert tx.outbox_get("T001.1:9") is None


def test_outdated_rows_stay_until_another_history_writes_them(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        tx.base_put("store:1", BaseRow("order", "a", 40, b"A"), ("t",))
        tx.base_put("config:1", BaseRow("config", "c", 9, b"C"), ())
        tx.base_outdate("store:1")
        assert tx.base_get("order", "a") == BaseRow("order", "a", 0, b"A")
        assert tx.base_get("config", "c") == BaseRow("config", "c", 9, b"C")
        assert tx.base_put("store:1", BaseRow("order", "a", 1, b"B"), ("t",))


def pending(tx: TerminalTx) -> list[str]:
    return ids(tx.outbox_of("order:o1"))


def test_what_a_terminal_did_something_to_is_known_by_its_key(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        for number, key in enumerate(("order:o1", "order:o1", "order:o2", "visit:order:o3"), 1):
            tx.outbox_add(entry(f"T001.1:{number}", key))
        assert tx.outbox_keys("order:") == {"order:o1", "order:o2"}


def test_a_final_command_is_pending_until_the_feed_shows_it(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        tx.set_cursor(FeedRef("store:1", "h1", 7))
        tx.set_cursor(FeedRef("catalog:it", "h1", 900))
        tx.outbox_add(entry("T001.1:1"))
        tx.outbox_add(entry("T001.1:2", "order:o2"))
        tx.outbox_add(entry("T001.1:3"))
        tx.outbox_set("T001.1:1", OutboxState.FINAL, answer("T001.1:1", 8, final=True))
        assert pending(tx) == ["T001.1:1", "T001.1:3"]
        tx.set_cursor(FeedRef("store:1", "h1", 8))
        assert pending(tx) == ["T001.1:1", "T001.1:3"], "the page left the row out: it was replaced since"
        tx.base_put("store:1", BaseRow("order", "o1", 9, b"A"), ())
        assert pending(tx) == ["T001.1:3"]
        tx.outbox_set("T001.1:3", OutboxState.REJECTED, None)
        assert pending(tx) == []


def test_another_history_says_nothing_of_what_was_final(terminal_store: TerminalStore) -> None:
    """A snapshot may have been cut before its writer knew of the command: only the row tells."""
    with terminal_store.write() as tx:
        tx.set_cursor(FeedRef("store:1", "h1", 7))
        tx.outbox_add(entry("T001.1:1"))
        tx.outbox_set("T001.1:1", OutboxState.FINAL, answer("T001.1:1", 8, final=True))
        tx.set_cursor(FeedRef("store:1", "h2", 3))
        assert pending(tx) == ["T001.1:1"]
        tx.base_put("store:1", BaseRow("order", "o1", 8, b"A"), ())
        assert pending(tx) == []


def test_attention_is_open_until_somebody_settles_it(terminal_store: TerminalStore) -> None:
    late = AttentionItem(
        "a", "seq_fork", "T001.1:1", {"n": 1, "is_x": True, "who": "T2"}, NOON + timedelta(hours=1)
    )
    early = AttentionItem("b", "clock_off", "T001", {}, NOON)
    with terminal_store.write() as tx:
        tx.attention_put(late)
        tx.attention_put(early)
    with terminal_store.write() as tx:
        assert tx.attention_open(9) == [early, late]
        assert tx.attention_open(1) == [early]
        settled = AttentionItem("b", "clock_off", "T001", {}, NOON, NOON + timedelta(minutes=1), "u1")
        tx.attention_put(settled)
        assert tx.attention_open(9) == [late]
        assert tx.attention_settled(9) == [settled]
        assert tx.attention_get("b") == settled
        assert tx.attention_get("c") is None


def test_a_paper_is_queued_once(terminal_store: TerminalStore) -> None:
    with terminal_store.write() as tx:
        first = tx.print_add("receipts", "d1", 0, b"doc", has_value=True)
        assert tx.print_add("receipts", "d1", 0, b"doc", has_value=True) == first
        assert tx.print_add("receipts", "d1", 1, b"doc", has_value=True) != first


def test_everything_is_taken_back_together(terminal_store: TerminalStore) -> None:
    with suppress(StopHere), terminal_store.write() as tx:
        tx.set_meta("epoch", "3")
        tx.outbox_add(entry("T001.1:1"))
        tx.attention_put(AttentionItem("a", "c", "s", {}, NOON))
        tx.audit(AuditEntry(NOON, "sign_in", "u1", "T001", {}))
        tx.set_cursor(FeedRef("store:1", "h1", 9))
        raise StopHere
    with terminal_store.read() as tx:
        assert (tx.meta("epoch"), tx.outbox_get("T001.1:1"), tx.attention_open(9)) == ("", None, [])
        assert tx.cursor("store:1") == FeedRef("store:1")


def test_a_reader_cannot_write(terminal_store: TerminalStore) -> None:
    with pytest.raises(RuntimeError), terminal_store.read() as tx:
        tx.set_meta("epoch", "3")
    with pytest.raises(RuntimeError), terminal_store.read() as tx:
        tx.take_number("R")


def test_what_was_read_at_one_count_of_commits_is_what_would_be_read_again(terminal_store: TerminalStore) -> None:
    def count() -> int:
        with terminal_store.read() as tx:
            assert tx.commits is not None
            return tx.commits

    before = count()
    assert count() == before
    with terminal_store.write() as tx:
        assert tx.commits is None
        tx.set_meta("epoch", "1")
    after = count()
    assert after != before
    with suppress(StopHere), terminal_store.write() as tx:
        tx.set_meta("epoch", "2")
        raise StopHere
    assert count() == after


def test_what_is_only_put_on_record_makes_nothing_read_anew(terminal_store: TerminalStore) -> None:
    def count() -> int:
        with terminal_store.read() as tx:
            assert tx.commits is not None
            return tx.commits

    looked_up = AuditEntry(NOON, "customer_searched", "u-1", "", {})
    before = count()
    for _ in range(2):
        with terminal_store.write() as tx:
            tx.audit(looked_up)
    assert count() == before
    with terminal_store.write() as tx:
        tx.audit(looked_up)
        tx.base_put("f", BaseRow("order", "o-1", 1, b"{}"), ["number:1"])
        tx.audit(looked_up)
    assert count() == before + 1


def test_the_revs_of_rows_with_several_such_terms_are_given_once_and_of_none_not_at_all(
    terminal_store: TerminalStore,
) -> None:
    with terminal_store.write() as tx:
        tx.base_put("f", BaseRow("order", 'a"\\', 7, b"A"), ["due:3", "due:1", "name:x"])
        tx.base_put("f", BaseRow("order", "b", 8, b"B"), ["due:2"])
        tx.base_put("f", BaseRow("visit", "b", 9, b"V"), ["due:0"])
    with terminal_store.read() as tx:
        found = tx.base_find("order", "due:", 9)
        assert tx.base_revs("order", "due:", 9) == [(row.key, row.rev) for row in found] == [('a"\\', 7), ("b", 8)]
        assert tx.base_revs("order", "due:", 1) == [('a"\\', 7)]
        assert tx.base_revs("order", "never:", 9) == []
