"""The authority's store over tables: one implementation for SQLite, SQLCipher and PostgreSQL."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

import sqlalchemy as sa

from app.contract.feeds import FeedRow
from app.contract.node_records import FeedState, Found, Logged, NewRow
from app.domain.errors import Code, Problem
from app.store.database import Transactions
from app.store.node_feeds import FeedTables
from app.store.node_tables import command_log, document_terms, documents
from app.store.prefixes import end_of_prefix
from app.store.upsert import upsert

Tx = TypeVar("Tx")
T = TypeVar("T")
_ATTEMPTS = 5
_OWED_LOCK = "command_log"
_LOGGED = (
    command_log.c.n,
    command_log.c.stream,
    command_log.c.seq,
    command_log.c.hash,
    command_log.c.command,
    command_log.c.result,
    command_log.c.is_settled,
)


def run(begin: Callable[[], AbstractContextManager[Tx]], work: Callable[[Tx], T], attempts: int = _ATTEMPTS) -> T:
    """Run `work` in a transaction, again when another one won the race (deadlock, serialisation, same number).

    Problem(BUSY) when it loses every time. `work` must have no effect outside the transaction.
    """
    for left in reversed(range(attempts)):
        try:
            with begin() as tx:
                return work(tx)
        except Problem as problem:
            if problem.code is not Code.BUSY or not left:
                raise
    raise Problem(Code.BUSY)


def lock_number(name: str) -> int:
    """The 64-bit number PostgreSQL knows a name by in advisory locks."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


class SqlNodeTx:
    """One transaction of a SqlNodeStore, on the thread that opened it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        self._feeds = FeedTables(connection)

    def lock(self, *names: str) -> None:
        """Advisory locks in sorted order on PostgreSQL; SQLite has one writer anyway."""
        if self._dialect != "postgresql":
            return
        for name in sorted(names):
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock_number(name))))

    def get(self, kind: str, key: str) -> bytes | None:
        query = sa.select(documents.c.body).where(documents.c.kind == kind, documents.c.key == key)
        return self._connection.execute(query).scalar_one_or_none()

    def put(self, kind: str, key: str, body: bytes, terms: Collection[str] = ()) -> None:
        statement = upsert(self._dialect, documents, ("body",))
        self._connection.execute(statement, {"kind": kind, "key": key, "body": body})
        self._drop_terms(kind, key)
        if terms:
            values = [{"kind": kind, "term": term, "key": key} for term in sorted(set(terms))]
            self._connection.execute(sa.insert(document_terms), values)

    def drop(self, kind: str, key: str) -> None:
        self._drop_terms(kind, key)
        self._connection.execute(sa.delete(documents).where(documents.c.kind == kind, documents.c.key == key))

    def _drop_terms(self, kind: str, key: str) -> None:
        is_its = (document_terms.c.kind == kind, document_terms.c.key == key)
        self._connection.execute(sa.delete(document_terms).where(*is_its))

    def find(self, kind: str, prefix: str, limit: int) -> list[Found]:
        found: dict[str, Found] = {}
        for term, key, body in self._fitting(kind, prefix, limit + 16):
            if len(found) >= limit:
                break
            found.setdefault(key, Found(term, key, body))
        return list(found.values())

    def _fitting(self, kind: str, prefix: str, slice_: int) -> Iterator[tuple[str, str, bytes]]:
        """(term, key, body) in order, read in slices: a document with many fitting terms comes more than once."""
        term, end = document_terms.c, end_of_prefix(prefix)
        is_its = sa.and_(documents.c.kind == term.kind, documents.c.key == term.key)
        query = (
            sa.select(term.term, term.key, documents.c.body)
            .select_from(document_terms.join(documents, is_its))
            .where(term.kind == kind, term.term >= prefix)
            .order_by(term.term, term.key)
            .limit(slice_)
        )
        if end is not None:
            query = query.where(term.term < end)
        rows = self._connection.execute(query).all()
        while rows:
            yield from rows
            if len(rows) < slice_:
                return
            last = (rows[-1][0], rows[-1][1])
            further = query.where(sa.tuple_(term.term, term.key) > last)
            rows = self._connection.execute(further).all()

    def scan(self, kind: str, after: str, limit: int) -> list[tuple[str, bytes]]:
        query = (
            sa.select(documents.c.key, documents.c.body)
            .where(documents.c.kind == kind, documents.c.key > after)
            .order_by(documents.c.key)
            .limit(limit)
        )
        return [(key, body) for key, body in self._connection.execute(query)]

    def feed(self, name: str) -> FeedState | None:
        return self._feeds.state(name)

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

    def moved(self) -> dict[str, int]:
        return dict(self._feeds.moved)

    def last_seq(self, stream: str) -> int:
        query = sa.select(sa.func.max(command_log.c.seq)).where(command_log.c.stream == stream)
        return self._connection.execute(query).scalar_one() or 0

    def logged(self, stream: str, seq: int) -> Logged | None:
        query = sa.select(*_LOGGED).where(command_log.c.stream == stream, command_log.c.seq == seq)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Logged(*row)

    def log(self, stream: str, seq: int, hash_: str, command: bytes, result: bytes, *, is_settled: bool) -> None:
        """Problem(BUSY) when the number was logged meanwhile: look again."""
        if self.logged(stream, seq) is not None:
            raise Problem(Code.BUSY, stream=stream, seq=seq)
        if not is_settled:
            # What is owed upwards is read behind a cursor: its numbers must become visible in their order.
            self.lock(_OWED_LOCK)
        values = {"stream": stream, "seq": seq, "hash": hash_, "command": command, "result": result}
        self._connection.execute(sa.insert(command_log).values(values).values(is_settled=is_settled))

    def settle(self, stream: str, seq: int, result: bytes, *, is_settled: bool = True) -> None:
        """LookupError when there is no such command."""
        is_it = (command_log.c.stream == stream, command_log.c.seq == seq)
        change = sa.update(command_log).where(*is_it).values(result=result, is_settled=is_settled)
        if not self._connection.execute(change).rowcount:
            raise LookupError(f"{stream}:{seq}")

    def unsettled(self, after: int, limit: int) -> list[Logged]:
        query = sa.select(*_LOGGED).where(~command_log.c.is_settled, command_log.c.n > after)
        rows = self._connection.execute(query.order_by(command_log.c.n).limit(limit))
        return [Logged(*row) for row in rows]


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
