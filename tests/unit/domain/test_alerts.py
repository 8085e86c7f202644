"""Who waits with nobody at it: told where they belong, every half minute, and as late to those in charge."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.alerts import Ringing, Told, Waiter, Wants, waiters
from app.domain.curbside import Waits
from app.domain.floor_calls import CallId, CallKind, CallState, FloorCall
from app.domain.values import CustomerId, OrderId, StationId, VisitId
from app.domain.visits import Visit, VisitState
from tests.unit.domain.samples import NOW_AT, STORE

WAITS = Waits(120, 240, 70, 25)
CALL = FloorCall(CallId("c-1"), STORE, CallKind.HELP, StationId("K1AA"), NOW_AT)
CAR = Visit(VisitId("v-1"), STORE, (OrderId("o-1"),), CustomerId("c-1"), VisitState.ARRIVED, NOW_AT, "P4", NOW_AT)
GUEST = replace(CAR, id=VisitId("v-2"), place="", number="A 1")


def test_what_is_taken_on_waits_no_more() -> None:
    assert [one.wants for one in waiters([CALL], [CAR, GUEST])] == [Wants.CALL, Wants.CAR, Wants.VISITOR]
    taken = replace(CALL, state=CallState.CLAIMED)
    assert waiters([taken], [replace(CAR, state=VisitState.CLAIMED), replace(GUEST, state=VisitState.DONE)]) == ()


@pytest.mark.parametrize(
    ("wants", "told", "after_s"),
    [
        (Wants.CALL, Told.COUNTER, 0),
        (Wants.VISITOR, Told.COUNTER, 0),
        (Wants.CAR, Told.TABLET, 0),
        (Wants.CAR, Told.COUNTER, WAITS.counter_s),
    ],
)
def test_each_is_told_where_it_belongs(wants: Wants, told: Told, after_s: float) -> None:
    waiter = Waiter("w", wants, NOW_AT)
    assert waiter.is_told(told, NOW_AT + timedelta(seconds=after_s), WAITS)
    if after_s:
        assert not waiter.is_told(told, NOW_AT + timedelta(seconds=after_s - 1), WAITS)


def test_a_call_is_no_business_of_the_tablet() -> None:
    assert not Waiter("w", Wants.CALL, NOW_AT).is_told(Told.TABLET, NOW_AT + timedelta(hours=1), WAITS)


def rings(ringing: Ringing, second: int, *waiting: Waiter) -> bool:
    """Whether it sounds in that second."""
    return ringing.due(waiting, NOW_AT + timedelta(seconds=second), float(second), WAITS)


def test_it_sounds_again_every_time_set_until_taken_on_and_at_once_when_late() -> None:
    ringing, waiter = Ringing(), Waiter("w", Wants.CALL, NOW_AT)
    heard = [second for second in range(246) if rings(ringing, second, waiter)]
    assert heard == [*range(0, 240, WAITS.repeat_s), 240]
    assert not rings(ringing, 300)
    assert rings(ringing, 301, waiter)


def test_lateness_is_told_between_two_sounds() -> None:
    ringing, waiter = Ringing(), Waiter("w", Wants.CALL, NOW_AT - timedelta(seconds=5))
    heard = [second for second in range(266) if rings(ringing, second, waiter)]
    assert heard == [*range(0, 235, 25), 235, 260]


def test_a_second_one_is_told_at_once() -> None:
    ringing, first = Ringing(), Waiter("w", Wants.CALL, NOW_AT)
    assert rings(ringing, 0, first)
    assert not rings(ringing, 5, first)
    assert rings(ringing, 5, first, Waiter("x", Wants.CALL, NOW_AT))
