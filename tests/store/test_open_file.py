"""A file is mended while the program runs, and never replaced under somebody who reads it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.adapters.clock import SystemClock
from app.adapters.keys import KeyProvider
from app.bootstrap.terminal_files import open_store
from app.domain.errors import Code, Problem
from app.store import recovery
from app.store.database import Database
from app.store.open_file import OpenFile, is_damage
from app.store.recovery import StorePlace, rebuild_store
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from tests.store.commands import NOON, add, encoded, seqs
from tests.store.test_recovery import PAGE, damage, filled_store, place


@dataclass
class Running:
    """A store opened as a terminal opens it."""

    place: StorePlace
    file: OpenFile
    access: StoreAccess[SqlTerminalTx]

    @property
    def store(self) -> SqlTerminalStore:
        """Its transactions, on this thread."""
        return SqlTerminalStore(self.file, lambda: NOON)


def running(where: StorePlace) -> Running:
    database, _ = recovery.open_store(where)
    file = OpenFile(database, lambda: rebuild_store(where, database.stop))
    access = StoreAccess(SqlTerminalStore(file, lambda: NOON), file.stop, mend=file.mend)
    return Running(where, file, access)


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Running]:
    """A running store of 40 commands, a page of which breaks before anybody read it."""
    path = tmp_path / "store.db"
    filled_store(path, 40)
    damage(path, path.stat().st_size // PAGE - 1)
    opened = running(place(path, *(encoded(n) for n in range(1, 41))))
    yield opened
    opened.access.close()
    opened.file.close()


async def test_what_meets_the_damage_runs_again_on_the_mended_file(damaged: Running) -> None:
    told: list[int] = []
    damaged.file.mended = lambda: told.append(damaged.file.times_mended)
    assert await damaged.access.read(seqs) == list(range(1, 41))
    assert told == [1]
    assert await damaged.access.write(lambda tx: tx.next_command_number()) == (2, 1)
    codes = await damaged.access.read(lambda tx: [item.code for item in tx.attention_open(9)])
    assert codes == [Code.STORE_DAMAGED]


def test_a_check_finds_what_nobody_met(damaged: Running) -> None:
    assert not damaged.file.check()
    assert damaged.file.mend()
    assert damaged.file.check()
    assert damaged.file.mend(), "a whole file is left alone"
    assert damaged.file.times_mended == 1


def test_what_is_damaged_again_and_again_is_given_up(damaged: Running) -> None:
    for times in range(1, 4):
        with pytest.raises(Problem), damaged.file.read():
            raise Problem(Code.STORE_DAMAGED, sqlite=11)
        assert damaged.file.mend()
        assert damaged.file.times_mended == times
    with pytest.raises(Problem), damaged.file.read():
        raise Problem(Code.STORE_DAMAGED, sqlite=11)
    assert not damaged.file.mend()


async def test_what_was_kept_of_a_file_is_read_anew_once_that_was_made_anew(tmp_path: Path) -> None:
    def commits(tx: SqlTerminalTx) -> int | None:
        return tx.commits

    with open_store(tmp_path / "till", KeyProvider(tmp_path).create(), SystemClock()) as opened:
        before = await opened.access.read(commits)
        assert await opened.access.read(commits) == before
        with pytest.raises(Problem), opened.file.read():
            raise Problem(Code.STORE_DAMAGED, sqlite=11)
        assert opened.file.mend()
        assert await opened.access.read(commits) != before


def test_damage_to_something_kept_in_a_file_is_not_the_file_s(tmp_path: Path) -> None:
    filled_store(tmp_path / "store.db", 1)
    opened = running(place(tmp_path / "store.db"))
    with pytest.raises(Problem) as raised, opened.file.write():
        raise Problem(Code.STORE_DAMAGED, file="device.keys")
    assert not is_damage(raised.value)
    assert opened.file.mend()
    assert opened.file.times_mended == 0
    opened.access.close()
    opened.file.close()


def test_nobody_opens_a_file_that_could_not_be_made(damaged: Running) -> None:
    def fail() -> Database:
        raise Problem(Code.DISK_FULL)

    with pytest.raises(Problem) as raised:
        damaged.file.replace(fail)
    assert raised.value.code is Code.DISK_FULL
    with pytest.raises(Problem) as raised, damaged.store.read():
        pass
    assert raised.value.code is Code.STORE_DAMAGED
    assert damaged.file.mend()
    with damaged.store.read() as tx:
        assert len(seqs(tx)) == 40


def test_replacing_waits_for_readers_and_they_for_it(tmp_path: Path) -> None:
    filled_store(tmp_path / "store.db", 2)
    opened = running(place(tmp_path / "store.db"))
    is_reading, may_end = threading.Event(), threading.Event()
    order: list[str] = []

    def read() -> None:
        with opened.store.read() as tx:
            is_reading.set()
            may_end.wait(10)
            order.append(f"read {len(seqs(tx))}")

    def make() -> Database:
        order.append("replaced")
        return opened.place.open(opened.file.stop)

    with ThreadPoolExecutor(2) as threads:
        reading = threads.submit(read)
        assert is_reading.wait(10)
        replacing = threads.submit(opened.file.replace, make)
        may_end.set()
        reading.result(10)
        replacing.result(10)
    assert order == ["read 2", "replaced"]
    with opened.store.write() as tx:
        assert add(tx) == 3
    opened.access.close()
    opened.file.close()
