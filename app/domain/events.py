"""Where the machines of order, container and visit meet: what happened to one, and what follows for another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.values import OrderId
from app.domain.visits import Visit


@dataclass(frozen=True, slots=True)
class OrderReserved:
    """A cart became this order at a counter."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderReady:
    """All of the order stands staged: the customer is to be told."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderUnready:
    """Something was taken out again before the customer came: the message is not true any more."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderHandedOver:
    """Goods left; `is_complete`: nothing of the order is here any more."""

    order: OrderId
    handover: str
    at: datetime
    is_complete: bool


@dataclass(frozen=True, slots=True)
class HandoverReversed:
    """Goods that had left are back in their containers."""

    order: OrderId
    handover: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """The order is cancelled: by a recall, or because its hold ended."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderClosed:
    """Nothing can be undone any more; the *collected* message may go."""

    order: OrderId
    at: datetime


Event = (
    OrderReserved | OrderReady | OrderUnready | OrderHandedOver | HandoverReversed | OrderCancelled | OrderClosed
)


def events_between(before: Order, after: Order, at: datetime) -> tuple[Event, ...]:
    """What a command did, read off the two states; `at` dates what has no time of its own."""
    found: list[Event] = []
    reversed_before = {h.act.id for h in before.handovers if h.reversed_by is not None}
    known = {h.act.id for h in before.handovers}
    for handover in after.handovers:
        if handover.act.id not in known:
            found.append(OrderHandedOver(after.id, handover.act.id, handover.act.at, after.is_collected))
        if handover.reversed_by is not None and handover.act.id not in reversed_before:
            found.append(HandoverReversed(after.id, handover.act.id, handover.reversed_by.at))
    if after.cancelled_at is not None and before.cancelled_at is None:
        found.append(OrderCancelled(after.id, after.cancelled_at))
    elif after.ready_at is not None and before.ready_at is None:
        found.append(OrderReady(after.id, after.ready_at))
    elif after.ready_at is None and before.ready_at is not None:
        found.append(OrderUnready(after.id, at))
    if after.closed_at is not None and before.closed_at is None:
        found.append(OrderClosed(after.id, after.closed_at))
    return tuple(found)


def is_gone(order: Order) -> bool:
    """Whether nobody can come for this order any more: all of it left, or it is cancelled or closed."""
    return order.is_collected or order.cancelled_at is not None or order.closed_at is not None


def consequences(event: Event, visit: Visit, orders: Iterable[Order]) -> Visit:
    """The visit after the event; `orders` are all orders of the visit as they are now.

    It is done when goods left and nothing more of any of its orders is here, and goes on when a hand-over is
    reversed. Nobody is sent away by a cancel alone: staff tell the person, and end the visit.
    Problem(ORDER_UNKNOWN) when an order of the visit is missing.
    """
    if event.order not in visit.orders:
        return visit
    if isinstance(event, HandoverReversed):
        return visit.resumed()
    if not isinstance(event, OrderHandedOver):
        return visit
    present = {order.id: order for order in orders}
    for order_id in visit.orders:
        if order_id not in present:
            raise Problem(Code.ORDER_UNKNOWN, order=order_id)
    if all(is_gone(present[order_id]) for order_id in visit.orders):
        return visit.served(event.at)
    return visit
