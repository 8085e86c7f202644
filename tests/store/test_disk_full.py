"""On a full disk nothing acknowledged is lost, reading goes on, and the ballast makes room to go on writing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import Code, Problem, StoreFailed
from app.store.ballast import Ballast
from app.store.database import NODE, STORE, Database
from app.store.journal import FileJournal
from app.store.migrate import prepare
from app.store.node_store import SqlNodeTx
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from tests.store.commands import NOON, add, seqs
from tests.store.conftest import KEY
from tests.store.sealing import PlainSealer
from tests.store.small_disk import SmallDisk, small_disk_at

MIB = 1024 * 1024


@pytest.fixture(params=["as the system lets us", "limits only"])
def small_disk(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SmallDisk]:
    if request.param == "limits only":
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with small_disk_at(tmp_path / "disk", monkeypatch) as disk:
        yield disk


def fill_up(store: SqlTerminalStore) -> tuple[int, Code]:
    """Write until it fails: how many were acknowledged, and what it failed with."""
    acknowledged = 0
    while True:
        try:
            with store.write() as tx:
                add(tx, 2000)
        except Problem as problem:
            return acknowledged, problem.code
        acknowledged += 1


def opened(folder: Path) -> Database:
    prepare(folder / "store.db", KEY, STORE)
    return Database(folder / "store.db", KEY, STORE)


async def test_a_full_disk_loses_nothing_and_the_ballast_lets_go_on(small_disk: SmallDisk) -> None:
    ballast = Ballast(small_disk.folder, MIB)
    assert ballast.hold()
    database = opened(small_disk.folder)
    small_disk.holds(database)
    store = SqlTerminalStore(database, lambda: NOON)
    acknowledged, code = fill_up(store)
    assert code is Code.DISK_FULL
    with store.read() as tx:
        assert seqs(tx) == list(range(1, acknowledged + 1))
    access: StoreAccess[SqlTerminalTx] = StoreAccess(
        store, database.stop, make_room=lambda: small_disk.make_room(database, ballast)
    )
    assert await access.write(lambda tx: add(tx, 2000)) == acknowledged + 1
    assert not ballast.is_held
    assert small_disk.is_real is not ballast.hold(), "a disk that stays full has no room to take it back"
    access.close()
    assert database.quick_check()
    database.close()


def test_a_full_disk_stops_the_journal_between_records(small_disk: SmallDisk) -> None:
    journal = FileJournal(small_disk.folder / "journal", PlainSealer())
    acknowledged: list[bytes] = []
    with pytest.raises(Problem) as raised:
        for n in range(60):
            record = bytes([n]) * 100_000
            journal.append(record)
            acknowledged.append(record)
    assert raised.value.code is Code.DISK_FULL
    assert list(journal.replay()) == acknowledged
    journal.close()


def test_a_file_at_its_page_limit_loses_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 300")
    store = SqlTerminalStore(database, lambda: NOON)
    acknowledged, code = fill_up(store)
    assert code is Code.DISK_FULL
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    with store.write() as tx:
        assert seqs(tx) == list(range(1, acknowledged + 1))
        assert add(tx) == acknowledged + 1
    database.close()


async def test_room_is_made_once_and_only_for_a_full_disk(tmp_path: Path) -> None:
    database = opened(tmp_path)
    store = SqlTerminalStore(database, lambda: NOON)
    asked: list[int] = []

    def make_room() -> bool:
        asked.append(1)
        return True

    access: StoreAccess[SqlTerminalTx] = StoreAccess(store, database.stop, make_room=make_room)

    def always(code: Code) -> None:
        raise Problem(code)

    for code, times in ((Code.DISK_FULL, 1), (Code.STORE_DAMAGED, 0)):
        asked.clear()
        with pytest.raises(Problem) as raised:
            await access.write(lambda _, code=code: always(code))  # type: ignore[misc]  # bound at once
        assert raised.value.code is code
        assert len(asked) == times
    access.close()
    database.close()


def test_ballast_takes_real_room(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path, MIB)
    assert ballast.hold()
    assert ballast.hold()
    assert (tmp_path / "ballast").stat().st_blocks * 512 >= MIB
    assert ballast.let_go()
    assert not ballast.let_go()
    assert not Ballast(tmp_path, 1 << 50).hold(), "never more than a third of what is free"


def test_a_full_disk_ends_the_whole_transaction_of_a_node_not_a_part_of_it(tmp_path: Path) -> None:
    prepare(tmp_path / "node.db", KEY, NODE)
    database = Database(tmp_path / "node.db", KEY, NODE)
    with pytest.raises(StoreFailed) as raised, database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1").all()
        tx = SqlNodeTx(connection)
        with tx.part():
            tx.put("order", "x", b"x" * 3 * MIB)
    assert raised.value.code is Code.DISK_FULL
    with database.read() as connection:
        assert SqlNodeTx(connection).scan("order", "", 9) == []
    database.close()
