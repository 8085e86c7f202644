"""A cart changed on both sides ends the same on both, and what we wrote ourselves is not somebody's change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.carts import change, owed_carts, owed_of, paid_off
from app.central.connectors.port_inward import PlatformCart, PlatformCartLine
from app.central.intake.carts import merged
from app.central.intake.people import take_customers
from app.central.intake.take_carts import forget_seen
from app.central.products import Assortment
from app.contract.rows import CartChange
from app.domain.carts import Cart, CartLine
from app.domain.errors import Code, Problem
from app.domain.values import CartId, CustomerId, Sku
from app.node.documents import find_cart
from tests.unit.intake.kit import START_AT, Office, sample_customer

_pieces = st.dictionaries(st.sampled_from(["A", "B", "C"]), st.integers(1, 4))


def online(*, at_s: float = 0, price: int = 990, **pieces: int) -> PlatformCart:
    """The customer's cart over there."""
    lines = tuple(PlatformCartLine(sku, sku, n, price) for sku, n in pieces.items() if n)
    return PlatformCart("cart-1", "C-1", "EUR", lines, START_AT + timedelta(seconds=at_s))


def line_of(sku: str, quantity: int = 0) -> CartLine:
    """A line of ours."""
    return CartLine(f"line-{sku}", Sku(sku), "", sku, "", quantity, 990, 1)


def ours(pieces: dict[str, int]) -> Cart:
    """A cart of ours."""
    lines = tuple(line_of(sku, n) for sku, n in pieces.items())
    return Cart(CartId("c1"), CustomerId("x"), "site", lines, START_AT, platform_ref="cart-1")


def as_pieces(cart: Cart) -> dict[str, int]:
    """Pieces by SKU."""
    return {str(line.sku): line.quantity for line in cart.lines}


@given(_pieces, _pieces, _pieces, st.sets(st.sampled_from(["A", "B", "C"])))
def test_both_sides_end_the_same(
    seen: dict[str, int], here: dict[str, int], there: dict[str, int], changed: set[str]
) -> None:
    """Ours differs from what was seen only in what is owed; then what is owed is written over there."""
    mine = {sku: n for sku in "ABC" if (n := (here if sku in changed else seen).get(sku, 0))}
    owed = {sku: mine.get(sku, 0) for sku in changed}
    cart = merged(ours(mine), online(**there), seen, owed, new_line=line_of, at=START_AT)
    written = {sku: n for sku, n in {**there, **owed}.items() if n}
    assert as_pieces(cart) == written
    again = merged(cart, online(**written), there, {}, new_line=line_of, at=START_AT)
    assert again == cart


def test_a_line_that_moved_gets_a_new_rev_and_the_others_keep_theirs() -> None:
    before = ours({"A": 1, "B": 2})
    after = merged(before, online(A=1, B=3), {"A": 1, "B": 2}, {}, new_line=line_of, at=START_AT)
    assert [line.rev for line in after.lines] == [1, before.rev + 1]
    dearer = merged(before, online(A=1, B=2, price=1090), {"A": 1, "B": 2}, {}, new_line=line_of, at=START_AT)
    assert [line.unit_price for line in dearer.lines] == [1090, 1090]


class Shop:
    """Head office and one customer's cart."""

    def __init__(self) -> None:
        self.office = Office()
        desk = self.office.desk
        self.office.do(lambda tx: take_customers(tx, [sample_customer()], desk.configs[0], desk.rules, START_AT))

    def hears(self, told: PlatformCart) -> bool:
        """Whether that changed our cart."""
        desk = self.office.desk
        return self.office.do(lambda tx: desk.take_cart(tx, told, START_AT))

    @property
    def cart(self) -> Cart:
        """Our cart."""
        (key,) = [key for key, _ in self.office.do(lambda tx: tx.scan("cart", "", 10))]
        found = self.office.do(lambda tx: find_cart(tx, key))
        assert found is not None
        return found

    def sets(self, sku: str, quantity: int, base_rev: int) -> None:
        """Somebody at the counter sets a quantity."""
        goods = Assortment(self.office.desk.configs[0])
        asked = CartChange(
            id=f"{sku}{quantity}{base_rev}", sku=sku, quantity=quantity, base_rev=base_rev, actor="op"
        )
        cart = self.cart.id
        self.office.do(lambda tx: change(tx, goods, cart, asked, store="ST01", now_at=START_AT, line_id="new"))

    def owed(self) -> dict[str, int]:
        """What the platform does not have yet."""
        cart = self.cart.id
        return self.office.do(lambda tx: owed_of(tx, cart))

    def delivered(self, told: PlatformCart) -> None:
        """The platform has what was owed, and answers so."""
        (owed,) = self.office.do(owed_carts)
        self.office.do(lambda tx: paid_off(tx, owed))
        self.hears(told)


@pytest.fixture
def shop() -> Shop:
    """One `A` in the cart."""
    made = Shop()
    assert made.hears(online(A=1))
    return made


def test_a_cart_comes_in_once(shop: Shop) -> None:
    assert as_pieces(shop.cart) == {"A": 1}
    assert (shop.cart.channel, shop.cart.platform_ref) == ("site", "cart-1")
    assert not shop.hears(online(A=1, at_s=5))
    assert shop.hears(online(A=2, at_s=9))
    assert as_pieces(shop.cart) == {"A": 2}


def test_our_own_change_comes_back_as_nothing_new(shop: Shop) -> None:
    shop.sets("A", 3, shop.cart.lines[0].rev)
    assert not shop.hears(online(A=1, at_s=1))
    shop.delivered(online(A=3, at_s=2))
    rev = shop.cart.rev
    assert not shop.hears(online(A=3, at_s=2))
    assert (shop.cart.rev, as_pieces(shop.cart), shop.owed()) == (rev, {"A": 3}, {})


def test_an_answer_that_is_older_than_what_was_seen_is_not_believed(shop: Shop) -> None:
    shop.sets("A", 3, shop.cart.lines[0].rev)
    shop.delivered(online(A=3, at_s=2))
    assert not shop.hears(online(A=1, at_s=1))
    assert as_pieces(shop.cart) == {"A": 3}


def test_two_who_change_different_lines_both_get_their_way(shop: Shop) -> None:
    shop.hears(online(A=1, B=1, at_s=1))
    shop.sets("A", 3, shop.cart.lines[0].rev)
    assert shop.hears(online(A=1, B=4, at_s=2))
    assert (as_pieces(shop.cart), shop.owed()) == ({"A": 3, "B": 4}, {"A": 3})


def test_who_saw_the_line_before_it_changed_online_must_look_again(shop: Shop) -> None:
    seen = shop.cart.lines[0].rev
    shop.hears(online(A=2, at_s=1))
    with pytest.raises(Problem) as refused:
        shop.sets("A", 5, seen)
    assert refused.value.code is Code.CART_CHANGED


def test_what_the_platform_does_not_take_becomes_what_it_is_there(shop: Shop) -> None:
    shop.sets("A", 50, shop.cart.lines[0].rev)
    (owed,) = shop.office.do(owed_carts)
    shop.office.do(lambda tx: paid_off(tx, owed))
    shop.office.do(lambda tx: forget_seen(tx, owed.cart))
    assert shop.hears(online(A=1))
    assert as_pieces(shop.cart) == {"A": 1}


def test_a_cart_that_is_gone_is_empty(shop: Shop) -> None:
    desk = shop.office.desk
    assert shop.office.do(lambda tx: desk.take_no_cart(tx, "C-1", START_AT))
    assert shop.cart.lines == ()
    assert not shop.office.do(lambda tx: desk.take_no_cart(tx, "C-1", START_AT))


def test_strangers_and_empty_carts_bring_nothing() -> None:
    made = Shop()
    assert not made.hears(online())
    assert not made.hears(replace(online(A=1), customer_ref="C-9"))
    assert made.office.do(lambda tx: tx.scan("cart", "", 10)) == []


def test_a_cart_that_was_never_seen_there_has_not_gone_from_there(shop: Shop) -> None:
    desk, cart = shop.office.desk, shop.cart
    shop.office.do(lambda tx: forget_seen(tx, cart.id))
    assert not shop.office.do(lambda tx: desk.take_no_cart(tx, "C-1", START_AT))
    assert shop.cart == cart
