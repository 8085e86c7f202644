"""Invented rows of the catalogue's feeds."""

from collections.abc import Sequence

import msgspec
from msgspec import Raw, Struct

from app.contract.feeds import SCHEMA, FeedRow, Page, PageHead
from app.contract.rows import ArticleRow, FinderRow, PriceRow, StockRow


def article(sku: str, name: str, *, rank: int = 1, gtin: str = "", active: bool = True) -> ArticleRow:
    return ArticleRow(
        sku=sku,
        gtin=gtin,
        model=sku.partition("-")[0],
        name=name,
        brand="Vetta",
        category="Varie",
        colour="Rosso",
        size="42",
        rank=rank,
        active=active,
    )


def customer(customer_id: str, name: str, phone6: str = "", email_key: str = "", card_key: str = "") -> FinderRow:
    return FinderRow(customer_id, name, phone6, email_key, card_key)


def present(rev: int, row: ArticleRow | PriceRow | StockRow | FinderRow) -> FeedRow:
    key = row.id if isinstance(row, FinderRow) else row.sku
    return FeedRow(t=kind(row), id=key, rev=rev, d=Raw(msgspec.json.encode(row)))


def kind(row: Struct) -> str:
    return type(row).__name__.removesuffix("Row").lower()


def gone(rev: int, key: str) -> FeedRow:
    return FeedRow(t="article", id=key, rev=rev, x=1)


def page(feed: str, start: int, rows: Sequence[FeedRow], history: str = "h1") -> Page:
    head = PageHead(feed=feed, id=history, schema=SCHEMA, from_rev=start)
    return Page(head=head, rows=list(rows), to=start + len(rows), more=False)
