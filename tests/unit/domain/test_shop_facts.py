"""Price watch, availability that explains itself, loyalty: small rules, each with its edges."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import Freshness, StockFacts, explain, freshness
from app.domain.errors import Code, Problem
from app.domain.loyalty import LoyaltyRules, LoyaltyView, most_points, refuse_redeem, show, worth
from app.domain.pricing import Mender, PriceDifference, PricePlace, price_differences, reduction_percent
from tests.unit.domain.samples import NOW_AT

RULES = LoyaltyRules()


def test_differences_with_who_mends_them() -> None:
    """The shop's price is what the till asks; the largest difference comes first."""
    prices = {PricePlace.SHELF: 2990, PricePlace.SHOP: 2490, PricePlace.SITE: 2390, PricePlace.APP: 2490}
    assert price_differences(prices) == (
        PriceDifference(PricePlace.SHELF, 2990, 500, Mender.STORE),
        PriceDifference(PricePlace.SITE, 2390, -100, Mender.ECOMMERCE),
    )
    assert price_differences({PricePlace.SHELF: 2990}) == ()


@pytest.mark.parametrize(
    ("price", "lowest", "percent"),
    [(2490, 2990, 16), (2990, 2990, 0), (3490, 2990, 0), (0, 2990, 100), (2490, 0, 0), (2989, 2990, 0)],
)
def test_only_a_real_reduction_is_announced(price: int, lowest: int, percent: int) -> None:
    """Art. 17-bis: against the lowest price of 30 days, rounded down."""
    assert reduction_percent(price, lowest) == percent


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (None, Freshness.NEVER),
        (timedelta(0), Freshness.FRESH),
        (timedelta(hours=24), Freshness.FRESH),
        (timedelta(hours=24, seconds=1), Freshness.AGED),
        (timedelta(days=7), Freshness.AGED),
        (timedelta(days=8), Freshness.OLD),
    ],
)
def test_the_age_of_a_count(age: timedelta | None, words: Freshness) -> None:
    """A day, a week, older, never."""
    counted_at: datetime | None = None if age is None else NOW_AT - age
    assert freshness(counted_at, NOW_AT) is words


@pytest.mark.parametrize(
    ("facts", "promisable", "is_doubtful"),
    [
        (StockFacts(5, 2, counted_at=NOW_AT), 3, False),
        (StockFacts(5, 2, not_found=1, counted_at=NOW_AT), 2, True),
        (StockFacts(1, 2, counted_at=NOW_AT), 0, True),
        (StockFacts(2, counted_at=NOW_AT), 2, False),
        (StockFacts(2), 2, True),
        (StockFacts(3), 3, False),
        (StockFacts(0, incoming=9), 0, False),
    ],
)
def test_what_can_be_promised(facts: StockFacts, promisable: int, is_doubtful: bool) -> None:
    """On hand less reserved less not found; doubts are said."""
    found = explain(facts, NOW_AT)
    assert (found.promisable, found.is_doubtful, found.facts) == (promisable, is_doubtful, facts)


@pytest.mark.parametrize(
    ("points", "view"),
    [
        (0, LoyaltyView("base", 0, 0, 500)),
        (499, LoyaltyView("base", 499, 2000, 1)),
        (500, LoyaltyView("argento", 500, 2500, 1500)),
        (2000, LoyaltyView("oro", 2000, 10_000, 0)),
        (-5, LoyaltyView("", -5, 0, 5)),
    ],
)
def test_level_and_points(points: int, view: LoyaltyView) -> None:
    """What is shown, at the edges of the levels."""
    assert show(points, RULES) == view


@pytest.mark.parametrize(
    ("wanted", "balance", "amount", "age_s", "code"),
    [
        (200, 200, 5000, None, None),
        (200, 200, 5000, 60.0, None),
        (200, 200, 1000, None, None),
        (200, 200, 999, None, Code.WRONG_QUANTITY),
        (150, 200, 5000, None, Code.WRONG_QUANTITY),
        (0, 200, 5000, None, Code.WRONG_QUANTITY),
        (-100, 200, 5000, None, Code.WRONG_QUANTITY),
        (300, 200, 5000, None, Code.POINTS_NOT_ENOUGH),
        (300, 900, 5000, None, None),
        (300, 900, 5000, 60.0, Code.REDEEM_LIMIT),
        (200, 900, 5000, 14_401.0, Code.REDEEM_LIMIT),
    ],
)
def test_redeeming(wanted: int, balance: int, amount: int, age_s: float | None, code: Code | None) -> None:
    """Whole steps, no more than there are or is to pay, and offline within the limits."""
    if code is None:
        assert refuse_redeem(wanted, balance, amount, RULES, balance_age_s=age_s) == worth(wanted, RULES)
        return
    with pytest.raises(Problem) as refused:
        refuse_redeem(wanted, balance, amount, RULES, balance_age_s=age_s)
    assert refused.value.code is code


@given(st.integers(-500, 5000), st.integers(0, 50_000))
def test_what_is_offered_can_be_redeemed_and_a_step_more_cannot(balance: int, amount: int) -> None:
    """The most points there is a use for."""
    most = most_points(balance, amount, RULES)
    if most:
        assert refuse_redeem(most, balance, amount, RULES) == worth(most, RULES)
    with pytest.raises(Problem):
        refuse_redeem(most + RULES.step, balance, amount, RULES)


@given(st.integers(-500, 5000), st.integers(0, 5000), st.integers(0, 50_000))
def test_never_worth_more_than_is_to_pay(wanted: int, balance: int, amount: int) -> None:
    """Whatever is redeemed is covered by the balance and by the amount."""
    try:
        taken = refuse_redeem(wanted, balance, amount, RULES)
    except Problem:
        return
    assert 0 < taken <= amount and wanted <= balance
