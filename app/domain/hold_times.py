"""How long a ready order waits: until when, when its customer is reminded, and what the authority judges once.

All of it is computed from the order and the shop's rules; no clock is read here.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from app.domain.errors import Code, Problem
from app.domain.handover import HandoverRules
from app.domain.order_commands import ExtendHold, HoldWord, JudgeHold
from app.domain.orders import Order

_TICK = timedelta(microseconds=1)


class Windows(Protocol):
    """A store's configuration as far as holds go by it."""

    @property
    def hold_days(self) -> int: ...

    @property
    def remind_days(self) -> int: ...

    @property
    def longest_hold_days(self) -> int: ...

    @property
    def timezone(self) -> str: ...


def hold_rules(config: Windows) -> HandoverRules:
    """A store's holds, its days ending when they end there; nothing else of its rules."""
    return HandoverRules(
        hold_days=config.hold_days,
        remind_days=config.remind_days,
        longest_hold_days=config.longest_hold_days,
        zone=ZoneInfo(config.timezone),
    )


def hold_end(from_at: datetime, days: int, rules: HandoverRules) -> datetime:
    """The end of the last of so many days where the shop is: people are told a day, and it counts to its end."""
    day = from_at.astimezone(rules.zone).date() + timedelta(days=days + 1)
    return datetime.combine(day, time.min, rules.zone).astimezone(UTC) - _TICK


def longest_end(order: Order, rules: HandoverRules) -> datetime | None:
    """Until when the goods of a ready order may be kept at all."""
    return None if order.ready_at is None else hold_end(order.ready_at, rules.longest_hold_days, rules)


def is_held(order: Order) -> bool:
    """Whether it stands ready for somebody, so that its hold can run out."""
    return (
        order.ready_at is not None
        and order.hold_until is not None
        and order.cancelled_at is None
        and order.closed_at is None
        and any(line.progress.packed for line in order.lines)
    )


def word_due(order: Order, now_at: datetime, rules: HandoverRules) -> HoldWord | None:
    """What is to be said of the hold now, None for nothing; what was said is not said again.

    Whoever is late for the reminder hears nothing more: the end comes first then.
    """
    if not is_held(order) or order.expired_at is not None or order.hold_until is None:
        return None
    if order.hold_until < now_at:
        return HoldWord.EXPIRE
    is_soon = order.hold_until - timedelta(days=rules.remind_days) <= now_at
    if rules.remind_days > 0 and is_soon and order.reminded_at is None:
        return HoldWord.REMIND
    return None


def judge_hold(order: Order, body: JudgeHold) -> Order:
    """The order with that said of its hold. Problem(STEP_NOT_ALLOWED): it was said before, or nothing is held.

    The end it was judged by comes with it: whoever hears of it later judges by no other rule.
    """
    if not is_held(order):
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="not_held")
    known = order.reminded_at if body.word is HoldWord.REMIND else order.expired_at
    if known is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step=body.word.value)
    if body.word is HoldWord.REMIND:
        return replace(order, hold_until=body.until, reminded_at=body.at)
    return replace(order, hold_until=body.until, expired_at=body.at)


def extend_hold(order: Order, body: ExtendHold, rules: HandoverRules) -> Order:
    """The order held for longer: judged and reminded of anew. Problem(STEP_NOT_ALLOWED) when nothing is held, or
    it is held for longer already; HOLD_TOO_LONG beyond what the shop keeps."""
    longest = longest_end(order, rules)
    if not is_held(order) or order.hold_until is None or longest is None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="not_held")
    if rules.judges_holds and body.until <= max(order.hold_until, body.at):
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="not_longer")
    if rules.judges_holds and body.until > longest:
        raise Problem(Code.HOLD_TOO_LONG, days=rules.longest_hold_days)
    return replace(order, hold_until=body.until, reminded_at=None, expired_at=None)


def extensions(order: Order, now_at: datetime, rules: HandoverRules, days: Iterable[int]) -> tuple[datetime, ...]:
    """The ends that can be offered: so many days from today, later than now's end, within what the shop keeps."""
    longest = longest_end(order, rules)
    if not is_held(order) or order.hold_until is None or longest is None:
        return ()
    ends = {hold_end(now_at, count, rules) for count in days}
    return tuple(sorted(end for end in ends if order.hold_until < end <= longest))
