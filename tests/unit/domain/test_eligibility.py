"""The whole decision table of returns, and the days that windows end on."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.eligibility import (
    LineFacts,
    ReturnPolicy,
    WhyNot,
    facts_of,
    guarantee_until,
    judge,
    last_moment,
    offline_facts,
    refuse_not_eligible,
    returnable_lines,
    withdrawal_until,
)
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.orders import Progress
from app.domain.returns import Condition, Reason, Rule
from tests.unit.domain.samples import NOW_AT, act, line, order, pieces, ready_order

ROME = ZoneInfo("Europe/Rome")
POLICY = ReturnPolicy(zone=ROME)
DAYS = (1, 20, 100, 800)
BOOL = (False, True)


def expected_rule(
    days: int, reason: Reason, condition: Condition, flags: tuple[bool, bool, bool, bool]
) -> Rule | None:
    """The rules once more, told from the customer's side and by plain numbers."""
    distance, final, cold, approved = flags
    if distance and not cold and days <= 14:
        return Rule.WITHDRAWAL
    if days <= 730 and reason in (Reason.DEFECTIVE, Reason.DAMAGED, Reason.WRONG_ITEM):
        return Rule.LEGAL_GUARANTEE
    if days <= 30 and not final and not cold and condition in (Condition.AS_NEW, Condition.OPENED):
        return Rule.SHOP_POLICY
    return Rule.EXCEPTION if approved else None


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("condition", list(Condition))
def test_the_whole_table(days: int, reason: Reason, condition: Condition) -> None:
    """Every reason, condition, age, kind of sale, exclusion and approval."""
    received_at = NOW_AT - timedelta(days=days)
    for flags in itertools.product(BOOL, BOOL, BOOL, BOOL):
        distance, final, cold, approved = flags
        facts = LineFacts(received_at, received_at, distance, final, cold)
        found = judge(facts, reason, condition, POLICY, NOW_AT, is_approved=approved)
        rule = expected_rule(days, reason, condition, flags)
        assert (found.chosen.rule if found.chosen else None) == rule
        assert [v.rule for v in found.verdicts] == [
            Rule.WITHDRAWAL,
            Rule.LEGAL_GUARANTEE,
            Rule.SHOP_POLICY,
            Rule.EXCEPTION,
        ]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (LineFacts(NOW_AT, NOW_AT, False, True), Code.FINAL_SALE),
        (LineFacts(NOW_AT - timedelta(days=40), NOW_AT - timedelta(days=40)), Code.RETURN_WINDOW_OVER),
        (LineFacts(NOW_AT, NOW_AT, is_perishable=True), Code.RETURN_NOT_ELIGIBLE),
    ],
)
def test_a_refusal_says_why(facts: LineFacts, code: Code) -> None:
    """The most telling reason is the refusal's code."""
    with pytest.raises(Problem) as refused:
        refuse_not_eligible(judge(facts, Reason.NOT_LIKED, Condition.AS_NEW, POLICY, NOW_AT))
    assert refused.value.code is code


def test_an_eligible_piece_is_not_refused() -> None:
    """The verdict chosen is handed on."""
    found = judge(LineFacts(NOW_AT, NOW_AT), Reason.LATE, Condition.WORN, POLICY, NOW_AT)
    assert refuse_not_eligible(found).rule is Rule.WITHDRAWAL


def test_withdrawal_has_not_started_while_something_is_to_come() -> None:
    """Art. 52: the days run from the last item; a partial hand-over opens no window."""
    facts = LineFacts(NOW_AT - timedelta(days=300), None)
    verdict = judge(facts, Reason.NOT_LIKED, Condition.AS_NEW, POLICY, NOW_AT).verdicts[0]
    assert (verdict.why_not, verdict.until_at) == (None, None)


def test_days_end_at_midnight_in_the_shop() -> None:
    """Pickup on 5 March at 10:44: until the end of Thursday 19 March in Rome, the day itself not counted."""
    end = withdrawal_until(NOW_AT, POLICY)
    assert end.astimezone(ROME).date() == date(2026, 3, 19)
    assert (end + timedelta(microseconds=1)).astimezone(ROME).isoformat() == "2026-03-20T00:00:00+01:00"
    late = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # already 6 March in Rome
    assert last_moment(late, 30, ROME).astimezone(ROME).date() == date(2026, 4, 5)


def test_days_end_at_midnight_after_the_clocks_change() -> None:
    """The day summer time begins is a day like any other."""
    end = last_moment(datetime(2026, 3, 15, 9, 0, tzinfo=UTC), 14, ROME)
    assert (end + timedelta(microseconds=1)).astimezone(ROME).isoformat() == "2026-03-30T00:00:00+02:00"


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 3, 7), date(2026, 3, 23)),  # Saturday 21 → Monday 23
        (date(2026, 3, 8), date(2026, 3, 23)),  # Sunday 22 → Monday 23
        (date(2026, 3, 9), date(2026, 3, 23)),
        (date(2026, 3, 23), date(2026, 4, 7)),  # Easter Monday 6 April, a holiday → Tuesday 7
    ],
)
def test_a_window_never_ends_on_a_day_off(received: date, last: date) -> None:
    """Reg. 1182/71: it ends with the next working day."""
    policy = ReturnPolicy(zone=ROME, holidays=frozenset({date(2026, 4, 6)}))
    at = datetime(received.year, received.month, received.day, 10, 0, tzinfo=ROME)
    assert withdrawal_until(at, policy).astimezone(ROME).date() == last


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 12, 5), date(2028, 12, 5)),
        (date(2026, 1, 1), date(2028, 1, 1)),
    ],
)
def test_the_guarantee_counts_calendar_months(received: date, last: date) -> None:
    """24 months later on the same day, or on the month's last."""
    at = datetime(received.year, received.month, received.day, 10, 0, tzinfo=ROME)
    assert guarantee_until(at, POLICY).astimezone(ROME).date() == last


def test_possession_is_that_of_the_last_live_handover() -> None:
    """Two visits: the line's own moment, and the order's when the second part has left."""
    rules = HandoverRules()
    part = hand_over(ready_order(), HandoverAsk(pieces(a=3)), act(1), rules)
    assert facts_of(part, "a").order_received_at is None
    whole = hand_over(part, HandoverAsk(), act(2, after_s=86_400), rules)
    assert facts_of(whole, "a").received_at == NOW_AT
    assert facts_of(whole, "a").order_received_at == NOW_AT + timedelta(days=1)


def test_goods_nobody_handed_over_here_count_from_the_closing() -> None:
    """Home delivery: no hand-over is known, the close is the latest moment that is."""
    sent = order((line("a", Progress(handed_over=1)),), closed_at=NOW_AT, channel="site")
    assert facts_of(sent, "a").received_at == NOW_AT
    assert not facts_of(replace(sent, channel="shop"), "a").is_distance_sale


def test_returnable_lines_are_what_the_customer_has() -> None:
    """Returned and waiting pieces are not among them; the later of both windows counts, the shop's share of it."""
    sold = order(
        (
            line("a", Progress(handed_over=2, cancelled=1), discount=300, returned=1),
            line("b", Progress(handed_over=1), returned=1),
            line("c", Progress(handed_over=1), is_final_sale=True),
            line("d", Progress(handed_over=1), is_cold=True),
            line("e", Progress(packed=1)),
        ),
        closed_at=NOW_AT,
    )
    found = {str(item.line): item for item in returnable_lines(sold, 14, 30, zone=ROME)}
    assert set(found) == {"a", "c", "d"}
    assert (found["a"].quantity, found["a"].returned, found["a"].discount) == (2, 1, 200)
    ends = {name: item.returnable_until.astimezone(ROME).date() for name, item in found.items()}
    assert ends == {"a": date(2026, 4, 4), "c": date(2026, 3, 19), "d": date(2026, 3, 5)}
    assert offline_facts(found["c"]).is_final_sale


def test_why_not_is_told_for_every_rule() -> None:
    """A worn shirt after 20 days: too late to withdraw, no defect, and the policy minds its condition."""
    received_at = NOW_AT - timedelta(days=20)
    found = judge(LineFacts(received_at, received_at), Reason.NOT_LIKED, Condition.WORN, POLICY, NOW_AT)
    assert [verdict.why_not for verdict in found.verdicts] == [
        WhyNot.WINDOW_OVER,
        WhyNot.NO_DEFECT,
        WhyNot.CONDITION,
        WhyNot.NEEDS_APPROVAL,
    ]
