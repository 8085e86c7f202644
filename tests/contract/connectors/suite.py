"""The contract of a shop platform's connector: subclass, give it a `rig`, and it holds or it does not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

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
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity

ONE_SHOE = (LineQuantity(LineId("l1"), 1),)
NEW = NewOrder(
    number="P00001234",
    store="ST02",
    customer_ref="C-1",
    currency="EUR",
    total=11860,
    is_paid=False,
    lines=(PlatformLine("1", "SKU-1", "Scarpa", 2, 4990), PlatformLine("2", "SKU-9", "Calza", 1, 1880)),
)
ALL = (LineQuantity(LineId("l1"), 2), LineQuantity(LineId("l2"), 1))


class Break(StrEnum):
    """How the next call shall fail."""

    LOST_BEFORE = "lost_before"
    LOST_AFTER = "lost_after"
    THROTTLED = "throttled"
    READ_FAILS = "read_fails"


@dataclass
class PlatformRig:
    """A platform with the sample order `ref` (two shoes `l1`, a shirt `l2`, 119,80 paid, ready in ST01).

    Customer `C-1` has an open cart with one `SKU-9`. `break_next` makes the next call fail that way.
    """

    platform: ShopPlatform
    ref: str
    break_next: Callable[[Break], Awaitable[None]]

    async def read(self) -> PlatformOrder:
        """The sample order now."""
        return await self.platform.read_order(self.ref)


class ShopPlatformContract:
    """Run against every connector and the fake; a subclass brings the fixture `rig`."""

    async def test_reads_the_order_whole(self, rig: PlatformRig) -> None:
        order = await rig.read()
        assert (order.ref, order.state, order.total, order.refunded) == (rig.ref, PlatformState.READY, 11980, 0)
        assert (order.currency, order.store, order.customer_ref) == ("EUR", "ST01", "C-1")
        assert [(line.id, line.quantity, line.unit_price) for line in order.lines] == [
            ("l1", 2, 4990),
            ("l2", 1, 2000),
        ]

    @pytest.mark.parametrize("ref", ["none", "../orders", "a/b?c=d#e", "\u00e8\u0000"])
    async def test_an_unknown_order_is_refused(self, rig: PlatformRig, ref: str) -> None:
        with pytest.raises(PlatformRefused) as refused:
            await rig.platform.read_order(ref)
        assert refused.value.code is Code.ORDER_UNKNOWN

    async def test_an_order_is_made_and_known_by_its_reference(self, rig: PlatformRig) -> None:
        assert await rig.platform.orders_marked("new-1") == ()
        ref = await rig.platform.create_order(NEW, "new-1")
        made = await rig.platform.read_order(ref)
        assert (made.number, made.state, made.total) == ("P00001234", PlatformState.OPEN, 11860)
        assert (made.currency, made.store, made.customer_ref) == ("EUR", "ST02", "C-1")
        assert made.lines == NEW.lines
        assert ref in [order.ref for order in await rig.platform.open_set("ST02")]
        if rig.platform.traits.keeps_reference:
            assert await rig.platform.orders_marked("new-1") == (made,)
            assert await rig.platform.orders_marked("new") == ()

    async def test_an_order_made_without_an_answer_is_found_again(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.LOST_AFTER)
        with pytest.raises(PlatformUnknown):
            await rig.platform.create_order(NEW, "new-1")
        if rig.platform.traits.keeps_reference:
            assert [order.number for order in await rig.platform.orders_marked("new-1")] == ["P00001234"]

    async def test_two_orders_with_one_reference_are_both_told(self, rig: PlatformRig) -> None:
        made = [await rig.platform.create_order(NEW, "new-1") for _ in range(2)]
        if rig.platform.traits.keeps_reference:
            assert [order.ref for order in await rig.platform.orders_marked("new-1")] == made

    async def test_collected_in_parts_and_taken_back(self, rig: PlatformRig) -> None:
        await rig.platform.mark_collected(rig.ref, ONE_SHOE, "ref-1")
        order = await rig.read()
        assert [line.fulfilled for line in order.lines] == [1, 0]
        if rig.platform.traits.keeps_reference:
            assert [(f.reference, f.lines) for f in order.fulfilments] == [("ref-1", ONE_SHOE)]
        await rig.platform.reverse_collected(rig.ref, ONE_SHOE, "ref-1", "ref-2")
        assert [line.fulfilled for line in (await rig.read()).lines] == [0, 0]

    async def test_nothing_to_take_back_is_refused(self, rig: PlatformRig) -> None:
        with pytest.raises(PlatformRefused):
            await rig.platform.reverse_collected(rig.ref, ONE_SHOE, "never", "ref-2")

    async def test_record_money_and_stock_are_three_effects(self, rig: PlatformRig) -> None:
        await rig.platform.record_return(rig.ref, ONE_SHOE, "ref-1")
        order = await rig.read()
        assert (order.lines[0].returned, order.lines[0].restocked, order.refunded) == (1, 0, 0)
        await rig.platform.refund(rig.ref, 4990, ONE_SHOE, "ref-2")
        order = await rig.read()
        assert (order.lines[0].returned, order.lines[0].restocked, order.refunded) == (1, 0, 4990)
        await rig.platform.restock(rig.ref, ONE_SHOE, "ST02", "ref-3")
        order = await rig.read()
        assert (order.lines[0].returned, order.lines[0].restocked, order.refunded) == (1, 1, 4990)
        assert [r.location for r in order.restocks] == ["ST02"]
        if rig.platform.traits.keeps_reference:
            assert [r.reference for r in order.returns] == ["ref-1"]
            assert [r.reference for r in order.refunds] == ["ref-2"]
            assert [r.reference for r in order.restocks] == ["ref-3"]

    async def test_more_than_was_paid_is_refused(self, rig: PlatformRig) -> None:
        await rig.platform.refund(rig.ref, 11980, ALL, "ref-1")
        with pytest.raises(PlatformRefused):
            await rig.platform.refund(rig.ref, 1, ONE_SHOE, "ref-2")

    async def test_the_open_set_loses_what_was_collected(self, rig: PlatformRig) -> None:
        assert [order.ref for order in await rig.platform.open_set("ST01")] == [rig.ref]
        assert await rig.platform.open_set("ST09") == ()
        await rig.platform.mark_collected(rig.ref, ALL, "ref-1")
        assert (await rig.read()).state is PlatformState.COLLECTED
        assert await rig.platform.open_set("ST01") == ()

    async def test_changes_are_told_once_by_cursor(self, rig: PlatformRig) -> None:
        first = await rig.platform.changes("")
        assert rig.ref in first.refs
        assert (await rig.platform.changes(first.cursor)).refs == ()

    async def test_ready_and_message(self, rig: PlatformRig) -> None:
        await rig.platform.mark_ready(rig.ref, "ref-1")
        await rig.platform.notify(rig.ref, "ready", "ref-2")
        order = await rig.read()
        assert order.state is PlatformState.READY
        assert [message.kind for message in order.messages] == ["ready"]

    async def test_cart_quantities_are_absolute(self, rig: PlatformRig) -> None:
        assert await rig.platform.read_cart("C-nobody") is None
        for _ in range(2):
            cart = await rig.platform.write_cart("C-1", [CartQuantity("SKU-9", 3)])
            assert [(line.sku, line.quantity) for line in cart.lines] == [("SKU-9", 3)]
        await rig.platform.write_cart("C-1", [CartQuantity("SKU-9", 0)])
        emptied = await rig.platform.read_cart("C-1")
        assert emptied is not None
        assert emptied.lines == ()

    async def test_an_answer_lost_after_the_effect_is_unknown(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.LOST_AFTER)
        with pytest.raises(PlatformUnknown):
            await rig.platform.refund(rig.ref, 4990, ONE_SHOE, "ref-1")
        assert (await rig.read()).refunded == 4990

    async def test_a_call_lost_before_the_effect_is_not_a_no(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.LOST_BEFORE)
        with pytest.raises((PlatformUnknown, PlatformUnavailable)):
            await rig.platform.refund(rig.ref, 4990, ONE_SHOE, "ref-1")
        assert (await rig.read()).refunded == 0

    async def test_throttled_says_how_long(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.THROTTLED)
        with pytest.raises(PlatformUnavailable) as unavailable:
            await rig.platform.refund(rig.ref, 4990, ONE_SHOE, "ref-1")
        assert unavailable.value.retry_after_s == 3.0
        assert (await rig.read()).refunded == 0

    async def test_a_read_that_fails_is_unavailable(self, rig: PlatformRig) -> None:
        await rig.break_next(Break.READ_FAILS)
        with pytest.raises(PlatformUnavailable):
            await rig.read()
