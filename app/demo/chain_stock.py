"""Pieces per shop: what stands on the shelves always covers what open orders have reserved there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.contract.rows import ArticleRow, StockRow
from app.demo.chain_dice import Dice
from app.demo.chain_stores import AISLES, SHELVES_PER_AISLE, SHOPS
from app.domain.orders import Order
from app.domain.values import StoreId

DAY = 86_400


def reserved_pieces(orders: Iterable[Order]) -> Mapping[tuple[StoreId, str], int]:
    """Pieces still in a shop that belong to open orders, by (store, SKU)."""
    pieces: Counter[tuple[StoreId, str]] = Counter()
    for order in orders:
        for line in order.lines:
            progress = line.progress
            held = progress.reserved + progress.picking + progress.picked + progress.packed
            if held:
                pieces[order.store, line.sku] += held
    return pieces


def build_stock(
    seed: int,
    now_at: datetime,
    articles: tuple[ArticleRow, ...],
    orders: Iterable[Order],
    planted: Mapping[tuple[StoreId, str], int],
) -> dict[StoreId, tuple[StockRow, ...]]:
    """One row per shop and article, in the articles' order; `near` holds what the other shops could give.

    `planted` fixes the free pieces of (store, SKU) the examples rely on.
    """
    dice = Dice(seed, "stock")
    reserved = reserved_pieces(orders)
    rows: dict[StoreId, list[StockRow]] = {store: [] for store in SHOPS}
    for article in articles:
        free = {store: _free_pieces(dice, article) for store in SHOPS}
        free |= {store: planted[store, article.sku] for store in SHOPS if (store, article.sku) in planted}
        warehouse = 0 if article.is_final_sale else dice.pick((0, 4, 12, 30, 60))
        for store in SHOPS:
            held = reserved.get((store, article.sku), 0)
            near = {other: free[other] for other in SHOPS if other != store and free[other]}
            rows[store].append(
                _row(dice, now_at, article.sku, free=free[store], held=held, near=near, warehouse=warehouse)
            )
    return {store: tuple(rows[store]) for store in SHOPS}


def _free_pieces(dice: Dice, article: ArticleRow) -> int:
    """Popular articles are kept deeper; about one in seven is not there."""
    if dice.chance(14):
        return 0
    return dice.between(2, 9) if article.rank <= 300 else dice.between(1, 4)


def _row(
    dice: Dice, now_at: datetime, sku: str, *, free: int, held: int, near: dict[StoreId, int], warehouse: int
) -> StockRow:
    is_coming = free == 0 and warehouse > 0 and dice.chance(60)
    place = f"{dice.pick(AISLES)}{dice.between(1, SHELVES_PER_AISLE):02d}"
    return StockRow(
        sku=sku,
        on_hand=free + held,
        reserved=held,
        place=place,
        near={str(store): pieces for store, pieces in near.items()},
        warehouse=warehouse,
        incoming=dice.pick((2, 4, 6)) if is_coming else 0,
        incoming_on=(now_at + timedelta(days=dice.between(1, 6))).date().isoformat() if is_coming else "",
        counted_at=dice.ago(now_at, DAY // 4, 20 * DAY) if dice.chance(85) else None,
    )
