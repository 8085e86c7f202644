"""Questions about people and orders, answered and recorded in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from app.central.carts import cart_of
from app.contract.reads import MAX_HITS
from app.contract.rows import CustomerHit, CustomerHits
from app.domain.carts import Cart
from app.domain.customers import Customer, masked
from app.domain.errors import Code, Problem
from app.domain.finding import order_state, read_customer_query
from app.domain.orders import Order
from app.hosting import audit
from app.hosting.order_search import orders_by
from app.hosting.ports import Reader
from app.node.documents import find_customer, get_order
from app.node.ports import NodeTx

_SLICE = 400
SAME_OPENING = timedelta(minutes=15)
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
    orders = orders_by(tx, f"customer:{customer.id}")
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


@dataclass(slots=True)
class CartOpenings:
    """Which carts are on whose screen: one read again and again is one opening, recorded anew now and then.

    In this process's memory only: another process, or a new one, records once more. Lives on the loop.
    """

    _recorded: dict[tuple[str, str, str, str], datetime] = field(default_factory=dict)

    def is_open(self, reader: Reader, customer_id: str, now_at: datetime) -> bool:
        """Whether that person's reading of that cart, at that device, was recorded a short while ago."""
        at = self._recorded.get(_opening(reader, customer_id))
        return at is not None and timedelta(0) <= now_at - at < SAME_OPENING

    def recorded(self, reader: Reader, customer_id: str, now_at: datetime) -> None:
        """It has just been; those of long ago are forgotten."""
        kept = {key: at for key, at in self._recorded.items() if timedelta(0) <= now_at - at < SAME_OPENING}
        self._recorded = kept | {_opening(reader, customer_id): now_at}


def _opening(reader: Reader, customer_id: str) -> tuple[str, str, str, str]:
    return reader.actor, reader.device.id, reader.origin, customer_id


def open_order(tx: NodeTx, reader: Reader, order_id: str, now_at: datetime) -> Order:
    """One order. Problem(ORDER_UNKNOWN)."""
    order = get_order(tx, order_id)
    audit.note(tx, now_at, "order.open", reader, (order.customer,))
    return order
