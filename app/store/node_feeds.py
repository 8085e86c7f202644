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

# Statements are put together once: that takes longer than running them.
_is_named = feeds.c.name == sa.bindparam("of_feed")
_STATE = sa.select(feeds.c.id, feeds.c.rev, feeds.c.floor).where(_is_named)
_NAMES = sa.select(feeds.c.name).order_by(feeds.c.name)
_change = sa.update(feeds).where(_is_named).returning(feeds.c.rev)
_lifted, _to = feeds.c.rev + sa.bindparam("by"), sa.bindparam("to", type_=sa.BigInteger)
_APPEND = _change.values(rev=_lifted)
_LOAD = _change.values(rev=_lifted, floor=_lifted)
_MOVE = _change.values(rev=_to)
_MOVE_FLOOR = _change.values(floor=_to)
_MOVE_BOTH = _change.values(rev=_to, floor=_to)
_is_written = sa.and_(
    feed_rows.c.feed == feed_log.c.feed,
    feed_rows.c.kind == feed_log.c.kind,
    feed_rows.c.key == feed_log.c.key,
    feed_rows.c.rev == feed_log.c.rev,
)
_limit = sa.bindparam("most", type_=sa.Integer)
_CHANGES = (
    sa.select(feed_log.c.rev, feed_log.c.kind, feed_log.c.key, feed_rows.c.rev.label("present"), feed_rows.c.body)
    .select_from(feed_log.outerjoin(feed_rows, _is_written))
    .where(feed_log.c.feed == sa.bindparam("of_feed"), feed_log.c.rev > sa.bindparam("after"))
    .order_by(feed_log.c.rev)
    .limit(_limit)
)
_LIVE = (
    sa.select(
        feed_rows.c.rev, feed_rows.c.kind, feed_rows.c.key, feed_rows.c.rev.label("present"), feed_rows.c.body
    )
    .where(
        feed_rows.c.feed == sa.bindparam("of_feed"),
        feed_rows.c.body.is_not(None),
        sa.tuple_(feed_rows.c.kind, feed_rows.c.key)
        > sa.tuple_(sa.bindparam("kind", type_=sa.Text), sa.bindparam("key", type_=sa.Text)),
    )
    .order_by(feed_rows.c.kind, feed_rows.c.key)
    .limit(_limit)
)
_ROW = sa.select(feed_rows.c.rev, feed_rows.c.body).where(
    feed_rows.c.feed == sa.bindparam("of_feed"),
    feed_rows.c.kind == sa.bindparam("of_kind"),
    feed_rows.c.key == sa.bindparam("of_key"),
    feed_rows.c.body.is_not(None),
)
_FORGET_LOG = sa.delete(feed_log).where(
    feed_log.c.feed == sa.bindparam("of_feed"), feed_log.c.rev <= sa.bindparam("up_to")
)
_FORGET_ROWS = sa.delete(feed_rows).where(
    feed_rows.c.feed == sa.bindparam("of_feed"),
    feed_rows.c.body.is_(None),
    feed_rows.c.rev <= sa.bindparam("up_to"),
)


class FeedTables:
    """The feeds as one transaction sees them; lives as long as the transaction, on its thread."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        self.moved: dict[str, int] = {}

    def state(self, name: str) -> FeedState | None:
        """The feed's state, or None."""
        row = self._connection.execute(_STATE, {"of_feed": name}).one_or_none()
        return None if row is None else FeedState(row.id, row.rev, row.floor)

    def names(self) -> list[str]:
        """Of all feeds, in order."""
        return list(self._connection.execute(_NAMES).scalars())

    def open(self, name: str, feed_id: str) -> None:
        """Start the feed, or a new history of it, without rows."""
        values = {"name": name, "id": feed_id, "rev": 0, "floor": 0}
        self._connection.execute(upsert(self._dialect, feeds, ("id", "rev", "floor")), values)
        for table in (feed_rows, feed_log):
            self._connection.execute(sa.delete(table).where(table.c.feed == name))

    def append(self, name: str, rows: Sequence[NewRow]) -> int:
        """Append rows with their log; LookupError when there is no such feed."""
        last = self._advance(_APPEND, name, by=len(rows))
        first = last - len(rows) + 1
        values = [_values(name, row.kind, row.key, rev, row.body) for rev, row in enumerate(rows, first)]
        self._write(values, values)
        if rows:
            self.moved[name] = last
        return last

    def load(self, name: str, rows: Sequence[NewRow]) -> int:
        """Append rows without a log and lift the floor to the last of them."""
        if not rows:
            return self._advance(_APPEND, name, by=0)
        last = self._advance(_LOAD, name, by=len(rows))
        first = last - len(rows) + 1
        self._write([_values(name, row.kind, row.key, rev, row.body) for rev, row in enumerate(rows, first)], [])
        self._forget(name, last)
        self.moved[name] = last
        return last

    def trim(self, name: str, floor: int) -> None:
        """Lift the floor, not above the last rev, and forget what lies below."""
        state = self._must(name)
        lifted = max(state.floor, min(floor, state.rev))
        self._advance(_MOVE_FLOOR, name, to=lifted)
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
        self._advance(_MOVE_BOTH if floor else _MOVE, name, to=rev)
        if floor:
            self._forget(name, rev)
        if rev != state.rev:
            self.moved[name] = rev

    def changes(self, name: str, after: int, limit: int) -> list[FeedRow]:
        """What the log says behind `after`; SnapshotDue below the floor."""
        if after < self._must(name).floor:
            raise SnapshotDue
        values = {"of_feed": name, "after": after, "most": limit}
        return [_as_row(*found) for found in self._connection.execute(_CHANGES, values)]

    def live_rows(self, name: str, after: tuple[str, str], limit: int) -> list[FeedRow]:
        """Present rows by (kind, key)."""
        self._must(name)
        values = {"of_feed": name, "kind": after[0], "key": after[1], "most": limit}
        return [_as_row(*found) for found in self._connection.execute(_LIVE, values)]

    def row(self, name: str, kind: str, key: str) -> FeedRow | None:
        """One present row, or None."""
        found = self._connection.execute(_ROW, {"of_feed": name, "of_kind": kind, "of_key": key}).one_or_none()
        return None if found is None else _as_row(found.rev, kind, key, found.rev, found.body)

    def _must(self, name: str) -> FeedState:
        state = self.state(name)
        if state is None:
            raise LookupError(name)
        return state

    def _advance(self, change: sa.UpdateBase, name: str, **values: int) -> int:
        """Change the counter row, which locks it until the end of the transaction."""
        row = self._connection.execute(change, {"of_feed": name, **values}).one_or_none()
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
        for statement in (_FORGET_LOG, _FORGET_ROWS):
            self._connection.execute(statement, {"of_feed": name, "up_to": floor})


def _values(feed: str, kind: str, key: str, rev: int, body: bytes | None) -> _Values:
    return {"feed": feed, "kind": kind, "key": key, "rev": rev, "body": body}


def _mirrored(feed: str, row: FeedRow) -> _Values:
    body = None if row.x or row.d is UNSET else bytes(row.d)
    return _values(feed, row.t, row.id, row.rev, body)


def _as_row(rev: int, kind: str, key: str, present: int | None, body: bytes | None) -> FeedRow:
    if present is None:
        return FeedRow(t=kind, id=key, rev=rev, s=1)
    return FeedRow(t=kind, id=key, rev=rev, x=1) if body is None else FeedRow(t=kind, id=key, rev=rev, d=Raw(body))
