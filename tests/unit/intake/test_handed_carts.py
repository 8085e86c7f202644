"""Carts of a platform that shows none unasked: handed over they are looked at and written; no token is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from app.central.cart_writer import CartWriter
from app.central.carts import change, owed_carts
from app.central.connectors.guard_pace import Pace, pace_of
from app.central.connectors.port import PlatformRefused, PlatformTraits, PlatformUnavailable
from app.central.connectors.port_inward import PlatformCart, PlatformCartLine
from app.central.intake.cart_look import CartLook
from app.central.intake.people import customer_by_ref, take_customers
from app.central.products import Assortment
from app.contract.rows import CartChange
from app.domain.carts import Cart
from app.domain.errors import Code, Problem
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.documents import find_cart
from tests.strictness import ExpectLog
from tests.unit.connectors.careless import START_AT, CarelessShop, FakeClock, sample_customer
from tests.unit.intake.kit import Office, cart_writer

TOKEN, GUEST_TOKEN = "token-of-giulia", "token-of-a-guest"
SHOE = PlatformCartLine("SKU-1", "Scarpa", 2, 4990)


@dataclass
class HandingShop(CarelessShop):
    """Shows a cart to whom its customer showed the token; see `HandedCarts`."""

    traits: PlatformTraits = field(default_factory=lambda: PlatformTraits("handing", reads_carts=False))
    good: dict[str, str] = field(default_factory=lambda: {TOKEN: "C-1", GUEST_TOKEN: "t_1"})
    shown: set[str] = field(default_factory=set)
    failure: Exception | None = None

    async def take_cart(self, token: str) -> PlatformCart:
        """See `HandedCarts`."""
        self.calls += 1
        if self.failure is not None:
            raise self.failure
        if token not in self.good:
            raise PlatformRefused("expired", Code.CART_UNKNOWN)
        owner = self.good[token]
        self.shown.add(owner)
        return self.open_carts[owner]

    async def read_cart(self, customer_ref: str) -> PlatformCart | None:
        """See the port."""
        if customer_ref not in self.shown:
            raise PlatformRefused("no token", Code.CART_UNKNOWN)
        return await super().read_cart(customer_ref)

    def has_cart(self, owner: str) -> bool:
        """See `HandedCarts`."""
        return owner in self.shown

    def forget_cart(self, owner: str) -> None:
        """See `HandedCarts`."""
        self.shown.discard(owner)


@dataclass
class Line:
    """The platform, head office, and who asks."""

    shop: HandingShop
    office: Office
    access: NodeAccess
    pace: Pace

    @property
    def look(self) -> CartLook:
        """Who looks at carts."""
        return CartLook(self.shop, self.access, self.office.desk, self.shop.clock, self.pace, self.shop)

    @property
    def writer(self) -> CartWriter:
        """Who writes them."""
        return cart_writer(self.shop, self.access, self.office, self.shop)

    @property
    def customer(self) -> str:
        """Whose cart it is."""
        found = self.office.do(lambda tx: customer_by_ref(tx, "C-1"))
        assert found is not None
        return found.id

    @property
    def cart(self) -> Cart:
        """The one we have."""
        (key,) = [key for key, _ in self.office.do(lambda tx: tx.scan("cart", "", 10))]
        found = self.office.do(lambda tx: find_cart(tx, key))
        assert found is not None
        return found

    def sets(self, quantity: int) -> None:
        """Somebody at the counter sets the shoes."""
        cart, goods = self.cart, Assortment(self.office.desk.configs[0])
        (line,) = cart.lines
        asked = CartChange(id="x-1", sku="SKU-1", quantity=quantity, base_rev=line.rev, actor="op")
        self.office.do(lambda tx: change(tx, goods, cart.id, asked, store="ST01", now_at=START_AT, line_id="new"))

    async def why_not(self, token: str = TOKEN) -> Code:
        """What a token is refused for."""
        with pytest.raises(Problem) as refused:
            await self.look.take(token)
        assert refused.value.details == {}
        return refused.value.code


@pytest.fixture
def line() -> Iterator[Line]:
    """Two shoes in a customer's cart, two in a guest's."""
    shop = HandingShop(FakeClock())
    shop.open_carts = {"C-1": PlatformCart("C-1", "C-1", "EUR", (SHOE,), START_AT)}
    shop.open_carts["t_1"] = replace(shop.open_carts["C-1"], ref="t_1", customer_ref="")
    office, thread = Office(), DbThread()
    desk = office.desk
    office.do(lambda tx: take_customers(tx, [sample_customer()], desk.configs[0], desk.rules, START_AT))
    pace = pace_of(shop.traits, shop.clock.monotonic_s())
    yield Line(shop, office, NodeAccess(office.store, thread, PokeHub()), pace)
    thread.close()


async def test_nothing_is_asked_about_a_cart_nobody_showed(line: Line) -> None:
    with pytest.raises(Problem) as refused:
        await line.look.look(line.customer)
    assert refused.value.code is Code.CART_NOT_SHOWN
    with pytest.raises(Problem):
        await line.look.look("nobody")
    assert line.shop.calls == 0


async def test_a_cart_that_was_shown_is_taken_in_once_and_then_looked_at(line: Line) -> None:
    look = line.look
    assert await look.take(TOKEN) == line.customer
    assert {item.sku: item.quantity for item in line.cart.lines} == {"SKU-1": 2}
    assert await look.take(TOKEN) == line.customer
    line.shop.open_carts["C-1"] = replace(line.shop.open_carts["C-1"], lines=(replace(SHOE, quantity=5),))
    line.shop.clock.elapsed_s += 60
    await look.look(line.customer)
    assert line.cart.lines[0].quantity == 5
    kept = repr(vars(line.office.store))
    assert "SKU-1" in kept
    assert TOKEN not in kept


async def test_an_empty_cart_is_somebodys_too(line: Line) -> None:
    line.shop.open_carts["C-1"] = replace(line.shop.open_carts["C-1"], lines=())
    assert await line.look.take(TOKEN) == line.customer
    await line.look.look(line.customer)


async def test_what_belongs_to_nobody_we_know_is_refused_and_forgotten(line: Line) -> None:
    assert await line.why_not(GUEST_TOKEN) is Code.CART_WITHOUT_ACCOUNT
    line.shop.open_carts["C-9"] = replace(line.shop.open_carts["C-1"], ref="C-9", customer_ref="C-9")
    line.shop.good["token-of-somebody-new"] = "C-9"
    assert await line.why_not("token-of-somebody-new") is Code.CART_CUSTOMER_NEW
    assert line.shop.shown == set()
    assert line.office.do(lambda tx: tx.scan("cart", "", 10)) == []


async def test_a_token_nobody_accepts_is_refused(line: Line) -> None:
    assert await line.why_not("token-of-another-shop") is Code.CART_CODE_REFUSED


async def test_a_platform_that_cannot_be_asked_is_no_refusal(line: Line, expect_log: ExpectLog) -> None:
    expect_log("central.carts", "cart_not_taken")
    for failure in (PlatformUnavailable(Code.BUSY), PlatformRefused("rest_no_route", Code.SERVER_ERROR)):
        line.shop.failure = failure
        assert await line.why_not() is Code.NO_ANSWER
    line.shop.failure = None
    calls = line.shop.calls
    line.pace.hold(line.shop.clock.monotonic_s(), 30.0)
    assert await line.why_not() is Code.NO_ANSWER
    assert line.shop.calls == calls


async def test_where_carts_are_read_nobody_has_to_show_one(line: Line) -> None:
    look = replace(line.look, handed=None)
    with pytest.raises(Problem) as refused:
        await look.take(TOKEN)
    assert (refused.value.code, line.shop.calls) == (Code.CART_CODE_NEEDLESS, 0)


async def test_a_change_that_came_too_late_is_given_up_and_the_next_showing_counts(
    line: Line, expect_log: ExpectLog
) -> None:
    expect_log("central.carts", "cart_refused")
    await line.look.take(TOKEN)
    line.sets(7)
    line.shop.shown.clear()
    line.shop.open_carts.pop("C-1")
    await line.writer.step()
    assert line.office.do(owed_carts) == []
    assert line.cart.lines[0].quantity == 7
    shown = PlatformCart("C-1", "C-1", "EUR", (SHOE,), START_AT + timedelta(hours=1))
    line.shop.open_carts["C-1"] = shown
    await line.look.take(TOKEN)
    assert line.cart.lines[0].quantity == 2


async def test_a_refused_change_of_a_cart_that_is_shown_is_read_back(line: Line, expect_log: ExpectLog) -> None:
    expect_log("central.carts", "cart_refused")
    await line.look.take(TOKEN)
    line.sets(7)
    shown = line.shop.open_carts.pop("C-1")
    look_again = line.writer
    line.shop.open_carts = RefusingOnce({"C-1": shown})
    await look_again.step()
    assert line.cart.lines[0].quantity == 2


class RefusingOnce(dict[str, PlatformCart]):
    """Carts of which the first to be written is not there at that moment."""

    is_first = True

    def __contains__(self, key: object) -> bool:
        """Not at first."""
        was_first, self.is_first = self.is_first, False
        return not was_first and super().__contains__(key)
