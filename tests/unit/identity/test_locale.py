"""Money, dates, amounts and numbers as the documents of the trade write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.locale import Formats
from app.adapters.phones import to_display, to_e164

IT, EN = Formats("it"), Formats("en")
NOW_AT = datetime(2026, 3, 5, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "italian", "english"),
    [
        (124_990, "1.249,90\u00a0€", "€1,249.90"),
        (-550, "-5,50\u00a0€", "-€5.50"),
        (0, "0,00\u00a0€", "€0.00"),
        (100_000, "1.000,00\u00a0€", "€1,000.00"),
        (99_999, "999,99\u00a0€", "€999.99"),
    ],
)
def test_money(minor: int, italian: str, english: str) -> None:
    assert IT.money(minor) == italian
    assert EN.money(minor) == english


def test_money_without_cents() -> None:
    assert IT.money(1_250, "JPY") == "1.250\u00a0JPY"


def test_dates() -> None:
    assert IT.day(NOW_AT) == "05/03/2026"
    assert IT.short_day(NOW_AT) == "gio 5 mar"
    assert IT.long_day(NOW_AT) == "giovedì 5 marzo 2026"
    assert IT.time(NOW_AT) == "09:05"
    assert IT.date_time(NOW_AT) == "05/03/2026 09:05"
    assert EN.long_day(date(2026, 3, 5)) == "Thursday 5 March 2026"


def test_the_days_on_which_the_clock_is_moved() -> None:
    assert IT.time(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == "01:59"
    assert IT.time(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == "03:00"
    assert IT.time(datetime(2026, 10, 25, 0, 59, tzinfo=UTC)) == "02:59"
    assert IT.time(datetime(2026, 10, 25, 1, 0, tzinfo=UTC)) == "02:00"
    assert IT.day(datetime(2026, 3, 28, 23, 30, tzinfo=UTC)) == "29/03/2026"


@pytest.mark.parametrize(
    ("away", "italian", "english"),
    [
        (timedelta(seconds=20), "adesso", "now"),
        (timedelta(minutes=12), "tra 12 min", "in 12 min"),
        (timedelta(minutes=-59), "59 min fa", "59 min ago"),
        (timedelta(hours=5), "14:05", "14:05"),
        (timedelta(days=-1), "ieri", "yesterday"),
        (timedelta(days=1), "domani", "tomorrow"),
        (timedelta(days=4), "lun 9 mar", "Mon 9 Mar"),
        (timedelta(days=-90), "05/12/2025", "05/12/2025"),
    ],
)
def test_relative_times(away: timedelta, italian: str, english: str) -> None:
    assert IT.relative(NOW_AT + away, NOW_AT) == italian
    assert EN.relative(NOW_AT + away, NOW_AT) == english


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("06 1234567", "+39061234567"),
        ("333 1234567", "+393331234567"),
        ("0039 333/123-4567", "+393331234567"),
        ("+39 06 1234567", "+39061234567"),
        ("+44 20 7946 0018", "+442079460018"),
    ],
)
def test_phone_numbers(typed: str, stored: str) -> None:
    assert to_e164(typed) == stored


@pytest.mark.parametrize("typed", ["", "ciao", "12", "1" * 60, "+999123", "06 1234567 int. 12"])
def test_what_is_no_phone_number(typed: str) -> None:
    assert to_e164(typed) is None


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(text: str) -> None:
    stored = to_e164(text)
    assert stored is None or to_e164(stored) == stored


def test_numbers_are_shown() -> None:
    assert to_display("+393331234567") == "333 123 4567"
    assert to_display("+442079460018") == "+44 20 7946 0018"
    assert to_display("centralino") == "centralino"
