"""An online cart turned into a pickup order of a store, or handed to its till, once, by one command."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msgspec import Raw
from msgspec.json import Decoder

from app.contract.rows import PriceRow
from app.domain.carts import Cart, CartLine, reprice, split
from app.domain.commands import HoldCart, ReserveCart, SellCart
from app.domain.errors import Code, Problem
from app.domain.loyalty import LoyaltyRules, refuse_redeem
from app.domain.orders import Order, OrderLine, Payment, Progress
from app.domain.values import Act, CustomerId, LineId, LinePrice, LineQuantity, OrderId, Sku, StoreId
from app.node.custody import allocate
from app.node.documents import find_cart, find_customer, get_config, put_cart, put_customer
from app.node.intake import Received
from app.node.ports import NodeTx
from app.node.rules import promised_at

_prices = Decoder(PriceRow)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken out of a cart in a store, and at which prices where not the site's."""

    store: StoreId
    takes: tuple[LineQuantity, ...]
    prices: tuple[LinePrice, ...]


def reserve_cart(tx: NodeTx, received: Received, body: ReserveCart) -> Order:
    """Make the order, take its pieces out of the cart, delegate the order to the store.

    Problem(CART_UNKNOWN | CART_CHANGED | WRONG_QUANTITY | PRICE_CHANGED).
    """
    cart = as_seen(tx, body)
    taken = _take_out(tx, cart, Wanted(body.store, body.takes, body.prices), received.now_at)
    return allocate(tx, order_of(tx, replace(cart, lines=taken), received.act, body), body.store)


def sell_cart(tx: NodeTx, received: Received, body: SellCart) -> int:
    """Take what goes to the till out of the cart, and the points that pay for some of it from the customer.

    Returns what is left to pay, minor units. Problem: as `reserve_cart`; POINTS_NOT_ENOUGH.
    """
    cart = as_seen(tx, body)
    taken = _take_out(tx, cart, wanted_of(cart, body.store, body.lines), received.now_at)
    total = sum(line.unit_price * line.quantity for line in taken)
    return total - _redeem(tx, cart.customer, body.points, total)


def wanted_of(cart: Cart, store: StoreId, lines: Sequence[CartLine]) -> Wanted:
    """What those lines take out of the cart, and at which prices. Problem(WRONG_QUANTITY): one is not in it."""
    takes = {line.id: line.quantity for line in lines}
    if not takes.keys() <= {line.id for line in cart.lines}:
        raise Problem(Code.WRONG_QUANTITY, asked=0)
    return Wanted(
        store,
        tuple(LineQuantity(LineId(line.id), takes.get(line.id, 0)) for line in cart.lines),
        tuple(LinePrice(LineId(line.id), line.unit_price) for line in lines),
    )


def _redeem(tx: NodeTx, customer_id: CustomerId, points: int, amount: int) -> int:
    """Take points from a customer; the minor units they are worth."""
    if not points:
        return 0
    customer = find_customer(tx, customer_id)
    if customer is None:
        raise Problem(Code.CUSTOMER_UNKNOWN, customer=customer_id)
    worth = refuse_redeem(points, customer.loyalty_points, amount, LoyaltyRules())
    put_customer(tx, replace(customer, loyalty_points=customer.loyalty_points - points))
    return worth


def as_seen(tx: NodeTx, body: ReserveCart | SellCart | HoldCart) -> Cart:
    """The cart, unless it changed since. Problem(CART_UNKNOWN | CART_CHANGED)."""
    cart = find_cart(tx, body.cart)
    if cart is None or not cart.lines:
        raise Problem(Code.CART_UNKNOWN, cart=body.cart)
    if cart.rev != body.base_rev:
        raise Problem(Code.CART_CHANGED, cart=cart.id, rev=cart.rev)
    return cart


def _take_out(tx: NodeTx, cart: Cart, wanted: Wanted, now_at: datetime) -> tuple[CartLine, ...]:
    """Take pieces out of the online cart, at the prices chosen for them; the rest stays in it."""
    taken, left = split(cart, wanted.takes)
    priced = reprice(taken, wanted.prices, shop_prices(tx, wanted.store, taken) if wanted.prices else {})
    rev = cart.rev + 1
    rest = tuple(line if line in cart.lines else replace(line, rev=rev) for line in left)
    put_cart(tx, replace(cart, lines=rest, rev=rev, updated_at=now_at))
    return priced


def shop_prices(tx: NodeTx, store: StoreId, lines: Sequence[CartLine]) -> dict[Sku, int]:
    """By SKU, in minor units: what the shop asks now, as central has it."""
    pricelist = get_config(tx, store).pricelist
    rows = {line.sku: tx.row(f"price:{pricelist}", "price", line.sku) for line in lines}
    return {sku: _prices.decode(row.d).shop for sku, row in rows.items() if row and isinstance(row.d, Raw)}


def order_of(tx: NodeTx, cart: Cart, act: Act, body: ReserveCart) -> Order:
    """The order a cart becomes: reserved, to be paid when it is collected, held as long as the store holds."""
    customer = find_customer(tx, cart.customer)
    if customer is None:
        raise Problem(Code.CUSTOMER_UNKNOWN, customer=cart.customer)
    config = get_config(tx, body.store)
    digest = hashlib.blake2b(act.id.encode(), digest_size=8).digest()
    return Order(
        id=OrderId(f"r-{act.id}"),
        public_no=int.from_bytes(digest, "big"),
        number=f"P{int.from_bytes(digest[:4], 'big') % 10**8:08d}",
        store=body.store,
        channel=cart.channel,
        customer=CustomerId(cart.customer),
        customer_name=customer.short_name,
        placed_at=act.at,
        lines=tuple(_line(n, line) for n, line in enumerate(cart.lines, 1)),
        payment=Payment("at_pickup", "", is_paid=False),
        currency=cart.currency,
        phone_tail=customer.phone[-6:],
        promised_at=promised_at(tx, config, act.at),
        hold_until=act.at + timedelta(days=config.hold_days),
    )


def _line(n: int, line: CartLine) -> OrderLine:
    return OrderLine(
        id=LineId(str(n)),
        sku=line.sku,
        gtin=line.gtin,
        name=line.name,
        variant=line.variant,
        unit_price=line.unit_price,
        progress=Progress(reserved=line.quantity),
    )
