"""The authority's documents, typed: orders, visits, return cases, attention items, and what finds them."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import msgspec

from app.contract.rows import StoreConfig
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.errors import Code, Problem
from app.domain.finding import customer_terms, order_terms, visit_terms
from app.domain.hold_times import is_held
from app.domain.orders import Order
from app.domain.returns import ReturnCase
from app.domain.transfers import moved_to
from app.domain.values import CENTRAL
from app.domain.visits import Visit
from app.node.ports import NewRow, NodeTx

NOT_REMINDED, REMINDED = "ends:new:", "ends:told:"
"""Begin the terms that find holds which run, the first to end at the front."""
_encode = msgspec.json.encode
_orders = msgspec.json.Decoder(Order)
_visits = msgspec.json.Decoder(Visit)
_returns = msgspec.json.Decoder(ReturnCase)
_customers = msgspec.json.Decoder(Customer)
_carts = msgspec.json.Decoder(Cart)
_configs = msgspec.json.Decoder(StoreConfig)


@dataclass(frozen=True, slots=True)
class Attention:
    """Something a person must settle, as kept by a node; ids and codes only."""

    id: str
    code: str
    store: str
    subject: str
    at: datetime
    details: dict[str, str | int | bool] = field(default_factory=dict)
    settled_at: datetime | None = None
    settled_by: str = ""


_attention = msgspec.json.Decoder(Attention)


def find_order(tx: NodeTx, order_id: str) -> Order | None:
    """The order, or None."""
    body = tx.get("order", order_id)
    return None if body is None else _orders.decode(body)


def get_order(tx: NodeTx, order_id: str) -> Order:
    """The order; Problem(ORDER_UNKNOWN)."""
    order = find_order(tx, order_id)
    if order is None:
        raise Problem(Code.ORDER_UNKNOWN, order=order_id)
    return order


def put_order(tx: NodeTx, order: Order) -> bytes:
    """Write the order and return its bytes (the body of its feed row)."""
    body = _encode(order)
    terms = [*order_terms(order), f"custody:{order.custody.holder}"]
    is_off = order.cancelled_at is not None and order.custody.holder != CENTRAL and moved_to(order) is None
    is_over = order.is_collected or is_off
    if is_over and order.closed_at is None:
        terms.append("closable:")
    if is_held(order) and order.expired_at is None and order.hold_until is not None:
        stage = NOT_REMINDED if order.reminded_at is None else REMINDED
        terms.append(f"{stage}{order.hold_until.isoformat()}")
    tx.put("order", order.id, body, terms)
    return body


def decode_order(body: bytes) -> Order:
    """An order from its bytes; ValueError (msgspec) when it is none."""
    return _orders.decode(body)


def find_visit(tx: NodeTx, visit_id: str) -> Visit | None:
    """The visit, or None."""
    body = tx.get("visit", visit_id)
    return None if body is None else _visits.decode(body)


def decode_visit(body: bytes) -> Visit:
    """A visit from its bytes; ValueError (msgspec) when it is none."""
    return _visits.decode(body)


def put_visit(tx: NodeTx, visit: Visit) -> bytes:
    """Write the visit and return its bytes."""
    body = _encode(visit)
    tx.put("visit", visit.id, body, visit_terms(visit))
    return body


def find_return(tx: NodeTx, return_id: str) -> ReturnCase | None:
    """The return case, or None."""
    body = tx.get("return", return_id)
    return None if body is None else _returns.decode(body)


def decode_return(body: bytes) -> ReturnCase:
    """A return case from its bytes; ValueError (msgspec) when it is none."""
    return _returns.decode(body)


def put_return(tx: NodeTx, case: ReturnCase) -> bytes:
    """Write the return case and return its bytes; found by number and by order."""
    body = _encode(case)
    terms = [f"number:{case.number}", f"store:{case.store}"]
    if case.order is not None:
        terms.append(f"order:{case.order}")
    tx.put("return", case.id, body, terms)
    return body


def find_customer(tx: NodeTx, customer_id: str) -> Customer | None:
    """The customer's profile, or None."""
    body = tx.get("customer", customer_id)
    return None if body is None else _customers.decode(body)


def put_customer(tx: NodeTx, customer: Customer) -> bytes:
    """Write the profile and return its bytes."""
    body = _encode(customer)
    tx.put("customer", customer.id, body, customer_terms(customer))
    return body


def find_cart(tx: NodeTx, cart_id: str) -> Cart | None:
    """The cart, or None."""
    body = tx.get("cart", cart_id)
    return None if body is None else _carts.decode(body)


def put_cart(tx: NodeTx, cart: Cart) -> bytes:
    """Write the cart and return its bytes; found by its customer and by the platform's reference."""
    body = _encode(cart)
    tx.put("cart", cart.id, body, [f"customer:{cart.customer}", f"platform:{cart.platform_ref}"])
    return body


def find_config(tx: NodeTx, store: str) -> StoreConfig | None:
    """The store's configuration, or None."""
    body = tx.get("config", store)
    return None if body is None else _config_of(body)


@lru_cache(maxsize=16)
def _config_of(body: bytes) -> StoreConfig:
    """Each command of a batch asks for it."""
    return _configs.decode(body)


def get_config(tx: NodeTx, store: str) -> StoreConfig:
    """The store's configuration; Problem(NOT_FOUND)."""
    config = find_config(tx, store)
    if config is None:
        raise Problem(Code.NOT_FOUND, store=store)
    return config


def put_config(tx: NodeTx, config: StoreConfig) -> bytes:
    """Write the configuration and return its bytes."""
    body = _encode(config)
    tx.put("config", config.store, body)
    return body


def put_attention(tx: NodeTx, item: Attention) -> bytes:
    """Write an attention item and return its bytes; open ones are found by `open:{store}`."""
    state = "open" if item.settled_at is None else "settled"
    body = _encode(item)
    tx.put("attention", item.id, body, [f"{state}:{item.store}"])
    return body


def open_attention(tx: NodeTx, store: str, limit: int) -> list[Attention]:
    """Open items of a store (`""` for all stores), by id: oldest first, as ids are made in time order."""
    return [_attention.decode(found.body) for found in tx.find("attention", f"open:{store}", limit)]


def decode_attention(body: bytes) -> Attention:
    """An attention item from its bytes; ValueError (msgspec) when it is none."""
    return _attention.decode(body)


def find_attention(tx: NodeTx, item_id: str) -> Attention | None:
    """The attention item, or None."""
    body = tx.get("attention", item_id)
    return None if body is None else _attention.decode(body)


def order_row(order: Order, body: bytes) -> NewRow:
    """The feed row of an order."""
    return NewRow("order", order.id, body)
