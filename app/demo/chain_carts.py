"""Open online carts: lines whose price differs from the shop's, and lines the shop does not have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.contract.rows import StockRow
from app.demo.articles import Assortment, variant_words
from app.demo.chain_dice import Dice, uuid7_of
from app.demo.chain_stores import MILANO
from app.demo.orders_lines import Catalogue
from app.domain.carts import Cart, CartLine
from app.domain.customers import Customer
from app.domain.values import CartId, Sku, StoreId

CART_CUSTOMER = "Elena Marchetti"
# The cart of the example: name, colour, size, quantity in the cart, free pieces in Milano.
EXAMPLE = (
    ("Scarpa Aurora 3", "CO", "39", 1, 3),
    ("Giacca guscio Levante", "BN", "M", 1, 2),
    ("Borraccia Marea 0,5 l", "RU", "unica", 2, 1),
    ("Berretto Onda", "IN", "unica", 1, 0),
)
# What the other examples buy or look at is there.
STOCKED = (
    ("Maglia Corsa", "NE", "M", 6),
    ("Scarpa Aurora 3", "BN", "42", 3),
    ("Borraccia termica 0,7 l", "VE", "unica", 5),
    ("Calza trail Passo", "GR", "39-42", 8),
)


@dataclass(frozen=True, slots=True)
class Market:
    """What carts are filled from: articles and prices, what differs, the stock of each shop by SKU."""

    catalogue: Catalogue
    differing: Sequence[str]
    stock: Mapping[StoreId, Mapping[str, StockRow]]


def planted_stock(assortment: Assortment) -> dict[tuple[StoreId, str], int]:
    """Free pieces in Milano that the examples rely on."""
    free = {(MILANO, assortment.sku(name, colour, size)): n for name, colour, size, _, n in EXAMPLE}
    free |= {(MILANO, assortment.sku(name, colour, size)): n for name, colour, size, n in STOCKED}
    return free


def build_carts(
    seed: int, now_at: datetime, assortment: Assortment, customers: Sequence[Customer], market: Market
) -> tuple[Cart, ...]:
    """The example's cart, then one for about every fourth customer: each has a line of another price, every
    third also one that their home shop does not have."""
    dice = Dice(seed, "carts")
    carts: list[Cart] = []
    for customer in customers:
        if customer.display_name == CART_CUSTOMER:
            wanted = [(assortment.sku(name, colour, size), n) for name, colour, size, n, _ in EXAMPLE]
        elif dice.chance(25):
            wanted = list(_wanted(dice, customer, market, needs_missing=len(carts) % 3 == 0))
        else:
            continue
        carts.append(
            _cart(dice, now_at, customer, wanted=wanted, catalogue=market.catalogue, number=len(carts) + 1)
        )
    return tuple(carts)


def _wanted(dice: Dice, customer: Customer, market: Market, *, needs_missing: bool) -> Iterator[tuple[str, int]]:
    skus = [dice.pick(market.differing)]
    everything = list(market.catalogue.articles)
    if needs_missing:
        stock = market.stock[customer.home_store]
        skus.append(next(sku for sku in dice.some(everything, 200) if stock[sku].on_hand <= stock[sku].reserved))
    skus += dice.some(everything, dice.below(4))
    for sku in dict.fromkeys(skus):
        yield sku, dice.pick((1, 1, 1, 2))


def _cart(
    dice: Dice,
    now_at: datetime,
    customer: Customer,
    *,
    wanted: Sequence[tuple[str, int]],
    catalogue: Catalogue,
    number: int,
) -> Cart:
    is_example = customer.display_name == CART_CUSTOMER
    updated_at = dice.ago(now_at, 120, 3_000) if is_example else dice.ago(now_at, 300, 20 * 86_400)
    lines = [
        CartLine(
            id=uuid7_of(updated_at, dice),
            sku=Sku(sku),
            gtin=catalogue.articles[sku].gtin,
            name=catalogue.articles[sku].name,
            variant=variant_words(catalogue.articles[sku]),
            quantity=quantity,
            unit_price=catalogue.prices[sku].site,
            rev=1,
        )
        for sku, quantity in wanted
    ]
    return Cart(
        id=CartId(uuid7_of(updated_at, dice)),
        customer=customer.id,
        channel=dice.pick(("site", "app")),
        lines=tuple(lines),
        updated_at=updated_at,
        rev=len(lines),
        platform_ref=f"cart-{300 + number}",
    )
