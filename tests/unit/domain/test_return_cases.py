"""Case numbers, where pieces go, the three effects of a case, and whose piece somebody brought."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.commands import ReceiveReturn
from app.domain.errors import Code, Problem
from app.domain.return_cases import (
    EFFECT_MOVES,
    Effect,
    case_number,
    decided_case,
    disposition_for,
    is_case_number,
    moved_case,
    received_case,
    state_of,
)
from app.domain.returnables import LineChoices, LineFound, NoLine, find_line
from app.domain.returns import (
    Condition,
    Disposition,
    EffectState,
    Reason,
    RefundLine,
    ReturnableLine,
    ReturnCase,
    Rule,
    Tender,
)
from app.domain.values import LineId, OrderId, ReturnId, Sku
from tests.unit.domain.samples import NOW_AT, STORE, act

BODY = ReceiveReturn(
    ReturnId("r-1"),
    "R-T1AA-0042",
    STORE,
    (),
    Rule.WITHDRAWAL,
    Tender.ORIGINAL,
    "RESI",
    "T1-000321",
    NOW_AT,
    order=OrderId("o-4821"),
)
CASE = received_case(BODY, act(), order_number="4821")
REFUND = RefundLine(LineId("a"), 1, 3490, -550, 0)


def test_case_numbers() -> None:
    """The device and four digits at least; what is printed is what is recognised."""
    assert case_number("T1AA", 42) == "R-T1AA-0042"
    assert case_number("T1AA", 123_456) == "R-T1AA-123456"
    assert is_case_number("R-T1AA-0042") and is_case_number("R-T1AA-123456")
    assert not any(map(is_case_number, ("R-T1AA-042", "r-t1aa-0042", "R-T1A-0042", "R-T1AA-0042 ", "R-T1AA-٠٠٤٢")))


TABLE = {  # as new, opened, worn, faulty
    Reason.DAMAGED: (Disposition.REPAIR, Disposition.REPAIR, Disposition.REPAIR, Disposition.DESTROY),
    Reason.DEFECTIVE: (Disposition.SUPPLIER,) * 4,
}
OTHERWISE = (Disposition.RESTOCK, Disposition.RESTOCK, Disposition.REPAIR, Disposition.SUPPLIER)


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("place", range(4))
def test_where_a_piece_goes(reason: Reason, place: int) -> None:
    """Every reason and condition; food never back on the shelf; only what is sellable is restocked."""
    condition = list(Condition)[place]
    proposed = disposition_for(reason, condition)
    assert proposed is TABLE.get(reason, OTHERWISE)[place]
    assert disposition_for(reason, condition, is_perishable=True) is Disposition.DESTROY


def test_a_case_starts_as_a_fact() -> None:
    """Everything of the command is in it, and all three effects wait."""
    assert (CASE.number, CASE.order, CASE.order_number, CASE.place) == ("R-T1AA-0042", "o-4821", "4821", "RESI")
    assert {state_of(CASE, effect) for effect in Effect} == {EffectState.PENDING}


@pytest.mark.parametrize(
    ("lines", "money", "refund"),
    [
        ((REFUND,), EffectState.PENDING, 2940),
        ((), EffectState.NOT_DUE, 0),
        ((REFUND, REFUND), EffectState.PENDING, 5880),
    ],
)
def test_money_is_due_when_there_is_some(lines: tuple[RefundLine, ...], money: EffectState, refund: int) -> None:
    """A refund of nothing is no refund."""
    decided = decided_case(CASE, lines)
    assert (decided.money, decided.refund) == (money, refund)


def test_a_voucher_is_not_decided_without_a_yes() -> None:
    """Art. 56; and what was paid out is not decided again."""
    voucher = replace(CASE, tender=Tender.VOUCHER)
    with pytest.raises(Problem) as refused:
        decided_case(voucher, [REFUND])
    assert refused.value.code is Code.VOUCHER_NEEDS_CONSENT
    assert decided_case(replace(voucher, has_voucher_consent=True), [REFUND]).refund == 2940
    with pytest.raises(Problem) as refused:
        decided_case(replace(CASE, money=EffectState.CONFIRMED), [REFUND])
    assert refused.value.code is Code.STEP_NOT_ALLOWED


def in_state(effect: Effect, state: EffectState) -> ReturnCase:
    """The case with one effect in that state."""
    match effect:
        case Effect.RECORD:
            return replace(CASE, record=state)
        case Effect.MONEY:
            return replace(CASE, money=state)
        case Effect.STOCK:
            return replace(CASE, stock=state)


@pytest.mark.parametrize("effect", list(Effect))
@pytest.mark.parametrize("state", list(EffectState))
@pytest.mark.parametrize("target", list(EffectState))
def test_every_move_of_every_effect(effect: Effect, state: EffectState, target: EffectState) -> None:
    """The table is the machine, one effect never moves another, and what is confirmed stays."""
    before = in_state(effect, state)
    if state is not target and (state, target) not in EFFECT_MOVES:
        with pytest.raises(Problem) as refused:
            moved_case(before, effect, target, NOW_AT)
        assert refused.value.code is Code.STEP_NOT_ALLOWED
        return
    after = moved_case(before, effect, target, NOW_AT)
    assert state_of(after, effect) is target
    assert {state_of(after, other) for other in Effect if other is not effect} == {EffectState.PENDING}
    assert state is not EffectState.CONFIRMED or after == before
    is_paid = effect is Effect.MONEY and target is EffectState.CONFIRMED and state is not target
    assert after.refunded_at == (NOW_AT if is_paid else None)


def sold(
    order: str, days: int, *, customer: str = "c-1", returned: int = 0, until_days: int = 14
) -> ReturnableLine:
    """A shirt collected so many days ago."""
    received_at = NOW_AT - timedelta(days=days)
    return ReturnableLine(
        order=OrderId(order),
        order_number=order,
        line=LineId("a"),
        sku=Sku("s"),
        gtin="8001234567897",
        name="Maglia Corsa",
        variant="nera, M",
        customer_name="Giulia B.",
        payment_label="carta •••• 4471",
        unit_price=2990,
        discount=0,
        quantity=1,
        returned=returned,
        received_at=received_at,
        returnable_until=received_at + timedelta(days=until_days),
        customer=customer,
    )


def test_the_newest_line_of_one_customer() -> None:
    """One that came back already and one too old are passed over; older ones are kept for a choice."""
    lines = [sold("o-1", 9), sold("o-2", 3), sold("o-3", 1, returned=1), sold("o-4", 40)]
    match = find_line(lines, "8001234567897", NOW_AT)
    assert match == LineFound(lines[1], (lines[0],))
    assert find_line(lines, "08001234567897", NOW_AT) == match


def test_two_customers_are_a_choice_until_one_is_known() -> None:
    """Newest first; without a customer's id every order counts as another person's."""
    lines = [sold("o-1", 9, customer="c-2"), sold("o-2", 3)]
    assert find_line(lines, "8001234567897", NOW_AT) == LineChoices((lines[1], lines[0]))
    assert find_line(lines, "8001234567897", NOW_AT, customer="c-2") == LineFound(lines[0])
    nameless = [sold("o-1", 9, customer=""), sold("o-2", 3, customer="")]
    assert isinstance(find_line(nameless, "8001234567897", NOW_AT), LineChoices)


@pytest.mark.parametrize(
    ("lines", "code", "misses"),
    [
        ([], Code.NOT_BOUGHT_HERE, 0),
        ([sold("o-1", 3, returned=1)], Code.OVER_RETURN, 1),
        ([sold("o-1", 15), sold("o-2", 3, returned=1)], Code.RETURN_WINDOW_OVER, 1),
    ],
)
def test_why_no_line_fits(lines: list[ReturnableLine], code: Code, misses: int) -> None:
    """With the nearest misses, so that a person can see them."""
    match = find_line(lines, "8001234567897", NOW_AT)
    assert isinstance(match, NoLine)
    assert (match.code, len(match.lines)) == (code, misses)


def test_another_article_is_nobodys_line() -> None:
    """The article decides; the last moment of the window is within it."""
    assert find_line([sold("o-1", 3)], "96385074", NOW_AT) == NoLine(Code.NOT_BOUGHT_HERE)
    assert isinstance(find_line([sold("o-1", 14)], "8001234567897", NOW_AT), LineFound)
