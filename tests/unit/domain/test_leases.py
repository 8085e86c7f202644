"""Two colleagues do not walk for the same line, and nobody waits for somebody who went away."""

import pytest

from app.domain.commands import MoveLines
from app.domain.decisions import decide
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverRules
from app.domain.leases import LEASE_S, holder
from app.domain.orders import Order, Progress, Step
from app.domain.values import Act
from tests.unit.domain.samples import NOW_AT, act, line, order, pieces

RULES = HandoverRules()


def moved(subject: Order, source: Step, target: Step, who: Act, **quantities: int) -> Order:
    body = MoveLines(subject.id, source, target, pieces(**quantities), who.at)
    return decide(subject, body, who, RULES)


def taken_on() -> Order:
    """Operator 07 walks for both lines."""
    subject = order((line("a", Progress(reserved=2)), line("b", Progress(reserved=1))))
    return moved(subject, Step.RESERVED, Step.PICKING, act(1), a=2, b=1)


def test_a_colleague_is_told_who_walks_and_takes_nothing_on() -> None:
    subject = taken_on()
    assert holder(subject, "a", NOW_AT) == "07"
    with pytest.raises(Problem) as refused:
        moved(subject, Step.RESERVED, Step.PICKING, act(2, operator="03"), a=2)
    assert (refused.value.code, refused.value.details["by"]) == (Code.CLAIMED_BY_OTHER, "07")


def test_a_lease_that_is_over_goes_to_whoever_asks() -> None:
    late = act(2, after_s=LEASE_S, operator="03")
    assert holder(taken_on(), "a", late.at) == ""
    after = moved(taken_on(), Step.RESERVED, Step.PICKING, late, a=2)
    assert holder(after, "a", late.at) == "03"
    assert holder(after, "b", late.at) == ""
    assert after.line("a").progress == Progress(picking=2)


def test_taking_on_again_begins_the_time_anew() -> None:
    later = act(2, after_s=LEASE_S - 1)
    after = moved(taken_on(), Step.RESERVED, Step.PICKING, later, a=2)
    assert holder(after, "a", act(3, after_s=LEASE_S + 60).at) == "07"
    assert len([lease for lease in after.leases if lease.line == "a"]) == 1


@pytest.mark.parametrize("target", [Step.PICKED, Step.SHORT, Step.RESERVED])
def test_who_is_done_with_a_line_holds_it_no_more(target: Step) -> None:
    half = moved(taken_on(), Step.PICKING, target, act(2), a=1)
    assert holder(half, "a", NOW_AT) == "07"
    after = moved(half, Step.PICKING, target, act(3), a=1)
    assert [lease.line for lease in after.leases] == ["b"]


def test_goods_in_a_colleagues_hands_count_whoever_walks() -> None:
    after = moved(taken_on(), Step.PICKING, Step.PICKED, act(2, operator="03"), a=2)
    assert after.line("a").progress == Progress(picked=2)


def test_not_more_is_taken_on_than_is_to_be_picked() -> None:
    with pytest.raises(Problem) as refused:
        moved(taken_on(), Step.RESERVED, Step.PICKING, act(2), b=2)
    assert refused.value.code is Code.WRONG_QUANTITY
