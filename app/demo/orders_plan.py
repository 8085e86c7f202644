"""Which orders fill the demo: one plan per order, saying who bought what where and how far it has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.contract.rows import ArticleRow
from app.demo.articles import Assortment
from app.demo.chain_dice import Dice
from app.demo.chain_stores import SHOPS, WAREHOUSE
from app.domain.customers import Customer
from app.domain.values import Sku, StoreId

Basket = tuple[tuple[Sku, int], ...]


class Stage(StrEnum):
    """How far an order has come when the demo begins; a plan's word, never a field of an order."""

    RESERVED = "reserved"
    PICKING = "picking"
    SHORT = "short"
    PACKED = "packed"
    STAGED = "staged"
    READY = "ready"
    EXPIRED = "expired"
    PARTIAL = "partial"
    JUST_COLLECTED = "just_collected"
    COLLECTED = "collected"
    LONG_COLLECTED = "long_collected"
    RETURNED = "returned"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    CANCEL_REQUESTED = "cancel_requested"


PER_SHOP: Mapping[Stage, int] = {
    Stage.RESERVED: 8,
    Stage.PICKING: 6,
    Stage.SHORT: 3,
    Stage.PACKED: 4,
    Stage.STAGED: 3,
    Stage.READY: 20,
    Stage.EXPIRED: 4,
    Stage.PARTIAL: 3,
    Stage.JUST_COLLECTED: 2,
    Stage.COLLECTED: 26,
    Stage.LONG_COLLECTED: 9,
    Stage.RETURNED: 4,
    Stage.CANCELLED: 5,
    Stage.CANCEL_REQUESTED: 3,
}
DELIVERED_HOME = 54


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """An order to be made. `containers` is how many bags or parcels it is packed into; what is not paid is to be
    paid in the shop."""

    stage: Stage
    store: StoreId
    customer: Customer
    basket: Basket
    channel: str = "site"
    containers: int = 1
    delegate: str = ""
    is_paid: bool = True
    case: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What baskets are filled from: `popular` first to last, without what only one customer may have bought."""

    assortment: Assortment
    popular: tuple[ArticleRow, ...]
    three_for_two: tuple[ArticleRow, ...]
    final_sale: tuple[ArticleRow, ...]
    age_checked: tuple[ArticleRow, ...]


def drawn_plans(seed: int, shelf: Shelf, customers: Sequence[Customer]) -> Iterator[OrderPlan]:
    """Every stage in every shop, then what was delivered home."""
    dice = Dice(seed, "plans")
    by_home = {store: [c for c in customers if c.home_store == store] for store in SHOPS}
    for store in SHOPS:
        for stage, count in PER_SHOP.items():
            yield from (_drawn(dice, stage, store, by_home[store], shelf) for _ in range(count))
    for _ in range(DELIVERED_HOME):
        home = dice.pick(SHOPS)
        plan = _drawn(dice, Stage.DELIVERED, WAREHOUSE, by_home[home], shelf)
        yield replace(plan, channel=dice.pick(("site", "app", "marketplace")))


def _drawn(dice: Dice, stage: Stage, store: StoreId, customers: Sequence[Customer], shelf: Shelf) -> OrderPlan:
    # The first people of the file have parts of their own; the lot falls on the others.
    customer = customers[10 + dice.below(len(customers) - 10)]
    basket = _basket(dice, shelf)
    pieces = sum(quantity for _, quantity in basket)
    containers = 2 if stage is Stage.PARTIAL else min(pieces, dice.pick((1, 1, 1, 2, 2, 3)))
    if stage in (Stage.PARTIAL, Stage.SHORT) and pieces < 2:
        basket = (*basket, _other(dice, shelf, basket))
    return OrderPlan(
        stage=stage,
        store=store,
        customer=customer,
        basket=basket,
        channel=dice.pick(("site", "site", "site", "app", "app", "call_centre", "marketplace")),
        containers=containers,
        delegate=dice.pick(("Paolo", "Marta", "Luisa", "Pietro")) if dice.chance(6) else "",
    )


def _other(dice: Dice, shelf: Shelf, basket: Basket) -> tuple[Sku, int]:
    taken = {sku for sku, _ in basket}
    free = [article for article in shelf.popular[:400] if article.sku not in taken]
    return Sku(dice.pick(free).sku), 1


def _basket(dice: Dice, shelf: Shelf) -> Basket:
    case = dice.below(100)
    if case < 14:
        article = dice.pick(shelf.three_for_two)
        return ((Sku(article.sku), 3),)
    if case < 20:
        chosen = dice.some(shelf.three_for_two, 3)
        return tuple((Sku(article.sku), 1) for article in chosen)
    articles = shelf.popular
    # Popular articles sell more: half of the lines come from the first eighth of the ranks.
    pool = [articles[dice.below(len(articles) // (8 if dice.chance(50) else 1))] for _ in range(4)]
    if case < 30:
        pool[0] = dice.pick(shelf.final_sale)
    elif case < 33:
        pool[0] = dice.pick(shelf.age_checked)
    unique = {Sku(article.sku): article for article in pool[: dice.pick((1, 1, 2, 2, 3, 4))]}
    return tuple((sku, 2 if dice.chance(15) else 1) for sku in unique)
