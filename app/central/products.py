"""What central answers about articles: its own feeds, held in memory and followed row by row."""

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from app.contract.feeds import FeedRow, SnapshotDue
from app.contract.reads import ProductHit, ProductQuery
from app.contract.rows import ArticleRow, PriceRow, StockRow, StoreConfig
from app.domain.folding import fold, terms
from app.node.feeds import live_rows
from app.node.ports import NodeTx

T = TypeVar("T")
_PAGE = 5_000


class FeedCopy(Generic[T]):
    """Owns the rows of one feed by key; belongs to the database thread."""

    def __init__(self, feed: str, type_: type[T]) -> None:
        self.rows: dict[str, T] = {}
        self._feed = feed
        self._decode = msgspec.json.Decoder(type_).decode
        self._id, self._rev = "", 0

    def refresh(self, tx: NodeTx) -> bool:
        """Follow the feed; whether anything changed."""
        state = tx.feed(self._feed)
        if state is None or (state.id, state.rev) == (self._id, self._rev):
            return False
        try:
            if state.id != self._id:
                raise SnapshotDue
            while changes := tx.changes(self._feed, self._rev, _PAGE):
                self._take(changes)
                self._rev = changes[-1].rev
        except SnapshotDue:
            self.rows = {}
            self._take(live_rows(tx, self._feed))
        self._id, self._rev = state.id, state.rev
        return True

    def _take(self, rows: Iterator[FeedRow] | list[FeedRow]) -> None:
        for row in rows:
            if isinstance(row.d, msgspec.Raw):
                self.rows[row.id] = self._decode(row.d)
            elif row.x:
                self.rows.pop(row.id, None)


class Assortment:
    """Owns the articles of one market as its stores ask for them; belongs to the database thread.

    Words are looked for one article after the other: meant for terminals' questions about a single article, as
    they search their own catalogue.
    """

    def __init__(self, config: StoreConfig) -> None:
        self._articles = FeedCopy(f"catalog:{config.market}", ArticleRow)
        self._prices = FeedCopy(f"price:{config.pricelist}", PriceRow)
        self._stock = {store: FeedCopy(f"stock:{store}", StockRow) for store in config.stores or {config.store}}
        self._by_gtin: dict[str, str] = {}
        self._words: list[tuple[int, str, tuple[str, ...]]] = []

    def refresh(self, tx: NodeTx) -> None:
        """Follow the feeds."""
        self._prices.refresh(tx)
        for stock in self._stock.values():
            stock.refresh(tx)
        if self._articles.refresh(tx):
            sold = [row for row in self._articles.rows.values() if row.active]
            self._by_gtin = {row.gtin.zfill(14): row.sku for row in sold}
            self._words = sorted((row.rank, row.sku, _words_of(row)) for row in sold)

    def article(self, sku: str) -> ArticleRow | None:
        """The article, or None."""
        return self._articles.rows.get(sku)

    def price(self, sku: str) -> PriceRow | None:
        """What is asked for it, or None."""
        return self._prices.rows.get(sku)

    def find(self, query: ProductQuery) -> list[ProductHit]:
        """Articles that fit, most popular first, `limit` at most."""
        if query.sku or query.gtin:
            sku = query.sku or self._by_gtin.get(query.gtin.strip().zfill(14), "")
            found = [sku] if sku in self._articles.rows else []
        else:
            found = self._by_words(fold(query.q).split(), query.limit)
        return [self._hit(sku) for sku in found[: query.limit]]

    def _by_words(self, typed: list[str], limit: int) -> list[str]:
        found: list[str] = []
        for _, sku, words in self._words:
            if len(found) >= limit or not typed:
                break
            if all(any(word.startswith(part) for word in words) for part in typed):
                found.append(sku)
        return found

    def _hit(self, sku: str) -> ProductHit:
        article = self._articles.rows[sku]
        price = self._prices.rows.get(sku)
        stock = {s: row for s, copy in self._stock.items() if (row := copy.rows.get(sku)) is not None}
        return ProductHit(
            sku=sku,
            gtin=article.gtin,
            name=article.name,
            variant=variant_of(article),
            brand=article.brand,
            price=0 if price is None else price.shop,
            list_price=0 if price is None else price.list,
            currency="EUR" if price is None else price.currency,
            image=article.image,
            stock={store: max(0, row.on_hand - row.reserved) for store, row in stock.items()},
        )


def variant_of(article: ArticleRow) -> str:
    """`nero, 42`: colour and size as far as there are any."""
    return ", ".join(part for part in (article.colour, article.size) if part)


def _words_of(row: ArticleRow) -> tuple[str, ...]:
    return terms(f"{row.name} {row.brand} {row.colour} {row.size} {row.category} {row.sku}")
