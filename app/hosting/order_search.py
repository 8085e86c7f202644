"""Orders looked for at a node: the chain's at central, the shop's at its edge while central is silent."""

from datetime import datetime

from app.contract.reads import MAX_HITS, OrderQuery
from app.domain.finding import gtin_term, number_term
from app.domain.folding import digits
from app.domain.keyed import typed_code_hash
from app.domain.orders import Order
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.documents import decode_order
from app.node.ports import NodeTx

_SLICE = 400


def find_orders(tx: NodeTx, reader: Reader, query: OrderQuery, secret: str, now_at: datetime) -> list[Order]:
    """Orders that fit everything asked, latest first; `secret` keys the hashes of typed codes. Recorded.

    A number comes with the last four digits of the phone or alone; a code that is none finds nothing.
    """
    hashed = typed_code_hash(secret, query.code) if query.code else ""
    found = [order for order in orders_by(tx, _term(query, hashed)) if _fits(order, query, hashed)]
    found.sort(key=lambda order: order.placed_at, reverse=True)
    shown = found[: min(query.limit, MAX_HITS * 5)]
    audit.note(tx, now_at, "order.search", reader, tuple(dict.fromkeys(order.customer for order in shown)))
    return shown


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
