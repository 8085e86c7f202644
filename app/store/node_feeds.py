"""Feeds of an authority in tables: gapless revs from a counter row, present rows, and which key each rev wrote.

The counter row is taken late in a transaction and stays locked until its commit, so revs become visible in
their order: a reader behind a cursor misses none. (Numbers from a sequence, taken early by writers that commit
late, lost a third of the rows in measurements over PostgreSQL.)
"""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from msgspec import UNSET, Raw

from app.contract.feeds import FeedRow, SnapshotDue
from app.contract.node_records import FeedState, NewRow
from app.store.node_tables import feed_log, feed_rows, feeds
from app.store.upsert import upsert

_Values = Mapping[str, str | int | bytes | None]


class FeedTables:
    """The feeds as one transaction sees them; lives as long as the transaction, on its thread."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        self.moved: dict[str, int] = {}

    def state(self, name: str) -> FeedState | None:
        """The feed's state, or None."""
        query = sa.select(feeds.c.id, feeds.c.rev, feeds.c.floor).where(feeds.c.name == name)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else FeedState(row.id, row.rev, row.floor)

    def open(self, name: str, feed_id: str) -> None:
        """Start the feed, or a new history of it, without rows."""
        values = {"name": name, "id": feed_id, "rev": 0, "floor": 0}
        self._connection.execute(upsert(self._dialect, feeds, ("id", "rev", "floor")), values)
        for table in (feed_rows, feed_log):
            self._connection.execute(sa.delete(table).where(table.c.feed == name))

    def append(self, name: str, rows: Sequence[NewRow]) -> int:
        """Append rows with their log; LookupError when there is no such feed."""
        last = self._advance(name, {"rev": feeds.c.rev + len(rows)})
        first = last - len(rows) + 1
        values = [_values(name, row.kind, row.key, rev, row.body) for rev, row in enumerate(rows, first)]
        self._write(values, values)
        if rows:
            self.moved[name] = last
        return last

    def load(self, name: str, rows: Sequence[NewRow]) -> int:
        """Append rows without a log and lift the floor to the last of them."""
        if not rows:
            return self._advance(name, {"rev": feeds.c.rev})
        lifted = feeds.c.rev + len(rows)
        last = self._advance(name, {"rev": lifted, "floor": lifted})
        first = last - len(rows) + 1
        self._write([_values(name, row.kind, row.key, rev, row.body) for rev, row in enumerate(rows, first)], [])
        self._forget(name, last)
        self.moved[name] = last
        return last

    def trim(self, name: str, floor: int) -> None:
        """Lift the floor, not above the last rev, and forget what lies below."""
        state = self._must(name)
        lifted = max(state.floor, min(floor, state.rev))
        self._advance(name, {"floor": lifted})
        self._forget(name, lifted)

    def mirror(
        self, name: str, feed_id: str, rows: Sequence[FeedRow], to: int, *, is_start: bool, floor: bool
    ) -> None:
        """Take over rows under their own revs; a row that is here under a higher rev stays."""
        if is_start:
            self.open(name, feed_id)
        state = self._must(name)
        kept = [_mirrored(name, row) for row in rows if not row.s]
        logged = [] if floor else [_values(name, row.t, row.id, row.rev, None) for row in rows]
        self._write(kept, logged)
        rev = max(to, state.rev)
        self._advance(name, {"rev": rev, "floor": rev} if floor else {"rev": rev})
        if floor:
            self._forget(name, rev)
        if rev != state.rev:
            self.moved[name] = rev

    def changes(self, name: str, after: int, limit: int) -> list[FeedRow]:
        """What the log says behind `after`; SnapshotDue below the floor."""
        if after < self._must(name).floor:
            raise SnapshotDue
        log, row = feed_log.c, feed_rows.c
        is_present = sa.and_(row.feed == log.feed, row.kind == log.kind, row.key == log.key, row.rev == log.rev)
        query = (
            sa.select(log.rev, log.kind, log.key, row.rev.label("present"), row.body)
            .select_from(feed_log.outerjoin(feed_rows, is_present))
            .where(log.feed == name, log.rev > after)
            .order_by(log.rev)
            .limit(limit)
        )
        return [_as_row(*found) for found in self._connection.execute(query)]

    def live_rows(self, name: str, after: tuple[str, str], limit: int) -> list[FeedRow]:
        """Present rows by (kind, key)."""
        self._must(name)
        row = feed_rows.c
        query = (
            sa.select(row.rev, row.kind, row.key, row.rev.label("present"), row.body)
            .where(row.feed == name, row.body.is_not(None), sa.tuple_(row.kind, row.key) > after)
            .order_by(row.kind, row.key)
            .limit(limit)
        )
        return [_as_row(*found) for found in self._connection.execute(query)]

    def _must(self, name: str) -> FeedState:
        state = self.state(name)
        if state is None:
            raise LookupError(name)
        return state

    def _advance(self, name: str, values: dict[str, int | sa.ColumnElement[int]]) -> int:
        """Change the counter row, which locks it until the end of the transaction."""
        change = sa.update(feeds).where(feeds.c.name == name).values(values).returning(feeds.c.rev)
        row = self._connection.execute(change).one_or_none()
        if row is None:
            raise LookupError(name)
        return int(row.rev)

    def _write(self, rows: Sequence[_Values], log: Sequence[_Values]) -> None:
        if rows:
            statement = upsert(self._dialect, feed_rows, ("rev", "body"), is_guarded=True)
            self._connection.execute(statement, rows)
        if log:
            entries = [{name: row[name] for name in ("feed", "rev", "kind", "key")} for row in log]
            self._connection.execute(upsert(self._dialect, feed_log, ()), entries)

    def _forget(self, name: str, floor: int) -> None:
        log, row = feed_log.c, feed_rows.c
        self._connection.execute(sa.delete(feed_log).where(log.feed == name, log.rev <= floor))
        is_old_tombstone = (row.feed == name, row.body.is_(None), row.rev <= floor)
        self._connection.execute(sa.delete(feed_rows).where(*is_old_tombstone))


def _values(feed: str, kind: str, key: str, rev: int, body: bytes | None) -> _Values:
    return {"feed": feed, "kind": kind, "key": key, "rev": rev, "body": body}


def _mirrored(feed: str, row: FeedRow) -> _Values:
    body = None if row.x or row.d is UNSET else bytes(row.d)
    return _values(feed, row.t, row.id, row.rev, body)


def _as_row(rev: int, kind: str, key: str, present: int | None, body: bytes | None) -> FeedRow:
    if present is None:
        return FeedRow(t=kind, id=key, rev=rev, s=1)
    return FeedRow(t=kind, id=key, rev=rev, x=1) if body is None else FeedRow(t=kind, id=key, rev=rev, d=Raw(body))
