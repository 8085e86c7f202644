"""Turns what stores decided into what the shop platform must hear, written down before anybody calls it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from app.central.connectors.guard import after_moot
from app.central.connectors.guard_store import report_to_case, write_step
from app.central.connectors.intents import (
    Effect,
    OutwardIntent,
    intents_for_creation,
    intents_for_drop,
    intents_for_handover,
    intents_for_message,
    intents_for_payment,
    intents_for_put_back,
    intents_for_ready,
    intents_for_return,
    intents_for_reversal,
    intents_of,
    is_at_platform,
    put_intents,
)
from app.central.connectors.port import REMINDER, PlatformState
from app.central.intake.marks import load_mark, was_cancelled_there
from app.central.intake.telling import place_there, tell_left_there, tell_moved
from app.central.pages.links import Links
from app.domain.dropped import Cause
from app.domain.events import (
    Event,
    HandoverReversed,
    HoldReminded,
    NotFetched,
    OnItsWay,
    OrderCancelled,
    OrderClosed,
    OrderHandedOver,
    OrderMoved,
    OrderReady,
    OrderReserved,
    OrderUnready,
    PiecesDropped,
    PiecesPutBack,
)
from app.domain.orders import Handover, Order
from app.domain.returns import EffectState, ReturnCase, Tender
from app.node.documents import find_customer
from app.node.ports import NodeTx
from app.node.refunds import publish_return


@dataclass(frozen=True, slots=True)
class GuardRecorder:
    """The chain node's `Recorder`: writes intents in the transaction of the fact; calls nobody, keeps nothing.

    `links`: who opens the pages of customers whose order is ready.
    """

    links: Links | None = None

    def happened(self, tx: NodeTx, order: Order, event: Event) -> None:
        """See the port. A message that an order is ready cannot be unsaid, so nothing follows its taking back; of
        what the platform cancelled itself it has told its customer."""
        if isinstance(event, OrderReserved):
            customer = find_customer(tx, order.customer)
            ref = "" if customer is None else customer.platform_ref
            put_intents(tx, intents_for_creation(order, order.id, ref, event.at))
        elif isinstance(event, OrderCancelled) and was_cancelled_there(tx, order.platform_ref):
            return
        elif isinstance(event, PiecesDropped | PiecesPutBack | HoldReminded):
            if is_at_platform(tx, order):
                place = place_there(tx, order)
                intents = _not_fetched(tx, order, event)
                put_intents(tx, [replace(i, location=place) if i.location else i for i in intents])
        elif isinstance(event, OrderMoved):
            if is_at_platform(tx, order):
                _give_up_ready(tx, order, event.at)
                tell_moved(tx, order, event.at)
        elif is_at_platform(tx, order):
            if isinstance(event, OrderUnready | OrderCancelled):
                _give_up_ready(tx, order, event.at)
            page = self._page(tx, order, event)
            put_intents(tx, _intents_of(order, event, page))
            mark = load_mark(tx, order.platform_ref)
            if isinstance(event, OrderClosed) and mark is not None:
                tell_left_there(tx, order, mark, event.at)

    def _page(self, tx: NodeTx, order: Order, event: Event) -> str:
        is_open = isinstance(event, OrderReady) and self.links is not None and not order.pickup.is_revoked
        return self.links.give(tx, order, event.at) if is_open and self.links is not None else ""

    def returned(self, tx: NodeTx, order: Order, case: ReturnCase) -> None:
        """See the port. What no platform has to do is done, or not due, at once."""
        is_there = is_at_platform(tx, order)
        if is_there:
            put_intents(tx, intents_for_return(order, case, location=case.store))
        settled = _without_platform(case, is_there=is_there)
        if settled != case:
            publish_return(tx, settled)


def _intents_of(order: Order, event: OnItsWay, page: str) -> tuple[OutwardIntent, ...]:
    act_id = order.applied[-1] if order.applied else order.id
    match event:
        case OrderReady():
            return intents_for_ready(order, act_id, event.at, page)
        case OrderHandedOver():
            return intents_for_handover(order, _handover(order, event.handover))
        case HandoverReversed():
            return intents_for_reversal(order, _handover(order, event.handover))
        case OrderCancelled():
            return intents_for_message(order, act_id, PlatformState.CANCELLED, event.at)
        case OrderClosed() if order.live_handovers:
            collected = intents_for_message(order, act_id, PlatformState.COLLECTED, event.at)
            return (*intents_for_payment(order, act_id, event.at), *collected)
        case OrderClosed() | OrderUnready() | OrderReserved():
            return ()
        case _:
            assert_never(event)


def _not_fetched(tx: NodeTx, order: Order, event: NotFetched) -> tuple[OutwardIntent, ...]:
    """One reminder for each end of a hold, whoever judges it; money and stock of what is dropped; stock of what
    was put back. What the platform took out of the order itself, or cancelled the whole order of, it has in its
    stock by that, for whatever reason it lies in the shop. What another shop gets from its own shelf instead is
    still sold."""
    if isinstance(event, HoldReminded):
        return intents_for_message(order, f"{order.id}.{event.until:%Y%m%d}", REMINDER, event.at)
    is_off_there = was_cancelled_there(tx, order.platform_ref)
    if isinstance(event, PiecesDropped):
        drop = next(drop for drop in order.drops if drop.act.id == event.drop)
        return intents_for_drop(order, replace(drop, on_shelf=()) if is_off_there else drop)
    task = next(known for known in order.put_backs if known.id == event.task)
    if task.cause in (Cause.SHORTENED, Cause.MOVED) or is_off_there:
        return ()
    return intents_for_put_back(order, task)


def _give_up_ready(tx: NodeTx, order: Order, at: datetime) -> None:
    """What the platform would take as ready only later is ready no more."""
    for intent in intents_of(tx, order.id):
        if intent.effect is Effect.READY and intent.is_put_off and not intent.tries:
            write_step(tx, intent, after_moot(intent), report, at, sets_stock=False)


def _handover(order: Order, handover: str) -> Handover:
    return next(h for h in order.handovers if h.act.id == handover)


def _without_platform(case: ReturnCase, *, is_there: bool) -> ReturnCase:
    """The case where nobody outside has a part in it: a voucher is our own paper; cash waits for a person."""
    if case.money is EffectState.PENDING and case.tender is Tender.VOUCHER:
        case = replace(case, money=EffectState.CONFIRMED, refunded_at=case.act.at)
    if not is_there:
        case = replace(case, record=EffectState.NOT_DUE, stock=EffectState.CONFIRMED)
    return case


def report(tx: NodeTx, intent: OutwardIntent, at: datetime) -> None:
    """The guard's `Report`: the return case follows its effects, and the store that took the goods in is told."""
    case = report_to_case(tx, intent, at)
    if case is not None:
        publish_return(tx, case)
