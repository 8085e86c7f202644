"""What a clerk decides about a cart: the lower price unless they say otherwise, the pieces that are here."""

import pytest

from app.domain.cart_terms import PriceOf, Take, Terms, settle
from app.domain.carts import Cart, CartLine, ShopOffer, compare, reprice
from app.domain.errors import Code, Problem
from app.domain.values import CartId, CustomerId, LineId, LinePrice, LineQuantity, Sku
from tests.unit.domain.samples import NOW_AT

LINES = (
    CartLine("l-a", Sku("a"), "", "Giacca", "", 2, 18_900, 1),
    CartLine("l-b", Sku("b"), "", "Borraccia", "", 3, 2_490, 1),
    CartLine("l-c", Sku("c"), "", "Calza", "", 1, 1_490, 1),
)
OFFERS = {Sku("a"): ShopOffer(19_900, 5), Sku("b"): ShopOffer(1_990, 1)}
COMPARED = compare(Cart(CartId("k"), CustomerId("c"), "app", LINES, NOW_AT), OFFERS)


def test_nobody_decided_anything() -> None:
    """The lower of two prices; what is here; what the shop does not know at the site's price and whole."""
    found = settle(COMPARED, Terms())
    assert [(line.pieces, line.price_of, line.unit_price) for line in found.lines] == [
        (2, PriceOf.SITE, 18_900),
        (1, PriceOf.SHOP, 1_990),
        (1, PriceOf.SITE, 1_490),
    ]
    assert (found.pieces, found.left, found.total) == (4, 2, 2 * 18_900 + 1_990 + 1_490)
    assert found.at_shop_prices == 2 * 19_900 + 1_990 + 1_490
    assert found.prices == (LinePrice(LineId("l-b"), 1_990),)
    assert found.takes == tuple(LineQuantity(LineId(f"l-{sku}"), n) for sku, n in (("a", 2), ("b", 1), ("c", 1)))
    assert [(line.sku, line.quantity, line.unit_price) for line in found.as_lines] == [
        ("a", 2, 18_900),
        ("b", 1, 1_990),
        ("c", 1, 1_490),
    ]


def test_what_was_chosen_counts() -> None:
    """Of an article the shop does not sell there is no shop price to choose."""
    terms = Terms().pricing("a", PriceOf.SHOP).pricing("b", PriceOf.SITE).pricing("c", PriceOf.SHOP)
    found = settle(COMPARED, terms.taking("b", Take.ALL))
    assert [(line.pieces, line.unit_price) for line in found.lines] == [(2, 19_900), (3, 2_490), (1, 1_490)]
    assert (found.left, found.prices) == (0, (LinePrice(LineId("l-a"), 19_900),))


@pytest.mark.parametrize(
    ("line", "price", "code"),
    [
        ("l-a", 19_900, None),
        ("l-a", 18_900, None),
        ("l-a", 1, Code.PRICE_CHANGED),
        ("l-z", 1, Code.WRONG_QUANTITY),
    ],
)
def test_only_a_price_that_somebody_asks_is_taken(line: str, price: int, code: Code | None) -> None:
    """The site's, or the shop's as it is now; of a line that is taken."""
    chosen = [LinePrice(LineId(line), price)]
    if code is None:
        repriced = reprice(LINES, chosen, {Sku("a"): 19_900})
        assert [item.unit_price for item in repriced] == [price, 2_490, 1_490]
        return
    with pytest.raises(Problem) as refused:
        reprice(LINES, chosen, {Sku("a"): 19_900})
    assert refused.value.code is code
