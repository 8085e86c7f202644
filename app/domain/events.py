"""Where the machines of order, container and visit meet: what happened to one, and what follows for another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.dropped import Cause
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.values import OrderId, StoreId
from app.domain.visits import Visit, VisitState


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


@dataclass(frozen=True, slots=True)
class PiecesDropped:
    """Pieces are not handed over after all: `drop` is the act that says so, `cause` by whose will."""

    order: OrderId
    drop: str
    cause: Cause
    at: datetime


@dataclass(frozen=True, slots=True)
class PiecesPutBack:
    """The pieces of that task are where they belong again."""

    order: OrderId
    task: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldReminded:
    """The hold is about to end: the customer is to be told, once for each hold."""

    order: OrderId
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """The order is another shop's now: it left `source` and begins anew in `target`."""

    order: OrderId
    source: StoreId
    target: StoreId
    at: datetime


OnItsWay = (
    OrderReserved | OrderReady | OrderUnready | OrderHandedOver | HandoverReversed | OrderCancelled | OrderClosed
)
NotFetched = PiecesDropped | PiecesPutBack | HoldReminded
Event = OnItsWay | NotFetched | OrderMoved


NOT_HERE = (VisitState.ANNOUNCED, VisitState.APPROACHING)


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
    for drop in after.drops[len(before.drops) :]:
        found.append(PiecesDropped(after.id, drop.act.id, drop.cause, drop.act.at))
    if after.cancelled_at is not None and before.cancelled_at is None:
        found.append(OrderCancelled(after.id, after.cancelled_at))
    elif after.ready_at is not None and before.ready_at is None:
        found.append(OrderReady(after.id, after.ready_at))
    elif after.ready_at is None and before.ready_at is not None:
        found.append(OrderUnready(after.id, at))
    if after.closed_at is not None and before.closed_at is None:
        found.append(OrderClosed(after.id, after.closed_at))
    return (*found, *_put_back(before, after), *_reminded(before, after))


def _put_back(before: Order, after: Order) -> list[Event]:
    done = {task.id for task in before.put_backs if task.done is not None}
    tasks = [task for task in after.put_backs if task.done is not None and task.id not in done]
    return [PiecesPutBack(after.id, task.id, task.done.at) for task in tasks if task.done is not None]


def _reminded(before: Order, after: Order) -> list[Event]:
    if after.reminded_at is None or after.hold_until is None or before.reminded_at is not None:
        return []
    return [HoldReminded(after.id, after.hold_until, after.reminded_at)]


def is_gone(order: Order) -> bool:
    """Whether nobody can come for this order any more: all of it left, or it is cancelled or closed."""
    return order.is_collected or order.cancelled_at is not None or order.closed_at is not None


def is_fetched(order: Order) -> bool:
    """Whether nobody waits for it any more: all of it left, or who came for it did not want it."""
    return order.is_collected or (is_gone(order) and any(drop.cause is Cause.REFUSED for drop in order.drops))


def consequences(event: Event, visit: Visit, orders: Iterable[Order]) -> Visit:
    """The visit after the event; `orders` are all orders of the visit as they are now.

    It is done when goods left, or were refused, and nothing more of any of its orders is here, and goes on when a
    hand-over is reversed. Who said they would come, and did not until their goods went back, has left. Nobody is
    sent away by a cancel alone: staff tell the person, and end the visit.
    Problem(ORDER_UNKNOWN) when an order of the visit is missing.
    """
    if event.order not in visit.orders:
        return visit
    if isinstance(event, HandoverReversed):
        return visit.resumed()
    is_refused = isinstance(event, PiecesDropped) and event.cause in (Cause.REFUSED, Cause.NO_SHOW)
    if not isinstance(event, OrderHandedOver) and not is_refused:
        return visit
    present = {order.id: order for order in orders}
    for order_id in visit.orders:
        if order_id not in present:
            raise Problem(Code.ORDER_UNKNOWN, order=order_id)
    if not all(is_gone(present[order_id]) for order_id in visit.orders):
        return visit
    if isinstance(event, PiecesDropped) and event.cause is Cause.NO_SHOW:
        return visit.moved(VisitState.LEFT, event.at) if visit.state in NOT_HERE else visit
    return visit.served(event.at)
