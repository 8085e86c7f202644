"""The budget of calls and the money as platforms write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.guard import backoff_s
from app.central.connectors.guard_pace import Pace
from app.central.connectors.money_text import decimal_text, minor_units


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_never_more_calls_than_the_budget(gaps: list[float]) -> None:
    pace, now_s, calls = Pace(2.0, 4, 60.0, 0.0), 0.0, 0
    for gap in gaps:
        now_s += gap
        while pace.wait_s(now_s) <= 0:
            pace.take()
            calls += 1
    assert calls <= 4 + 2.0 * now_s + 1e-6


def test_a_pause_lasts_as_long_as_was_asked_or_doubles() -> None:
    pace = Pace(10.0, 5, 60.0, 0.0)
    assert [pace.hold(0.0, None), pace.hold(0.0, None), pace.hold(0.0, 7.0)] == [1.0, 2.0, 7.0]
    assert pace.wait_s(1.0) == 6.0
    pace.went_well()
    assert pace.hold(10.0, None) == 1.0
    assert backoff_s(10_000) == 60.0


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("19.99", "EUR", 1999),
        ("29.645", "EUR", 2965),
        ("83.4779", "EUR", 8348),
        ("500", "JPY", 500),
        ("-1", "EUR", -100),
    ],
)
def test_decimals_become_minor_units(text: str, currency: str, amount: int) -> None:
    assert minor_units(Decimal(text), currency) == amount


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e40"])
def test_no_sum_of_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a sum"):
        minor_units(Decimal(text), "EUR")


@given(st.integers(-(10**10), 10**10), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_there_and_back(amount: int, currency: str) -> None:
    assert minor_units(Decimal(decimal_text(amount, currency)), currency) == amount
