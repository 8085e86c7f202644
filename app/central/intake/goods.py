"""A platform's articles as rows of our catalogue, prices and stock; what has not changed writes no row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Raw, json, structs

from app.central.connectors.port_inward import PlatformArticle
from app.central.intake.pictures import want_picture
from app.contract.rows import ArticleRow, PriceRow, StockRow, StoreConfig
from app.domain.errors import Code
from app.domain.values import CENTRAL, StoreId
from app.node.documents import Attention, find_attention, put_attention
from app.node.ports import NewRow, NodeTx

UNRANKED = 1_000_000
"""The rank of an article nobody ranked: behind all that somebody did."""
CODELESS = "codeless"
_ITEM = "articles_without_code"
T = TypeVar("T", ArticleRow, PriceRow, StockRow)
_article = json.Decoder(ArticleRow)
_price = json.Decoder(PriceRow)
_stock = json.Decoder(StockRow)


def article_row(told: PlatformArticle, before: ArticleRow | None) -> ArticleRow:
    """The catalogue's row; rank, picture and what may not come back or be sold to children stay as they are."""
    now = ArticleRow(
        sku=told.sku,
        gtin=told.gtin,
        model=told.model,
        name=told.name,
        brand=told.brand,
        category=told.category,
        colour=told.colour,
        size=told.size,
        rank=UNRANKED,
        active=told.is_active,
    )
    if before is None:
        return now
    return structs.replace(
        now,
        rank=before.rank,
        image=before.image,
        is_final_sale=before.is_final_sale,
        min_age=before.min_age,
    )


def price_row(told: PlatformArticle, before: PriceRow | None) -> PriceRow:
    """The price list's row. A shop price that somebody set apart from the site's stays; else they are one. So does
    a full price above it, at a platform that tells none: what is asked there today says nothing about it."""
    full = max(told.list_price, told.price)
    if before is None:
        return PriceRow(sku=told.sku, list=full, shop=told.price, site=told.price, currency=told.currency)
    if not told.list_price and before.list > before.site:
        full = max(before.list, told.price)
    shop = before.shop if before.shop != before.site else told.price
    return structs.replace(before, shop=shop, site=told.price, list=full)


def stock_rows(
    told: PlatformArticle, stores: Mapping[str, StoreId], before: Mapping[StoreId, StockRow | None]
) -> dict[StoreId, StockRow]:
    """The stock by store, with what the other stores could give; none where the platform tells no places.

    Several places of one store count as one; where a piece lies is ours to know.
    """
    if not told.stock:
        return {}
    on_hand = dict.fromkeys(before, 0)
    reserved = dict.fromkeys(before, 0)
    for level in told.stock:
        store = stores.get(level.location)
        if store is not None:
            on_hand[store] += level.on_hand
            reserved[store] += level.reserved
    free = {store: on_hand[store] - reserved[store] for store in before}
    return {
        store: structs.replace(
            row or StockRow(told.sku, 0),
            on_hand=on_hand[store],
            reserved=reserved[store],
            near={str(other): pieces for other, pieces in free.items() if other != store and pieces > 0},
        )
        for store, row in before.items()
    }


def catalogues_of(configs: Iterable[StoreConfig]) -> list[str]:
    """The feeds of articles these stores follow."""
    return sorted({f"catalog:{config.market}" for config in configs})


class GoodsIntake:
    """Owns nothing: takes articles in for the stores of one chain, within the transaction it is given."""

    def __init__(self, stores: Mapping[str, StoreId], configs: Sequence[StoreConfig]) -> None:
        self._stores = stores
        self._shops = [StoreId(config.store) for config in configs]
        self._catalogues = catalogues_of(configs)
        self._pricelists = sorted({f"price:{config.pricelist}" for config in configs})

    def take(
        self, tx: NodeTx, told: Iterable[PlatformArticle], now_at: datetime, *, is_first: bool = False
    ) -> int:
        """Take articles in; how many rows were written. `is_first`: nobody follows these feeds yet."""
        rows: dict[str, list[NewRow]] = {}
        for article in told:
            if article.sku:
                self._rows(tx, article, rows)
                want_picture(tx, article)
            _note_code(tx, article, now_at)
        for feed, changed in sorted(rows.items()):
            (tx.load if is_first else tx.append)(feed, changed)
        return sum(map(len, rows.values()))

    def _rows(self, tx: NodeTx, told: PlatformArticle, rows: dict[str, list[NewRow]]) -> None:
        for feed in self._catalogues:
            known = _row(tx, feed, "article", told.sku, _article)
            _changed(rows, feed, "article", known, article_row(told, known))
        for feed in self._pricelists:
            price = _row(tx, feed, "price", told.sku, _price)
            _changed(rows, feed, "price", price, price_row(told, price))
        before = {shop: _row(tx, f"stock:{shop}", "stock", told.sku, _stock) for shop in self._shops}
        for shop, stock in stock_rows(told, self._stores, before).items():
            _changed(rows, f"stock:{shop}", "stock", before[shop], stock)


def _row(tx: NodeTx, feed: str, kind: str, sku: str, decoder: json.Decoder[T]) -> T | None:
    row = tx.row(feed, kind, sku)
    return decoder.decode(row.d) if row is not None and isinstance(row.d, Raw) else None


def _changed(rows: dict[str, list[NewRow]], feed: str, kind: str, before: T | None, now: T) -> None:
    if now != before:
        rows.setdefault(feed, []).append(NewRow(kind, now.sku, json.encode(now)))


def _note_code(tx: NodeTx, told: PlatformArticle, now_at: datetime) -> None:
    """An article nobody can name is reported, once for all of them; with the last one the report is settled."""
    is_known = tx.get(CODELESS, told.ref) is not None
    if bool(told.sku) is not is_known:
        return
    if is_known:
        tx.drop(CODELESS, told.ref)
    else:
        tx.put(CODELESS, told.ref, json.encode(told.name))
    left = tx.scan(CODELESS, "", 1_000)
    item = find_attention(tx, _ITEM)
    if left:
        details: dict[str, str | int | bool] = {"count": len(left), "article": json.decode(left[-1][1], type=str)}
        put_attention(tx, Attention(_ITEM, Code.ARTICLE_WITHOUT_CODE, "", CODELESS, now_at, details))
    elif item is not None:
        settled = Attention(item.id, item.code, "", CODELESS, item.at, item.details, now_at, CENTRAL)
        put_attention(tx, settled)
