"""Changed carts reach the platform: one that cannot be written holds up no other, and none undoes a change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from app.central.cart_writer import CartWriter
from app.central.carts import cart_of, owe, owed_of
from app.central.connectors.port import CartQuantity, PlatformRefused, PlatformUnavailable
from app.central.connectors.port_inward import PlatformCart, PlatformCartLine
from app.central.intake.people import customer_by_ref, take_customers
from app.central.intake.take_carts import forget_seen
from app.domain.carts import Cart
from app.domain.errors import Code
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.documents import put_cart
from app.node.ports import NodeTx
from tests.strictness import ExpectLog
from tests.unit.connectors.careless import START_AT, CarelessShop, FakeClock
from tests.unit.intake.kit import Office, cart_writer, sample_customer

PEOPLE = ("C-1", "C-2", "C-3", "C-4", "C-5")


@dataclass
class Picky(CarelessShop):
    """Fails to write the carts of some, each time; `writes`: whose it was asked to write."""

    fails: dict[str, Exception] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)

    async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
        """See the port."""
        self.writes.append(customer_ref)
        if customer_ref in self.fails:
            raise self.fails[customer_ref]
        return await super().write_cart(customer_ref, lines)


@dataclass
class Desk:
    """Head office with a cart of each, and what carries them."""

    shop: Picky
    office: Office
    writer: CartWriter

    def cart(self, ref: str) -> Cart:
        """Our cart of one."""

        def work(tx: NodeTx) -> Cart:
            who = customer_by_ref(tx, ref)
            assert who is not None
            return cart_of(tx, who.id)

        return self.office.do(work)

    def sets(self, ref: str, **pieces: int) -> None:
        """Somebody at a counter wants so many."""
        cart = self.cart(ref)
        lines = tuple(replace(line, quantity=pieces.get(line.sku, line.quantity)) for line in cart.lines)
        changed = replace(cart, lines=lines, rev=cart.rev + 1)

        def work(tx: NodeTx) -> None:
            put_cart(tx, changed)
            owe(tx, changed, pieces, "ST01")

        self.office.do(work)

    def owed(self, ref: str) -> dict[str, int]:
        """What the platform does not have yet."""
        cart = self.cart(ref).id
        return self.office.do(lambda tx: owed_of(tx, cart))


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Two kinds of pieces in everybody's cart, there and here."""
    shop, office, thread = Picky(FakeClock()), Office(), DbThread()
    for ref in PEOPLE:
        lines = tuple(PlatformCartLine(sku, sku, 1, 990) for sku in ("A", "B"))
        shop.open_carts[ref] = PlatformCart(f"cart-{ref}", ref, "EUR", lines, START_AT)
        office.do(partial(_known, office, ref, shop.open_carts[ref]))
    access = NodeAccess(office.store, thread, PokeHub())
    yield Desk(shop, office, cart_writer(shop, access, office))
    thread.close()


def _known(office: Office, ref: str, told: PlatformCart, tx: NodeTx) -> None:
    take_customers(tx, [sample_customer(ref)], office.desk.configs[0], office.desk.rules, START_AT)
    office.desk.take_cart(tx, told, START_AT)


def pieces_there(desk: Desk, ref: str) -> dict[str, int]:
    """What the customer sees online."""
    return {line.sku: line.quantity for line in desk.shop.open_carts[ref].lines}


async def test_carts_that_cannot_be_written_hold_up_no_other(desk: Desk) -> None:
    for ref in PEOPLE:
        desk.sets(ref, A=3)
    bad = set(sorted(PEOPLE, key=lambda ref: desk.cart(ref).id)[:4])
    desk.shop.fails = {ref: PlatformUnavailable() for ref in bad}
    for _ in range(2):
        await desk.writer.step()
    [good] = set(PEOPLE) - bad
    assert pieces_there(desk, good)["A"] == 3
    assert {ref for ref in PEOPLE if desk.owed(ref)} == bad
    desk.shop.fails = {}
    assert await desk.writer.step() == desk.writer.idle_s
    assert all(pieces_there(desk, ref)["A"] == 3 for ref in PEOPLE)


async def test_a_shop_that_takes_none_is_not_asked_for_all(desk: Desk) -> None:
    for ref in PEOPLE:
        desk.sets(ref, A=3)
    desk.shop.fails = {ref: PlatformUnavailable() for ref in PEOPLE}
    first = await desk.writer.step()
    assert len(desk.shop.writes) == 3
    assert await desk.writer.step() > first


async def test_what_was_written_is_not_written_again_with_what_came_meanwhile(desk: Desk) -> None:
    """Its customer may have changed it since."""
    desk.sets("C-1", A=3)

    class Busy(Picky):
        async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
            told = await super().write_cart(customer_ref, lines)
            desk.sets("C-1", B=2)
            return told

    desk.writer.platform = Busy(desk.shop.clock, open_carts=desk.shop.open_carts)
    await desk.writer.step()
    assert desk.owed("C-1") == {"B": 2}


async def test_a_cart_that_is_gone_there_is_gone_here_when_a_change_is_refused(
    desk: Desk, expect_log: ExpectLog
) -> None:
    desk.sets("C-1", A=3)
    del desk.shop.open_carts["C-1"]
    desk.shop.fails = {"C-1": PlatformRefused("no_cart")}
    expect_log("central.carts", "cart_refused")
    await desk.writer.step()
    assert (desk.cart("C-1").lines, desk.owed("C-1")) == ((), {})
    assert [item.code for item in desk.office.attention("ST01")] == [Code.CART_NOT_TAKEN]


async def test_what_the_platform_takes_no_part_of_is_told_to_the_store_that_changed_it(
    desk: Desk, expect_log: ExpectLog
) -> None:
    """The platform never had this cart, so nothing that it does would show it."""
    del desk.shop.open_carts["C-1"]
    cart = desk.cart("C-1")
    desk.office.do(lambda tx: forget_seen(tx, cart.id))
    desk.sets("C-1", A=3, B=0)
    expect_log("central.carts", "cart_refused")
    await desk.writer.step()
    (item,) = desk.office.attention("ST01")
    assert (item.code, item.subject) == (Code.CART_NOT_TAKEN, f"customer:{cart.customer}")
    assert item.details == {"article": "A", "wanted": 3}
    assert desk.office.told("ST01", "attention") == [item.id]
    assert (desk.owed("C-1"), desk.cart("C-1").lines[0].quantity) == ({}, 3)


async def test_a_cart_that_is_there_already_what_it_should_become_says_nothing_of_the_right_to_write(
    desk: Desk, expect_log: ExpectLog
) -> None:
    expect_log("central.guard", "write_denied")
    desk.shop.fails = {"C-1": PlatformUnavailable(Code.PERMISSION_DENIED)}
    desk.sets("C-1", A=3)
    await desk.writer.step()
    told = desk.office.attention()
    assert [item.code for item in told] == [Code.WRITE_DENIED]
    desk.shop.clock.elapsed_s += 100.0
    desk.sets("C-2", A=1)
    await desk.writer.step()
    assert (desk.owed("C-2"), desk.office.attention()) == ({}, told)


async def test_a_key_that_may_not_write_carts_is_told_once_and_no_cart_is_lost(
    desk: Desk, expect_log: ExpectLog
) -> None:
    for ref in PEOPLE:
        desk.sets(ref, A=3)
    desk.shop.fails = {ref: PlatformUnavailable(Code.PERMISSION_DENIED) for ref in PEOPLE}
    expect_log("central.guard", "write_denied")
    for _ in range(5):
        desk.shop.clock.elapsed_s += await desk.writer.step()
    assert len(desk.shop.writes) <= 5
    assert [item.code for item in desk.office.attention()] == [Code.WRITE_DENIED]
    desk.shop.fails = {}
    desk.shop.clock.elapsed_s += 100.0
    await desk.writer.step()
    assert (desk.office.attention(), [desk.owed(ref) for ref in PEOPLE]) == ([], [{}] * 5)
