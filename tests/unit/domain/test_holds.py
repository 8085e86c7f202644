"""Pieces put aside: how long, what they take from others, and when nobody needs to wait any more."""

from datetime import timedelta

import pytest

from app.domain.carts import CartLine
from app.domain.errors import Code, Problem
from app.domain.holds import LONGEST, CartHold, by_time, held_pieces, refuse_until
from app.domain.values import CartId, CustomerId, OperatorId, Sku
from tests.unit.domain.samples import NOW_AT, STORE


def hold(cart: str, hours: int, *quantities: int) -> CartHold:
    """Pieces of one article on several lines, until so many hours from now."""
    lines = tuple(CartLine(f"l-{n}", Sku("a"), "", "Giacca", "", n, 100, 1) for n in quantities)
    until_at = NOW_AT + timedelta(hours=hours)
    return CartHold(CartId(cart), STORE, CustomerId("c"), "Elena M.", lines, NOW_AT, until_at, OperatorId("op"))


def test_only_others_lack_what_stands_aside() -> None:
    holds = [hold("k-1", 2, 1, 2), hold("k-2", 1, 4)]
    assert held_pieces(holds, CartId("k-1")) == {"a": 4}
    assert held_pieces(holds, CartId("k-9")) == {"a": 7}
    assert (holds[0].pieces, [found.cart for found in by_time(holds)]) == (3, ["k-2", "k-1"])


def test_it_is_over_at_its_time() -> None:
    found = hold("k-1", 2, 1)
    assert not found.is_over(found.until_at - timedelta(seconds=1))
    assert found.is_over(found.until_at)


@pytest.mark.parametrize("longer_s", [-LONGEST.total_seconds(), 1])
def test_not_for_no_time_and_not_for_ever(longer_s: float) -> None:
    refuse_until(NOW_AT + LONGEST, NOW_AT)
    with pytest.raises(Problem) as refused:
        refuse_until(NOW_AT + LONGEST + timedelta(seconds=longer_s), NOW_AT)
    assert refused.value.code is Code.HOLD_TOO_LONG
