"""What the jobs of a person look up at a terminal: articles with price and stock, customers, feeds of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.contract.feeds import FeedRef, FeedRow, Page
from app.contract.rows import ArticleRow, FinderRow, PriceRow, StockRow

MAX_HITS = 50


class Superseded(Exception):
    """A newer search was asked for; nobody waits for this one any more."""


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article with what this shop asks for it and has of it; None: that feed says nothing of it."""

    article: ArticleRow
    price: PriceRow | None
    stock: StockRow | None


class CatalogReads(Protocol):
    """`catalog.db` in a reading transaction, on its reader's thread. At most MAX_HITS of anything."""

    def by_sku(self, sku: str) -> ArticleHit | None:
        """The article."""

    def by_gtin(self, gtin: str) -> Sequence[ArticleHit]:
        """Articles with that GTIN, given with 8 to 14 digits; usually one."""

    def of_model(self, model: str) -> Sequence[ArticleHit]:
        """The variants of a model that are sold, by popularity."""

    def search(self, typed: str, limit: int) -> Sequence[ArticleHit]:
        """Articles by words, the last of which may be unfinished, or by GTIN or SKU; most popular first.

        Never runs longer than the search limit of `decisions` (200 ms): then what was found by then.
        """

    def cursor(self, feed: str) -> FeedRef:
        """Where the file stands in a feed; rev 0 when it never read it."""

    def rows(self, feed: str, after: str, limit: int) -> list[tuple[str, str, int]]:
        """(kind, key, rev) of a feed's rows with key > `after`, by key: for the digest."""


class FinderReads(Protocol):
    """The chain's customers as a terminal may find them, in a reading transaction of `store.db`.

    At most MAX_HITS of anything. The caller has seen to it that enough was typed (3 characters).
    """

    def by_id(self, customer: str) -> FinderRow | None:
        """The customer."""

    def by_name(self, typed: str, limit: int) -> Sequence[FinderRow]:
        """Customers whose name has every word typed, the last of which may be unfinished."""

    def by_phone(self, typed: str, limit: int) -> Sequence[FinderRow]:
        """Customers whose number ends with the digits typed; the last six count."""

    def by_email(self, key: str) -> Sequence[FinderRow]:
        """Customers by the keyed hash of an e-mail address."""

    def by_card(self, key: str) -> Sequence[FinderRow]:
        """Customers by the keyed hash of a card number."""


class FeedSink(Protocol):
    """Feeds kept in rows of their own (catalogue, prices, stock, finder); on the writer's thread of their file."""

    def cursor(self, feed: str) -> FeedRef:
        """Where the file stands."""

    def apply(self, page: Page) -> bool:
        """Take a page in with its cursor, durably together; False when it does not follow the cursor."""

    def replace(self, ref: FeedRef, slices: Iterable[Sequence[FeedRow]]) -> None:
        """Replace all rows of a feed by a snapshot cut at `ref`; readers see the old rows until the end."""
