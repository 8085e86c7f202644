"""Who waits in a car: in which order they are served, why, and for how long they have waited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.folding import digits
from app.domain.orders import Order
from app.domain.queue import COMING, WAITING
from app.domain.values import OrderId
from app.domain.visits import Visit, VisitState


def bay_number(code: str) -> str:
    """What is painted on the ground: the number of `P4`, or the whole code when it has none."""
    return digits(code).lstrip("0") or code


class Band(StrEnum):
    """How long somebody has waited, in the store's own terms."""

    IN_TIME = "in_time"
    LONG = "long"
    LATE = "late"


class Reason(StrEnum):
    """Why somebody stands where they stand in the queue."""

    COLD = "cold"
    LONGEST = "longest"
    LATER = "later"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Waits:
    """From how many seconds on a wait is long, and late: then those in charge are told.

    `counter_s`: from when on a car that nobody with a tablet has taken on is told at the counter too. `repeat_s`:
    how often it is told again until somebody takes it on. The times at first are CU-08 of the design.
    """

    long_s: int = 120
    late_s: int = 240
    counter_s: int = 90
    repeat_s: int = 30

    def band(self, waited_s: float) -> Band:
        """The band of a wait; the limit itself belongs to the band after it."""
        if waited_s >= self.late_s:
            return Band.LATE
        return Band.LONG if waited_s >= self.long_s else Band.IN_TIME


class Waited(Protocol):
    """What a store's configuration says of waits, in seconds."""

    @property
    def wait_long_s(self) -> int: ...
    @property
    def wait_late_s(self) -> int: ...
    @property
    def alert_counter_s(self) -> int: ...
    @property
    def alert_repeat_s(self) -> int: ...


def waits_of(config: Waited) -> Waits:
    """The store's own times."""
    return Waits(config.wait_long_s, config.wait_late_s, config.alert_counter_s, config.alert_repeat_s)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A visit in the queue of cars, with what of its orders is still here; `reason` says why it stands there."""

    visit: Visit
    orders: tuple[Order, ...]
    reason: Reason

    @property
    def is_here(self) -> bool:
        """Whether the car is there."""
        return self.visit.state in WAITING

    @property
    def is_ready(self) -> bool:
        """Whether everything it came for stands ready."""
        return all(order.ready_at is not None for order in self.orders)

    @property
    def is_cold(self) -> bool:
        """Whether some of it must not get warm."""
        return any(line.is_cold for order in self.orders for line in order.lines)

    def waited_s(self, now_at: datetime) -> float:
        """For how many seconds the car has been there; a clock that is behind counts as none."""
        since = self.visit.arrived_at or self.visit.announced_at
        return max(0.0, (now_at - since).total_seconds())

    def is_claimed_by(self, operator: str) -> bool:
        """Whether that operator serves it."""
        return self.visit.claimed_by == operator and self.visit.state in (
            VisitState.CLAIMED,
            VisitState.BEING_SERVED,
        )


def is_by_car(visit: Visit) -> bool:
    """Whether somebody comes to a bay: who took a number at a kiosk stands in the shop."""
    return visit.state in (WAITING | COMING) and (bool(visit.place) or not visit.number)


def arrivals(visits: Iterable[Visit], orders: Mapping[OrderId, Order]) -> tuple[Arrival, ...]:
    """Who is here before who is near, before who said they would come; among those here what must not get warm
    first, then who has waited for longest."""
    found = []
    for visit in visits:
        here = tuple(orders[key] for key in visit.orders if key in orders and not orders[key].is_collected)
        if is_by_car(visit) and here:
            found.append(Arrival(visit, here, Reason.COMING))
    found.sort(key=_rank)
    return tuple(_reasoned(found))


def _rank(arrival: Arrival) -> tuple[int, bool, datetime, str]:
    visit = arrival.visit
    state = 0 if arrival.is_here else 1 if visit.state is VisitState.APPROACHING else 2
    return state, arrival.is_here and not arrival.is_cold, visit.arrived_at or visit.announced_at, visit.id


def _reasoned(ordered: list[Arrival]) -> list[Arrival]:
    here = [arrival for arrival in ordered if arrival.is_here]
    longest = min(here, key=lambda arrival: _rank(arrival)[2:], default=None)
    return [
        Arrival(
            arrival.visit,
            arrival.orders,
            Reason.COMING
            if not arrival.is_here
            else Reason.COLD
            if arrival.is_cold
            else Reason.LONGEST
            if arrival is longest
            else Reason.LATER,
        )
        for arrival in ordered
    ]
