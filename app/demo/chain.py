"""The sample chain Corsaviva, made from a seed and a moment: the same two always give the same chain."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from app.contract.rows import PriceRow, StoreConfig
from app.demo.articles import Assortment, build_assortment
from app.demo.articles_prices import THREE_FOR_TWO, build_prices
from app.demo.chain_carts import Market, build_carts, planted_stock
from app.demo.chain_cases import DemoCases, demo_cases
from app.demo.chain_model import DemoChain
from app.demo.chain_stock import build_stock
from app.demo.chain_stores import build_places, build_staff, build_stores
from app.demo.orders import build_orders
from app.demo.orders_lines import Catalogue
from app.demo.orders_named import ONLY_SOLD_ONCE, named_plans
from app.demo.orders_plan import Shelf, drawn_plans
from app.demo.people import build_customers
from app.demo.people_history import with_history
from app.domain.eligibility import returnable_lines
from app.domain.orders import Order
from app.domain.returns import ReturnableLine

__all__ = ["DemoCases", "DemoChain", "build_chain", "demo_cases"]


def build_chain(seed: int, now_at: datetime) -> DemoChain:
    """The whole chain as of `now_at` (aware UTC, cut to the second); ValueError for a time without zone."""
    if now_at.utcoffset() is None:
        raise ValueError("now_at must be aware")
    now_at = now_at.replace(microsecond=0)
    stores = build_stores()
    assortment = build_assortment(seed)
    prices = build_prices(seed, assortment)
    catalogue = Catalogue(assortment.by_sku, {price.sku: price for price in prices})
    people = build_customers(seed, now_at)
    shelf = _shelf(assortment, prices)
    plans = (*named_plans(assortment, people), *drawn_plans(seed, shelf, people))
    orders = build_orders(seed, now_at, plans, catalogue)
    stock = build_stock(seed, now_at, assortment.articles, orders.orders, planted_stock(assortment))
    market = Market(
        catalogue=catalogue,
        differing=[price.sku for price in prices if price.site != price.shop],
        stock={store: {row.sku: row for row in rows} for store, rows in stock.items()},
    )
    return DemoChain(
        seed=seed,
        now_at=now_at,
        stores=stores,
        places=build_places(),
        staff=build_staff(),
        articles=assortment.articles,
        prices=prices,
        stock=stock,
        customers=with_history(seed, now_at, people, orders.orders, assortment.articles),
        carts=build_carts(seed, now_at, assortment, people, market),
        orders=orders.orders,
        returns=orders.returns,
        returnables=_returnables(orders.orders, stores[0], now_at),
        typed_codes=orders.typed_codes,
        cases=orders.cases,
    )


def _shelf(assortment: Assortment, prices: tuple[PriceRow, ...]) -> Shelf:
    once = assortment.sku(*ONLY_SOLD_ONCE)
    popular = tuple(article for article in assortment.articles if article.sku != once)
    promoted = {price.sku for price in prices if price.promo == THREE_FOR_TWO}
    return Shelf(
        assortment=assortment,
        popular=popular,
        three_for_two=tuple(article for article in popular if article.sku in promoted),
        final_sale=tuple(article for article in popular if article.is_final_sale),
        age_checked=tuple(article for article in popular if article.min_age),
    )


def _returnables(orders: Iterable[Order], store: StoreConfig, now_at: datetime) -> tuple[ReturnableLine, ...]:
    """What may still come back by the chain's windows, which are the same in every shop."""
    zone = ZoneInfo(store.timezone)
    days = store.withdrawal_days, store.policy_days
    rows = (row for order in orders for row in returnable_lines(order, *days, zone=zone))
    return tuple(row for row in rows if row.returnable_until >= now_at)
