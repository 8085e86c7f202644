"""Who checks in at a kiosk: one visit however often they do, a number, and how many have waited for longer."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import RosterDevice
from app.domain.commands import MoveVisit
from app.domain.errors import Code
from app.domain.values import OrderId, VisitId
from app.domain.visits import Trouble, Visit, VisitState
from app.node.documents import find_visit
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, command, hand_over_line, shop_config

FIRST = MoveVisit(VisitId("v-1"), STORE, (OrderId("o-4821"),), VisitState.ARRIVED, NOW_AT, number="A 1")


@pytest.fixture
def shop() -> Shop:
    """A shop with a kiosk and an order to collect."""
    made = shop_config()
    made.devices.append(RosterDevice("K1AA", "", "kiosk", []))
    return Shop((ready_order(), ready_order(id=OrderId("o-2"), number="2", public_no=2)), made)


def told(
    shop: Shop, body: MoveVisit, seq: int, device: str = "K1AA", actor: str = "", *, at: datetime = NOW_AT
) -> Result:
    """The shop's answer."""
    [result] = shop.receive(CommandLine(cmd=command(body, seq, device, actor=actor)), device=device, now_at=at)
    assert result.outcome is Outcome.OK, result
    return result


def visit_at(shop: Shop, visit: str = "v-1") -> Visit:
    """The visit as the shop has it."""
    with shop.edge.write() as tx:
        found = find_visit(tx, visit)
    assert found is not None
    return found


def test_who_checks_in_twice_waits_once_with_the_first_number(shop: Shop) -> None:
    once = told(shop, FIRST, 1)
    again = MoveVisit(FIRST.visit, STORE, FIRST.orders, VisitState.ARRIVED, NOW_AT, number="A 9")
    assert once.details == told(shop, again, 2).details == {"number": "A 1", "ahead": 0, "visit": "v-1"}
    assert visit_at(shop).number == "A 1"


def test_checking_in_again_takes_nothing_out_of_a_colleagues_hands(shop: Shop) -> None:
    told(shop, FIRST, 1)
    told(shop, MoveVisit(FIRST.visit, STORE, FIRST.orders, VisitState.CLAIMED, NOW_AT), 1, "T1AA", "op-07")
    told(shop, FIRST, 2)
    assert (visit_at(shop).state, visit_at(shop).claimed_by) == (VisitState.CLAIMED, "op-07")


def test_a_colleague_may_put_a_visit_back(shop: Shop) -> None:
    told(shop, FIRST, 1)
    told(shop, MoveVisit(FIRST.visit, STORE, FIRST.orders, VisitState.CLAIMED, NOW_AT), 1, "T1AA", "op-07")
    told(shop, FIRST, 2, "T1AA", "op-07")
    assert visit_at(shop).state is VisitState.ARRIVED


def test_who_came_before_is_counted(shop: Shop) -> None:
    told(shop, FIRST, 1)
    other = MoveVisit(VisitId("v-2"), STORE, (OrderId("o-2"),), VisitState.ARRIVED, NOW_AT, number="A 2")
    assert told(shop, other, 2).details == {"number": "A 2", "ahead": 1, "visit": "v-2"}
    assert told(shop, FIRST, 3).details == {"number": "A 1", "ahead": 0, "visit": "v-1"}


def tick(shop: Shop, at: datetime) -> None:
    """The shop's authority does what it does by itself."""
    with shop.edge.write() as tx:
        shop.node.tick(tx, at)


def test_nobody_waits_through_a_night(shop: Shop) -> None:
    told(shop, FIRST, 1)
    last_minute_at = NOW_AT.replace(hour=22, minute=59)
    tick(shop, last_minute_at)
    assert visit_at(shop).state is VisitState.ARRIVED
    tick(shop, last_minute_at + timedelta(minutes=1))
    assert visit_at(shop).state is VisitState.LEFT
    other = MoveVisit(VisitId("v-2"), STORE, FIRST.orders, VisitState.ARRIVED, NOW_AT, number="A 1")
    assert told(shop, other, 2).details == {"number": "A 1", "ahead": 0, "visit": "v-2"}


def test_who_had_left_and_is_here_again_waits_from_then_on(shop: Shop) -> None:
    """Also when a colleague was at it; one who puts back what they had brings nobody back."""
    later_at = NOW_AT + timedelta(minutes=5)
    claim = MoveVisit(FIRST.visit, STORE, FIRST.orders, VisitState.CLAIMED, NOW_AT)
    left = MoveVisit(FIRST.visit, STORE, FIRST.orders, VisitState.LEFT, NOW_AT)
    told(shop, FIRST, 1)
    told(shop, claim, 1, "T1AA", "op-07")
    told(shop, left, 2, "T1AA", "op-07")
    [refused] = shop.receive(CommandLine(cmd=command(FIRST, 3, "T1AA")))
    assert refused.code == Code.STEP_NOT_ALLOWED
    details = told(shop, replace(FIRST, at=later_at), 2, at=later_at).details
    assert details == {"number": "A 1", "ahead": 0, "visit": "v-1"}
    shop.relay()
    again = visit_at(shop)
    assert (again.state, again.arrived_at, again.ended_at) == (VisitState.ARRIVED, later_at, None)
    assert (again.claimed_by, again.claimed_at) == ("", None)
    with shop.central.read() as tx:
        assert find_visit(tx, "v-1") == again
    told(shop, left, 4, "T1AA", "op-07")
    assert shop.receive(hand_over_line(5))[0].outcome is Outcome.OK
    told(shop, FIRST, 3)
    assert visit_at(shop).state is VisitState.LEFT


def test_a_word_that_comes_after_the_goods_have_left_keeps_nobody_waiting(shop: Shop) -> None:
    [handed] = shop.receive(hand_over_line(1))
    assert handed.outcome is Outcome.OK
    told(shop, FIRST, 1)
    assert visit_at(shop).state is VisitState.DONE
    told(shop, FIRST, 2)
    assert visit_at(shop).state is VisitState.DONE


def test_a_colleague_may_say_that_a_car_stands_in_another_bay(shop: Shop) -> None:
    told(shop, FIRST, 1)
    elsewhere = MoveVisit(
        FIRST.visit, STORE, FIRST.orders, VisitState.ARRIVED, NOW_AT + timedelta(minutes=1), "P3"
    )
    told(shop, elsewhere, 1, "T1AA", "op-07")
    assert (visit_at(shop).place, visit_at(shop).arrived_at) == ("P3", NOW_AT)


def test_what_was_found_at_a_car_is_known_until_somebody_serves_it(shop: Shop) -> None:
    claim = MoveVisit(FIRST.visit, STORE, FIRST.orders, VisitState.CLAIMED, NOW_AT)
    back = MoveVisit(FIRST.visit, STORE, FIRST.orders, VisitState.ARRIVED, NOW_AT, trouble=Trouble.WRONG_CAR)
    told(shop, FIRST, 1)
    told(shop, claim, 1, "T1AA", "op-07")
    told(shop, back, 2, "T1AA", "op-07")
    assert (visit_at(shop).claimed_by, visit_at(shop).trouble) == ("", Trouble.WRONG_CAR)
    told(shop, claim, 3, "T1AA", "op-07")
    assert visit_at(shop).trouble is Trouble.NONE
