"""A visit: somebody who comes for orders, from the announcement to the moment they leave."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from app.domain.errors import Code, Problem
from app.domain.values import CustomerId, OrderId, StoreId, VisitId


class VisitState(StrEnum):
    """Where the visitor is in their visit."""

    ANNOUNCED = "announced"
    APPROACHING = "approaching"
    ARRIVED = "arrived"
    CLAIMED = "claimed"
    BEING_SERVED = "being_served"
    DONE = "done"
    LEFT = "left"


class Trouble(StrEnum):
    """Why a colleague went away from a car with nothing handed over; the visitor goes on waiting."""

    NONE = ""
    NOT_READY = "not_ready"
    WRONG_CAR = "wrong_car"


LIVE_VISITS = frozenset(VisitState) - {VisitState.DONE, VisitState.LEFT}

VISIT_MOVES: frozenset[tuple[VisitState, VisitState]] = frozenset(
    {
        (VisitState.ANNOUNCED, VisitState.APPROACHING),
        (VisitState.ANNOUNCED, VisitState.ARRIVED),
        (VisitState.APPROACHING, VisitState.ARRIVED),
        (VisitState.ARRIVED, VisitState.CLAIMED),
        (VisitState.CLAIMED, VisitState.ARRIVED),
        (VisitState.CLAIMED, VisitState.BEING_SERVED),
        (VisitState.BEING_SERVED, VisitState.ARRIVED),
        (VisitState.BEING_SERVED, VisitState.DONE),
        (VisitState.ANNOUNCED, VisitState.LEFT),
        (VisitState.APPROACHING, VisitState.LEFT),
        (VisitState.ARRIVED, VisitState.LEFT),
        (VisitState.CLAIMED, VisitState.LEFT),
        (VisitState.BEING_SERVED, VisitState.LEFT),
    }
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One presence of one customer for one or more orders; `place` is the bay or the desk.

    `number` is what who checked in at a kiosk is called with: `A 47`. `trouble`: what the last colleague found.
    `expected_at`: when who is on the way said they would be there.
    """

    id: VisitId
    store: StoreId
    orders: tuple[OrderId, ...]
    customer: CustomerId
    state: VisitState
    announced_at: datetime
    place: str = ""
    arrived_at: datetime | None = None
    claimed_by: str = ""
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    number: str = ""
    trouble: Trouble = Trouble.NONE
    expected_at: datetime | None = None

    def moved(
        self,
        target: VisitState,
        at: datetime,
        *,
        by: str = "",
        place: str = "",
        trouble: Trouble = Trouble.NONE,
    ) -> "Visit":
        """The visit in `target`; Problem(STEP_NOT_ALLOWED | CLAIMED_BY_OTHER).

        The same move again changes nothing but the place, and the earliest arrival is kept.
        """
        if self.state is VisitState.CLAIMED and target is VisitState.CLAIMED and by != self.claimed_by:
            raise Problem(Code.CLAIMED_BY_OTHER, by=self.claimed_by)
        if self.state is not target and (self.state, target) not in VISIT_MOVES:
            raise Problem(Code.STEP_NOT_ALLOWED, step=self.state.value, target=target.value)
        visit = replace(self, state=target, place=place or self.place)
        if target is VisitState.ARRIVED:
            since = min(at, self.arrived_at or at)
            return replace(visit, arrived_at=since, claimed_by="", claimed_at=None, trouble=trouble)
        if self.state is target:
            return visit
        if target is VisitState.CLAIMED:
            return replace(visit, claimed_by=by, claimed_at=at, trouble=Trouble.NONE)
        if target in (VisitState.DONE, VisitState.LEFT):
            return replace(visit, ended_at=at)
        return visit

    def served(self, at: datetime) -> "Visit":
        """The visit done because its goods have left, wherever it stood; an ended one stays as it is."""
        if self.state not in LIVE_VISITS:
            return self
        return replace(self, state=VisitState.DONE, ended_at=at)

    def begun_anew(self, at: datetime, place: str = "") -> "Visit":
        """The visit of who had left and is here again; they keep their number."""
        visit = replace(self, state=VisitState.ARRIVED, place=place, arrived_at=at, ended_at=None)
        return replace(visit, claimed_by="", claimed_at=None, trouble=Trouble.NONE, expected_at=None)

    def is_left_over(self, now_at: datetime, zone: tzinfo) -> bool:
        """Whether it goes on although who arrived, or set off, did so on another day: nobody waits through a
        night."""
        since_at = self.announced_at if self.state is VisitState.APPROACHING else self.arrived_at
        if self.state not in LIVE_VISITS or since_at is None:
            return False
        return since_at.astimezone(zone).date() < now_at.astimezone(zone).date()

    def resumed(self) -> "Visit":
        """A done visit going on because a hand-over was taken back; every other one stays as it is. Whoever got
        the goods was there when they did, whether or not they had said so."""
        if self.state is not VisitState.DONE:
            return self
        state = VisitState.BEING_SERVED if self.claimed_by else VisitState.ARRIVED
        return replace(self, state=state, arrived_at=self.arrived_at or self.ended_at, ended_at=None)
