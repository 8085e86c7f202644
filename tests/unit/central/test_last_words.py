"""Whoever looks at what was kept apart is recorded with the customers it was about."""

import pytest

from app.central.last_words import kept_apart
from app.contract.commands import CommandLine
from app.domain.carts import Cart
from app.domain.commands import Body, HoldCart, ReleaseCart, ReserveCart, SellCart
from app.domain.values import CartId, CustomerId
from app.hosting.quarantine import keep_apart
from app.node.documents import put_cart
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.node.shop import TILL, command

CART = CartId("cart-1")


@pytest.mark.parametrize(
    "body",
    [
        ReserveCart(CART, STORE, 1, NOW_AT),
        SellCart(CART, STORE, 1, (), "EUR", "T1AA-000001", NOW_AT),
        HoldCart(CART, STORE, 1, (), NOW_AT, NOW_AT),
        ReleaseCart(CART, STORE, NOW_AT),
    ],
    ids=lambda body: type(body).__name__,
)
def test_an_act_on_a_cart_is_about_its_customer(body: Body) -> None:
    with MemoryNodeStore().write() as tx:
        put_cart(tx, Cart(CART, CustomerId("c-1"), "site", (), NOW_AT))
        keep_apart(tx, TILL, STORE, [CommandLine(cmd=command(body, 1))], NOW_AT)
        kept, people = kept_apart(tx, "", "", 10)
    assert (len(kept), people) == (1, ["c-1"])
