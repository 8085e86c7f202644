"""Opens the encrypted files: one writer that commits durably, readers that cannot write, each by its rules."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlcipher3 import dbapi2

from app.domain.errors import Code, Problem
from app.store.deadline import watch_flag
from app.store.faults import translated
from app.store.files import make_private_file

# Before it a WAL could be reset under a reader and the file be corrupted, https://sqlite.org/changes.html
OLDEST_SQLITE = (3, 51, 3)
KEY_BYTES = 32
_BUSY_TIMEOUT_MS = 5_000
_POOL_TIMEOUT_S = 30.0


class Transactions(Protocol):
    """Transactions over any engine, foreign exceptions translated."""

    def write(self) -> AbstractContextManager[sa.Connection]:
        """A writing transaction: committed at the end, rolled back on any exception."""

    def read(self) -> AbstractContextManager[sa.Connection]:
        """A reading transaction: one consistent view."""


@dataclass(frozen=True, slots=True)
class FileRules:
    """How a kind of file is opened: FULL loses no acknowledged commit in a power cut, NORMAL may lose the last."""

    kind: str
    synchronous: str
    journal: str = "WAL"
    writer_cache_kib: int = 4 * 1024
    reader_cache_kib: int = 16 * 1024


STORE = FileRules("store", "FULL")
NODE = FileRules("node", "FULL")
CATALOG = FileRules("catalog", "NORMAL")
# A file nobody reads before it is whole and fsynced: one that breaks off is deleted.
LOADING = FileRules("catalog", "OFF", "OFF", writer_cache_kib=64 * 1024)


def refuse_old_sqlite(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Problem(SQLITE_TOO_OLD) when the library linked in may corrupt a WAL."""
    if version < OLDEST_SQLITE:
        raise Problem(Code.SQLITE_TOO_OLD, version=".".join(map(str, version)))


def connect(path: Path, key: bytes | None, rules: FileRules, *, is_writer: bool) -> dbapi2.Connection:
    """A raw connection by the rules; `key` is the raw key, None for a file in clear (tests, museum)."""
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, key, rules, is_writer=is_writer)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: dbapi2.Connection, key: bytes | None, rules: FileRules, *, is_writer: bool) -> None:
    run = connection.execute
    run("PRAGMA cipher_log_level = NONE")
    if key is not None:
        if len(key) != KEY_BYTES:
            raise ValueError("a raw key has 32 bytes")
        run(f"PRAGMA key = \"x'{key.hex()}'\"")
    run(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    run(f"PRAGMA journal_mode = {rules.journal}")
    run(f"PRAGMA synchronous = {rules.synchronous}")
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA secure_delete = ON")
    run("PRAGMA temp_store = MEMORY")
    run(f"PRAGMA cache_size = -{rules.writer_cache_kib if is_writer else rules.reader_cache_kib}")
    run("PRAGMA trusted_schema = OFF")
    if not is_writer:
        run("PRAGMA query_only = ON")
        run("PRAGMA wal_autocheckpoint = 0")


class Database:
    """Owns the connections of one file: one writer, a few readers.

    May be used from any thread, one transaction a thread at a time; who needs a named thread uses StoreAccess.
    """

    def __init__(
        self,
        path: Path,
        key: bytes | None,
        rules: FileRules,
        *,
        readers: int = 1,
        stop: threading.Event | None = None,
    ) -> None:
        """Problem(SQLITE_TOO_OLD). The file must have been prepared by `migrate.prepare`.

        While `stop` is set, whatever the readers run ends with Interrupted.
        """
        refuse_old_sqlite()
        make_private_file(path)
        self.path = path
        self.rules = rules
        self._key = key
        self.stop = stop if stop is not None else threading.Event()
        self._writer = self._engine(is_writer=True, size=1)
        self._readers = self._engine(is_writer=False, size=readers)

    def _engine(self, *, is_writer: bool, size: int) -> sa.Engine:
        engine = sa.create_engine(
            "sqlite://",
            module=dbapi2,
            creator=lambda: connect(self.path, self._key, self.rules, is_writer=is_writer),
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=_POOL_TIMEOUT_S,
        )
        begin = "BEGIN IMMEDIATE" if is_writer else "BEGIN"

        @sa.event.listens_for(engine, "begin")
        def on_begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql(begin)

        if not is_writer:

            @sa.event.listens_for(engine, "connect")
            def on_connect(raw: DBAPIConnection, record: ConnectionPoolEntry) -> None:
                record.info["stop"] = self.stop
                watch_flag(raw, self.stop)

        return engine

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """See Transactions; Problem(DISK_FULL | DISK_READ_ONLY | BUSY | STORE_DAMAGED)."""
        with translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """See Transactions; Problem(STORE_DAMAGED), Interrupted, WrittenWhileReading."""
        with translated(is_reader=True), self._readers.connect() as connection:
            yield connection

    def checkpoint(self) -> bool:
        """Move the WAL into the file and empty it; says whether it could. Writer's thread."""
        with translated(), self._writer.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            busy, _, _ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def quick_check(self, *tables: str) -> bool:
        """Whether every page is authentic and the tables (all of them when none is named) are in order.

        A second or so for a large file; a reader's thread.
        """
        checks = [f"PRAGMA quick_check({table})" for table in tables] or ["PRAGMA quick_check(1)"]
        try:
            with self.read() as connection:
                if connection.exec_driver_sql("PRAGMA cipher_integrity_check").first() is not None:
                    return False
                return all(connection.exec_driver_sql(check).scalars().all() == ["ok"] for check in checks)
        except Problem as problem:
            if problem.code is Code.STORE_DAMAGED:
                return False
            raise

    def close(self) -> None:
        """Close every connection; the last one folds the WAL into the file."""
        self._readers.dispose()
        self._writer.dispose()


class EngineTransactions:
    """Transactions over an engine made elsewhere (PostgreSQL); any thread, one transaction a thread at a time.

    Writers run READ COMMITTED: what must not be raced takes `lock` or a counter row. Readers have one view.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """See Transactions; Problem(BUSY) when another transaction won: run it again."""
        with translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """See Transactions."""
        with translated(is_reader=True), self._reader.begin() as connection:
            yield connection
