"""The authority's rows as last pulled into `store.db`, what finds them, and where each feed stands."""

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from app.contract.feeds import FeedRef
from app.store.terms import end_of_terms, keys_by_prefix
from app.usecases.ports import BaseRow

# Another feed's rev says nothing about ours; within a feed a late row must not undo a newer one.
_PUT = """
INSERT INTO base_row (kind, key, feed, rev, body) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kind, key) DO UPDATE SET feed = excluded.feed, rev = excluded.rev, body = excluded.body
WHERE excluded.rev >= rev OR excluded.feed <> feed
"""
_AMONG = """
SELECT key, rev, body FROM base_row WHERE kind = ? AND key IN (SELECT value FROM json_each(?))
"""
# One text for all of them: two thousand rows handed over one by one keep the screen's thread waiting for a frame.
# CROSS JOIN keeps them in that order: else every order kept is read, open or not, and an index made of it.
_REVS = """
SELECT json_group_array(json_array(key, rev)) FROM (
  SELECT found.key, base_row.rev
  FROM (SELECT key, min(term) AS term FROM base_term WHERE kind = ? AND term >= ? AND term < ? GROUP BY key) found
  CROSS JOIN base_row ON base_row.kind = ? AND base_row.key = found.key
  ORDER BY found.term, found.key LIMIT ?
)
"""
_CLEAR_TERMS = """
DELETE FROM base_term WHERE (kind, key) IN (SELECT kind, key FROM base_row WHERE feed = ?)
"""
_SET_CURSOR = """
INSERT INTO cursor (feed, id, rev) VALUES (?, ?, ?)
ON CONFLICT (feed) DO UPDATE SET id = excluded.id, rev = excluded.rev
"""
_revs = msgspec.json.Decoder(list[tuple[str, int]])


class AuthorityRows:
    """Base rows and cursors as one transaction of `store.db` sees them."""

    def __init__(self, connection: sa.Connection) -> None:
        self._run = connection.exec_driver_sql
        self._connection = connection

    def cursor(self, feed: str) -> FeedRef:
        """Where this terminal stands; rev 0 of no history when it never read the feed."""
        row = self._run("SELECT id, rev FROM cursor WHERE feed = ?", (feed,)).one_or_none()
        return FeedRef(feed) if row is None else FeedRef(feed, row.id, row.rev)

    def set_cursor(self, ref: FeedRef) -> bool:
        """Move the cursor; says whether it now is of another history than before."""
        known = self.cursor(ref.feed).id
        self._run(_SET_CURSOR, (ref.feed, ref.id, ref.rev))
        return known not in ("", ref.id)

    def get(self, kind: str, key: str) -> BaseRow | None:
        """The row, or None."""
        query = "SELECT rev, body FROM base_row WHERE kind = ? AND key = ?"
        row = self._run(query, (kind, key)).one_or_none()
        return None if row is None else BaseRow(kind, key, row.rev, row.body)

    def outdate(self, feed: str) -> None:
        """Forget the revs of a feed's rows, keep the rows."""
        self._run("UPDATE base_row SET rev = 0 WHERE feed = ?", (feed,))

    def put(self, feed: str, row: BaseRow, terms: Collection[str]) -> bool:
        """Write the row unless a higher rev of the same feed is there; says whether it was written."""
        values = (row.kind, row.key, feed, row.rev, row.body)
        if not self._run(_PUT, values).rowcount:
            return False
        self._drop_terms(row.kind, row.key)
        if terms:
            entries = [(row.kind, term, row.key) for term in sorted(set(terms))]
            self._run("INSERT INTO base_term (kind, term, key) VALUES (?, ?, ?)", entries)
        return True

    def drop(self, kind: str, key: str, rev: int) -> None:
        """Delete the row unless a higher rev is there."""
        delete = "DELETE FROM base_row WHERE kind = ? AND key = ? AND rev <= ?"
        if self._run(delete, (kind, key, rev)).rowcount:
            self._drop_terms(kind, key)

    def _drop_terms(self, kind: str, key: str) -> None:
        self._run("DELETE FROM base_term WHERE kind = ? AND key = ?", (kind, key))

    def clear(self, feed: str) -> None:
        """Delete the feed's rows; its cursor stays."""
        self._run(_CLEAR_TERMS, (feed,))
        self._run("DELETE FROM base_row WHERE feed = ?", (feed,))

    def find(self, kind: str, prefix: str, limit: int) -> list[BaseRow]:
        """Rows by the start of a term."""
        keys = keys_by_prefix(self._connection, kind, prefix, limit)
        found = self._run(_AMONG, (kind, msgspec.json.encode(keys).decode()))
        rows = {row.key: BaseRow(kind, row.key, row.rev, row.body) for row in found}
        return [rows[key] for key in keys if key in rows]

    def revs(self, kind: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """(key, rev) of what `find` would give; the bodies of hundreds take three times as long."""
        told = self._run(_REVS, (kind, prefix, end_of_terms(prefix), kind, limit)).scalar_one()
        return _revs.decode(told)

    def rows(self, feed: str) -> list[tuple[str, str, int]]:
        """(kind, key, rev) of the feed's rows."""
        query = "SELECT kind, key, rev FROM base_row WHERE feed = ? ORDER BY kind, key"
        return [(row.kind, row.key, row.rev) for row in self._run(query, (feed,))]
