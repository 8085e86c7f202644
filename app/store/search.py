"""Articles found by code or by words, most popular first, within the time a person does not notice."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec
import sqlalchemy as sa

from app.contract.rows import ArticleRow, PriceRow, StockRow
from app.domain.folding import digits
from app.store.deadline import SEARCH_LIMIT_S, stop_after
from app.store.words import MIN_PART, has_parts, has_words, part_query, typed_words, word_query
from app.usecases.read_ports import MAX_HITS, ArticleHit

# Below this many hits by words the parts of words are searched too.
_ENOUGH = 7
# How many candidates of an index are looked at when its answer must be filtered.
_MAX_CANDIDATES = 5_000
_GTIN_LENGTHS = range(8, 15)

_HITS = """
SELECT a.n, a.body, p.body, s.body FROM article AS a
LEFT JOIN price AS p ON p.sku = a.sku LEFT JOIN stock AS s ON s.sku = a.sku
"""
_BY_SKU = _HITS + " WHERE a.sku = ? LIMIT 1"
_AMONG = "IN (SELECT value FROM json_each(?)) ORDER BY a.n LIMIT ?"
_BY_GTIN = f"{_HITS} WHERE a.gtin <> '' AND a.gtin {_AMONG}"
# Said again, because the index holds only rows of which it is true: without it every article is read.
_BY_MODEL = _HITS + " WHERE a.model <> '' AND a.model = ? AND a.words <> '' ORDER BY a.n LIMIT ?"
_BY_N = f"{_HITS} WHERE a.n {_AMONG}"
# Never by rank (seconds at a million rows): the index's own order is popularity.
_BY_WORDS = """
SELECT a.n, a.words FROM article_words AS f JOIN article AS a ON a.n = f.rowid
WHERE article_words MATCH ? ORDER BY f.rowid LIMIT ?
"""
_BY_PARTS = """
SELECT a.n, a.words FROM article_parts AS f JOIN article AS a ON a.n = f.rowid
WHERE article_parts MATCH ? ORDER BY f.rowid LIMIT ?
"""

_articles = msgspec.json.Decoder(ArticleRow)
_prices = msgspec.json.Decoder(PriceRow)
_stock = msgspec.json.Decoder(StockRow)


class _Fits(Protocol):
    def __call__(self, text: str, words: list[str]) -> bool: ...


class CatalogSearch:
    """Look-ups of `catalog.db` in one transaction, on the thread that opened it."""

    def __init__(self, connection: sa.Connection) -> None:
        self.run = connection.exec_driver_sql
        self._connection = connection

    def by_sku(self, sku: str) -> ArticleHit | None:
        """The article, active or not."""
        return next(self._hits(_BY_SKU, (sku,)), None)

    def by_gtin(self, gtin: str) -> Sequence[ArticleHit]:
        """Articles with that GTIN in whichever length it was stored."""
        bare = digits(gtin).lstrip("0")
        if not bare:
            return []
        forms = dict.fromkeys([bare, *(bare.zfill(length) for length in (8, 12, 13, 14))])
        return list(self._hits(_BY_GTIN, (_json(list(forms)), MAX_HITS)))

    def of_model(self, model: str) -> Sequence[ArticleHit]:
        """The active variants of a model."""
        return list(self._hits(_BY_MODEL, (model, MAX_HITS)))

    def search(self, typed: str, limit: int, limit_s: float = SEARCH_LIMIT_S) -> Sequence[ArticleHit]:
        """See CatalogReads; Interrupted when somebody stops it."""
        limit = min(limit, MAX_HITS)
        exact = self._exact(typed.strip())
        if exact:
            return exact[:limit]
        words = typed_words(typed)
        numbers: dict[int, None] = {}
        if words:
            with stop_after(self._connection, limit_s):
                self._collect(numbers, words, limit)
        return list(self._hits(_BY_N, (_json(list(numbers)), limit)))

    def _exact(self, typed: str) -> list[ArticleHit]:
        if typed.isdecimal() and typed.isascii() and len(typed) in _GTIN_LENGTHS:
            found = list(self.by_gtin(typed))
            if found:
                return found
        hit = self.by_sku(typed) if typed else None
        return [] if hit is None else [hit]

    def _collect(self, numbers: dict[int, None], words: list[str], limit: int) -> None:
        for n in self._candidates(_BY_WORDS, word_query(words), words, has_words):
            numbers[n] = None
            if len(numbers) >= limit:
                return
        parts = part_query(words)
        if len(numbers) >= _ENOUGH or len("".join(words)) < MIN_PART or not parts:
            return
        for n in self._candidates(_BY_PARTS, parts, words, has_parts):
            numbers[n] = None
            if len(numbers) >= limit:
                return

    def _candidates(self, sql: str, query: str, words: list[str], fits: _Fits) -> Iterator[int]:
        with self.run(sql, (query, _MAX_CANDIDATES)) as rows:
            for n, text in rows:
                if fits(text, words):
                    yield n

    def _hits(self, sql: str, values: tuple[str | int, ...]) -> Iterator[ArticleHit]:
        for _, article, price, stock in self.run(sql, values):
            yield ArticleHit(
                article=_articles.decode(article),
                price=None if price is None else _prices.decode(price),
                stock=None if stock is None else _stock.decode(stock),
            )


def _json(values: Sequence[str] | Sequence[int]) -> str:
    return msgspec.json.encode(values).decode()
