"""An effect of several calls that is cut between any two goes on where it stopped, and happens once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from app.central.connectors.port import PlatformRefused, PlatformState, PlatformUnknown
from app.central.connectors.vendure.shop import VendureShop
from app.demo.vendure.market import CARD, IN_STORE
from app.domain.values import LineId, LineQuantity
from tests.contract.connectors.suite import Break
from tests.e2e.vendure.breaking import BreakingLine
from tests.e2e.vendure.world import STORES, World

pytestmark = pytest.mark.vendure
Act = Callable[[], Awaitable[None]]


@dataclass
class Bench:
    """A connector over a line that breaks, and the shop behind it."""

    world: World
    line: BreakingLine
    shop: VendureShop
    locations: dict[str, str]

    async def cut_everywhere(
        self, sold: dict[str, int], prepare: Callable[[str], Act | Awaitable[Act]], payment: str = CARD
    ) -> list[str]:
        """For each mutation of an act, on an order of its own: lose it before or after, and repeat the act."""
        refs: list[str] = []
        for how in (Break.LOST_BEFORE, Break.LOST_AFTER):
            passes = 0
            while True:
                refs.append(self.world.buy(sold, "ST01", payment=payment))
                act = prepare(refs[-1])
                act = act if callable(act) else await act
                self.line.breaks, self.line.passes = how, passes
                with suppress(PlatformUnknown):
                    await act()
                is_over = self.line.breaks is not None
                self.line.breaks, self.line.passes = None, 0
                if is_over:
                    break
                await act()
                passes += 1
        return refs


@pytest.fixture
async def bench(shop_world: World) -> AsyncIterator[Bench]:
    """Plenty on the shelves, and no cart in the way."""
    settings = shop_world.settings()
    locations = {store: settings.places[store].location for store in STORES}
    for sku in ("SKU-1", "SKU-2"):
        shop_world.stock_up(sku, [*locations.values()], 500)
    shop_world.fill_cart({})
    line = BreakingLine()
    shop = VendureShop(settings, transport=line)
    yield Bench(shop_world, line, shop, locations)
    await shop.close()


def _lines(world: World, ref: str) -> list[LineQuantity]:
    return [LineQuantity(LineId(line["id"]), line["quantity"]) for line in world.order(ref)["lines"]]


def _live(order: Any) -> list[list[int]]:
    """How many pieces of each line the fulfilments hold that were not cancelled."""
    live = (made for made in order["fulfillments"] if made["state"] != "Cancelled")
    return sorted(sorted(int(line["quantity"]) for line in made["lines"]) for made in live)


async def test_ready(bench: Bench) -> None:
    refs = await bench.cut_everywhere({"SKU-1": 2}, lambda ref: lambda: bench.shop.mark_ready(ref, f"ready-{ref}"))
    assert len(refs) == 6
    for ref in refs:
        order = bench.world.order(ref)
        assert [made["state"] for made in order["fulfillments"]] == ["Shipped"], order
        assert (await bench.shop.read_order(ref)).state is PlatformState.READY


async def test_all_of_a_ready_order_collected(bench: Bench) -> None:
    async def prepare(ref: str) -> Act:
        await bench.shop.mark_ready(ref, "ready")
        return lambda: bench.shop.mark_collected(ref, _lines(bench.world, ref), f"out-{ref}")

    for ref in await bench.cut_everywhere({"SKU-1": 2, "SKU-2": 1}, prepare):
        order = bench.world.order(ref)
        assert [made["state"] for made in order["fulfillments"]] == ["Delivered"], order
        assert order["state"] == "Delivered"
        assert [f.reference for f in (await bench.shop.read_order(ref)).fulfilments] == [f"out-{ref}"]


async def test_part_of_a_ready_order_collected_and_then_the_rest(bench: Bench) -> None:
    async def prepare(ref: str) -> Act:
        await bench.shop.mark_ready(ref, "ready")
        shoe = _lines(bench.world, ref)[0].line
        return lambda: bench.shop.mark_collected(ref, [LineQuantity(shoe, 1)], f"out-{ref}")

    for ref in await bench.cut_everywhere({"SKU-1": 2, "SKU-2": 1}, prepare):
        told = await bench.shop.read_order(ref)
        assert [(f.reference, f.lines) for f in told.fulfilments] == [
            (f"out-{ref}", (LineQuantity(LineId(told.lines[0].id), 1),))
        ]
        assert ([line.fulfilled for line in told.lines], told.state) == ([1, 0], PlatformState.READY)
        rest = [LineQuantity(LineId(line.id), 1) for line in told.lines]
        await bench.shop.mark_collected(ref, rest, f"rest-{ref}")
        order = bench.world.order(ref)
        assert (_live(order), order["state"]) == ([[1], [1, 1]], "Delivered")


async def test_taken_back_and_collected_again(bench: Bench) -> None:
    async def prepare(ref: str) -> Act:
        await bench.shop.mark_collected(ref, _lines(bench.world, ref), "first")

        async def act() -> None:
            with suppress(PlatformRefused):
                await bench.shop.reverse_collected(ref, (), "first", f"back-{ref}")

        return act

    for ref in await bench.cut_everywhere({"SKU-1": 1}, prepare):
        told = await bench.shop.read_order(ref)
        assert [(f.reference, f.is_cancelled) for f in told.fulfilments] == [("first", True)]
        assert told.state is PlatformState.READY
        await bench.shop.mark_collected(ref, _lines(bench.world, ref), "second")
        told = await bench.shop.read_order(ref)
        assert [(f.reference, f.is_cancelled) for f in told.fulfilments] == [("first", True), ("second", False)]
        assert told.state is PlatformState.COLLECTED


async def test_money_that_came_from_two_payments(bench: Bench) -> None:
    for how in (Break.LOST_BEFORE, Break.LOST_AFTER):
        for passes in range(2):
            ref = bench.world.buy({"SKU-1": 1, "SKU-2": 1}, "ST01", gift_card=3000)
            bench.line.breaks, bench.line.passes = how, passes
            with pytest.raises(PlatformUnknown):
                await bench.shop.refund(ref, 4990, (), "money")
            seen = (await bench.shop.read_order(ref)).refunded
            assert seen == (4990 if (how, passes) == (Break.LOST_AFTER, 1) else 0)
            await bench.shop.refund(ref, 4990, (), "money")
            given = [r["total"] for p in bench.world.order(ref)["payments"] for r in p["refunds"]]
            assert given == [3000, 1990]
            told = await bench.shop.read_order(ref)
            assert [(r.reference, r.amount) for r in told.refunds] == [("money", 4990)]


async def test_a_return_is_noted_once(bench: Bench) -> None:
    def prepare(ref: str) -> Act:
        return lambda: bench.shop.record_return(ref, _lines(bench.world, ref), f"return-{ref}")

    for ref in await bench.cut_everywhere({"SKU-1": 2}, prepare):
        assert [line.returned for line in (await bench.shop.read_order(ref)).lines] == [2]


@pytest.mark.parametrize("is_set", [True, False])
async def test_a_restock_that_vendure_itself_broke_off(bench: Bench, is_set: bool) -> None:
    ref = bench.world.buy({"SKU-1": 2}, "ST01")
    [shoe] = _lines(bench.world, ref)
    variant, there = bench.world.variants()["SKU-1"], bench.locations["ST02"]
    before = bench.world.on_hand("SKU-1")[there]
    note = f"back bancone:restocking {variant}={bench.world.counted('SKU-1')}"
    bench.world.note(ref, note)
    if is_set:
        bench.world.set_stock("SKU-1", {there: before + 1})
    await bench.shop.restock(ref, [LineQuantity(shoe.line, 1)], "ST02", "back")
    assert bench.world.on_hand("SKU-1")[there] == before + 1
    told = await bench.shop.read_order(ref)
    assert [(r.reference, r.location) for r in told.restocks] == [("back", "ST02")]


async def test_a_restock_nobody_can_tell_the_end_of_is_for_a_person(bench: Bench) -> None:
    ref = bench.world.buy({"SKU-1": 2}, "ST01")
    [shoe] = _lines(bench.world, ref)
    variant, there = bench.world.variants()["SKU-1"], bench.locations["ST02"]
    bench.world.note(ref, f"back bancone:restocking {variant}={bench.world.counted('SKU-1')}")
    for count in (3, 4):
        bench.world.set_stock("SKU-1", {there: count})
    with pytest.raises(PlatformRefused) as refused:
        await bench.shop.restock(ref, [LineQuantity(shoe.line, 1)], "ST02", "back")
    assert refused.value.reason == "restock_unclear"
    assert bench.world.on_hand("SKU-1")[there] == 4


async def test_paid_at_the_till(bench: Bench) -> None:
    async def prepare(ref: str) -> Act:
        await bench.shop.mark_collected(ref, _lines(bench.world, ref), f"out-{ref}")
        assert bench.world.order(ref)["state"] == "PaymentAuthorized"
        return lambda: bench.shop.settle(ref, 6990, f"paid-{ref}")

    refs = await bench.cut_everywhere({"SKU-1": 1, "SKU-2": 1}, prepare, payment=IN_STORE)
    assert len(refs) == 6
    for ref in refs:
        order, told = bench.world.order(ref), await bench.shop.read_order(ref)
        assert [(paid["state"], paid["amount"]) for paid in order["payments"]] == [("Settled", 6990)]
        assert (order["state"], told.is_paid, told.is_left_open) == ("Delivered", True, False)


@pytest.mark.parametrize("payment", [CARD, IN_STORE])
async def test_more_was_ordered_in_the_admin_and_the_till_took_it(bench: Bench, payment: str) -> None:
    async def prepare(ref: str) -> Act:
        await bench.shop.mark_ready(ref, "ready")
        shoe, shirt = (line.line for line in _lines(bench.world, ref))
        bench.world.change(ref, {shoe: 1, shirt: 2})
        owed = (await bench.shop.read_order(ref)).owed
        assert owed == (2000 if payment == CARD else 8990)
        await bench.shop.mark_collected(ref, _lines(bench.world, ref), f"out-{ref}")
        return lambda: bench.shop.settle(ref, owed, f"paid-{ref}")

    for ref in await bench.cut_everywhere({"SKU-1": 1, "SKU-2": 1}, prepare, payment=payment):
        order, told = bench.world.order(ref), await bench.shop.read_order(ref)
        assert [(paid["state"], paid["amount"]) for paid in order["payments"]] == [
            ("Settled", 6990),
            ("Settled", 2000),
        ]
        assert order["payments"][1]["transactionId"] == f"paid-{ref}"
        assert (order["state"], told.is_paid, told.owed, told.total) == ("Delivered", True, 0, 8990)


async def test_a_piece_was_cancelled_in_the_admin_and_the_till_took_the_rest(bench: Bench) -> None:
    async def prepare(ref: str) -> Act:
        await bench.shop.mark_ready(ref, "ready")
        shoe, shirt = (line.line for line in _lines(bench.world, ref))
        bench.world.cancel(ref, {shirt: 1})
        told = await bench.shop.read_order(ref)
        assert (told.total, told.owed) == (4990, 4990)
        await bench.shop.mark_collected(ref, [LineQuantity(shoe, 1)], f"out-{ref}")
        return lambda: bench.shop.settle(ref, 4990, f"paid-{ref}")

    for ref in await bench.cut_everywhere({"SKU-1": 1, "SKU-2": 1}, prepare, payment=IN_STORE):
        order, told = bench.world.order(ref), await bench.shop.read_order(ref)
        paid = [(one["state"], one["amount"]) for one in order["payments"]]
        assert paid == [("Cancelled", 6990), ("Settled", 4990)]
        assert order["payments"][1]["transactionId"] == f"paid-{ref}"
        assert (order["state"], told.is_paid, told.owed, told.total) == ("Delivered", True, 0, 4990)


async def test_a_refund_vendure_only_promised_is_not_done(bench: Bench) -> None:
    ref = bench.world.buy({"SKU-1": 1}, "ST01", payment=IN_STORE)
    await bench.shop.mark_collected(ref, _lines(bench.world, ref), "out")
    await bench.shop.settle(ref, 4990, "paid")
    for _ in range(2):
        with pytest.raises(PlatformRefused) as refused:
            await bench.shop.refund(ref, 4990, (), "money")
        assert refused.value.reason == "refund_pending"
        refunds = (await bench.shop.read_order(ref)).refunds
        assert [(r.reference, r.amount, r.is_pending) for r in refunds] == [("money", 4990, True)]
    bench.world.give_back(ref)
    refunds = (await bench.shop.read_order(ref)).refunds
    assert [(r.reference, r.amount, r.is_pending) for r in refunds] == [("money", 4990, False)]


@pytest.mark.parametrize("others", [0, 1])
async def test_a_restock_that_was_parked_is_not_taken_for_the_other_that_came_since(
    bench: Bench, others: int
) -> None:
    ref = bench.world.buy({"SKU-1": 2}, "ST01")
    one = [LineQuantity(_lines(bench.world, ref)[0].line, 1)]
    variant, there = bench.world.variants()["SKU-1"], bench.locations["ST02"]
    bench.world.note(ref, f"back bancone:restocking {variant}={bench.world.counted('SKU-1')}")
    before = bench.world.on_hand("SKU-1")[there]
    if others:
        other = bench.world.buy({"SKU-1": 1}, "ST01")
        await bench.shop.restock(other, _lines(bench.world, other), "ST02", "another")
        with pytest.raises(PlatformRefused) as refused:
            await bench.shop.restock(ref, one, "ST02", "back", is_retried=True)
        assert refused.value.reason == "restock_unclear"
    else:
        await bench.shop.restock(ref, one, "ST02", "back", is_retried=True)
    assert bench.world.on_hand("SKU-1")[there] == before + 1
    told = await bench.shop.read_order(ref)
    assert [r.reference for r in told.restocks] == ["back"] * (1 - others)
