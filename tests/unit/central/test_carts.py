"""What the platform's cart has to become once a pickup was made of some of it."""

from dataclasses import replace

import pytest

from app.central.carts import owe_taken, owed_carts
from app.domain.carts import Cart, CartLine
from app.domain.values import CartId, CustomerId, Sku
from app.node.documents import put_cart, put_customer
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.shop import Shop, customer

LINES = tuple(
    CartLine(f"l-{sku}", Sku(sku), "", sku, "", quantity, 1990, 1)
    for sku, quantity in (("a", 3), ("b", 1), ("c", 2))
)
CART = Cart(CartId("k-1"), CustomerId("c-1"), "app", LINES, NOW_AT)


@pytest.mark.parametrize(
    ("left", "owed"),
    [
        ((), {"a": 0, "b": 0, "c": 0}),
        ((replace(LINES[0], quantity=1), LINES[2]), {"a": 1, "b": 0}),
        (LINES, {}),
    ],
)
def test_only_what_was_taken_leaves_the_platforms_cart(left: tuple[CartLine, ...], owed: dict[str, int]) -> None:
    with Shop(()).central.write() as tx:
        put_customer(tx, customer(platform_ref="p-1"))
        put_cart(tx, replace(CART, lines=left))
        owe_taken(tx, [CART], "ST01")
        assert [found.quantities for found in owed_carts(tx)] == ([owed] if owed else [])
