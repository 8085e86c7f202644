"""A customer's online cart held against the prices and the stock of the shop it is opened in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Code, Problem
from app.domain.values import CartId, CustomerId, LinePrice, LineQuantity, Sku

MAX_PIECES = 999
LOW_STOCK = 2


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line of an online cart; `unit_price` is the site's, minor units; `rev` fences changes of the line."""

    id: str
    sku: Sku
    gtin: str
    name: str
    variant: str
    quantity: int
    unit_price: int
    rev: int


@dataclass(frozen=True, slots=True)
class Cart:
    """An open online cart; central is its authority, `rev` counts its changes."""

    id: CartId
    customer: CustomerId
    channel: str
    lines: tuple[CartLine, ...]
    updated_at: datetime
    rev: int = 1
    currency: str = "EUR"
    platform_ref: str = ""


@dataclass(frozen=True, slots=True)
class ShopOffer:
    """An article as this shop has it: price per piece (minor units), promotion, pieces that can be promised.

    `place` is where it stands, `near` what other stores could give.
    """

    price: int
    available: int
    promo: str = ""
    place: str = ""
    near: Mapping[str, int] = field(default_factory=dict)


class PriceCheck(StrEnum):
    """The shop's price against the site's."""

    SAME = "same"
    CHEAPER_HERE = "cheaper_here"
    DEARER_HERE = "dearer_here"
    UNKNOWN = "unknown"


class StockCheck(StrEnum):
    """What is here against what the cart wants; LOW: enough, but hardly more; SHORT: some, not enough."""

    IN_STOCK = "in_stock"
    LOW = "low"
    SHORT = "short"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LineComparison:
    """A cart line beside the shop's offer (None: unknown here). `difference`: shop less site, per piece."""

    line: CartLine
    offer: ShopOffer | None
    price: PriceCheck
    stock: StockCheck
    difference: int = 0


@dataclass(frozen=True, slots=True)
class CartComparison:
    """A whole cart beside the shop; totals in minor units, the shop's without lines it does not know."""

    lines: tuple[LineComparison, ...]
    site_total: int
    shop_total: int


def check_price(site: int, shop: int) -> PriceCheck:
    """Same, cheaper here or dearer here; minor units of one currency."""
    if site == shop:
        return PriceCheck.SAME
    return PriceCheck.CHEAPER_HERE if shop < site else PriceCheck.DEARER_HERE


def check_stock(wanted: int, available: int) -> StockCheck:
    """What `available` pieces mean for who wants `wanted`."""
    if available <= 0:
        return StockCheck.OUT
    if available < wanted:
        return StockCheck.SHORT
    return StockCheck.LOW if available - wanted < LOW_STOCK else StockCheck.IN_STOCK


def compare(cart: Cart, offers: Mapping[Sku, ShopOffer]) -> CartComparison:
    """Every line of the cart against what the shop asks and has."""
    lines = tuple(_compared(line, offers.get(line.sku)) for line in cart.lines)
    site = sum(line.unit_price * line.quantity for line in cart.lines)
    shop = sum(item.offer.price * item.line.quantity for item in lines if item.offer is not None)
    return CartComparison(lines, site, shop)


def _compared(line: CartLine, offer: ShopOffer | None) -> LineComparison:
    if offer is None:
        return LineComparison(line, None, PriceCheck.UNKNOWN, StockCheck.UNKNOWN)
    price = check_price(line.unit_price, offer.price)
    stock = check_stock(line.quantity, offer.available)
    return LineComparison(line, offer, price, stock, offer.price - line.unit_price)


def change_cart(
    cart: Cart, sku: str, quantity: int, base_rev: int, at: datetime, *, new: CartLine | None = None
) -> Cart:
    """The cart with `quantity` pieces of an article, 0 removes the line.

    `base_rev` is the rev of the line the operator saw, 0 when they saw none; `new` is the line to add. Problem:
    CART_CHANGED (somebody else was there first), WRONG_QUANTITY, ARTICLE_UNKNOWN (nothing to add).
    """
    if not 0 <= quantity <= MAX_PIECES:
        raise Problem(Code.WRONG_QUANTITY, asked=quantity, available=MAX_PIECES)
    line = next((line for line in cart.lines if line.sku == sku), None)
    seen = 0 if line is None else line.rev
    if seen != base_rev:
        raise Problem(Code.CART_CHANGED, sku=sku, quantity=0 if line is None else line.quantity)
    rev = cart.rev + 1
    if line is not None:
        changed = replace(line, quantity=quantity, rev=rev)
        lines = tuple(changed if item is line else item for item in cart.lines if quantity or item is not line)
    elif quantity == 0:
        return cart
    elif new is None or new.sku != sku:
        raise Problem(Code.ARTICLE_UNKNOWN, sku=sku)
    else:
        lines = (*cart.lines, replace(new, quantity=quantity, rev=rev))
    return replace(cart, lines=lines, rev=rev, updated_at=at)


def split(cart: Cart, takes: Sequence[LineQuantity]) -> tuple[tuple[CartLine, ...], tuple[CartLine, ...]]:
    """What is taken out of a cart and what stays in it; without `takes` everything is taken.

    Problem(WRONG_QUANTITY): nothing is taken, or pieces that are not in the cart.
    """
    wanted = {line.id: line.quantity for line in cart.lines}
    if takes:
        asked = {str(take.line): take.quantity for take in takes}
        for line_id, quantity in asked.items():
            if not 0 <= quantity <= wanted.get(line_id, -1):
                raise Problem(Code.WRONG_QUANTITY, asked=quantity, available=wanted.get(line_id, 0))
        wanted = {line.id: asked.get(line.id, 0) for line in cart.lines}
    if not any(wanted.values()):
        raise Problem(Code.WRONG_QUANTITY, asked=0)
    taken = tuple(replace(line, quantity=wanted[line.id]) for line in cart.lines if wanted[line.id])
    rests = ((line, line.quantity - wanted[line.id]) for line in cart.lines)
    return taken, tuple(replace(line, quantity=rest) for line, rest in rests if rest)


def reprice(
    lines: Sequence[CartLine], prices: Sequence[LinePrice], shop: Mapping[Sku, int]
) -> tuple[CartLine, ...]:
    """The lines at the prices that were chosen for them; `shop` is what this shop asks, minor units by SKU.

    Problem: WRONG_QUANTITY (a line that is not taken), PRICE_CHANGED (a price that nobody asks any more).
    """
    chosen = {str(price.line): price.unit_price for price in prices}
    if not chosen.keys() <= {line.id for line in lines}:
        raise Problem(Code.WRONG_QUANTITY, asked=0)
    return tuple(replace(line, unit_price=_asked(line, chosen.get(line.id), shop)) for line in lines)


def _asked(line: CartLine, chosen: int | None, shop: Mapping[Sku, int]) -> int:
    if chosen is None or chosen in (line.unit_price, shop.get(line.sku)):
        return line.unit_price if chosen is None else chosen
    raise Problem(Code.PRICE_CHANGED, article=line.name)
