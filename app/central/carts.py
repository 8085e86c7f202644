"""Changes of online carts: decided here once each, and owed to the shop platform until it has them too."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from app.central.products import Assortment, variant_of
from app.contract.commands import CommandLine
from app.contract.rows import CartChange
from app.domain.carts import Cart, CartLine, change_cart
from app.domain.commands import KIND_OF, ReserveCart, SellCart
from app.domain.errors import Code, Problem
from app.domain.values import CustomerId, Sku
from app.node.documents import find_cart, find_customer, put_cart
from app.node.ports import NodeTx

OWED = "cart_owed"
_DONE = "cart_change"
_TAKING = tuple(KIND_OF[body] for body in (ReserveCart, SellCart))


class OwedCart(msgspec.Struct, frozen=True):
    """Quantities the platform's cart shall have; absolute, so that sending them twice changes nothing.

    `store` is where it was changed last: whom to tell should the platform not take it.
    """

    cart: str
    customer_ref: str
    quantities: dict[str, int]
    store: str = ""


_owed = msgspec.json.Decoder(OwedCart).decode


def cart_of(tx: NodeTx, customer: str) -> Cart:
    """The customer's open cart; Problem(CART_UNKNOWN)."""
    for found in tx.find("cart", f"customer:{customer}", 10):
        cart = find_cart(tx, found.key)
        if cart is not None and cart.customer == customer:
            return cart
    raise Problem(Code.CART_UNKNOWN, customer=customer)


def change(
    tx: NodeTx,
    goods: Assortment,
    cart_id: str,
    asked: CartChange,
    *,
    store: str,
    now_at: datetime,
    line_id: str,
) -> Cart:
    """The cart after the change, made in `store`; a change that was made already changes nothing.

    Problem: CART_UNKNOWN, CART_CHANGED, ARTICLE_UNKNOWN, WRONG_QUANTITY, BAD_REQUEST (the id was another change).
    """
    tx.lock(f"cart:{cart_id}")
    cart = find_cart(tx, cart_id)
    if cart is None:
        raise Problem(Code.CART_UNKNOWN, cart=cart_id)
    mark = msgspec.json.encode([cart_id, asked.sku, asked.quantity, asked.base_rev])
    done = tx.get(_DONE, asked.id)
    if done is not None:
        if done != mark:
            raise Problem(Code.BAD_REQUEST, change=asked.id)
        return cart
    new = _new_line(goods, asked.sku, line_id)
    changed = change_cart(cart, asked.sku, asked.quantity, asked.base_rev, now_at, new=new)
    tx.put(_DONE, asked.id, mark)
    if changed != cart:
        put_cart(tx, changed)
        owe(tx, changed, {asked.sku: asked.quantity}, store)
    return changed


def _new_line(goods: Assortment, sku: str, line_id: str) -> CartLine | None:
    article, price = goods.article(sku), goods.price(sku)
    if article is None or price is None or not article.active:
        return None
    return CartLine(line_id, Sku(sku), article.gtin, article.name, variant_of(article), 0, price.site, 0)


def owe(tx: NodeTx, cart: Cart, quantities: dict[str, int], store: str) -> None:
    """Note what the platform's cart has to become; nothing for a customer the platform does not know."""
    customer = find_customer(tx, CustomerId(cart.customer))
    if customer is None or not customer.platform_ref:
        return
    owed = OwedCart(cart.id, customer.platform_ref, owed_of(tx, cart.id) | quantities, store)
    tx.put(OWED, cart.id, msgspec.json.encode(owed))


def owed_of(tx: NodeTx, cart: str) -> dict[str, int]:
    """What the platform's cart still has to become, by SKU."""
    body = tx.get(OWED, cart)
    return {} if body is None else _owed(body).quantities


def owed_carts(tx: NodeTx, limit: int = 100) -> list[OwedCart]:
    """Carts the platform does not have yet."""
    return [_owed(body) for _, body in tx.scan(OWED, "", limit)]


def paid_off(tx: NodeTx, sent: OwedCart) -> None:
    """The platform has it; what was changed meanwhile stays owed, and only that."""
    tx.lock(f"cart:{sent.cart}")
    body = tx.get(OWED, sent.cart)
    if body is None:
        return
    owed = _owed(body)
    left = {sku: pieces for sku, pieces in owed.quantities.items() if sent.quantities.get(sku) != pieces}
    if left:
        tx.put(OWED, sent.cart, msgspec.json.encode(msgspec.structs.replace(owed, quantities=left)))
    else:
        tx.drop(OWED, sent.cart)


def carts_to_empty(tx: NodeTx, lines: Iterable[CommandLine]) -> list[Cart]:
    """The carts these commands may take pieces out of, as they are before."""
    ids = {line.cmd.key.removeprefix("cart:") for line in lines if line.cmd.kind in _TAKING}
    return [cart for cart_id in sorted(ids) if (cart := find_cart(tx, cart_id)) is not None]


def owe_taken(tx: NodeTx, before: Iterable[Cart], store: str) -> None:
    """What became part of an order of `store`, or went to its till, leaves the cart at the platform too."""
    for cart in before:
        now = find_cart(tx, cart.id)
        if now is None:
            continue
        left = {line.sku: line.quantity for line in now.lines}
        gone = [line for line in cart.lines if left.get(line.sku, 0) != line.quantity]
        if gone:
            owe(tx, now, {str(line.sku): left.get(line.sku, 0) for line in gone}, store)
