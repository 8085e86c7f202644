"""A damaged file costs nothing that was acknowledged: what pages and journal still say comes together again."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import Code
from app.store.database import STORE, Database
from app.store.migrate import prepare
from app.store.recovery import (
    Gap,
    StorePlace,
    find_gaps,
    import_commands,
    note_gaps,
    open_catalog,
    open_store,
    rebuild_store,
)
from app.store.terminal_store import SqlTerminalStore
from app.usecases.ports import RECOVERED, AuditEntry, OutboxState
from tests.store.commands import NOON, NOON_MS, add, encoded, seqs
from tests.store.conftest import KEY

PAGE = 4096


class Copies:
    """A journal that holds what it is given."""

    def __init__(self, records: Sequence[bytes] = ()) -> None:
        self._records = records

    def append(self, command: bytes) -> None:
        raise AssertionError("a recovery only reads")

    def replay(self) -> Sequence[bytes]:
        return self._records

    def last(self) -> bytes | None:
        return self._records[-1] if self._records else None


def place(path: Path, *records: bytes) -> StorePlace:
    return StorePlace(path, KEY, Copies(records), lambda: NOON)


def filled_store(path: Path, commands: int, *, pad: int = 1500) -> None:
    prepare(path, KEY, STORE)
    database = Database(path, KEY, STORE)
    with SqlTerminalStore(database, lambda: NOON).write() as tx:
        tx.set_meta("device", "T001")
        tx.audit(AuditEntry(NOON, "sign_in", "u1", "T001", {}))
        for _ in range(commands):
            add(tx, pad)
    database.checkpoint()
    database.close()


def damage(path: Path, *pages: int) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE + 100] ^= 0xFF
    path.write_bytes(bytes(content))


def terminal(database: Database) -> SqlTerminalStore:
    return SqlTerminalStore(database, lambda: NOON)


def test_a_whole_store_just_opens(tmp_path: Path) -> None:
    filled_store(tmp_path / "store.db", 3)
    database, was_damaged = open_store(place(tmp_path / "store.db", encoded(3)))
    with terminal(database).read() as tx:
        assert (was_damaged, seqs(tx)) == (False, [1, 2, 3])
    database.close()


@pytest.mark.parametrize("page", [0, 1])
def test_a_store_that_does_not_open_comes_back_from_the_journal(tmp_path: Path, page: int) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 4)
    damage(path, page)
    before = path.read_bytes()
    database = rebuild_store(place(path, *(encoded(n) for n in (1, 2, 4))))
    with terminal(database).write() as tx:
        known = seqs(tx)
        assert set(known) >= {1, 2, 4}
        assert known == sorted(known)
        assert tx.next_command_number() == (2, 1), "a number is never used twice"
        codes = [item.code for item in tx.attention_open(9)]
        assert Code.STORE_DAMAGED in codes
        assert (Code.SEQ_INCIDENT in codes) == (known == [1, 2, 4])
    (aside,) = tmp_path.glob("store.damaged-*.db")
    assert aside.read_bytes() == before
    database.close()


def test_what_has_no_answer_in_a_store_made_anew_may_have_had_one(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 2)
    damage(path, 0)
    database = rebuild_store(place(path, encoded(1), encoded(2)))
    with terminal(database).read() as tx:
        open_ids = [entry.command.id for entry in tx.outbox_list([OutboxState.INTENT], 9)]
        assert len(open_ids) == 2
        assert {tx.meta(f"{RECOVERED}{command_id}") for command_id in open_ids} == {"1"}
    database.close()


def test_an_unreadable_file_is_noticed_at_opening(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 2)
    damage(path, 0)
    database, was_damaged = open_store(place(path, encoded(1), encoded(2)))
    with terminal(database).read() as tx:
        assert (was_damaged, seqs(tx)) == (True, [1, 2])
    database.close()


def test_pages_around_the_damage_are_read_from_both_ends(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 60)
    middle = path.stat().st_size // PAGE // 2 + 6
    damage(path, middle)
    database = rebuild_store(place(path))
    with terminal(database).write() as tx:
        known = seqs(tx)
        assert 50 <= len(known) < 60
        assert known[0] == 1
        assert known[-1] == 60
        assert tx.meta("device") == "T001"
        (gap,) = find_gaps(tx)
        assert {*range(1, 61)} - {*known} == {*range(gap.first, gap.last + 1)}
        missing = [encoded(n) for n in range(gap.first, gap.last + 1)]
        assert import_commands(tx, missing, NOON) == len(missing), "the edge's copies close the gap"
        assert seqs(tx) == list(range(1, 61))
        assert note_gaps(tx, NOON) == []
    database.close()


def test_only_whole_young_commands_are_imported(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 1)
    old = encoded(7, made_ms=NOON_MS - 31 * 86_400_000)
    forged = encoded(8).replace(b'"actor":"u1"', b'"actor":"u2"')
    hostile = [b"", b"{}", b"[]", b"\xff", encoded(9).replace(b"T001.1:9", b"x"), forged, old]
    database = rebuild_store(place(path, *hostile, encoded(3), encoded(2), encoded(2)))
    with terminal(database).read() as tx:
        assert seqs(tx) == [1, 2, 3]
    database.close()


def test_what_was_forgotten_is_no_gap(terminal: SqlTerminalStore) -> None:
    with terminal.write() as tx:
        for _ in range(6):
            add(tx)
        for seq in (2, 3, 5):
            tx.outbox_set(f"T001.1:{seq}", OutboxState.FINAL, None)
        tx.outbox_set("T001.1:1", OutboxState.REJECTED, None)
        tx.outbox_forget(NOON + timedelta(days=1))
        assert seqs(tx) == [1, 4, 6]
        assert find_gaps(tx) == []
        tx.connection.exec_driver_sql("DELETE FROM meta")
        assert find_gaps(tx) == [Gap("T001.1", 2, 3), Gap("T001.1", 5, 5)]


def test_a_damaged_catalogue_is_dropped_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    store, was_rebuilt = open_catalog(path, KEY)
    assert not was_rebuilt
    store.close()
    damage(path, 0)
    path.with_name("catalog.db-wal").write_bytes(b"of another life" * 500)
    store, was_rebuilt = open_catalog(path, KEY)
    assert was_rebuilt
    assert store.quick_check()
    store.close()
