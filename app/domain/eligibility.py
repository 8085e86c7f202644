"""May this piece come back, under which rule, until when, and if not, why not: one verdict per rule."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from app.domain.errors import Code, Problem
from app.domain.orders import Order, OrderLine
from app.domain.refunds import refunded_for
from app.domain.returns import Condition, Reason, ReturnableLine, Rule

# Lack of conformity (art. 129 Cod. consumo) is more than a broken seam: another article, or damage on the way.
DEFECT_REASONS = frozenset({Reason.DEFECTIVE, Reason.DAMAGED, Reason.WRONG_ITEM})
SHOP_CHANNEL = "shop"
_TICK = timedelta(microseconds=1)


class WhyNot(StrEnum):
    """Why a rule does not let a piece come back."""

    WINDOW_OVER = "window_over"
    NOT_DISTANCE_SALE = "not_distance_sale"
    PERISHABLE = "perishable"
    FINAL_SALE = "final_sale"
    CONDITION = "condition"
    NO_DEFECT = "no_defect"
    NEEDS_APPROVAL = "needs_approval"


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """The windows of a shop, the zone its days are counted in, and its public holidays."""

    withdrawal_days: int = 14
    policy_days: int = 30
    guarantee_months: int = 24
    zone: tzinfo = UTC
    holidays: frozenset[date] = frozenset()


class Windows(Protocol):
    """A store's configuration as far as returns go by it."""

    @property
    def withdrawal_days(self) -> int: ...

    @property
    def policy_days(self) -> int: ...

    @property
    def guarantee_months(self) -> int: ...

    @property
    def timezone(self) -> str: ...


def return_policy(config: Windows) -> ReturnPolicy:
    """A store's windows, its days ending when they end there."""
    return ReturnPolicy(
        withdrawal_days=config.withdrawal_days,
        policy_days=config.policy_days,
        guarantee_months=config.guarantee_months,
        zone=ZoneInfo(config.timezone),
    )


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the rules ask about a line. `order_received_at`: None while something of the order is still to come."""

    received_at: datetime
    order_received_at: datetime | None
    is_distance_sale: bool = True
    is_final_sale: bool = False
    is_perishable: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule: it applies when `why_not` is None; `until_at` is its last moment (None: not started yet)."""

    rule: Rule
    until_at: datetime | None
    why_not: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All rules, the customer's best first; `chosen` is the first that applies."""

    verdicts: tuple[Verdict, ...]

    @property
    def chosen(self) -> Verdict | None:
        """The rule the piece comes back under, or None."""
        return next((v for v in self.verdicts if v.why_not is None), None)

    def of(self, rule: Rule) -> Verdict:
        """What one rule says."""
        return next(v for v in self.verdicts if v.rule is rule)


def last_moment(possession_at: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the last of so many days; the day of possession itself does not count (Reg. 1182/71 art. 3)."""
    return _end_of(possession_at.astimezone(zone).date() + timedelta(days=days), zone)


def withdrawal_until(possession_at: datetime, policy: ReturnPolicy) -> datetime:
    """The end of the withdrawal period: 14 calendar days from possession of the last item (art. 52 Cod. consumo).

    One that ends on a Saturday, a Sunday or a holiday ends with the next working day (Reg. 1182/71 art. 3(4)).
    """
    day = possession_at.astimezone(policy.zone).date() + timedelta(days=policy.withdrawal_days)
    while day.weekday() >= 5 or day in policy.holidays:
        day += timedelta(days=1)
    return _end_of(day, policy.zone)


def guarantee_until(received_at: datetime, policy: ReturnPolicy) -> datetime:
    """The end of the legal guarantee: so many months from delivery (art. 133 Cod. consumo)."""
    day = received_at.astimezone(policy.zone).date()
    years, month = divmod(day.month - 1 + policy.guarantee_months, 12)
    year = day.year + years
    last = monthrange(year, month + 1)[1]
    return _end_of(date(year, month + 1, min(day.day, last)), policy.zone)


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC) - _TICK


def judge(
    facts: LineFacts,
    reason: Reason,
    condition: Condition,
    policy: ReturnPolicy,
    now_at: datetime,
    *,
    is_approved: bool = False,
) -> Eligibility:
    """The verdict of every rule. Withdrawal comes first (money back, no reason asked), then the legal guarantee,
    then the shop's own policy, then the exception somebody must approve."""
    return Eligibility(
        (
            _withdrawal(facts, policy, now_at),
            _guarantee(facts, reason, policy, now_at),
            _policy(facts, condition, policy, now_at),
            Verdict(Rule.EXCEPTION, None, None if is_approved else WhyNot.NEEDS_APPROVAL),
        )
    )


def _withdrawal(facts: LineFacts, policy: ReturnPolicy, now_at: datetime) -> Verdict:
    received_at = facts.order_received_at
    until_at = None if received_at is None else withdrawal_until(received_at, policy)
    why_not = None
    if not facts.is_distance_sale:
        why_not = WhyNot.NOT_DISTANCE_SALE
    elif facts.is_perishable:  # art. 59 lett. d Cod. consumo
        why_not = WhyNot.PERISHABLE
    elif until_at is not None and now_at > until_at:
        why_not = WhyNot.WINDOW_OVER
    return Verdict(Rule.WITHDRAWAL, until_at, why_not)


def _guarantee(facts: LineFacts, reason: Reason, policy: ReturnPolicy, now_at: datetime) -> Verdict:
    until_at = guarantee_until(facts.received_at, policy)
    why_not = None
    if reason not in DEFECT_REASONS:
        why_not = WhyNot.NO_DEFECT
    elif now_at > until_at:
        why_not = WhyNot.WINDOW_OVER
    return Verdict(Rule.LEGAL_GUARANTEE, until_at, why_not)


def _policy(facts: LineFacts, condition: Condition, policy: ReturnPolicy, now_at: datetime) -> Verdict:
    until_at = last_moment(facts.received_at, policy.policy_days, policy.zone)
    why_not = None
    if facts.is_final_sale:
        why_not = WhyNot.FINAL_SALE
    elif facts.is_perishable:
        why_not = WhyNot.PERISHABLE
    elif now_at > until_at:
        why_not = WhyNot.WINDOW_OVER
    elif condition in (Condition.WORN, Condition.FAULTY):
        why_not = WhyNot.CONDITION
    return Verdict(Rule.SHOP_POLICY, until_at, why_not)


def refuse_not_eligible(found: Eligibility) -> Verdict:
    """The verdict to go by; Problem(FINAL_SALE | RETURN_WINDOW_OVER | RETURN_NOT_ELIGIBLE) when there is none."""
    if found.chosen is not None:
        return found.chosen
    policy = found.of(Rule.SHOP_POLICY)
    if policy.why_not is WhyNot.FINAL_SALE:
        raise Problem(Code.FINAL_SALE)
    if policy.why_not is WhyNot.WINDOW_OVER and policy.until_at is not None:
        raise Problem(Code.RETURN_WINDOW_OVER, until=policy.until_at.isoformat())
    raise Problem(Code.RETURN_NOT_ELIGIBLE, why=str(policy.why_not))


def possession_at(order: Order, line_id: str) -> datetime:
    """When the customer last received pieces of this line; for goods nobody handed over here (home delivery) when
    the order was closed, or else placed."""
    moments = [h.act.at for h in order.live_handovers if any(piece.line == line_id for piece in h.lines)]
    return max(moments, default=order.closed_at or order.placed_at)


def facts_of(order: Order, line_id: str) -> LineFacts:
    """What the rules ask about a line of a known order; Problem(LINE_UNKNOWN)."""
    line = order.line(line_id)
    received = [possession_at(order, item.id) for item in order.lines if item.progress.handed_over]
    return LineFacts(
        received_at=possession_at(order, line_id),
        order_received_at=max(received) if order.is_collected and received else None,
        is_distance_sale=order.channel != SHOP_CHANNEL,
        is_final_sale=line.is_final_sale,
        is_perishable=line.is_cold,
    )


def offline_facts(line: ReturnableLine) -> LineFacts:
    """What a terminal knows of a line without its order: enough to say what will most likely be decided."""
    return LineFacts(line.received_at, line.received_at, is_final_sale=line.is_final_sale)


def returnable_lines(
    order: Order,
    withdrawal_days: int,
    policy_days: int,
    *,
    zone: tzinfo = UTC,
    holidays: frozenset[date] = frozenset(),
) -> tuple[ReturnableLine, ...]:
    """The lines of which pieces are at the customer's; `returnable_until` is the later end of both windows.

    `zone` is the shop's: days end when they end there. `quantity` counts pieces that were handed over.
    """
    policy = ReturnPolicy(withdrawal_days, policy_days, zone=zone, holidays=holidays)
    return tuple(
        _returnable(order, line, policy) for line in order.lines if line.progress.handed_over > line.returned
    )


def _returnable(order: Order, line: OrderLine, policy: ReturnPolicy) -> ReturnableLine:
    facts = facts_of(order, line.id)
    ends = [] if facts.is_perishable else [withdrawal_until(facts.order_received_at or facts.received_at, policy)]
    if not facts.is_final_sale and not facts.is_perishable:
        ends.append(last_moment(facts.received_at, policy.policy_days, policy.zone))
    handed_over = line.progress.handed_over
    return ReturnableLine(
        order=order.id,
        order_number=order.number,
        line=line.id,
        sku=line.sku,
        gtin=line.gtin,
        name=line.name,
        variant=line.variant,
        customer_name=order.customer_name,
        payment_label=order.payment.label,
        unit_price=line.unit_price,
        discount=line.discount * handed_over // line.quantity + refunded_for(line, 0),
        quantity=handed_over,
        returned=line.returned,
        received_at=facts.received_at,
        returnable_until=max(ends, default=facts.received_at),
        currency=order.currency,
        is_final_sale=line.is_final_sale,
        customer=order.customer,
        ordered_at=order.placed_at,
    )
