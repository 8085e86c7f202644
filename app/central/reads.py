"""Questions about people and orders, answered and recorded in one transaction."""

from datetime import datetime
from typing import TypeVar

import msgspec

from app.central.carts import cart_of
from app.contract.reads import MAX_HITS, OrderQuery
from app.contract.rows import CustomerHit, CustomerHits
from app.domain.carts import Cart
from app.domain.customers import Customer, masked
from app.domain.errors import Code, Problem
from app.domain.finding import gtin_term, number_term, order_state, read_customer_query
from app.domain.folding import digits
from app.domain.keyed import typed_code_hash
from app.domain.orders import Order
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.documents import decode_order, find_customer, get_order
from app.node.ports import NodeTx

_SLICE = 400
_customer = msgspec.json.Decoder(Customer).decode
T = TypeVar("T")


def search_customers(tx: NodeTx, reader: Reader, typed: str, now_at: datetime) -> CustomerHits:
    """At most 20 people, contacts masked; what was typed is not kept. Problem(SEARCH_TOO_SHORT)."""
    query = read_customer_query(typed)
    found = [
        customer
        for hit in tx.find("customer", query.prefix, _SLICE)
        if query.fits(hit.term, (customer := _customer(hit.body)).display_name)
    ]
    shown = found[:MAX_HITS]
    audit.note(tx, now_at, "customer.search", reader, tuple(customer.id for customer in shown))
    return CustomerHits([_hit(tx, customer) for customer in shown], is_more=len(found) > MAX_HITS)


def _hit(tx: NodeTx, customer: Customer) -> CustomerHit:
    shown = masked(customer)
    orders = _orders_by(tx, f"customer:{customer.id}")
    return CustomerHit(
        id=customer.id,
        name=shown.name,
        phone=shown.phone,
        email=shown.email,
        has_open_order=any(order_state(order) == "open" for order in orders),
        has_cart=bool(tx.find("cart", f"customer:{customer.id}", 1)),
    )


def open_profile(tx: NodeTx, reader: Reader, customer_id: str, purpose: str, now_at: datetime) -> Customer:
    """The whole profile, for a purpose. Problem(CUSTOMER_UNKNOWN)."""
    customer = find_customer(tx, customer_id)
    if customer is None:
        raise Problem(Code.CUSTOMER_UNKNOWN, customer=customer_id)
    audit.note(tx, now_at, "customer.open", reader, (customer.id,), purpose=purpose)
    return customer


def open_cart(tx: NodeTx, reader: Reader, customer_id: str, now_at: datetime) -> Cart:
    """The customer's open cart. Problem(CART_UNKNOWN)."""
    cart = cart_of(tx, customer_id)
    audit.note(tx, now_at, "cart.open", reader, (cart.customer,))
    return cart


def open_order(tx: NodeTx, reader: Reader, order_id: str, now_at: datetime) -> Order:
    """One order. Problem(ORDER_UNKNOWN)."""
    order = get_order(tx, order_id)
    audit.note(tx, now_at, "order.open", reader, (order.customer,))
    return order


def find_orders(tx: NodeTx, reader: Reader, query: OrderQuery, secret: str, now_at: datetime) -> list[Order]:
    """Orders that fit everything asked, latest first; `secret` keys the hashes of typed codes.

    A number comes with the last four digits of the phone or alone; a code that is none finds nothing.
    """
    found = [order for order in _candidates(tx, query, secret) if _fits(order, query, secret)]
    found.sort(key=lambda order: order.placed_at, reverse=True)
    shown = found[: min(query.limit, MAX_HITS * 5)]
    audit.note(tx, now_at, "order.search", reader, tuple(dict.fromkeys(order.customer for order in shown)))
    return shown


def _candidates(tx: NodeTx, query: OrderQuery, secret: str) -> list[Order]:
    if query.code:
        hashed = typed_code_hash(secret, query.code)
        return _orders_by(tx, f"code:{hashed}") if hashed else []
    if query.number:
        return _orders_by(tx, number_term(query.number))
    if query.customer:
        return _orders_by(tx, f"customer:{query.customer}")
    return _orders_by(tx, gtin_term(digits(query.gtin))) if digits(query.gtin) else []


def _orders_by(tx: NodeTx, term: str) -> list[Order]:
    """Orders with exactly that term."""
    return [decode_order(found.body) for found in tx.find("order", term, _SLICE) if found.term == term]


def _fits(order: Order, query: OrderQuery, secret: str) -> bool:
    return (
        (not query.number or number_term(order.number) == number_term(query.number))
        and (not query.code or order.pickup.code_hash == typed_code_hash(secret, query.code))
        and (not query.phone4 or _has_tail(order.phone_tail, query.phone4))
        and (not query.customer or order.customer == query.customer)
        and (not query.gtin or any(line.gtin.zfill(14) == query.gtin.strip().zfill(14) for line in order.lines))
    )


def _has_tail(tail: str, phone4: str) -> bool:
    """Four digits or nothing: fewer would be a guess."""
    asked = digits(phone4)
    return len(asked) == 4 and tail.endswith(asked)
