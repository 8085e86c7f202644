"""The queue of cars: who comes first and why, and how long a wait is in the store's own terms."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.curbside import Band, Reason, Waits, arrivals
from app.domain.orders import Order
from app.domain.values import CustomerId, OrderId, VisitId
from app.domain.visits import Visit, VisitState
from tests.unit.domain.samples import NOW_AT, STORE, ready_order


def car(name: str, state: VisitState, minutes: float, place: str = "P1", number: str = "") -> Visit:
    """A visit for order `o-<name>`, so many minutes old."""
    at = NOW_AT - timedelta(minutes=minutes)
    arrived_at = at if state is VisitState.ARRIVED else None
    orders = (OrderId(f"o-{name}"),)
    return Visit(VisitId(name), STORE, orders, CustomerId("c"), state, at, place, arrived_at, number=number)


def orders(*names: str, cold: str = "") -> dict[OrderId, Order]:
    """An order for each of them; of `cold` the goods must not get warm."""
    made = {OrderId(f"o-{name}"): ready_order(id=OrderId(f"o-{name}")) for name in names}
    if cold:
        key = OrderId(f"o-{cold}")
        made[key] = replace(made[key], lines=tuple(replace(line, is_cold=True) for line in made[key].lines))
    return made


HERE, NEAR, SAID = VisitState.ARRIVED, VisitState.APPROACHING, VisitState.ANNOUNCED


def test_who_is_here_for_longest_comes_first_and_who_is_near_before_who_only_said_so() -> None:
    visits = [car("said", SAID, 60, ""), car("new", HERE, 1), car("near", NEAR, 30, ""), car("old", HERE, 4)]
    found = arrivals(visits, orders("said", "new", "near", "old"))
    assert [(each.visit.id, each.reason) for each in found] == [
        ("old", Reason.LONGEST),
        ("new", Reason.LATER),
        ("near", Reason.COMING),
        ("said", Reason.COMING),
    ]


def test_cold_goods_go_first_and_it_is_said_who_waits_longest() -> None:
    found = arrivals([car("old", HERE, 4), car("ice", HERE, 1)], orders("old", "ice", cold="ice"))
    assert [(each.visit.id, each.reason) for each in found] == [("ice", Reason.COLD), ("old", Reason.LONGEST)]


def test_only_cars_with_something_to_collect_are_in_the_queue() -> None:
    visits = [
        car("kiosk", HERE, 1, place="", number="A 1"),
        car("over", VisitState.DONE, 1),
        car("unknown", HERE, 1),
        car("car", HERE, 1),
    ]
    assert [each.visit.id for each in arrivals(visits, orders("kiosk", "over", "car"))] == ["car"]


@pytest.mark.parametrize(
    ("waited_s", "band"),
    [(0, Band.IN_TIME), (59, Band.IN_TIME), (60, Band.LONG), (89, Band.LONG), (90, Band.LATE)],
)
def test_a_wait_is_long_and_late_when_the_store_says_so(waited_s: float, band: Band) -> None:
    assert Waits(60, 90).band(waited_s) is band


def test_a_clock_that_is_behind_counts_no_wait() -> None:
    [found] = arrivals([car("a", HERE, 1)], orders("a"))
    assert found.waited_s(NOW_AT) == 60
    assert found.waited_s(NOW_AT - timedelta(hours=1)) == 0
