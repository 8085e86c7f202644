"""An online cart turned into a pickup order of a store, once, by one command."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from app.domain.carts import Cart, CartLine, split
from app.domain.commands import ReserveCart
from app.domain.errors import Code, Problem
from app.domain.orders import Order, OrderLine, Payment, Progress
from app.domain.values import Act, CustomerId, LineId, OrderId
from app.node.custody import allocate
from app.node.documents import find_cart, find_customer, get_config, put_cart
from app.node.intake import Received
from app.node.ports import NodeTx


def reserve_cart(tx: NodeTx, received: Received, body: ReserveCart) -> Order:
    """Make the order, take its pieces out of the cart, delegate the order to the store.

    Problem(CART_UNKNOWN | CART_CHANGED | WRONG_QUANTITY).
    """
    cart = find_cart(tx, body.cart)
    if cart is None or not cart.lines:
        raise Problem(Code.CART_UNKNOWN, cart=body.cart)
    if cart.rev != body.base_rev:
        raise Problem(Code.CART_CHANGED, cart=cart.id, rev=cart.rev)
    taken, left = split(cart, body.takes)
    order = allocate(tx, order_of(tx, replace(cart, lines=taken), received.act, body), body.store)
    rev = cart.rev + 1
    rest = tuple(line if line in cart.lines else replace(line, rev=rev) for line in left)
    put_cart(tx, replace(cart, lines=rest, rev=rev, updated_at=received.now_at))
    return order


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
        promised_at=act.at + timedelta(hours=2),
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
