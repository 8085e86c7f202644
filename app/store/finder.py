"""The chain's customers as a terminal may find them: name, last digits and keyed hashes, and no more."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import sqlalchemy as sa

from app.contract.feeds import FeedRef, FeedRow, Page
from app.contract.rows import FinderRow
from app.domain.folding import phone_key
from app.store.authority_rows import AuthorityRows
from app.store.deadline import SEARCH_LIMIT_S, stop_after
from app.store.feed_rows import Sorted, follows, kind_of, sort_rows
from app.store.prefixes import end_of_prefix
from app.store.words import has_words, index_text, typed_words, word_query
from app.usecases.ports import OPENED, PROFILE
from app.usecases.read_ports import MAX_HITS

_PHONE_DIGITS = 6
_MAX_CANDIDATES = 5_000
_decoder = msgspec.json.Decoder(FinderRow)

_COLUMNS = "SELECT id, name, phone, email_key, card_key, home FROM finder"
_PUT = """
INSERT INTO finder (id, rev, name, phone, email_key, card_key, home) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, name = excluded.name, phone = excluded.phone,
email_key = excluded.email_key, card_key = excluded.card_key, home = excluded.home WHERE excluded.rev > rev
"""
_NUMBERS = "SELECT id, n, name FROM finder WHERE id IN (SELECT value FROM json_each(?))"
_INDEX = "INSERT INTO finder_words (rowid, text) VALUES (?, ?)"
_UNINDEX = "DELETE FROM finder_words WHERE rowid = ?"
_BY_NAME = """
SELECT c.id, c.name, c.phone, c.email_key, c.card_key, c.home
FROM finder_words AS f JOIN finder AS c ON c.n = f.rowid
WHERE finder_words MATCH ? ORDER BY f.rowid LIMIT ?
"""
_BY_PHONE = _COLUMNS + " WHERE phone <> '' AND phone >= ? AND phone < ? ORDER BY phone, n LIMIT ?"
_BY_EMAIL = _COLUMNS + " WHERE email_key <> '' AND email_key = ? ORDER BY n LIMIT ?"
_BY_CARD = _COLUMNS + " WHERE card_key <> '' AND card_key = ? ORDER BY n LIMIT ?"
_DROP_PROFILES = "DELETE FROM base_row WHERE kind = ? AND key IN (SELECT value FROM json_each(?))"
_SET_KIND = """
INSERT INTO meta (name, value) VALUES ('finder.kind', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""


class Finder:
    """FinderReads, and for a writer FeedSink, in one transaction of `store.db`, on the thread that opened it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._run = connection.exec_driver_sql
        self._connection = connection
        self._base = AuthorityRows(connection)

    def by_id(self, customer: str) -> FinderRow | None:
        """The customer."""
        return next(self._rows(_COLUMNS + " WHERE id = ?", (customer,)), None)

    def by_name(self, typed: str, limit: int, limit_s: float = SEARCH_LIMIT_S) -> Sequence[FinderRow]:
        """See FinderReads; Interrupted when somebody stops it."""
        words = typed_words(typed)
        found: list[FinderRow] = []
        if not words:
            return found
        with stop_after(self._connection, limit_s):
            for row in self._rows(_BY_NAME, (word_query(words), _MAX_CANDIDATES)):
                if has_words(index_text((row.name,)), words):
                    found.append(row)
                if len(found) >= min(limit, MAX_HITS):
                    break
        return found

    def by_phone(self, typed: str, limit: int) -> Sequence[FinderRow]:
        """See FinderReads."""
        prefix = phone_key(typed)[:_PHONE_DIGITS]
        end = end_of_prefix(prefix)
        return [] if end is None else list(self._rows(_BY_PHONE, (prefix, end, min(limit, MAX_HITS))))

    def by_email(self, key: str) -> Sequence[FinderRow]:
        """See FinderReads."""
        return list(self._rows(_BY_EMAIL, (key, MAX_HITS)))

    def by_card(self, key: str) -> Sequence[FinderRow]:
        """See FinderReads."""
        return list(self._rows(_BY_CARD, (key, MAX_HITS)))

    def cursor(self, feed: str) -> FeedRef:
        """Where the file stands."""
        return self._base.cursor(feed)

    def apply(self, page: Page) -> bool:
        """Take a page in with its cursor; False when it does not follow. BadPage."""
        if not follows(self.cursor(page.head.feed), page):
            return False
        self._take(FeedRef(page.head.feed, page.head.id, page.to), page.rows)
        # Erased or changed: what was kept of them when somebody opened their profile is not the truth any more.
        ids = msgspec.json.encode([row.id for row in page.rows]).decode()
        self._run(_DROP_PROFILES, (PROFILE, ids))
        return True

    def replace(self, ref: FeedRef, slices: Iterable[Sequence[FeedRow]]) -> None:
        """Replace all customers by a snapshot. BadPage."""
        self._base.clear(OPENED)
        self._run("DELETE FROM finder_words")
        self._run("DELETE FROM finder")
        self._take(ref, ())
        for rows in slices:
            self._take(ref, rows)

    def rows(self, after: str, limit: int) -> list[tuple[str, str, int]]:
        """(kind, key, rev) of customers with an id > `after`, by id: for the digest."""
        kind = self._run("SELECT value FROM meta WHERE name = 'finder.kind'").scalar_one_or_none() or ""
        query = "SELECT id, rev FROM finder WHERE id > ? ORDER BY id LIMIT ?"
        return [(kind, row.id, row.rev) for row in self._run(query, (after, limit))]

    def _take(self, ref: FeedRef, rows: Sequence[FeedRow]) -> None:
        if rows:
            self._write(sort_rows(rows, _decoder, lambda row: row.id))
            self._run(_SET_KIND, (kind_of(rows),))
        self._base.set_cursor(ref)

    def _write(self, found: Sorted[FinderRow]) -> None:
        ids = [row.id for _, _, row, _ in found.rows] + [key for key, _ in found.gone]
        before = self._names(ids)
        if found.gone:
            self._run("DELETE FROM finder WHERE id = ? AND rev <= ?", found.gone)
        if found.rows:
            self._run(_PUT, [_values(rev, row) for _, rev, row, _ in found.rows])
        after = self._names(ids)
        stale = [(n,) for key, (n, name) in before.items() if after.get(key) != (n, name)]
        fresh = [(n, index_text((name,))) for key, (n, name) in after.items() if before.get(key) != (n, name)]
        if stale:
            self._run(_UNINDEX, stale)
        if fresh:
            self._run(_INDEX, fresh)

    def _names(self, ids: list[str]) -> dict[str, tuple[int, str]]:
        rows = self._run(_NUMBERS, (msgspec.json.encode(ids).decode(),))
        return {row.id: (row.n, row.name) for row in rows}

    def _rows(self, sql: str, values: tuple[str | int, ...]) -> Iterator[FinderRow]:
        with self._run(sql, values) as rows:
            for customer, name, phone, email, card, home in rows:
                yield FinderRow(customer, name, phone[::-1], email, card, home)


def _values(rev: int, row: FinderRow) -> tuple[str | int, ...]:
    phone = phone_key(row.phone6)[:_PHONE_DIGITS]
    return (row.id, rev, row.name, phone, row.email_key, row.card_key, row.home)
