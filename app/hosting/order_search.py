"""Orders looked for at a node: the chain's at central, the shop's at its edge while central is silent."""

from collections.abc import Sequence
from datetime import datetime

from app.contract.reads import MAX_HITS, OrderQuery
from app.contract.rows import PickupKey, StoreConfig
from app.domain.errors import Problem
from app.domain.finding import gtin_term, number_term
from app.domain.folding import digits
from app.domain.keyed import typed_code_hash
from app.domain.orders import Order
from app.domain.pickup_code import is_pickup_code, parse
from app.hosting import audit
from app.hosting.ports import Reader, Verify
from app.node.documents import decode_order
from app.node.ports import NodeTx

_SLICE = 400


def find_orders(
    tx: NodeTx, reader: Reader, query: OrderQuery, config: StoreConfig | None, verify: Verify, *, now_at: datetime
) -> list[Order]:
    """Orders that fit everything asked, latest first; `config` has the keys of codes. Recorded.

    A number comes with the last four digits of the phone or alone; a code that is none finds nothing.
    """
    if is_pickup_code(query.code):
        found = _signed(tx, query.code, [] if config is None else config.pickup_keys, verify)
    else:
        secret = "" if config is None else config.code_secret
        hashed = typed_code_hash(secret, query.code) if query.code else ""
        found = [order for order in orders_by(tx, _term(query, hashed)) if _fits(order, query, hashed)]
    found.sort(key=lambda order: order.placed_at, reverse=True)
    shown = found[: min(query.limit, MAX_HITS * 5)]
    audit.note(tx, now_at, "order.search", reader, tuple(dict.fromkeys(order.customer for order in shown)))
    return shown


def _signed(tx: NodeTx, code: str, keys: Sequence[PickupKey], verify: Verify) -> list[Order]:
    """The order of a genuine pickup code that was not revoked since; who asks may have made it up."""
    try:
        read = parse(code)
    except Problem:
        return []
    own = [bytes.fromhex(key.public_key) for key in keys if key.key_id == read.body.key_id]
    if not any(verify(key, read.signature, read.message) for key in own):
        return []
    found = orders_by(tx, f"public:{read.body.order_no}")
    return [order for order in found if order.pickup.generation == read.body.generation]


def orders_by(tx: NodeTx, term: str) -> list[Order]:
    """Orders with exactly that term; none for an empty one."""
    found = tx.find("order", term, _SLICE) if term else []
    return [decode_order(hit.body) for hit in found if hit.term == term]


def _term(query: OrderQuery, hashed: str) -> str:
    """The term that says most of what is asked; empty when nothing can fit."""
    if query.code:
        return f"code:{hashed}" if hashed else ""
    if query.number:
        return number_term(query.number)
    if query.customer:
        return f"customer:{query.customer}"
    return gtin_term(digits(query.gtin)) if digits(query.gtin) else ""


def _fits(order: Order, query: OrderQuery, hashed: str) -> bool:
    return (
        (not query.number or number_term(order.number) == number_term(query.number))
        and (not query.code or order.pickup.code_hash == hashed)
        and (not query.phone4 or _has_tail(order.phone_tail, query.phone4))
        and (not query.customer or order.customer == query.customer)
        and (not query.gtin or any(line.gtin.zfill(14) == query.gtin.strip().zfill(14) for line in order.lines))
    )


def _has_tail(tail: str, phone4: str) -> bool:
    """Four digits or nothing: fewer would be a guess."""
    asked = digits(phone4)
    return len(asked) == 4 and tail.endswith(asked)
