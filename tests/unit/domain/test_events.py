"""Where order, container and visit meet: what a command did, and what follows for who is waiting."""

from dataclasses import replace

import pytest

from app.domain.errors import Code, Problem
from app.domain.events import (
    Event,
    HandoverReversed,
    OrderCancelled,
    OrderClosed,
    OrderHandedOver,
    OrderReady,
    OrderUnready,
    consequences,
    events_between,
)
from app.domain.fulfilment import cancel
from app.domain.handover import HandoverAsk, HandoverRules, hand_over, reverse_handover
from app.domain.orders import Order
from app.domain.values import CustomerId, OrderId, VisitId
from app.domain.visits import LIVE_VISITS, VISIT_MOVES, Visit, VisitState
from tests.unit.domain.samples import NOW_AT, STORE, act, pieces, ready_order

RULES = HandoverRules()
READY = ready_order()
UNREADY = replace(READY, ready_at=None, hold_until=None)
GONE = hand_over(READY, HandoverAsk(), act(1), RULES)
PART = hand_over(READY, HandoverAsk(pieces(a=1)), act(1), RULES)
BACK = reverse_handover(GONE, "T1AA.1:1", act(2, after_s=60), RULES)
CLOSED = replace(GONE, closed_at=NOW_AT)
LEFT = OrderHandedOver(READY.id, "T1AA.1:1", NOW_AT, is_complete=True)


def visit(state: VisitState = VisitState.BEING_SERVED, *others: str, claimed_by: str = "07") -> Visit:
    """A visit for order 4821 and perhaps others."""
    orders = (READY.id, *(OrderId(other) for other in others))
    return Visit(VisitId("v"), STORE, orders, CustomerId("c-1"), state, NOW_AT, claimed_by=claimed_by)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (READY, READY, ()),
        (UNREADY, READY, (OrderReady(READY.id, READY.ready_at or NOW_AT),)),
        (READY, UNREADY, (OrderUnready(READY.id, NOW_AT),)),
        (READY, GONE, (LEFT,)),
        (READY, PART, (replace(LEFT, is_complete=False),)),
        (GONE, BACK, (HandoverReversed(READY.id, "T1AA.1:1", act(2, after_s=60).at),)),
        (READY, cancel(READY, NOW_AT), (OrderCancelled(READY.id, NOW_AT),)),
        (GONE, CLOSED, (OrderClosed(READY.id, NOW_AT),)),
    ],
)
def test_what_a_command_did(before: Order, after: Order, found: tuple[Event, ...]) -> None:
    """Read off the two states, each thing once."""
    assert events_between(before, after, NOW_AT) == found


@pytest.mark.parametrize("state", list(VisitState))
def test_a_visit_is_done_when_its_goods_have_left(state: VisitState) -> None:
    """Wherever it stood; one that ended stays as it ended."""
    after = consequences(LEFT, visit(state), [GONE])
    if state in LIVE_VISITS:
        assert (after.state, after.ended_at) == (VisitState.DONE, NOW_AT)
    else:
        assert after == visit(state)


@pytest.mark.parametrize(
    ("second", "is_done"),
    [(READY, False), (PART, False), (GONE, True), (cancel(READY, NOW_AT), True), (CLOSED, True)],
)
def test_every_order_of_the_visit_counts(second: Order, is_done: bool) -> None:
    """Two orders: done when nothing of either is here any more."""
    other = replace(second, id=OrderId("o-2"))
    after = consequences(LEFT, visit(VisitState.CLAIMED, "o-2"), [GONE, other])
    assert (after.state is VisitState.DONE) == is_done


@pytest.mark.parametrize(("claimed_by", "state"), [("07", VisitState.BEING_SERVED), ("", VisitState.ARRIVED)])
def test_a_reversal_lets_the_visit_go_on(claimed_by: str, state: VisitState) -> None:
    """With whoever served it; and only a visit that was done."""
    back = HandoverReversed(READY.id, "T1AA.1:1", NOW_AT)
    after = consequences(back, visit(VisitState.DONE, claimed_by=claimed_by), [BACK])
    assert (after.state, after.ended_at) == (state, None)
    left = visit(VisitState.LEFT)
    assert consequences(back, left, [BACK]) == left


@pytest.mark.parametrize(
    "event",
    [
        OrderReady(READY.id, NOW_AT),
        OrderUnready(READY.id, NOW_AT),
        OrderCancelled(READY.id, NOW_AT),
        OrderClosed(READY.id, NOW_AT),
        replace(LEFT, order=OrderId("o-9")),
    ],
)
def test_nothing_else_moves_a_visit(event: Event) -> None:
    """Nobody is sent away by a cancel; another customer's order is no concern."""
    assert consequences(event, visit(), [GONE]) == visit()


def test_a_visit_is_not_ended_on_half_the_facts() -> None:
    """An order of the visit that nobody brought along is an error, not a guess."""
    with pytest.raises(Problem) as refused:
        consequences(LEFT, visit(VisitState.CLAIMED, "o-2"), [GONE])
    assert refused.value.code is Code.ORDER_UNKNOWN


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("target", list(VisitState))
def test_every_move_of_a_visit(state: VisitState, target: VisitState) -> None:
    """The table is the machine; the same move again changes nothing."""
    before = visit(state)
    if state is target:
        assert before.moved(target, NOW_AT, by="07").state is state
    elif (state, target) in VISIT_MOVES:
        assert before.moved(target, NOW_AT, by="03").state is target
    else:
        with pytest.raises(Problem) as refused:
            before.moved(target, NOW_AT)
        assert refused.value.code is Code.STEP_NOT_ALLOWED


def test_the_earliest_arrival_is_kept() -> None:
    """A late duplicate from a queued kiosk neither moves the customer back in the queue nor loses the bay."""
    first = visit(VisitState.ANNOUNCED, claimed_by="").moved(VisitState.ARRIVED, act(after_s=60).at, place="P4")
    again = first.moved(VisitState.ARRIVED, NOW_AT).moved(VisitState.ARRIVED, act(after_s=99).at)
    assert (again.arrived_at, again.place) == (NOW_AT, "P4")


def test_two_cannot_claim_one_visit() -> None:
    """The other learns by whom; letting go clears the claim."""
    claimed = visit(VisitState.ARRIVED).moved(VisitState.CLAIMED, NOW_AT, by="07")
    assert (claimed.claimed_by, claimed.claimed_at) == ("07", NOW_AT)
    with pytest.raises(Problem) as refused:
        claimed.moved(VisitState.CLAIMED, NOW_AT, by="03")
    assert (refused.value.code, refused.value.details["by"]) == (Code.CLAIMED_BY_OTHER, "07")
    assert claimed.moved(VisitState.ARRIVED, NOW_AT).claimed_by == ""
