"""Tells a platform of money that a till took before head office told of such: its order is closed, and nothing
else ever would."""

from datetime import datetime

from app.central.connectors.intents import Effect, intents_for_payment, intents_of, put_intents
from app.central.connectors.port import PlatformOrder, PlatformState
from app.central.intake.marks import load_mark
from app.node.documents import find_order
from app.node.ports import NodeTx


def tell_paid(tx: NodeTx, told: PlatformOrder, now_at: datetime) -> bool:
    """Whether the platform is told now, once for each order, what the till took of one that it has as unpaid."""
    if told.is_paid or told.state is PlatformState.CANCELLED:
        return False
    mark = load_mark(tx, told.ref)
    order = None if mark is None else find_order(tx, mark.order)
    if order is None or order.closed_at is None:
        return False
    if any(intent.effect is Effect.PAID for intent in intents_of(tx, order.id)):
        return False
    wanted = intents_for_payment(order, order.applied[-1] if order.applied else order.id, now_at)
    put_intents(tx, wanted)
    return bool(wanted)
