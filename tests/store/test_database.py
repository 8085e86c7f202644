"""How files are opened: encrypted, private, durable by their kind, by one program and no old library."""

import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.domain.errors import Code, Problem
from app.store.database import CATALOG, NODE, STORE, Database, FileRules, connect, refuse_old_sqlite
from app.store.faults import WrittenWhileReading
from app.store.files import FolderLock
from app.store.migrate import prepare
from tests.store.conftest import OpenFile

NAME = "Giulia Brambilla"


def pragma(database: Database, name: str, *, is_writer: bool) -> str | int:
    with database.write() if is_writer else database.read() as connection:
        value: str | int = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        return value


@pytest.mark.parametrize(("rules", "level"), [(STORE, 2), (NODE, 2), (CATALOG, 1)])
def test_pragmas_by_kind_of_file(open_file: OpenFile, rules: FileRules, level: int) -> None:
    database = open_file(rules, "file.db")
    for is_writer in (True, False):
        assert pragma(database, "journal_mode", is_writer=is_writer) == "wal"
        assert pragma(database, "synchronous", is_writer=is_writer) == level
        assert pragma(database, "foreign_keys", is_writer=is_writer) == 1
        assert pragma(database, "secure_delete", is_writer=is_writer) == 1
        assert pragma(database, "query_only", is_writer=is_writer) == int(not is_writer)
    assert pragma(database, "cache_size", is_writer=True) == -4 * 1024
    assert pragma(database, "cache_size", is_writer=False) == -16 * 1024


def test_files_are_private_and_hold_no_plain_text(store_file: Database) -> None:
    with store_file.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('canary', ?)", (NAME,))
    files = list(store_file.path.parent.iterdir())
    assert {file.name for file in files} >= {"store.db", "store.db-wal"}
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert NAME.encode() not in file.read_bytes()
    assert stat.S_IMODE(store_file.path.parent.stat().st_mode) == 0o700
    assert b"SQLite format" not in store_file.path.read_bytes()[:100]


def test_another_key_finds_a_damaged_file(store_file: Database) -> None:
    with pytest.raises(Problem) as raised:
        prepare(store_file.path, bytes(32), STORE)
    assert raised.value.code is Code.STORE_DAMAGED


def test_a_passphrase_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / "x.db", b"password", STORE, is_writer=True)


def test_an_old_library_is_refused() -> None:
    refuse_old_sqlite()
    with pytest.raises(Problem) as raised:
        refuse_old_sqlite((3, 51, 2))
    assert raised.value.code is Code.SQLITE_TOO_OLD


def test_a_reader_sees_one_view_and_writes_nothing(store_file: Database) -> None:
    with store_file.read() as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM meta").scalar_one()
        with store_file.write() as writer:
            writer.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
        assert reader.exec_driver_sql("SELECT count(*) FROM meta").scalar_one() == before
    with pytest.raises(WrittenWhileReading), store_file.read() as reader:
        reader.exec_driver_sql("DELETE FROM meta")
    with store_file.read() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM meta").scalar_one() == before + 1


def test_writers_wait_for_each_other(store_file: Database) -> None:
    inside = threading.Event()
    order: list[str] = []

    def second() -> None:
        inside.wait()
        with store_file.write():
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with store_file.write():
        inside.set()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_folder_is_used_by_one_program(tmp_path: Path) -> None:
    child = "import sys; from pathlib import Path; from app.store.files import FolderLock\n"
    child += "with FolderLock(Path(sys.argv[1])): pass"
    command = [sys.executable, "-c", child, str(tmp_path)]
    with FolderLock(tmp_path):
        with pytest.raises(Problem) as raised, FolderLock(tmp_path):
            pass
        assert raised.value.code is Code.ALREADY_RUNNING
        other = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "already_running" in other.stderr
    assert subprocess.run(command, check=False).returncode == 0


def test_a_checkpoint_empties_the_wal(store_file: Database) -> None:
    with store_file.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', ?)", ("x" * 100_000,))
    assert store_file.checkpoint()
    assert store_file.path.with_name("store.db-wal").stat().st_size == 0
    assert store_file.quick_check()


def test_the_library_is_sqlcipher() -> None:
    connection = dbapi2.connect(":memory:")
    assert connection.execute("PRAGMA cipher_version").fetchone() is not None
    connection.close()
