"""When a shop is open, and what it promises for an order."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.opening_hours import WEEK, OpeningHours, Promise

ROME = ZoneInfo("Europe/Rome")
WEEKDAY = ["09:00-13:00", "15:00-19:00"]
HOURS = OpeningHours(ROME, dict.fromkeys(WEEK[:6], WEEKDAY), ["2026-12-08"])


def at(text: str) -> datetime:
    """A time of the shop's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("placed", "due"),
    [
        ("2026-11-30T10:00", "2026-11-30T12:00"),
        ("2026-11-30T12:00", "2026-11-30T16:00"),
        ("2026-11-30T18:00", "2026-12-01T10:00"),
        ("2026-11-30T22:00", "2026-12-01T11:00"),
        ("2026-12-05T18:30", "2026-12-07T10:30"),
        ("2026-12-07T18:30", "2026-12-09T10:30"),
        ("2026-11-30T11:00", "2026-11-30T13:00"),
    ],
)
def test_minutes_of_opening_time(placed: str, due: str) -> None:
    assert Promise(120).for_order(at(placed), HOURS) == at(due)


def test_after_the_last_time_of_the_day_the_next_one_counts() -> None:
    rule = Promise(60, "17:00")
    assert rule.for_order(at("2026-11-30T16:59"), HOURS) == at("2026-11-30T17:59")
    assert rule.for_order(at("2026-11-30T17:00"), HOURS) == at("2026-12-01T10:00")


def test_an_hour_that_is_full_is_not_promised_again() -> None:
    full = {at("2026-11-30T12:00"), at("2026-11-30T15:00")}

    def taken(begins: datetime, ends: datetime) -> int:
        assert ends - begins == timedelta(hours=1)
        return 4 if begins in full else 3

    rule = Promise(120, per_hour=4)
    assert rule.for_order(at("2026-11-30T10:20"), HOURS, taken) == at("2026-11-30T16:00")
    assert rule.for_order(at("2026-11-30T09:10"), HOURS, taken) == at("2026-11-30T11:10")


def test_where_every_hour_is_full_there_is_a_promise_all_the_same() -> None:
    assert Promise(120, per_hour=1).for_order(at("2026-11-30T10:00"), HOURS, lambda *_: 1) == at(
        "2026-11-30T12:00"
    )


def test_a_shop_that_said_nothing_of_its_hours_never_closes() -> None:
    always = OpeningHours(ROME)
    assert always.is_open(at("2026-12-25T03:00"))
    assert Promise(120).for_order(at("2026-11-30T23:30"), always) == at("2026-12-01T01:30")


def test_a_shop_that_never_opens_again_promises_by_the_minutes_alone() -> None:
    shut = OpeningHours(
        ROME, {"mon": ["09:00-09:05"]}, [f"2026-{m:02d}-{d:02d}" for m in (11, 12) for d in range(1, 32)]
    )
    promise = Promise(2_880).for_order(at("2026-11-02T10:00"), shut)
    assert promise == at("2026-11-04T10:00")


def test_the_night_the_clock_is_turned_the_minutes_are_true_ones() -> None:
    always = OpeningHours(ROME, {day: ["00:00-24:00"] for day in WEEK})
    placed = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert Promise(180).for_order(placed, always) == placed + timedelta(hours=3)


@given(st.integers(0, 525_600), st.integers(15, 600))
def test_a_promise_is_never_before_the_minutes_and_never_while_the_shop_is_shut(minute: int, minutes: int) -> None:
    placed = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    due = Promise(minutes).for_order(placed, HOURS)
    assert due >= placed + timedelta(minutes=minutes)
    assert HOURS.is_open(due - timedelta(microseconds=1))
