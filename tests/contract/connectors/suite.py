"""The contract of a shop platform's connector: subclass, give it a `rig`, and it holds or it does not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import pytest

from app.central.connectors.port import (
    CartQuantity,
    NewOrder,
    PlatformLine,
    PlatformOrder,
    PlatformRefused,
    PlatformState,
    PlatformUnavailable,
    PlatformUnknown,
    ShopPlatform,
)
from app.central.connectors.port_inward import Page
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity

T = TypeVar("T")
ONE_SHOE = (LineQuantity(LineId("l1"), 1),)
PNG = b"\x89PNG\r\n\x1a\n"


class Break(StrEnum):
    """How the next call shall fail."""

    LOST_BEFORE = "lost_before"
    LOST_AFTER = "lost_after"
    THROTTLED = "throttled"
    READ_FAILS = "read_fails"


@dataclass
class PlatformRig:
    """A platform with the sample order `ref` (two shoes `l1`, a shirt `l2`, 119,80 paid, ready in ST01).

    It has the places ST01 and ST02, sells `SKU-1`, `SKU-2` and `SKU-9` at 49,90, 20,00 and 9,90 (the shoe with ten
    pieces in either place and a picture), and knows the customer `C-1`, Giulia Bianchi, whose open cart holds one
    `SKU-9`. Where a platform gives ids of its own the rig says which. `break_next` makes the next call fail so.
    `buy` is a new order of the customer, where the platform takes none from us, and `owe` one that is to be paid
    at the counter.
    """

    platform: ShopPlatform
    ref: str
    break_next: Callable[[Break], Awaitable[None]]
    shoe: str = "l1"
    shirt: str = "l2"
    store: str = "ST01"
    other_store: str = "ST02"
    customer: str = "C-1"
    buy: Callable[[], Awaitable[str]] | None = None
    owe: Callable[[], Awaitable[str]] | None = None

    @property
    def one_shoe(self) -> tuple[LineQuantity, ...]:
        """One of the two shoes."""
        return (LineQuantity(LineId(self.shoe), 1),)

    @property
    def everything(self) -> tuple[LineQuantity, ...]:
        """All pieces of the sample order."""
        return (LineQuantity(LineId(self.shoe), 2), LineQuantity(LineId(self.shirt), 1))

    @property
    def new(self) -> NewOrder:
        """An order made at a counter of the other store."""
        return NewOrder(
            number="P00001234",
            store=self.other_store,
            customer_ref=self.customer,
            currency="EUR",
            total=10970,
            is_paid=False,
            lines=(PlatformLine("1", "SKU-1", "Scarpa", 2, 4990), PlatformLine("2", "SKU-9", "Calza", 1, 990)),
        )

    async def one_more(self) -> str:
        """An order that was not there before."""
        return await (self.platform.create_order(self.new, "new-1") if self.buy is None else self.buy())

    async def owing(self) -> PlatformOrder:
        """An order that is to be paid at the counter."""
        ref = await (self.platform.create_order(self.new, "owed-1") if self.owe is None else self.owe())
        return await self.platform.read_order(ref)

    async def read(self) -> PlatformOrder:
        """The sample order now."""
        return await self.platform.read_order(self.ref)


async def read_all(ask: Callable[[str], Awaitable[Page[T]]], cursor: str = "") -> tuple[list[T], str]:
    """Everything behind a cursor, and where it ends."""
    found: list[T] = []
    while True:
        page = await ask(cursor)
        found, cursor = [*found, *page.items], page.cursor
        if not page.is_more:
            return found, cursor


class ShopPlatformContract:
    """Run against every connector and the fake; a subclass brings the fixture `rig`."""

    async def test_reads_the_order_whole(self, rig: PlatformRig) -> None:
        order = await rig.read()
        assert (order.ref, order.state, order.total, order.refunded) == (rig.ref, PlatformState.READY, 11980, 0)
        assert (order.currency, order.store, order.customer_ref) == ("EUR", rig.store, rig.customer)
        assert [(line.id, line.quantity, line.unit_price) for line in order.lines] == [
            (rig.shoe, 2, 4990),
            (rig.shirt, 1, 2000),
        ]

    @pytest.mark.parametrize("ref", ["none", "../orders", "a/b?c=d#e", "\u00e8\u0000"])
    async def test_an_unknown_order_is_refused(self, rig: PlatformRig, ref: str) -> None:
        with pytest.raises(PlatformRefused) as refused:
            await rig.platform.read_order(ref)
        assert refused.value.code is Code.ORDER_UNKNOWN

    async def test_an_order_is_made_and_known_by_its_reference(self, rig: PlatformRig) -> None:
        assert await rig.platform.orders_marked("new-1") == ()
        if not rig.platform.traits.creates_orders:
            with pytest.raises(PlatformRefused):
                await rig.platform.create_order(rig.new, "new-1")
            return
        ref = await rig.platform.create_order(rig.new, "new-1")
        made = await rig.platform.read_order(ref)
        assert (made.number, made.state, made.total) == ("P00001234", PlatformState.OPEN, 10970)
        assert (made.currency, made.store, made.customer_ref) == ("EUR", rig.other_store, rig.customer)
        assert made.lines == rig.new.lines
        assert ref in [order.ref for order in await rig.platform.open_set(rig.other_store)]
        if rig.platform.traits.keeps_reference:
            assert await rig.platform.orders_marked("new-1") == (made,)
            assert await rig.platform.orders_marked("new") == ()

    async def test_an_order_made_without_an_answer_is_found_again(self, rig: PlatformRig) -> None:
        if not rig.platform.traits.creates_orders:
            return
        await rig.break_next(Break.LOST_AFTER)
        with pytest.raises(PlatformUnknown):
            await rig.platform.create_order(rig.new, "new-1")
        if rig.platform.traits.keeps_reference:
            assert [order.number for order in await rig.platform.orders_marked("new-1")] == ["P00001234"]

    async def test_two_orders_with_one_reference_are_both_told(self, rig: PlatformRig) -> None:
        if not rig.platform.traits.creates_orders:
            return
        made = [await rig.platform.create_order(rig.new, "new-1") for _ in range(2)]
        if rig.platform.traits.keeps_reference:
            assert [order.ref for order in await rig.platform.orders_marked("new-1")] == made

    async def test_collected_in_parts_and_taken_back(self, rig: PlatformRig) -> None:
        await rig.platform.mark_collected(rig.ref, rig.one_shoe, "ref-1")
        order = await rig.read()
        assert [line.fulfilled for line in order.lines] == [1, 0]
        if rig.platform.traits.keeps_reference:
            assert [(f.reference, f.lines) for f in order.fulfilments] == [("ref-1", rig.one_shoe)]
        await rig.platform.reverse_collected(rig.ref, rig.one_shoe, "ref-1", "ref-2")
        assert [line.fulfilled for line in (await rig.read()).lines] == [0, 0]

    async def test_what_the_till_took_is_paid_and_no_other_sum_is(self, rig: PlatformRig) -> None:
        order = await rig.owing()
        assert (order.is_paid, order.owed) == (False, order.total)
        everything = [LineQuantity(LineId(line.id), line.quantity) for line in order.lines]
        await rig.platform.mark_collected(order.ref, everything, "ref-1")
        if rig.platform.traits.settles:
            for wrong in (order.total - 1, order.total + 1):
                with pytest.raises(PlatformRefused):
                    await rig.platform.settle(order.ref, wrong, "ref-2")
            assert not (await rig.platform.read_order(order.ref)).is_paid
            for _ in range(2):
                await rig.platform.settle(order.ref, order.total, "ref-2")
        else:
            with pytest.raises(PlatformRefused):
                await rig.platform.settle(order.ref, order.total, "ref-2")
        paid = await rig.platform.read_order(order.ref)
        assert (paid.is_paid, paid.is_left_open, paid.owed) == (True, False, 0)
        assert (paid.state, paid.total) == (PlatformState.COLLECTED, order.total)

    async def test_nothing_to_take_back_is_refused(self, rig: PlatformRig) -> None:
        with pytest.raises(PlatformRefused):
            await rig.platform.reverse_collected(rig.ref, rig.one_shoe, "never", "ref-2")

    async def test_record_money_and_stock_are_three_effects(self, rig: PlatformRig) -> None:
        await rig.platform.record_return(rig.ref, rig.one_shoe, "ref-1")
        order = await rig.read()
        assert (order.lines[0].returned, order.lines[0].restocked, order.refunded) == (1, 0, 0)
        await rig.platform.refund(rig.ref, 4990, rig.one_shoe, "ref-2")
        order = await rig.read()
        assert (order.lines[0].returned, order.lines[0].restocked, order.refunded) == (1, 0, 4990)
        await rig.platform.restock(rig.ref, rig.one_shoe, rig.other_store, "ref-3")
        order = await rig.read()
        assert (order.lines[0].returned, order.lines[0].restocked, order.refunded) == (1, 1, 4990)
        assert len(order.restocks) == 1
        if rig.platform.traits.restocks_anywhere:
            assert order.restocks[0].location == rig.other_store
        if rig.platform.traits.keeps_reference:
            assert [r.reference for r in order.returns] == ["ref-1"]
            assert [r.reference for r in order.refunds] == ["ref-2"]
            assert [r.reference for r in order.restocks] == ["ref-3"]

    async def test_more_than_was_paid_is_refused(self, rig: PlatformRig) -> None:
        await rig.platform.refund(rig.ref, 11980, rig.everything, "ref-1")
        with pytest.raises(PlatformRefused):
            await rig.platform.refund(rig.ref, 1, rig.one_shoe, "ref-2")

    async def test_the_open_set_loses_what_was_collected(self, rig: PlatformRig) -> None:
        assert [order.ref for order in await rig.platform.open_set(rig.store)] == [rig.ref]
        assert await rig.platform.open_set("ST09") == ()
        await rig.platform.mark_collected(rig.ref, rig.everything, "ref-1")
        assert (await rig.read()).state is PlatformState.COLLECTED
        assert await rig.platform.open_set(rig.store) == ()

    async def test_orders_come_whole_and_what_is_new_comes_by_cursor(self, rig: PlatformRig) -> None:
        found, cursor = await read_all(rig.platform.orders)
        assert await rig.read() in found
        ref = await rig.one_more()
        later, _ = await read_all(rig.platform.orders, cursor)
        assert await rig.platform.read_order(ref) in later
        before = {order.ref: order for order in found}
        assert all(before.get(order.ref, order) == order for order in later)

    async def test_places_are_told_by_what_orders_and_stock_call_them(self, rig: PlatformRig) -> None:
        places = {place.ref: place.name for place in await rig.platform.locations()}
        assert places.keys() >= {rig.store, rig.other_store}
        assert all(places.values())

    async def test_articles_come_with_price_stock_and_picture(self, rig: PlatformRig) -> None:
        found, _ = await read_all(rig.platform.articles)
        articles = {article.sku: article for article in found}
        prices = {sku: (articles[sku].price, articles[sku].currency) for sku in ("SKU-1", "SKU-2", "SKU-9")}
        assert prices == {"SKU-1": (4990, "EUR"), "SKU-2": (2000, "EUR"), "SKU-9": (990, "EUR")}
        shoe = articles["SKU-1"]
        assert (shoe.name, shoe.is_active) == ("Scarpa", True)
        if rig.platform.traits.restocks_anywhere:
            on_hand = {stock.location: stock.on_hand for stock in shoe.stock}
            assert (on_hand[rig.store], on_hand[rig.other_store]) == (10, 10)
        assert (await rig.platform.picture(shoe.picture)).startswith(PNG)

    async def test_pictures_are_fetched_from_the_platform_and_from_nowhere_else(self, rig: PlatformRig) -> None:
        for url in ("http://elsewhere.invalid/a.png", "//elsewhere.invalid/a.png", "file:///a.png"):
            with pytest.raises(PlatformRefused):
                await rig.platform.picture(url)

    async def test_customers_are_told_with_their_contacts(self, rig: PlatformRig) -> None:
        found, _ = await read_all(rig.platform.customers)
        (known,) = [customer for customer in found if customer.ref == rig.customer]
        assert (known.given_name, known.family_name, known.is_deleted) == ("Giulia", "Bianchi", False)
        assert (known.email, known.phone) == ("giulia@example.invalid", "+39 333 1234567")

    async def test_customers_that_are_not_there_are_told_apart(self, rig: PlatformRig) -> None:
        if rig.platform.traits.tells_deleted:
            with pytest.raises(PlatformRefused):
                await rig.platform.gone_customers([rig.customer])
            return
        others = ["99999999", "a'b,c"]
        assert await rig.platform.gone_customers([rig.customer, *others]) == frozenset(others)
        assert await rig.platform.gone_customers(others[1:]) == frozenset(others[1:])

    async def test_a_cart_that_changed_is_told_by_cursor(self, rig: PlatformRig) -> None:
        if not rig.platform.traits.reads_carts:
            return
        found, cursor = await read_all(rig.platform.carts)
        carts = {cart.customer_ref: [(line.sku, line.quantity) for line in cart.lines] for cart in found}
        assert carts[rig.customer] == [("SKU-9", 1)]
        await rig.platform.write_cart(rig.customer, [CartQuantity("SKU-9", 2), CartQuantity("SKU-2", 1)])
        later, _ = await read_all(rig.platform.carts, cursor)
        (changed,) = [cart for cart in later if cart.customer_ref == rig.customer]
        assert changed == await rig.platform.read_cart(rig.customer)
        assert {line.sku: (line.quantity, line.unit_price) for line in changed.lines} == {
            "SKU-9": (2, 990),
            "SKU-2": (1, 2000),
        }

    async def test_ready_and_message(self, rig: PlatformRig) -> None:
        await rig.platform.mark_ready(rig.ref, "ref-1")
        assert (await rig.read()).state is PlatformState.READY
        if "ready" not in rig.platform.traits.messages:
            with pytest.raises(PlatformRefused):
                await rig.platform.notify(rig.ref, "ready", "ref-2")
            return
        await rig.platform.notify(rig.ref, "ready", "ref-2")
        order = await rig.read()
        assert [message.kind for message in order.messages] == ["ready"]

    async def test_cart_quantities_are_absolute(self, rig: PlatformRig) -> None:
        if not rig.platform.traits.reads_carts:
            return
        assert await rig.platform.read_cart("C-nobody") is None
        for _ in range(2):
            cart = await rig.platform.write_cart(rig.customer, [CartQuantity("SKU-9", 3)])
            assert [(line.sku, line.quantity) for line in cart.lines] == [("SKU-9", 3)]
        await rig.platform.write_cart(rig.customer, [CartQuantity("SKU-9", 0)])
        emptied = await rig.platform.read_cart(rig.customer)
        assert emptied is not None
        assert emptied.lines == ()

    async def test_an_answer_lost_after_the_effect_is_unknown(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.LOST_AFTER)
        with pytest.raises(PlatformUnknown):
            await rig.platform.refund(rig.ref, 4990, rig.one_shoe, "ref-1")
        assert (await rig.read()).refunded == 4990

    async def test_a_call_lost_before_the_effect_is_not_a_no(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.LOST_BEFORE)
        with pytest.raises((PlatformUnknown, PlatformUnavailable)):
            await rig.platform.refund(rig.ref, 4990, rig.one_shoe, "ref-1")
        assert (await rig.read()).refunded == 0

    async def test_throttled_says_how_long(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.THROTTLED)
        with pytest.raises(PlatformUnavailable) as unavailable:
            await rig.platform.refund(rig.ref, 4990, rig.one_shoe, "ref-1")
        assert unavailable.value.retry_after_s == 3.0
        assert (await rig.read()).refunded == 0

    async def test_a_read_that_fails_is_unavailable(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.READ_FAILS)
        with pytest.raises(PlatformUnavailable):
            await rig.read()
