"""Who waits and is taken on by nobody: whom it is told, how often, and from when on to those in charge.

The times are the store's own (`Waits`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.curbside import Waits, is_by_car
from app.domain.floor_calls import CallState, FloorCall
from app.domain.staff import Role
from app.domain.visits import Visit, VisitState

IN_CHARGE = frozenset({Role.SUPERVISOR, Role.MANAGER})


class Wants(StrEnum):
    """What somebody who waits wants, the most pressing last."""

    CAR = "car"
    VISITOR = "visitor"
    CALL = "call"


class Told(StrEnum):
    """At which kind of terminal."""

    COUNTER = "counter"
    TABLET = "tablet"


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody who waits: a call of a kiosk, or a visit of somebody who has arrived."""

    id: str
    wants: Wants
    since_at: datetime

    def waited_s(self, now_at: datetime) -> float:
        """For how many seconds; a clock that is behind counts as none."""
        return max(0.0, (now_at - self.since_at).total_seconds())

    def is_late(self, now_at: datetime, waits: Waits) -> bool:
        """Whether those in charge are to know."""
        return self.waited_s(now_at) >= waits.late_s

    def is_told(self, told: Told, now_at: datetime, waits: Waits) -> bool:
        """Whether terminals of that kind tell of it yet: cars are first the tablet's, all else the counter's."""
        if self.wants is Wants.CAR:
            return told is Told.TABLET or self.waited_s(now_at) >= waits.counter_s
        return told is Told.COUNTER


def waiters(calls: Iterable[FloorCall], visits: Iterable[Visit]) -> tuple[Waiter, ...]:
    """All whom nobody has taken on, longest wait first."""
    found = [Waiter(call.id, Wants.CALL, call.called_at) for call in calls if call.state is CallState.OPEN]
    for visit in visits:
        if visit.state is VisitState.ARRIVED and visit.arrived_at is not None:
            wants = Wants.CAR if is_by_car(visit) else Wants.VISITOR
            found.append(Waiter(visit.id, wants, visit.arrived_at))
    return tuple(sorted(found, key=lambda waiter: (waiter.since_at, waiter.id)))


@dataclass(slots=True)
class Ringing:
    """When each was told last, and whether as late; one for a terminal. What is taken on is forgotten."""

    _rung: dict[str, tuple[float, bool]] = field(default_factory=dict)

    def due(self, waiting: Iterable[Waiter], now_at: datetime, now_s: float, waits: Waits) -> bool:
        """Whether to sound now: for who is new, who has become late, and every `repeat_s` until taken on."""
        present = {waiter.id: waiter.is_late(now_at, waits) for waiter in waiting}
        self._rung = {key: told for key, told in self._rung.items() if key in present}
        is_due = False
        for key, is_late in present.items():
            told_s, was_late = self._rung.get(key, (float("-inf"), False))
            if now_s - told_s >= waits.repeat_s or (is_late and not was_late):
                self._rung[key] = (now_s, is_late)
                is_due = True
        return is_due
