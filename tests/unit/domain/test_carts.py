"""A cart beside the shop's prices and stock; changes that fence each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.carts import (
    Cart,
    CartLine,
    PriceCheck,
    ShopOffer,
    StockCheck,
    change_cart,
    check_stock,
    compare,
    split,
)
from app.domain.errors import Code, Problem
from app.domain.values import CartId, CustomerId, LineId, LineQuantity, Sku
from tests.unit.domain.samples import NOW_AT, act


def cart_line(sku: str, quantity: int = 2, rev: int = 1) -> CartLine:
    """Pieces at 29.90 on the site."""
    return CartLine(f"l-{sku}", Sku(sku), "8001234567897", "Maglia Corsa", "nera, M", quantity, 2990, rev)


def cart(*lines: CartLine, rev: int = 3) -> Cart:
    """A cart of the site."""
    return Cart(CartId("k-1"), CustomerId("c-9"), "site", lines, NOW_AT, rev=rev)


@pytest.mark.parametrize(
    ("shop", "check", "difference"),
    [(2990, PriceCheck.SAME, 0), (2490, PriceCheck.CHEAPER_HERE, -500), (3490, PriceCheck.DEARER_HERE, 500)],
)
@pytest.mark.parametrize(
    ("available", "stock"),
    [
        (-1, StockCheck.OUT),
        (0, StockCheck.OUT),
        (1, StockCheck.SHORT),
        (2, StockCheck.LOW),
        (3, StockCheck.LOW),
        (4, StockCheck.IN_STOCK),
    ],
)
def test_every_line_is_compared(
    shop: int, check: PriceCheck, difference: int, available: int, stock: StockCheck
) -> None:
    """Two wanted: every price against every stock."""
    found = compare(cart(cart_line("a")), {Sku("a"): ShopOffer(shop, available, "3x2")})
    (line,) = found.lines
    assert (line.price, line.difference, line.stock) == (check, difference, stock)
    assert line.offer is not None and line.offer.promo == "3x2"
    assert (found.site_total, found.shop_total) == (5980, 2 * shop)


def test_an_article_the_shop_does_not_know() -> None:
    """It is shown as unknown and not in the shop's total."""
    found = compare(cart(cart_line("a"), cart_line("b")), {Sku("a"): ShopOffer(2990, 9)})
    assert (found.lines[1].price, found.lines[1].stock) == (PriceCheck.UNKNOWN, StockCheck.UNKNOWN)
    assert (found.site_total, found.shop_total) == (11_960, 5980)


@given(st.integers(1, 50), st.integers(-5, 60))
def test_stock_never_promises_more_than_is_there(wanted: int, available: int) -> None:
    """In stock or low exactly when there is enough."""
    is_enough = check_stock(wanted, available) in (StockCheck.IN_STOCK, StockCheck.LOW)
    assert is_enough == (available >= wanted)


def test_a_line_is_changed_added_and_removed() -> None:
    """Each change has a rev of its own, which no later line gets again."""
    first = change_cart(cart(cart_line("a")), "a", 5, 1, act(after_s=9).at)
    assert (first.lines[0].quantity, first.lines[0].rev, first.rev) == (5, 4, 4)
    assert first.updated_at == act(after_s=9).at
    added = change_cart(first, "b", 1, 0, NOW_AT, new=cart_line("b", 9))
    assert [(line.sku, line.quantity, line.rev) for line in added.lines] == [("a", 5, 4), ("b", 1, 5)]
    removed = change_cart(added, "a", 0, 4, NOW_AT)
    assert ([line.sku for line in removed.lines], removed.rev) == (["b"], 6)
    assert change_cart(removed, "a", 0, 0, NOW_AT) == removed


@pytest.mark.parametrize(
    ("sku", "quantity", "base_rev", "code"),
    [
        ("a", 1, 2, Code.CART_CHANGED),
        ("a", 1, 0, Code.CART_CHANGED),
        ("b", 1, 1, Code.CART_CHANGED),
        ("b", 1, 0, Code.ARTICLE_UNKNOWN),
        ("a", -1, 1, Code.WRONG_QUANTITY),
        ("a", 1000, 1, Code.WRONG_QUANTITY),
    ],
)
def test_what_a_change_is_refused_for(sku: str, quantity: int, base_rev: int, code: Code) -> None:
    """Somebody else was first, nothing to add, or a quantity that cannot be."""
    with pytest.raises(Problem) as refused:
        change_cart(cart(cart_line("a")), sku, quantity, base_rev, NOW_AT)
    assert refused.value.code is code
    if code is Code.CART_CHANGED:
        assert refused.value.details["quantity"] == (2 if sku == "a" else 0)


def test_some_pieces_are_taken_and_the_others_stay() -> None:
    """A line not named stays whole; one that is taken altogether is gone."""
    lines = cart_line("a", 3), cart_line("b", 1), cart_line("c", 1)
    takes = LineQuantity(LineId("l-a"), 1), LineQuantity(LineId("l-b"), 1)
    taken, left = split(cart(*lines), takes)
    assert [(line.sku, line.quantity) for line in taken] == [("a", 1), ("b", 1)]
    assert [(line.sku, line.quantity) for line in left] == [("a", 2), ("c", 1)]
    assert split(cart(*lines), ()) == (lines, ())


@pytest.mark.parametrize("take", [("l-a", 3), ("l-a", -1), ("l-a", 0), ("l-z", 1)])
def test_pieces_that_are_not_there_are_not_taken(take: tuple[str, int]) -> None:
    """Too many, fewer than none, nothing at all, or a line nobody knows."""
    with pytest.raises(Problem) as refused:
        split(cart(cart_line("a")), [LineQuantity(LineId(take[0]), take[1])])
    assert refused.value.code is Code.WRONG_QUANTITY
