"""Articles into `catalog.db`: numbered so that the index's order is popularity, indexed only when words change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec
import sqlalchemy as sa

from app.contract.feeds import FeedRow
from app.contract.rows import ArticleRow
from app.store.feed_rows import Sorted, sort_rows
from app.store.words import index_text

_decoder = msgspec.json.Decoder(ArticleRow)
# Numbers of a rank lie close together, because the index stores the distance between them: sixteen places for
# each rank, and the end of the order for those who find theirs taken.
_PLACES = 16
_END = 1 << 40
_MAX_RANK = (1 << 30) - 1

_KNOWN = """
SELECT sku, n, rev, rank, gtin, model, words FROM article WHERE sku IN (SELECT value FROM json_each(?))
"""
_LAST_IN_RANKS = """
SELECT r.value, (SELECT max(n) FROM article WHERE n >= r.value * 16 AND n < (r.value + 1) * 16)
FROM json_each(?) AS r
"""
_LAST = "SELECT max(n) FROM article WHERE n >= ?"
_INSERT = "INSERT INTO article (n, sku, rev, rank, gtin, model, words, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_UPDATE = "UPDATE article SET rev = ?, words = ?, body = ? WHERE n = ?"
# Apart, because a column that is named has its index written again, changed or not.
_RECODE = "UPDATE article SET gtin = ?, model = ? WHERE n = ?"
_DELETE = "DELETE FROM article WHERE n = ?"
_INDEXES = ("article_words", "article_parts")
_INDEX = tuple(f"INSERT INTO {name} (rowid, text) VALUES (?, ?)" for name in _INDEXES)  # noqa: S608  # constants
_UNINDEX = tuple(f"DELETE FROM {name} WHERE rowid = ?" for name in _INDEXES)  # noqa: S608  # constants
_BUILD = tuple(
    f"INSERT INTO {name} (rowid, text) SELECT n, words FROM article WHERE words <> '' ORDER BY n"  # noqa: S608
    for name in _INDEXES
)


@dataclass(frozen=True, slots=True)
class _Known:
    n: int
    rev: int
    rank: int
    gtin: str
    model: str
    words: str


@dataclass(slots=True)
class _Plan:
    """What a page changes, as parameters of a few statements."""

    inserts: list[tuple[int, str, int, int, str, str, str, bytes]] = field(default_factory=list)
    updates: list[tuple[int, str, bytes, int]] = field(default_factory=list)
    recodes: list[tuple[str, str, int]] = field(default_factory=list)
    deletes: list[tuple[int]] = field(default_factory=list)
    index: list[tuple[int, str]] = field(default_factory=list)
    unindex: list[tuple[int]] = field(default_factory=list)


class ArticleRows:
    """Articles as one transaction of `catalog.db` sees them.

    `is_building`: the file was empty before it, and the index is built at the end.
    """

    def __init__(self, connection: sa.Connection, *, is_building: bool = False) -> None:
        self._run = connection.exec_driver_sql
        self._is_building = is_building
        self._next_n: dict[int, int] = {}
        self._end: int | None = None

    def take(self, rows: Iterable[FeedRow]) -> None:
        """Write rows; one that is here under a higher rev stays. BadPage."""
        found = sort_rows(rows, _decoder, lambda article: article.sku)
        known = self._known(found)
        self._number_ranks({_rank(article) for _, _, article, _ in found.rows})
        plan = _Plan()
        for sku, rev in found.gone:
            _plan_delete(plan, known.get(sku), rev)
        for _, rev, article, body in found.rows:
            self._plan_write(plan, known.get(article.sku), rev, article, body)
        self._carry_out(plan)

    def clear(self) -> None:
        """Delete every article."""
        for table in ("article", *_INDEXES):
            self._run(f"DELETE FROM {table}")  # noqa: S608  # constants

    def build_index(self) -> None:
        """Index everything at once, after rows were taken with `is_building`."""
        for statement in _BUILD:
            self._run(statement)

    def _known(self, found: Sorted[ArticleRow]) -> dict[str, _Known]:
        skus = [article.sku for _, _, article, _ in found.rows] + [sku for sku, _ in found.gone]
        rows = self._run(_KNOWN, (msgspec.json.encode(skus).decode(),))
        return {sku: _Known(*others) for sku, *others in rows}

    def _plan_write(self, plan: _Plan, known: _Known | None, rev: int, article: ArticleRow, body: bytes) -> None:
        if known is not None and known.rev >= rev:
            return
        words = _words(article) if article.active else ""
        rank = _rank(article)
        if known is not None and known.rank == rank:
            n = known.n
            plan.updates.append((rev, words, body, n))
            if (known.gtin, known.model) != (article.gtin, article.model):
                plan.recodes.append((article.gtin, article.model, n))
            if known.words == words:
                return
            plan.unindex.append((n,))
        else:
            _plan_delete(plan, known, rev)
            n = self._number(rank)
            plan.inserts.append((n, article.sku, rev, rank, article.gtin, article.model, words, body))
        if words:
            plan.index.append((n, words))

    def _number_ranks(self, ranks: set[int]) -> None:
        """Find the first free number of each rank."""
        new = [rank for rank in ranks if rank not in self._next_n]
        if self._is_building:
            self._next_n.update((rank, rank * _PLACES) for rank in new)
            return
        for rank, last in self._run(_LAST_IN_RANKS, (msgspec.json.encode(new).decode(),)):
            self._next_n[rank] = rank * _PLACES if last is None else last + 1

    def _number(self, rank: int) -> int:
        n = self._next_n[rank]
        if n < (rank + 1) * _PLACES:
            self._next_n[rank] = n + 1
            return n
        if self._end is None:
            last = self._run(_LAST, (_END,)).scalar_one()
            self._end = _END if last is None else last + 1
        self._end += 1
        return self._end - 1

    def _carry_out(self, plan: _Plan) -> None:
        if not self._is_building:
            self._many(_UNINDEX, plan.unindex)
        self._many((_DELETE,), plan.deletes)
        self._many((_UPDATE,), plan.updates)
        self._many((_RECODE,), plan.recodes)
        self._many((_INSERT,), plan.inserts)
        if not self._is_building:
            self._many(_INDEX, plan.index)

    def _many(self, statements: tuple[str, ...], values: Sequence[tuple[str | int | bytes, ...]]) -> None:
        for statement in statements if values else ():
            self._run(statement, values)


def _rank(article: ArticleRow) -> int:
    return min(max(article.rank, 0), _MAX_RANK)


def _plan_delete(plan: _Plan, known: _Known | None, rev: int) -> None:
    if known is not None and known.rev <= rev:
        plan.deletes.append((known.n,))
        plan.unindex.append((known.n,))


@lru_cache(maxsize=4096)
def _model_text(name: str, brand: str, model: str, category: str) -> str:
    """What the variants of a model, which lie together in a catalogue, have in common."""
    return index_text((name, brand, model, category))


def _words(article: ArticleRow) -> str:
    compact = article.sku.replace("-", "").replace(".", "")
    codes = (article.sku, article.gtin) if compact == article.sku else (article.sku, compact, article.gtin)
    model = _model_text(article.name, article.brand, article.model, article.category)
    return index_text((article.colour, article.size), codes, model)
