"""Takes a platform's cart in, and remembers what was seen there, which is how our own changes are told apart."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Raw, Struct, json

from app.central.carts import owed_of
from app.central.connectors.port_inward import PlatformCart
from app.central.intake.carts import merged
from app.central.intake.people import customer_by_ref
from app.central.intake.rules import SITE, IntakeRules
from app.contract.rows import ArticleRow
from app.domain.carts import Cart, CartLine
from app.domain.values import CartId, CustomerId, Sku
from app.node.documents import find_cart, put_cart
from app.node.ports import NodeTx

SEEN = "cart_seen"


class Seen(Struct, frozen=True):
    """A cart as the platform had it last: pieces by SKU."""

    at: datetime
    pieces: dict[str, int]


_seen = json.Decoder(Seen).decode
_article = json.Decoder(ArticleRow).decode


def take_cart(tx: NodeTx, told: PlatformCart, market: str, rules: IntakeRules, now_at: datetime) -> bool:
    """Whether our cart changed. What is older than what was seen, or nobody's whom we know, changes nothing."""
    who = customer_by_ref(tx, told.customer_ref)
    if who is None:
        return False
    before = _cart_of(tx, who.id)
    if before is None and not told.lines:
        return False
    cart = before or Cart(CartId(rules.ids.new_id()), who.id, SITE, (), now_at, rev=0, currency=told.currency)
    tx.lock(f"cart:{cart.id}")
    body = tx.get(SEEN, cart.id)
    seen = None if body is None else _seen(body)
    if seen is not None and told.updated_at < seen.at:
        return False
    pieces = {str(line.sku): line.quantity for line in cart.lines} if seen is None else seen.pieces
    owed = owed_of(tx, cart.id)

    def new_line(sku: str) -> CartLine:
        return _new_line(tx, market, sku, rules.ids.new_id())

    now = merged(cart, told, pieces, owed, new_line=new_line, at=now_at)
    _remember(tx, cart.id, told, seen)
    if now != before:
        put_cart(tx, now)
    return now != before


def take_no_cart(tx: NodeTx, customer_ref: str, market: str, rules: IntakeRules, now_at: datetime) -> bool:
    """Whether our cart changed: the customer has none there any more.

    A cart that was never seen there cannot have gone from there, and stays.
    """
    who = customer_by_ref(tx, customer_ref)
    cart = None if who is None else _cart_of(tx, who.id)
    body = None if cart is None else tx.get(SEEN, cart.id)
    if cart is None or body is None or not cart.lines:
        return False
    told = PlatformCart(cart.platform_ref, customer_ref, cart.currency, (), _seen(body).at)
    return take_cart(tx, told, market, rules, now_at)


def is_other(tx: NodeTx, cart: str, quantities: Mapping[str, int]) -> bool:
    """Whether the cart, as it was seen there last, is not what these quantities make it."""
    body = tx.get(SEEN, cart)
    pieces = {} if body is None else _seen(body).pieces
    return any(wanted != pieces.get(sku, 0) for sku, wanted in quantities.items())


def note_written(tx: NodeTx, cart: str, quantities: Mapping[str, int]) -> None:
    """These pieces are there by our own hand: whatever is other than that from now on, its customer did."""
    body = tx.get(SEEN, cart)
    if body is not None:
        seen = _seen(body)
        tx.put(SEEN, cart, json.encode(Seen(seen.at, {**seen.pieces, **quantities})))


def is_owed(tx: NodeTx, customer_ref: str) -> bool:
    """Whether the customer's cart there still has to become what ours is, so that it was not taken as it is."""
    who = customer_by_ref(tx, customer_ref)
    cart = None if who is None else _cart_of(tx, who.id)
    return cart is not None and bool(owed_of(tx, cart.id))


def forget_seen(tx: NodeTx, cart: str) -> None:
    """Whatever the platform says of this cart next is its word, also where it is ours that it did not take."""
    tx.drop(SEEN, cart)


def _remember(tx: NodeTx, cart: CartId, told: PlatformCart, before: Seen | None) -> None:
    now = Seen(told.updated_at, {line.sku: line.quantity for line in told.lines})
    if now != before:
        tx.put(SEEN, cart, json.encode(now))


def _cart_of(tx: NodeTx, customer: CustomerId) -> Cart | None:
    term = f"customer:{customer}"
    found = [hit.key for hit in tx.find("cart", term, 10) if hit.term == term]
    return find_cart(tx, found[0]) if found else None


def _new_line(tx: NodeTx, market: str, sku: str, line_id: str) -> CartLine:
    """A line of an article as the catalogue has it; nameless for one it does not have."""
    row = tx.row(f"catalog:{market}", "article", sku)
    if row is None or not isinstance(row.d, Raw):
        return CartLine(line_id, Sku(sku), "", "", "", 0, 0, 0)
    article = _article(row.d)
    return CartLine(line_id, Sku(sku), article.gtin, article.name, article.variant, 0, 0, 0)
