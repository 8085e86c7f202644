"""The authority's store over tables: one implementation for SQLite, SQLCipher and PostgreSQL."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa

from app.contract.feeds import FeedRow
from app.contract.node_records import FeedState, Found, Logged, NewRow
from app.domain.errors import Code, Problem, StoreFailed
from app.store.database import Transactions
from app.store.faults import translated
from app.store.node_feeds import FeedTables
from app.store.node_tables import command_log, document_terms, documents
from app.store.prefixes import end_of_prefix
from app.store.upsert import upsert

_OWED_LOCK = "command_log"

# Statements are put together once: that takes longer than running them.
_is_it = sa.and_(documents.c.kind == sa.bindparam("of_kind"), documents.c.key == sa.bindparam("of_key"))
_GET = sa.select(documents.c.body).where(_is_it)
_DROP = sa.delete(documents).where(_is_it)
_ADD_TERMS = sa.insert(document_terms)
_DROP_TERMS = sa.delete(document_terms).where(
    document_terms.c.kind == sa.bindparam("of_kind"), document_terms.c.key == sa.bindparam("of_key")
)
_SCAN = (
    sa.select(documents.c.key, documents.c.body)
    .where(documents.c.kind == sa.bindparam("of_kind"), documents.c.key > sa.bindparam("after"))
    .order_by(documents.c.key)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_is_command = sa.and_(
    command_log.c.stream == sa.bindparam("of_stream"), command_log.c.seq == sa.bindparam("of_seq")
)
_LAST_SEQ = sa.select(sa.func.max(command_log.c.seq)).where(command_log.c.stream == sa.bindparam("of_stream"))
_every_logged = sa.select(
    command_log.c.n,
    command_log.c.stream,
    command_log.c.seq,
    command_log.c.hash,
    command_log.c.command,
    command_log.c.result,
    command_log.c.is_settled,
)
_LOGGED = _every_logged.where(_is_command)
_UNSETTLED = (
    _every_logged.where(~command_log.c.is_settled, command_log.c.n > sa.bindparam("after"))
    .order_by(command_log.c.n)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_NEWEST = sa.select(sa.func.max(command_log.c.n))
_LOGGED_UNTIL = (
    _every_logged.where(command_log.c.n > sa.bindparam("after"), command_log.c.n <= sa.bindparam("up_to"))
    .order_by(command_log.c.n)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_FORGET = sa.delete(command_log).where(_is_command)
_LOG = sa.insert(command_log)
_SETTLE = (
    sa.update(command_log)
    .where(_is_command)
    .values(result=sa.bindparam("new_result"), is_settled=sa.bindparam("is_now_settled"))
)


@cache
def _find(*, has_end: bool, is_further: bool) -> sa.Select[str, str, bytes]:
    """Terms from `prefix` on with their documents: below `end`, behind the last that was read."""
    term = document_terms.c
    is_its = sa.and_(documents.c.kind == term.kind, documents.c.key == term.key)
    query = (
        sa.select(term.term, term.key, documents.c.body)
        .select_from(document_terms.join(documents, is_its))
        .where(term.kind == sa.bindparam("of_kind"), term.term >= sa.bindparam("prefix"))
        .order_by(term.term, term.key)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
    if has_end:
        query = query.where(term.term < sa.bindparam("end"))
    if is_further:
        last = (sa.bindparam("last_term", type_=sa.Text), sa.bindparam("last_key", type_=sa.Text))
        query = query.where(sa.tuple_(term.term, term.key) > sa.tuple_(*last))
    return query


def lock_number(name: str) -> int:
    """The 64-bit number PostgreSQL knows a name by in advisory locks."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


class SqlNodeTx:
    """One transaction of a SqlNodeStore, on the thread that opened it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        self._feeds = FeedTables(connection)
        self._read: dict[tuple[str, str], bytes | None] = {}
        self._last: dict[str, int] = {}

    @contextmanager
    def part(self) -> Iterator[None]:
        moved, failure = dict(self._feeds.moved), StoreFailed(Code.INTERNAL)
        try:
            with self._savepoint():
                try:
                    with translated():
                        yield
                except StoreFailed as exc:
                    failure = exc
                    raise
        except sa.exc.DBAPIError as exc:
            # There is no way back: SQLite ends a transaction by itself when the disk is full.
            raise failure from exc
        except BaseException:
            self._feeds.moved = moved
            self._read.clear()
            self._last.clear()
            raise

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        """As `begin_nested`, which takes longer than what most commands do within it."""
        run = self._connection.exec_driver_sql
        run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            run("ROLLBACK TO SAVEPOINT part")
            run("RELEASE SAVEPOINT part")
            raise
        run("RELEASE SAVEPOINT part")

    def lock(self, *names: str) -> None:
        """Advisory locks in sorted order on PostgreSQL; SQLite has one writer anyway."""
        if self._dialect != "postgresql":
            return
        for name in sorted(names):
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock_number(name))))
        # What was read before the lock was granted may have been changed by whoever held it.
        self._read.clear()
        self._last.clear()

    def get(self, kind: str, key: str) -> bytes | None:
        """Read once in a transaction: each command of a batch asks for the same few documents."""
        if (kind, key) not in self._read:
            found = self._connection.execute(_GET, {"of_kind": kind, "of_key": key})
            self._read[kind, key] = found.scalar_one_or_none()
        return self._read[kind, key]

    def put(self, kind: str, key: str, body: bytes, terms: Collection[str] = ()) -> None:
        self._read.pop((kind, key), None)
        statement = upsert(self._dialect, documents, ("body",))
        self._connection.execute(statement, {"kind": kind, "key": key, "body": body})
        self._drop_terms(kind, key)
        if terms:
            values = [{"kind": kind, "term": term, "key": key} for term in sorted(set(terms))]
            self._connection.execute(_ADD_TERMS, values)

    def drop(self, kind: str, key: str) -> None:
        self._read.pop((kind, key), None)
        self._drop_terms(kind, key)
        self._connection.execute(_DROP, {"of_kind": kind, "of_key": key})

    def _drop_terms(self, kind: str, key: str) -> None:
        self._connection.execute(_DROP_TERMS, {"of_kind": kind, "of_key": key})

    def find(self, kind: str, prefix: str, limit: int) -> list[Found]:
        found: dict[str, Found] = {}
        for term, key, body in self._fitting(kind, prefix, limit + 16):
            if len(found) >= limit:
                break
            found.setdefault(key, Found(term, key, body))
        return list(found.values())

    def _fitting(self, kind: str, prefix: str, slice_: int) -> Iterator[tuple[str, str, bytes]]:
        """(term, key, body) in order, read in slices: a document with many fitting terms comes more than once."""
        end = end_of_prefix(prefix)
        values: dict[str, str | int] = {"of_kind": kind, "prefix": prefix, "most": slice_}
        if end is not None:
            values["end"] = end
        rows = self._connection.execute(_find(has_end=end is not None, is_further=False), values).all()
        while rows:
            yield from rows
            if len(rows) < slice_:
                return
            values |= {"last_term": rows[-1][0], "last_key": rows[-1][1]}
            rows = self._connection.execute(_find(has_end=end is not None, is_further=True), values).all()

    def scan(self, kind: str, after: str, limit: int) -> list[tuple[str, bytes]]:
        values = {"of_kind": kind, "after": after, "most": limit}
        return [(key, body) for key, body in self._connection.execute(_SCAN, values)]

    def feed(self, name: str) -> FeedState | None:
        return self._feeds.state(name)

    def feeds(self) -> list[str]:
        return self._feeds.names()

    def open_feed(self, name: str, feed_id: str) -> None:
        self._feeds.open(name, feed_id)

    def append(self, name: str, rows: Sequence[NewRow]) -> int:
        return self._feeds.append(name, rows)

    def load(self, name: str, rows: Sequence[NewRow]) -> int:
        return self._feeds.load(name, rows)

    def trim(self, name: str, floor: int) -> None:
        self._feeds.trim(name, floor)

    def mirror(
        self,
        name: str,
        feed_id: str,
        rows: Sequence[FeedRow],
        to: int,
        *,
        is_start: bool = False,
        floor: bool = False,
    ) -> None:
        self._feeds.mirror(name, feed_id, rows, to, is_start=is_start, floor=floor)

    def changes(self, name: str, after: int, limit: int) -> list[FeedRow]:
        return self._feeds.changes(name, after, limit)

    def live_rows(self, name: str, after: tuple[str, str], limit: int) -> list[FeedRow]:
        return self._feeds.live_rows(name, after, limit)

    def row(self, name: str, kind: str, key: str) -> FeedRow | None:
        return self._feeds.row(name, kind, key)

    def moved(self) -> dict[str, int]:
        return dict(self._feeds.moved)

    def last_seq(self, stream: str) -> int:
        """Read once in a transaction, as `get`."""
        if stream not in self._last:
            self._last[stream] = self._connection.execute(_LAST_SEQ, {"of_stream": stream}).scalar_one() or 0
        return self._last[stream]

    def logged(self, stream: str, seq: int) -> Logged | None:
        row = self._connection.execute(_LOGGED, {"of_stream": stream, "of_seq": seq}).one_or_none()
        return None if row is None else Logged(*row)

    def log(self, stream: str, seq: int, hash_: str, command: bytes, result: bytes, *, is_settled: bool) -> None:
        """Problem(BUSY) when the number was logged meanwhile: look again."""
        if self._may_be_logged(stream, seq) and self.logged(stream, seq) is not None:
            raise Problem(Code.BUSY, stream=stream, seq=seq)
        if not is_settled:
            # What is owed upwards is read behind a cursor: its numbers must become visible in their order.
            self.lock(_OWED_LOCK)
        values = {"stream": stream, "seq": seq, "hash": hash_, "command": command, "result": result}
        self._connection.execute(_LOG, values | {"is_settled": is_settled})
        if stream in self._last:
            self._last[stream] = max(seq, self._last[stream])

    def _may_be_logged(self, stream: str, seq: int) -> bool:
        """Whether the number may be taken: SQLite has one writer, so what follows the last one is not."""
        return self._dialect == "postgresql" or seq <= self.last_seq(stream)

    def settle(self, stream: str, seq: int, result: bytes, *, is_settled: bool = True) -> None:
        """LookupError when there is no such command."""
        values = {"of_stream": stream, "of_seq": seq, "new_result": result, "is_now_settled": is_settled}
        if not self._connection.execute(_SETTLE, values).rowcount:
            raise LookupError(f"{stream}:{seq}")

    def unsettled(self, after: int, limit: int) -> list[Logged]:
        rows = self._connection.execute(_UNSETTLED, {"after": after, "most": limit})
        return [Logged(*row) for row in rows]

    def newest(self) -> int:
        return self._connection.execute(_NEWEST).scalar_one() or 0

    def logged_until(self, after: int, to: int, limit: int) -> list[Logged]:
        rows = self._connection.execute(_LOGGED_UNTIL, {"after": after, "up_to": to, "most": limit})
        return [Logged(*row) for row in rows]

    def forget(self, stream: str, seq: int) -> None:
        self._last.pop(stream, None)
        self._connection.execute(_FORGET, {"of_stream": stream, "of_seq": seq})


class SqlNodeStore:
    """Opens the authority's transactions; blocking, to be called on the host's database thread."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    @contextmanager
    def write(self) -> Iterator[SqlNodeTx]:
        """Problem(DISK_FULL | DISK_READ_ONLY | BUSY)."""
        with self._transactions.write() as connection:
            yield SqlNodeTx(connection)

    @contextmanager
    def read(self) -> Iterator[SqlNodeTx]:
        """WrittenWhileReading from writing methods."""
        with self._transactions.read() as connection:
            yield SqlNodeTx(connection)
