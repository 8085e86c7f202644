"""An order of Vendure in our words: what was sold, where it waits, and everything that was done to it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.central.connectors.port import (
    PlatformFulfilment,
    PlatformLine,
    PlatformOrder,
    PlatformRefund,
    PlatformRestock,
    PlatformReturn,
    PlatformState,
    PlatformUnavailable,
    grams_of,
    one_place,
    substitution_of,
)
from app.central.connectors.vendure.notes import Notes, read_notes
from app.central.connectors.vendure.settings import MoneyScale, VendureSettings
from app.central.connectors.vendure.wire import FulfilmentNode, LineNode, OrderNode, PaymentNode, RefundNode
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity

DELIVERED, SHIPPED, PENDING, CANCELLED = "Delivered", "Shipped", "Pending", "Cancelled"
SETTLED, ARRANGING = "PaymentSettled", "ArrangingAdditionalPayment"
OPEN_STATES = [
    "PaymentAuthorized",
    SETTLED,
    "PartiallyShipped",
    "Shipped",
    "PartiallyDelivered",
    "Modifying",
    ARRANGING,
]
_MONEY_STATES = ("Authorized", "Settled")
_WAITS = ("Shipped", "PartiallyDelivered", "Delivered")
_PART = re.compile(r"(\S+) ([0-9]{1,2})/([0-9]{1,2})")


class _Numbered(Protocol):
    """Something Vendure knows by an id."""

    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Numbered)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an order's fulfilments and notes say; counts are pieces by line.

    `delivered` is what the customer has, `covered` that and what waits in a fulfilment.
    """

    notes: Notes
    delivered: Counter[str]
    covered: Counter[str]


def facts_of(node: OrderNode) -> Facts:
    """Add up an order."""
    entries = reversed(node.history.items)
    notes = read_notes(entry.data.note for entry in entries if entry.type == "ORDER_NOTE" and entry.data.note)
    live = [made for made in node.fulfillments or [] if made.state != CANCELLED]
    return Facts(notes, _pieces(f for f in live if f.state == DELIVERED), _pieces(live))


def in_order(nodes: Iterable[N]) -> list[N]:
    """What Vendure lists now so and now otherwise, always in one order: numbers by size, other ids as text."""
    return sorted(nodes, key=lambda node: (len(node.id), node.id))


def pieces_of(made: FulfilmentNode) -> tuple[LineQuantity, ...]:
    """The pieces of a fulfilment."""
    return tuple(LineQuantity(LineId(piece.order_line_id), piece.quantity) for piece in made.lines)


def _pieces(fulfilments: Iterable[FulfilmentNode]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for made in fulfilments:
        for piece in made.lines:
            counts[piece.order_line_id] += piece.quantity
    return counts


def order_of(node: OrderNode, settings: VendureSettings, scale: MoneyScale) -> PlatformOrder:
    """The order in our words; PlatformUnavailable when its money makes no sense."""
    try:
        return _order(node, settings, scale)
    except ValueError as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc


def _order(node: OrderNode, settings: VendureSettings, scale: MoneyScale) -> PlatformOrder:
    facts, currency = facts_of(node), node.currency_code
    payments = [payment for payment in in_order(node.payments or []) if payment.state in _MONEY_STATES]
    lines = tuple(_line(line, facts, settings, scale, currency) for line in in_order(node.lines))
    refunds = _refunds(payments, scale, currency)
    customer = node.customer
    methods = [line.shipping_method.code for line in node.shipping_lines]
    charged = sum(payment.amount for payment in payments)
    total, deposit = _total(node, facts, charged), _came_in(node, payments, settings)
    state = _state(node, lines, facts)
    return PlatformOrder(
        ref=node.id,
        number=node.code,
        state=state,
        raw_state=node.state,
        currency=currency,
        total=scale.minor(total, currency),
        refunded=sum(refund.amount for refund in refunds),
        store=one_place(map(settings.store_of, methods)),
        customer_ref="" if customer is None or customer.user is None else customer.id,
        placed_at=node.order_placed_at or node.created_at,
        updated_at=max([node.updated_at, *(entry.created_at for entry in node.history.items[:1])]),
        lines=lines,
        customer_name="" if customer is None else f"{customer.first_name} {customer.last_name}".strip(),
        customer_email="" if customer is None else customer.email_address,
        customer_phone="" if customer is None else customer.phone_number or "",
        is_paid=deposit >= total,
        deposit=scale.minor(deposit, currency),
        charged=scale.minor(charged, currency),
        is_left_open=state is PlatformState.COLLECTED and node.state in (SETTLED, ARRANGING),
        payment=", ".join(dict.fromkeys(payment.method for payment in payments)),
        shipping=scale.minor(node.shipping_with_tax, currency),
        fulfilments=tuple(_fulfilments(node, facts.notes)),
        returns=tuple(PlatformReturn(ref, lines, ref) for ref, lines in facts.notes.returns.items()),
        refunds=refunds,
        restocks=tuple(
            PlatformRestock(note.reference, note.lines, note.store, note.reference)
            for note in facts.notes.restocks
        ),
    )


def _total(node: OrderNode, facts: Facts, charged: int) -> int:
    """What the order costs as it is now, and what it cost that was collected and taken back in the admin since.

    That is no more than was charged: the price of one piece is rounded, and cents owe nobody anything.
    """
    back = {line.id: facts.delivered[line.id] - line.quantity for line in node.lines}
    cost = sum(line.prorated_unit_price_with_tax * back[line.id] for line in node.lines if back[line.id] > 0)
    return node.total_with_tax + min(cost, max(0, charged - node.total_with_tax))


def due_payments(node: OrderNode, settings: VendureSettings) -> list[PaymentNode]:
    """The promises to pay when the goods are collected."""
    return [
        payment
        for payment in in_order(node.payments or [])
        if payment.state == "Authorized" and payment.method in settings.due_methods
    ]


def _came_in(node: OrderNode, payments: Iterable[PaymentNode], settings: VendureSettings) -> int:
    """What was paid without a till, in Vendure's numbers. What went back is taken off where Vendure itself waits
    for more; elsewhere it may be for a return."""
    due = {payment.id for payment in due_payments(node, settings)}
    counted = [payment for payment in payments if payment.id not in due]
    back = (r.total for p in counted for r in p.refunds if is_given(r)) if node.state == ARRANGING else ()
    return sum(payment.amount for payment in counted) - sum(back)


def _line(
    node: LineNode, facts: Facts, settings: VendureSettings, scale: MoneyScale, currency: str
) -> PlatformLine:
    """Pieces cancelled after they were collected came back by Vendure's own admin, which restocks them too."""
    fulfilled = facts.delivered[node.id]
    quantity = max(node.quantity, fulfilled)
    taken_back = quantity - node.quantity
    full, paid = node.line_price_with_tax, node.prorated_line_price_with_tax
    if taken_back:
        full, paid = node.unit_price_with_tax * quantity, node.prorated_unit_price_with_tax * quantity
    variant = node.product_variant
    return PlatformLine(
        id=node.id,
        sku=variant.sku,
        name=variant.name,
        quantity=quantity,
        unit_price=scale.minor(node.unit_price_with_tax, currency),
        discount=scale.minor(full - paid, currency),
        gtin=(variant.custom_fields or {}).get(settings.gtin_field) or "",
        fulfilled=fulfilled,
        returned=taken_back + _count(facts.notes.returns.values(), node.id),
        restocked=taken_back + _count((note.lines for note in facts.notes.restocks), node.id),
        substitution=substitution_of((node.custom_fields or {}).get(settings.substitution_field)),
        ordered_g=grams_of((node.custom_fields or {}).get(settings.weight_field)),
    )


def _count(acts: Iterable[Sequence[LineQuantity]], line: str) -> int:
    return sum(piece.quantity for lines in acts for piece in lines if piece.line == line)


def _state(node: OrderNode, lines: Sequence[PlatformLine], facts: Facts) -> PlatformState:
    """Told from the pieces: Vendure's own state stays at `Delivered` when a hand-over was taken back."""
    if node.state == CANCELLED and not facts.delivered.total():
        return PlatformState.CANCELLED
    if facts.delivered.total() and all(line.fulfilled >= line.quantity for line in lines):
        return PlatformState.COLLECTED
    ready = _pieces(made for made in node.fulfillments or [] if made.state in (SHIPPED, DELIVERED))
    if node.state in _WAITS or all(ready[line.id] >= line.quantity for line in lines):
        return PlatformState.READY
    return PlatformState.OPEN


def _fulfilments(node: OrderNode, notes: Notes) -> Iterable[PlatformFulfilment]:
    """Hand-overs, also those taken back; a fulfilment that never left the shop is none."""
    named = {fulfilment: reference for reference, fulfilment in notes.handovers.items()}
    left = {
        str(entry.data.fulfillment_id)
        for entry in node.history.items
        if entry.type == "ORDER_FULFILLMENT_TRANSITION" and entry.data.to == DELIVERED
    }
    for made in in_order(node.fulfillments or []):
        if made.state == DELIVERED or (made.state == CANCELLED and made.id in left):
            reference = named.get(made.id) or made.tracking_code or ""
            yield PlatformFulfilment(made.id, pieces_of(made), reference, made.state == CANCELLED)


def is_given(refund: RefundNode) -> bool:
    """Whether a refund stands; one that is `Pending` is with the payment provider or with the shop's people."""
    return refund.state != "Failed"


def part_reason(reference: str, n: int, parts: int) -> str:
    """The reason of the n-th part of a refund, for Vendure gives back by payment; the first is 1."""
    return reference if parts == 1 else f"{reference} {n}/{parts}"


def _refunds(payments: Iterable[PaymentNode], scale: MoneyScale, currency: str) -> tuple[PlatformRefund, ...]:
    """Each refund; one of several parts is told as one when all are there, and not at all before."""
    found: list[PlatformRefund] = []
    parts: dict[tuple[str, int], dict[int, int]] = {}
    waiting: set[str] = set()
    for refund in in_order(r for payment in payments for r in payment.refunds if is_given(r)):
        amount = scale.minor(refund.total, currency)
        match = _PART.fullmatch(refund.reason or "")
        group = parts.setdefault((match[1], int(match[3])), {}) if match else {}
        if match is None or int(match[2]) in group:
            reference = match[1] if match else refund.reason or ""
            found.append(PlatformRefund(refund.id, amount, reference, refund.state == PENDING))
        else:
            group[int(match[2])] = amount
            waiting |= {match[1]} if refund.state == PENDING else set()
    for (reference, count), group in parts.items():
        if len(group) == count:
            found.append(PlatformRefund(reference, sum(group.values()), reference, reference in waiting))
    return tuple(found)
