"""The terminal's store over `store.db`: what belongs together is committed together, durably."""

from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from app.contract.commands import Result
from app.contract.feeds import FeedRef
from app.domain.errors import Code, Problem
from app.store.attention_rows import AttentionRows
from app.store.audit_chain import AuditHead, AuditRecord
from app.store.audit_rows import AuditRows
from app.store.authority_rows import AuthorityRows
from app.store.database import Transactions
from app.store.finder import Finder
from app.store.outbox_rows import OutboxRows
from app.store.print_jobs import PrintJobs
from app.usecases.ports import GENERATION, AttentionItem, AuditEntry, BaseRow, OutboxEntry, OutboxState
from app.usecases.spool import PrintJob

_SET_META = """
INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
_TAKE = """
INSERT INTO series (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last
"""
_RAISE = """
INSERT INTO series (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)
"""
COMMANDS = "command."
"""The series of a generation's command numbers: `command.1`."""


def always() -> bool:
    """There is room: files that belong to nobody yet."""
    return True


class SqlTerminalTx:
    """One transaction of `store.db`, on the thread that opened it."""

    def __init__(
        self,
        connection: sa.Connection,
        now_at: Callable[[], datetime],
        has_room: Callable[[], bool] = always,
        commits: int | None = None,
    ) -> None:
        self.connection = connection
        self.commits = commits
        self._now_at = now_at
        self._has_room = has_room
        self._is_answering = False
        self._run = connection.exec_driver_sql
        self._base = AuthorityRows(connection)
        self._outbox = OutboxRows(connection)
        self._attention = AttentionRows(connection)
        self._audit = AuditRows(connection)
        self.finder = Finder(connection)
        self.jobs = PrintJobs(connection)
        self._on_record = 0
        self._changed_before = self._changes() if commits is None else 0

    def meta(self, name: str) -> str:
        value: str | None = self._run("SELECT value FROM meta WHERE name = ?", (name,)).scalar_one_or_none()
        return value or ""

    def set_meta(self, name: str, value: str) -> None:
        if value:
            self._run(_SET_META, (name, value))
        else:
            self._run("DELETE FROM meta WHERE name = ?", (name,))

    def take_number(self, name: str) -> int:
        return int(self._run(_TAKE, (name,)).scalar_one())

    def last_number(self, name: str) -> int:
        """The last number taken of a series, 0 for none."""
        return int(self._run("SELECT last FROM series WHERE name = ?", (name,)).scalar_one_or_none() or 0)

    def series(self, prefix: str) -> list[str]:
        """Names of series that begin so."""
        query = "SELECT name FROM series WHERE substr(name, 1, ?) = ?"
        return list(self._run(query, (len(prefix), prefix)).scalars())

    def raise_series(self, name: str, last: int) -> None:
        """Let a series go on behind `last` if it stood before it."""
        self._run(_RAISE, (name, last))

    def next_command_number(self) -> tuple[int, int]:
        generation = int(self.meta(GENERATION) or 1)
        return generation, self.take_number(f"{COMMANDS}{generation}")

    def cursor(self, feed: str) -> FeedRef:
        return self._base.cursor(feed)

    def set_cursor(self, ref: FeedRef) -> None:
        self._base.set_cursor(ref)

    def base_get(self, kind: str, key: str) -> BaseRow | None:
        return self._base.get(kind, key)

    def base_put(self, feed: str, row: BaseRow, terms: Collection[str]) -> bool:
        return self._base.put(feed, row, terms)

    def base_drop(self, kind: str, key: str, rev: int) -> None:
        self._base.drop(kind, key, rev)

    def base_outdate(self, feed: str) -> None:
        self._base.outdate(feed)

    def base_clear(self, feed: str) -> None:
        self._base.clear(feed)

    def base_find(self, kind: str, prefix: str, limit: int) -> list[BaseRow]:
        return self._base.find(kind, prefix, limit)

    def base_revs(self, kind: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        return self._base.revs(kind, prefix, limit)

    def base_rows(self, feed: str) -> list[tuple[str, str, int]]:
        return self._base.rows(feed)

    def outbox_add(self, entry: OutboxEntry) -> None:
        """Problem(DISK_FULL) while room is short: the rest is for answers and papers of what was begun before.

        A command that follows from an answer in this transaction belongs to those.
        """
        if not self._is_answering and not self._has_room():
            raise Problem(Code.DISK_FULL)
        self._outbox.add(entry)

    def outbox_get(self, command_id: str) -> OutboxEntry | None:
        return self._outbox.get(command_id)

    def outbox_set(
        self, command_id: str, state: OutboxState, result: Result | None, *, tries: int | None = None
    ) -> None:
        """LookupError when there is no such command."""
        self._is_answering = True
        self._outbox.set(command_id, state, result, tries)

    def outbox_list(self, states: Collection[OutboxState], limit: int) -> list[OutboxEntry]:
        return self._outbox.in_states(states, limit)

    def outbox_recent(self, limit: int) -> list[OutboxEntry]:
        return self._outbox.recent(limit)

    def outbox_of(self, key: str) -> list[OutboxEntry]:
        """A final command is young until the row it changed has reached the rev of its result."""
        return self._outbox.of(key)

    def outbox_keys(self, prefix: str) -> AbstractSet[str]:
        return self._outbox.keys(prefix)

    def outbox_forget(self, before_at: datetime) -> None:
        """Delete final commands made before; remembers up to which number there may be gaps now."""
        forgotten = self._outbox.forget(before_at)
        for stream, seq in forgotten.items():
            self.set_meta(f"forgotten.{stream}", str(max(seq, self.outbox_forgotten(stream))))

    def outbox_forgotten(self, stream: str) -> int:
        """The highest number of a stream that has been forgotten, 0 for none."""
        return int(self.meta(f"forgotten.{stream}") or 0)

    def outbox_renumber(self, order: Sequence[str]) -> None:
        """Let these commands (ids, all there are) stand in this order."""
        self._outbox.renumber(order)

    def attention_put(self, item: AttentionItem) -> None:
        self._attention.put(item)

    def attention_get(self, item_id: str) -> AttentionItem | None:
        return self._attention.get(item_id)

    def attention_open(self, limit: int) -> list[AttentionItem]:
        return self._attention.open(limit)

    def attention_settled(self, limit: int) -> list[AttentionItem]:
        return self._attention.settled(limit)

    def audit(self, entry: AuditEntry) -> None:
        before = self._changes()
        self._audit.append(entry)
        self._on_record += self._changes() - before

    def has_changed_more_than_the_record(self) -> bool:
        """Whether anything but the audit trail was written. Who looks somebody up goes on record, key by key, and
        what is kept of a queue stays true."""
        return self._changes() - self._changed_before > self._on_record

    def _changes(self) -> int:
        return int(self._run("SELECT total_changes()").scalar_one())

    def audit_head(self) -> AuditHead:
        """What a checkpoint signs."""
        return self._audit.head()

    def audit_records(self, after: int, limit: int) -> list[AuditRecord]:
        """Records behind a place, in order."""
        return self._audit.records(after, limit)

    def audit_verify(self, *checkpoints: AuditHead) -> int | None:
        """The place of the first record that does not fit the chain or a checkpoint; None when it is whole."""
        return self._audit.verify(*checkpoints)

    def print_add(self, printer: str, document_id: str, copy_no: int, document: bytes, *, has_value: bool) -> str:
        job = PrintJob("", printer, document_id, document, has_value, self._now_at(), copy_no)
        return self.jobs.add(job)


class SqlTerminalStore:
    """Opens the transactions of `store.db`; blocking, called through StoreAccess."""

    def __init__(
        self,
        transactions: Transactions,
        now_at: Callable[[], datetime],
        has_room: Callable[[], bool] = always,
    ) -> None:
        """`now_at` (aware UTC) dates the print jobs; `has_room` says whether the disk takes new commands."""
        self._transactions = transactions
        self._now_at = now_at
        self._has_room = has_room
        self._commits = 0
        self._times_made_anew = 0

    def made_anew(self) -> None:
        """Another file stands in the place of a damaged one. To be said while no transaction runs."""
        self._times_made_anew += 1

    @contextmanager
    def write(self) -> Iterator[SqlTerminalTx]:
        """Problem(DISK_FULL | DISK_READ_ONLY | STORE_DAMAGED)."""
        with self._transactions.write() as connection:
            tx = SqlTerminalTx(connection, self._now_at, self._has_room)
            yield tx
            has_changed = tx.has_changed_more_than_the_record()
        # Only now: who counts before the commit could keep what was there before it under the number behind it.
        self._commits += has_changed

    @contextmanager
    def read(self) -> Iterator[SqlTerminalTx]:
        """WrittenWhileReading from writing methods."""
        commits = self._commits
        with self._transactions.read() as connection:
            # Inside it no file is made anew, but one may have been while this waited to begin.
            yield SqlTerminalTx(connection, self._now_at, self._has_room, commits + self._times_made_anew)
