"""What pieces that leave an order do to its money, and when nothing of it is left."""

from dataclasses import replace

from app.domain.dropped import Cause, Drop
from app.domain.orders import Order
from app.domain.refunds import gone, left_of, refunded_for


def dropped(order: Order, before: Order, drop: Drop) -> Order:
    """The order with what was dropped and what that gives back; over when nothing of it is left.

    Until when nobody came stays known: the day counts its no-shows by it.
    """
    entry = replace(drop, refund=given_back(order) - given_back(before))
    order = replace(order, drops=(*order.drops, entry))
    if is_all_off(order):
        until = order.hold_until if drop.cause is Cause.NO_SHOW else None
        return replace(order, cancelled_at=drop.act.at, ready_at=None, hold_until=until)
    return order


def is_all_off(order: Order) -> bool:
    """Whether nothing of the order is wanted any more, and nothing of it ever left."""
    return all(line.progress.cancelled == line.quantity for line in order.lines)


def given_back(order: Order) -> int:
    """What of the money that came in online is too much for what is kept, minor units: never less for more drops.

    What was paid whole goes back as it does for returns, with which it shares its sums; what a substitute costs
    stays of what its line gives back. What came in before as a part is measured against what is owed.
    """
    if order.payment.is_paid:
        back = sum(refunded_for(line, gone(line)) for line in order.lines)
        back -= sum(line.paid for line in order.lines if line.replaces is not None)
        return back + (order.shipping if is_all_off(order) else 0)
    kept = sum(left_of(line, line.quantity - line.progress.cancelled) for line in order.lines) + order.shipping
    return max(0, order.payment.deposit - (0 if is_all_off(order) else kept))
