"""Which orders the demo needs: one plan per order, saying who bought what where and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.contract.rows import ArticleRow
from app.demo.articles import Assortment
from app.demo.chain_dice import Dice
from app.demo.chain_stores import BOLOGNA, MILANO, SHOPS, TORINO, WAREHOUSE
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
# Name, colour and size of an article one customer bought: its barcode alone leads to the order line.
ONLY_SOLD_ONCE = ("Maglia Corsa", "RO", "S")


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """An order to be made. `containers` is how many bags or parcels it is packed into."""

    stage: Stage
    store: StoreId
    customer: Customer
    basket: Basket
    channel: str = "site"
    containers: int = 1
    delegate: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What baskets are filled from: `popular` first to last, without what only one customer may have bought."""

    assortment: Assortment
    popular: tuple[ArticleRow, ...]
    three_for_two: tuple[ArticleRow, ...]
    final_sale: tuple[ArticleRow, ...]
    age_checked: tuple[ArticleRow, ...]


def build_plans(seed: int, shelf: Shelf, customers: Sequence[Customer]) -> tuple[OrderPlan, ...]:
    """The named cases first, then every stage in every shop, then what was delivered home."""
    dice = Dice(seed, "plans")
    plans = list(_named(shelf, {c.display_name: c for c in customers}))
    by_home = {store: [c for c in customers if c.home_store == store] for store in SHOPS}
    for store in SHOPS:
        for stage, count in PER_SHOP.items():
            plans += [_drawn(dice, stage, store, by_home[store], shelf) for _ in range(count)]
    for _ in range(DELIVERED_HOME):
        home = dice.pick(SHOPS)
        plan = _drawn(dice, Stage.DELIVERED, WAREHOUSE, by_home[home], shelf)
        plans.append(replace(plan, channel=dice.pick(("site", "app", "marketplace"))))
    return tuple(plans)


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


def _named(shelf: Shelf, who: Mapping[str, Customer]) -> Sequence[OrderPlan]:
    """The orders that examples and tour call by name; see `chain_cases`."""

    def basket(*wanted: tuple[str, str, str, int]) -> Basket:
        return tuple((Sku(shelf.assortment.sku(name, colour, size)), n) for name, colour, size, n in wanted)

    shirt = ("Maglia Corsa", "NE", "M")
    shoe = ("Scarpa Aurora 3", "BN", "42")
    bottle = ("Borraccia termica 0,7 l", "VE", "unica")
    sock = ("Calza trail Passo", "GR", "39-42")
    other_sock = ("Calza trail Passo", "NE", "39-42")
    ready, milano = Stage.READY, MILANO
    giulia, elena, carlo = who["Giulia Bianchi"], who["Elena Marchetti"], who["Carlo D'Amico"]
    hero = basket((*shirt, 1), (*shoe, 1), (*bottle, 2))
    return (
        OrderPlan(ready, milano, giulia, hero, containers=3, case="hand_over"),
        OrderPlan(ready, milano, who["Giulia Bianco"], basket((*shoe, 1)), case="look_alike"),
        OrderPlan(ready, milano, elena, basket((*shirt, 2), (*sock, 1)), "app", 2, case="cart_and_order"),
        OrderPlan(ready, milano, who["Elena Marchesi"], basket((*bottle, 1)), case="look_alike_cart"),
        OrderPlan(ready, milano, carlo, basket((*shirt, 1), (*bottle, 1)), "app", case="offline"),
        OrderPlan(Stage.COLLECTED, milano, giulia, basket((*ONLY_SOLD_ONCE, 1), (*bottle, 1)), case="returnable"),
        OrderPlan(
            Stage.COLLECTED,
            milano,
            carlo,
            basket((*shirt, 1), (*sock, 1), (*shoe, 1), (*other_sock, 1)),
            case="promo",
        ),
        OrderPlan(ready, BOLOGNA, who["Marco Ferrari"], basket((*shoe, 1)), case="other_store"),
        OrderPlan(ready, BOLOGNA, who["Marco Ferraris"], basket((*sock, 3)), case="look_alike_bo"),
        OrderPlan(ready, TORINO, who["Anna Rossi"], basket((*shirt, 1)), case="look_alike_to"),
        OrderPlan(ready, TORINO, who["Anna Russo"], basket((*shirt, 1)), case="look_alike_to_2"),
        OrderPlan(Stage.CANCELLED, milano, who["Nicolò De Luca"], basket((*shoe, 1)), case="cancelled"),
        OrderPlan(Stage.JUST_COLLECTED, milano, who["Nicolò De Luca"], basket((*sock, 2)), case="collected"),
        OrderPlan(
            ready,
            milano,
            who["Maria Grazia Rossi Bernardi"],
            basket((*shirt, 1)),
            delegate="Paolo R.",
            case="delegate",
        ),
        OrderPlan(
            ready,
            milano,
            who["Nicolò De Luca"],
            basket(("Coltello da campo Larice", _first_colour(shelf, "Coltello da campo Larice"), "unica", 1)),
            case="age_check",
        ),
    )


def _first_colour(shelf: Shelf, name: str) -> str:
    return next(model.colours[0][0] for model in shelf.assortment.models if model.name == name)
