"""The queue of cars as one tablet knows it: whoever comes for an order stands there once."""

import pytest

from app.domain.values import OrderId, VisitId
from app.domain.visits import Visit, VisitState
from app.usecases.curbside import Curbside
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.usecases.counter import CLERK, Counter

ORDER = OrderId("o-4821")


@pytest.mark.parametrize(
    ("state", "by", "shown"),
    [
        (VisitState.APPROACHING, "", VisitState.ARRIVED),
        (VisitState.ARRIVED, "", VisitState.ARRIVED),
        (VisitState.CLAIMED, "op-01", VisitState.CLAIMED),
    ],
)
async def test_a_car_told_by_its_customer_too_stands_in_the_queue_once(
    counter: Counter, state: VisitState, by: str, shown: VisitState
) -> None:
    """The word of this tablet waits for a line while the shop's row of the same car comes in."""
    tablet = Curbside(counter.door, counter.acting, counter.station, counter.hand_over, lambda: False)
    order = await counter.shown(ORDER)
    counter.cut()
    await tablet.arrive(order, "P2", CLERK)
    [mine] = (await tablet.queue(CLERK)).arrivals
    assert (mine.visit.place, mine.visit.state) == ("P2", VisitState.ARRIVED)
    theirs = Visit(VisitId("p-1"), STORE, (ORDER,), order.customer, state, NOW_AT, claimed_by=by)
    await counter.keep("visit", theirs.id, theirs)
    [one] = (await tablet.queue(CLERK)).arrivals
    assert (one.visit.id, one.visit.place, one.visit.state, one.visit.claimed_by) == ("p-1", "P2", shown, by)
