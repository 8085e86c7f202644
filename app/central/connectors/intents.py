"""What shall happen at a shop platform, written in the transaction of the act that causes it.

An intent is a document (kind `outward`) in the node's store. Its id comes from the act, so writing it again
changes nothing; it carries all that is needed to tell later whether it happened. A platform knows the lines that
were sold: what was given instead of one counts for that one, and its stock never went down there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from msgspec import json

from app.central.connectors.port import NewOrder, PlatformLine, PlatformState
from app.domain.dropped import Drop, PutBack
from app.domain.handover import till_amount
from app.domain.orders import Handover, Order
from app.domain.returns import Disposition, EffectState, ReturnCase, Tender
from app.domain.substitutes import as_sold, sold_lines, sold_value, without_substitutes
from app.domain.values import LineQuantity, OrderId, ReturnId, StoreId
from app.node.ports import NodeTx

OUTWARD = "outward"
_BEGUN = "restock begun"
NOT_YET = "not_yet:"
MAX_OF_ORDER = 500


class Effect(StrEnum):
    """What is asked of the platform."""

    CREATE = "create"
    READY = "ready"
    COLLECTED = "collected"
    REVERSED = "reversed"
    PAID = "paid"
    RETURN_RECORD = "return_record"
    REFUND = "refund"
    RESTOCK = "restock"
    MESSAGE = "message"


class IntentState(StrEnum):
    """How far an intent has come.

    WAITING: not sent, or surely without effect. CALLING: written before the call, so after a crash it may have
    happened. UNKNOWN: sent without a usable answer. PARKED: a person must settle it. CONFIRMED and DROPPED are
    ends.
    """

    WAITING = "waiting"
    CALLING = "calling"
    UNKNOWN = "unknown"
    PARKED = "parked"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


OPEN_STATES = frozenset({IntentState.WAITING, IntentState.CALLING, IntentState.UNKNOWN})
END_STATES = frozenset({IntentState.CONFIRMED, IntentState.DROPPED})


@dataclass(frozen=True, slots=True)
class OutwardIntent:
    """One effect wanted at the platform. `amount` in minor units of `currency`; `n` is its place in the order.

    `undoes` is the id of the intent a reversal takes back; `case` is the return it belongs to. `baseline` holds
    the platform's totals read before the first call. `tries` counts calls that may have had an effect, `misses`
    reads of this order that failed while others went well, `owner` is the process that acted last. `due_at`
    orders the queue and decides nothing about safety. `reason` says why a person was asked, a word for machines.
    `is_retried`: a person took it up again after it was parked. `new` is the order to be made; until it is,
    `platform_ref` is empty in all intents of that order. `page` is what the link in a message is made of; the link
    itself is a secret and not kept.
    """

    id: str
    effect: Effect
    order: OrderId
    store: StoreId
    platform_ref: str
    created_at: datetime
    due_at: datetime
    lines: tuple[LineQuantity, ...] = ()
    amount: int = 0
    currency: str = "EUR"
    location: str = ""
    message: str = ""
    undoes: str = ""
    case: ReturnId | None = None
    n: int = 0
    state: IntentState = IntentState.WAITING
    tries: int = 0
    misses: int = 0
    owner: str = ""
    baseline: dict[str, int] | None = None
    is_refused: bool = False
    is_retried: bool = False
    reason: str = ""
    settled_by: str = ""
    new: NewOrder | None = None
    page: str = ""

    @property
    def reference(self) -> str:
        """The free text the platform keeps beside the effect."""
        return reference_of(self.id)

    @property
    def is_put_off(self) -> bool:
        """Whether the platform takes it only once something else happened: a person knows, and it is tried on."""
        return self.state is IntentState.PARKED and self.reason.startswith(NOT_YET)


def reference_of(intent_id: str) -> str:
    """The reference of the intent with that id; plain ASCII without blanks, some platforms cut at a blank."""
    return f"bancone:{intent_id}"


def _intent(order: Order, act_id: str, effect: Effect, at: datetime) -> OutwardIntent:
    return OutwardIntent(
        id=f"{act_id}/{effect}",
        effect=effect,
        order=order.id,
        store=order.store,
        platform_ref=order.platform_ref,
        created_at=at,
        due_at=at,
        currency=order.currency,
    )


def intents_for_creation(order: Order, act_id: str, customer_ref: str, at: datetime) -> tuple[OutwardIntent, ...]:
    """What the platform is told of an order that was made here: that it is there."""
    new = NewOrder(
        number=order.number,
        store=order.store,
        customer_ref=customer_ref,
        currency=order.currency,
        total=sold_value(order) + order.shipping,
        is_paid=order.payment.is_paid,
        lines=tuple(
            PlatformLine(line.id, line.sku, line.name, line.quantity, line.unit_price, line.discount)
            for line in sold_lines(order)
        ),
    )
    return (replace(_intent(order, act_id, Effect.CREATE, at), new=new),)


def intents_for_ready(order: Order, act_id: str, at: datetime, page: str = "") -> tuple[OutwardIntent, ...]:
    """What the platform is told when an order is ready: its state, and that the customer may come; on which page
    they say that they do."""
    messages = intents_for_message(order, act_id, PlatformState.READY, at)
    return (_intent(order, act_id, Effect.READY, at), *(replace(message, page=page) for message in messages))


def intents_for_handover(order: Order, handover: Handover) -> tuple[OutwardIntent, ...]:
    """What the platform is told of a hand-over: these pieces are collected."""
    act = handover.act
    lines = as_sold(order, handover.lines)
    return (replace(_intent(order, act.id, Effect.COLLECTED, act.at), lines=lines),)


def intents_for_reversal(order: Order, handover: Handover) -> tuple[OutwardIntent, ...]:
    """What the platform is told when that hand-over was reversed; `handover.reversed_by` must be there."""
    act = handover.reversed_by
    if act is None:
        return ()
    undoes = f"{handover.act.id}/{Effect.COLLECTED}"
    lines = as_sold(order, handover.lines)
    return (replace(_intent(order, act.id, Effect.REVERSED, act.at), lines=lines, undoes=undoes),)


def intents_for_payment(order: Order, act_id: str, at: datetime) -> tuple[OutwardIntent, ...]:
    """What the platform is told when the till took the money and nothing can be undone: that it is paid."""
    if not any(handover.is_paid_here for handover in order.live_handovers):
        return ()
    return (replace(_intent(order, act_id, Effect.PAID, at), amount=till_amount(order)),)


def intents_for_message(order: Order, act_id: str, kind: str, at: datetime) -> tuple[OutwardIntent, ...]:
    """A message to the customer by the platform; for `collected` to be called when the undo window is over."""
    intent = _intent(order, act_id, Effect.MESSAGE, at)
    return (replace(intent, id=f"{intent.id}-{kind}", message=str(kind)),)


def intents_for_drop(order: Order, drop: Drop) -> tuple[OutwardIntent, ...]:
    """What the platform is told when pieces are not handed over after all: the money that goes back there, and the
    stock that never left its shelf. What lies elsewhere is told once somebody has put it back."""
    money = replace(
        _intent(order, drop.act.id, Effect.REFUND, drop.act.at),
        lines=as_sold(order, drop.lines),
        amount=drop.refund,
    )
    stock = replace(
        _intent(order, drop.act.id, Effect.RESTOCK, drop.act.at),
        lines=without_substitutes(order, drop.on_shelf),
        location=order.store,
    )
    return (*((money,) if drop.refund > 0 else ()), *((stock,) if stock.lines else ()))


def intents_for_put_back(order: Order, task: PutBack) -> tuple[OutwardIntent, ...]:
    """What the platform is told when pieces are on their shelf again: that they can be sold. Named by the task, so
    it is told once, whoever says twice that it is done. What must be kept cold is not sold again."""
    sold = without_substitutes(order, task.lines)
    lines = tuple(piece for piece in sold if not order.line(piece.line).is_cold)
    if task.done is None or not task.is_sold_again or not lines:
        return ()
    # Each shop an order has been to counts its tasks for itself.
    shop = f".{order.store}" if order.transfers else ""
    intent = _intent(order, f"{order.id}{shop}.{task.id}", Effect.RESTOCK, task.done.at)
    return (replace(intent, lines=lines, location=order.store),)


def intents_for_return(order: Order, case: ReturnCase, location: str) -> tuple[OutwardIntent, ...]:
    """The three effects of a return that are due, confirmed apart: record, money, stock at `location`.

    A blind intake has none until it is matched. A voucher is our own paper, so no money moves at the platform.
    """
    if case.order != order.id:
        return ()
    base = _intent(order, case.act.id, Effect.RETURN_RECORD, case.act.at)
    base = replace(base, case=case.id, store=case.store)
    intents: list[OutwardIntent] = []
    if case.record is EffectState.PENDING and (lines := _pieces(case, set(Disposition))):
        intents.append(replace(base, lines=as_sold(order, lines)))
    if case.money is EffectState.PENDING and case.tender is Tender.ORIGINAL and case.refund > case.at_till:
        lines = tuple(LineQuantity(line.line, line.quantity) for line in case.lines)
        money = replace(base, id=f"{case.act.id}/{Effect.REFUND}", effect=Effect.REFUND)
        intents.append(replace(money, lines=as_sold(order, lines), amount=case.refund - case.at_till))
    lines = without_substitutes(order, _pieces(case, {Disposition.RESTOCK}))
    if case.stock is EffectState.PENDING and lines:
        stock = replace(base, id=f"{case.act.id}/{Effect.RESTOCK}", effect=Effect.RESTOCK)
        intents.append(replace(stock, lines=lines, location=location))
    return tuple(intents)


def _pieces(case: ReturnCase, dispositions: set[Disposition]) -> tuple[LineQuantity, ...]:
    """Matched pieces with those dispositions, one entry per line of the order."""
    sums: dict[str, LineQuantity] = {}
    for piece in case.pieces:
        if piece.line is not None and piece.disposition in dispositions:
            before = sums[piece.line].quantity if piece.line in sums else 0
            sums[piece.line] = LineQuantity(piece.line, before + piece.quantity)
    return tuple(sums.values())


_EFFECT_STATE = {
    IntentState.CONFIRMED: EffectState.CONFIRMED,
    IntentState.PARKED: EffectState.PARKED,
    IntentState.DROPPED: EffectState.NOT_DUE,
}


def case_after(case: ReturnCase, intent: OutwardIntent, at: datetime) -> ReturnCase:
    """The return with the effect of `intent` where the intent has come to; `at` is when the money was seen."""
    state = _EFFECT_STATE.get(intent.state, EffectState.PENDING)
    if intent.effect is Effect.RETURN_RECORD:
        return replace(case, record=state)
    if intent.effect is Effect.RESTOCK:
        return replace(case, stock=state)
    if intent.effect is Effect.REFUND:
        return replace(case, money=state, refunded_at=at if state is EffectState.CONFIRMED else case.refunded_at)
    return case


_encode = json.Encoder().encode
_decode = json.Decoder(OutwardIntent).decode


def put_intents(tx: NodeTx, intents: Iterable[OutwardIntent]) -> None:
    """Write new intents, in the transaction of the act; one that is already there is left as it is."""
    for intent in intents:
        tx.lock(f"{OUTWARD}:{intent.order}")
        if tx.get(OUTWARD, intent.id) is None:
            save_intent(tx, replace(intent, n=len(intents_of(tx, intent.order)) + 1))


def save_intent(tx: NodeTx, intent: OutwardIntent) -> None:
    """Write the intent back; it is found by its order (in order of `n`) and, while open or put off, by when it is
    due.

    So is a restock that was called for and may have been done.
    """
    terms = [f"o:{intent.order}:{intent.n:06d}"]
    if intent.state in OPEN_STATES or intent.is_put_off:
        terms.append(f"open:{intent.due_at.isoformat()}")
        if intent.effect is Effect.RESTOCK and intent.tries:
            terms.append(_BEGUN)
    tx.put(OUTWARD, intent.id, _encode(intent), terms)


def load_intent(tx: NodeTx, intent_id: str) -> OutwardIntent | None:
    """The intent, or None."""
    body = tx.get(OUTWARD, intent_id)
    return None if body is None else _decode(body)


def intents_of(tx: NodeTx, order: OrderId) -> tuple[OutwardIntent, ...]:
    """All intents of an order in the order they were made."""
    return tuple(_decode(found.body) for found in tx.find(OUTWARD, f"o:{order}:", MAX_OF_ORDER))


def is_held_up(tx: NodeTx, intent: OutwardIntent) -> bool:
    """Whether a restock must wait, as it is not known what became of another one; not when it may have begun."""
    return not intent.tries and bool(tx.find(OUTWARD, _BEGUN, 1))


def is_at_platform(tx: NodeTx, order: Order) -> bool:
    """Whether the platform has this order, or will have it: what happens to it is the platform's business."""
    return bool(order.platform_ref) or any(
        intent.effect is Effect.CREATE and intent.state is not IntentState.DROPPED
        for intent in intents_of(tx, order.id)
    )


def open_intents(tx: NodeTx, limit: int) -> tuple[OutwardIntent, ...]:
    """Intents something is still to be done about, the one due first at the front."""
    return tuple(_decode(found.body) for found in tx.find(OUTWARD, "open:", limit))
