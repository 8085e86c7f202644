"""What a shop can say of orders by itself: its own, with people shown as papers show them."""

from datetime import datetime

import msgspec

from app.contract.reads import MAX_HITS, OrderQuery
from app.contract.rows import CustomerHit, CustomerHits
from app.domain.customers import HIDDEN
from app.domain.errors import Code, Problem
from app.domain.finding import number_term, order_state, read_customer_query
from app.domain.orders import Order
from app.domain.page_links import refuse_page
from app.domain.values import StoreId
from app.hosting import audit, order_search
from app.hosting.ports import Reader, Verify
from app.node.documents import decode_order, find_config, find_order
from app.node.ports import NodeTx

_SLICE = 400
_orders = msgspec.json.Decoder(list[Order]).decode


def held_order(tx: NodeTx, reader: Reader, order_id: str, store: str, now_at: datetime) -> Order | None:
    """The order while this shop decides about it, else None."""
    order = _held(tx, order_id, store)
    if order is None:
        return None
    audit.note(tx, now_at, "order.open", reader, (order.customer,))
    return order


def refuse_own_page(tx: NodeTx, order_id: str, store: StoreId) -> None:
    """As `refuse_page`, of an order this shop decides about: central cannot know yet that it went."""
    order = _held(tx, order_id, store)
    if order is not None:
        refuse_page(order, store)


def decode_orders(told: bytes) -> list[Order]:
    """Orders as central tells them; Problem(NOT_JSON) when they are none."""
    try:
        return _orders(told)
    except (msgspec.MsgspecError, ValueError) as exc:
        raise Problem(Code.NOT_JSON) from exc


def as_held(tx: NodeTx, orders: list[Order], store: str) -> list[Order]:
    """The same orders, those this shop decides about as they stand here: central may not know yet."""
    return [mine if (mine := _held(tx, order.id, store)) is not None else order for order in orders]


def _held(tx: NodeTx, order_id: str, store: str) -> Order | None:
    order = find_order(tx, order_id)
    return order if order is not None and order.custody.holder == store else None


def search_customers(tx: NodeTx, reader: Reader, typed: str, now_at: datetime) -> CustomerHits:
    """People with an open order here, by name or the end of their number. Problem(SEARCH_TOO_SHORT)."""
    query = read_customer_query(typed)
    hits: dict[str, CustomerHit] = {}
    for found in tx.find("order", query.prefix, _SLICE):
        order = decode_order(found.body)
        if order_state(order) == "open" and query.fits(found.term, order.customer_name):
            phone = f"{HIDDEN} {HIDDEN} {order.phone_tail[-4:]}" if order.phone_tail else ""
            hits[order.customer] = CustomerHit(order.customer, order.customer_name, phone, "", has_open_order=True)
    shown = list(hits.values())[:MAX_HITS]
    audit.note(tx, now_at, "customer.search", reader, tuple(hit.id for hit in shown))
    return CustomerHits(shown, is_more=len(hits) > MAX_HITS)


def find_orders(
    tx: NodeTx, reader: Reader, query: OrderQuery, store: str, verify: Verify, *, now_at: datetime
) -> list[Order] | None:
    """Orders here that fit everything asked, latest first; none when the rest is wrong for a number of ours.

    None when another shop may have one. Who tries four digits after the other at the number of an order here must
    hear that they are wrong, and have it counted, while central is silent too.
    """
    found = order_search.find_orders(tx, reader, query, find_config(tx, store), verify, now_at=now_at)
    if found:
        return found
    is_ours = query.number and order_search.orders_by(tx, number_term(query.number))
    return [] if is_ours else None
