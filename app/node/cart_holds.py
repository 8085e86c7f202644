"""Pieces of a cart put aside in a store: central's word, told to that store like its orders."""

from dataclasses import replace
from datetime import datetime

import msgspec

from app.domain.carts import reprice, split
from app.domain.commands import HoldCart
from app.domain.errors import Code, Problem
from app.domain.holds import CartHold, refuse_until
from app.domain.values import CartId
from app.node.cart_orders import as_seen, shop_prices, wanted_of
from app.node.custody import alloc_feed
from app.node.documents import find_cart, find_config, find_customer
from app.node.intake import Received
from app.node.ports import NewRow, NodeTx

HOLD = "hold"
_holds = msgspec.json.Decoder(CartHold)


def hold_cart(tx: NodeTx, received: Received, body: HoldCart) -> None:
    """Put pieces aside; doing it again replaces what stood there. The online cart stays as it is.

    Problem(CART_UNKNOWN | CART_CHANGED | WRONG_QUANTITY | PRICE_CHANGED | HOLD_TOO_LONG).
    """
    cart = as_seen(tx, body)
    refuse_until(body.until_at, received.act.at)
    wanted = wanted_of(cart, body.store, body.lines)
    taken, _ = split(cart, wanted.takes)
    lines = reprice(taken, wanted.prices, shop_prices(tx, body.store, taken))
    customer = find_customer(tx, cart.customer)
    if customer is None:
        raise Problem(Code.CUSTOMER_UNKNOWN, customer=cart.customer)
    act = received.act
    hold = CartHold(
        cart.id, body.store, cart.customer, customer.short_name, lines, act.at, body.until_at, act.operator
    )
    encoded = msgspec.json.encode(hold)
    tx.put(HOLD, _key(body.store, cart.id), encoded)
    tx.append(alloc_feed(body.store), [NewRow(HOLD, cart.id, encoded)])


def release_cart(tx: NodeTx, store: str, cart: str) -> None:
    """What stood aside is free again; nothing happens when nothing did."""
    if tx.get(HOLD, _key(store, cart)) is not None:
        tx.drop(HOLD, _key(store, cart))
        tx.append(alloc_feed(store), [NewRow(HOLD, CartId(cart), None)])


def end_elsewhere(tx: NodeTx, store: str, cart_id: str, at: datetime) -> None:
    """Pieces that stand aside in other stores for what the cart has no more: nobody waits for them from now on.

    The holds stay until a person there puts the pieces back.
    """
    config, cart = find_config(tx, store), find_cart(tx, cart_id)
    for other in sorted(config.stores if config is not None else ()):
        body = tx.get(HOLD, _key(other, cart_id)) if other != store else None
        if body is None:
            continue
        hold = _holds.decode(body)
        if hold.until_at > at and not hold.is_wanted(() if cart is None else cart.lines):
            encoded = msgspec.json.encode(replace(hold, until_at=at))
            tx.put(HOLD, _key(other, cart_id), encoded)
            tx.append(alloc_feed(other), [NewRow(HOLD, CartId(cart_id), encoded)])


def _key(store: str, cart: str) -> str:
    return f"{store}/{cart}"
