"""What of the shop's orders a person works on next: where each stands, and which comes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.orders import STANDING, Order
from app.domain.transfers import moved_to
from app.domain.visits import Visit, VisitState


class QueueState(StrEnum):
    """Where an order stands for the people at the counter, the most pressing word for it."""

    RECEIVED = "received"
    PICKING = "picking"
    READY = "ready"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    LATE = "late"
    EXPIRED = "expired"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"
    MOVED = "moved"


_OVER = frozenset({QueueState.HANDED_OVER, QueueState.CANCELLED, QueueState.MOVED})
WAITING = frozenset({VisitState.ARRIVED, VisitState.CLAIMED, VisitState.BEING_SERVED})
MAY_BE_LATE = frozenset({QueueState.RECEIVED, QueueState.PICKING})
"""What becomes LATE by time alone."""
_BY_THE_CLOCK = MAY_BE_LATE | {QueueState.LATE}
"""What the same order can stand for at another hour: a clock that was wrong is put right, backwards too."""
COMING = frozenset({VisitState.ANNOUNCED, VisitState.APPROACHING})
_NONE: "Mapping[str, Queued]" = {}


@dataclass(frozen=True, slots=True)
class Queued:
    """An open order in its queue, with the visit of who comes for it."""

    order: Order
    state: QueueState
    visit: Visit | None = None

    @property
    def due_at(self) -> datetime:
        """What the queue is sorted by: the promise; without one, when the order was placed."""
        return self.order.promised_at or self.order.placed_at

    @property
    def has_promise(self) -> bool:
        """Whether `due_at` is a promise: without one an order is neither late nor in time."""
        return self.order.promised_at is not None

    @property
    def is_to_prepare(self) -> bool:
        """Whether somebody still has to pick or pack for it."""
        return self.order.ready_at is None


def queue_state(order: Order, visit: Visit | None, now_at: datetime) -> QueueState:
    """The word for an order: what is over comes first, then who waits, then what is late."""
    if order.cancelled_at is not None:
        return QueueState.CANCELLED if moved_to(order) is None else QueueState.MOVED
    if order.is_collected:
        return QueueState.HANDED_OVER
    if visit is not None and visit.state in WAITING:
        return QueueState.ARRIVED
    if order.ready_at is None:
        return _in_preparation(order, now_at)
    if visit is not None and visit.state in COMING:
        return QueueState.ON_THE_WAY
    return QueueState.READY if order.expired_at is None else QueueState.EXPIRED


def _in_preparation(order: Order, now_at: datetime) -> QueueState:
    if order.promised_at is not None and order.promised_at < now_at:
        return QueueState.LATE
    is_begun = any(
        line.progress.picking or line.progress.picked or line.progress.packed or line.progress.short
        for line in order.lines
    )
    return QueueState.PICKING if is_begun else QueueState.RECEIVED


def queue(
    orders: Iterable[Order], visits: Iterable[Visit], now_at: datetime, before: Mapping[str, Queued] = _NONE
) -> tuple[Queued, ...]:
    """Open orders by promise time; a waiting customer keeps their place, their state says that they wait.

    What stands as it did in the queue `before`, by order, is the same object.
    """
    by_order = {order: visit for visit in visits for order in visit.orders}
    found = [_queued(order, by_order.get(order.id), now_at, before.get(order.id)) for order in orders]
    shown = [item for item in found if item.state not in _OVER]
    return tuple(sorted(shown, key=lambda item: (item.due_at, item.order.number)))


def _queued(order: Order, visit: Visit | None, now_at: datetime, before: Queued | None) -> Queued:
    is_as_before = before is not None and before.order is order and before.visit == visit
    if is_as_before and before is not None and before.state not in _BY_THE_CLOCK:
        return before
    return Queued(order, queue_state(order, visit, now_at), visit)


def ahead_of(visits: Iterable[Visit], visit: Visit) -> int:
    """How many others have been waiting for longer."""
    others = (other for other in visits if other.id != visit.id and other.state in WAITING)
    return sum(
        (other.arrived_at or other.announced_at, other.id) < (visit.arrived_at or visit.announced_at, visit.id)
        for other in others
    )


def pieces(order: Order) -> int:
    """Pieces that were not cancelled."""
    return sum(line.quantity - line.progress.cancelled for line in order.lines)


def picked(order: Order) -> int:
    """Pieces that somebody has found."""
    return sum(line.progress.picked + line.progress.packed for line in order.lines)


def bags(order: Order) -> int:
    """Bags that stand ready."""
    return sum(container.state in STANDING for container in order.containers)


def places(order: Order) -> tuple[str, ...]:
    """Where its bags stand, each place once."""
    return tuple(sorted({c.place for c in order.containers if c.state in STANDING and c.place}))
