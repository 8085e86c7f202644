"""The audit chain in `store.db`; its head is also kept beside it, so that a lost tail shows at once."""

from collections.abc import Iterator

import sqlalchemy as sa

from app.store.audit_chain import AuditHead, AuditRecord, first_break, next_record
from app.usecases.ports import AuditEntry

_HEAD = "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1"
_RECORDS = "SELECT n, record, hash FROM audit WHERE n > ? ORDER BY n LIMIT ?"
_KEEP_HEAD = """
INSERT INTO meta (name, value) VALUES ('audit.head', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
_SLICE = 500


class AuditRows:
    """The chain as one transaction of `store.db` sees it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._run = connection.exec_driver_sql

    def append(self, entry: AuditEntry) -> None:
        """Chain the entry to the last record."""
        made = next_record(self.head(), entry)
        self._run("INSERT INTO audit (n, record, hash) VALUES (?, ?, ?)", (made.n, made.record, made.hash))
        self._run(_KEEP_HEAD, (f"{made.n} {made.hash.hex()}",))

    def head(self) -> AuditHead:
        """Count and hash of the chain."""
        row = self._run(_HEAD).one_or_none()
        return AuditHead() if row is None else AuditHead(row.n, row.hash)

    def records(self, after: int, limit: int) -> list[AuditRecord]:
        """Records behind a place, in order."""
        return [AuditRecord(row.n, row.record, row.hash) for row in self._run(_RECORDS, (after, limit))]

    def verify(self, *checkpoints: AuditHead) -> int | None:
        """The place of the first record that does not fit, None when the chain is whole."""
        return first_break(self._all(), *checkpoints, *self._kept_head())

    def _all(self) -> Iterator[AuditRecord]:
        after = 0
        while rows := self.records(after, _SLICE):
            yield from rows
            after = rows[-1].n

    def _kept_head(self) -> list[AuditHead]:
        value = self._run("SELECT value FROM meta WHERE name = 'audit.head'").scalar_one_or_none()
        if value is None:
            return []
        n, _, hash_ = value.partition(" ")
        return [AuditHead(int(n), bytes.fromhex(hash_))]
