"""The whole way: a customer of the real Vendure, its orders and cart, and a terminal of the shop in Milano."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import msgspec
import pytest

from app.bootstrap.central import CentralOptions, RunningCentral, open_central
from app.bootstrap.edge import EdgeOptions, open_edge
from app.bootstrap.server_parts import Listen
from app.central.connectors.vendure.shop import VendureShop
from app.central.intake.people import customer_by_ref
from app.central.intake.worker import Periods
from app.contract.commands import Outcome
from app.contract.rows import CartChange, StockRow
from app.demo.vendure.market import IN_STORE
from app.domain.commands import Body
from app.domain.errors import Code
from app.domain.orders import Order
from app.domain.returns import EffectState
from app.domain.values import ContainerId, CustomerId, LineQuantity
from app.node.custody import publish_config
from app.node.documents import get_config
from app.node.ports import NodeTx
from tests.e2e.intake.test_intake import orders_at, waiting_at
from tests.e2e.servers.floor import STORE
from tests.e2e.servers.till import OPERATOR, Admin, Till, admin_of, till_of, until
from tests.e2e.vendure.chain import connection, handed_over, packed, returned
from tests.e2e.vendure.world import World

pytestmark = pytest.mark.vendure
OFTEN = Periods(orders_s=0.5, carts_s=30, customers_s=2, articles_s=300, open_sets_s=2, all_articles_s=1)
BAG = ContainerId("bag-1")


@dataclass
class Counter:
    """A chain connected to the real Vendure, and a terminal at the edge of Milano."""

    world: World
    central: RunningCentral
    admin: Admin
    till: Till

    async def order(self, ref: str) -> Order:
        """The order as the terminal has it, once it has it."""
        found: dict[str, Order] = {}

        async def is_there() -> bool:
            found.update({o.platform_ref: o for o in (await orders_at(self.till)).values()})
            return ref in found

        await until(is_there)
        return found[ref]

    async def act(self, *bodies: Body) -> None:
        """One command after the other, each with a yes."""
        for body in bodies:
            result = await self.till.ask(body)
            assert result.outcome is Outcome.OK, result

    async def vendure_says(self, ref: str, state: str) -> None:
        """Wait until Vendure's own state of the order is this."""
        await until(lambda: self.world.order(ref)["state"] == state)


@pytest.fixture
async def counter(shop_world: World, tmp_path: Path) -> AsyncIterator[Counter]:
    """Central from nothing, everything the shop has taken in, and a clerk."""
    locations = [place.location for place in shop_world.settings().places.values()]
    for sku in ("SKU-1", "SKU-2", "SKU-9"):
        shop_world.stock_up(sku, locations, 50)
    shop_world.fill_cart({})
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.get_running_loop().shutdown_default_executor)
        options = CentralOptions(tmp_path / "central", "", Listen(), connect=connection(shop_world), periods=OFTEN)
        central = await stack.enter_async_context(open_central(options))
        admin = await stack.enter_async_context(admin_of(central.url, central.token))
        edge_options = EdgeOptions(tmp_path / "edge", central.url, await admin.code(STORE, "edge"))
        edge = await stack.enter_async_context(open_edge(edge_options))
        health = central.health
        assert health is not None
        await until(lambda: health.is_loaded)
        till = await stack.enter_async_context(till_of(central.url, edge.url, await admin.code(STORE, "clerk")))
        await until(till.is_known)
        yield Counter(shop_world, central, admin, till)


async def test_queue_ready_collected_returned_refunded_restocked(counter: Counter) -> None:
    world = counter.world
    ref = world.buy({"SKU-1": 2, "SKU-2": 1}, STORE)
    here = world.settings().places[STORE].location
    order = await counter.order(ref)
    assert [(line.quantity, line.paid) for line in order.lines] == [(2, 9980), (1, 2000)]
    access = counter.central.host.parts.access
    config = await access.read(lambda tx: get_config(tx, STORE))
    assert not config.writes_ready, "Vendure itself writes to nobody that an order is ready"
    await counter.act(*packed(order))
    await counter.vendure_says(ref, "Shipped")
    shoe, shirt = (line.id for line in order.lines)
    await counter.act(handed_over(order, [LineQuantity(shoe, 1)], 1))
    await counter.vendure_says(ref, "PartiallyDelivered")
    await counter.act(handed_over(order, [LineQuantity(shoe, 1), LineQuantity(shirt, 1)], 2))
    await counter.vendure_says(ref, "Delivered")
    before = world.on_hand("SKU-1")
    await counter.act(returned(order, order.line(shoe), 1, counter.till))

    async def is_settled() -> bool:
        cases = (await counter.admin.ledger(order.id)).returns
        return bool(cases) and {cases[0].record, cases[0].money, cases[0].stock} == {EffectState.CONFIRMED}

    await until(is_settled)
    told = world.order(ref)
    out = [_pieces(made) for made in told["fulfillments"] if made["state"] == "Delivered"]
    assert sorted(out, key=len) == [{shoe: 1}, {shoe: 1, shirt: 1}]
    assert [(r["state"], r["total"]) for p in told["payments"] for r in p["refunds"]] == [("Settled", 4990)]
    assert world.on_hand("SKU-1") == {**before, here: before[here] + 1}
    assert (await counter.admin.ledger(order.id)).attention == []


async def test_a_piece_cancelled_in_vendure_is_neither_handed_over_nor_paid(counter: Counter) -> None:
    """To be paid at the till: the sum of before is asked again, and what is told to Vendure is what was taken."""
    world, access = counter.world, counter.central.host.parts.access
    ref = world.buy({"SKU-1": 1, "SKU-2": 1}, STORE, payment=IN_STORE)
    order = await counter.order(ref)
    await counter.act(*packed(order))
    await until(lambda: [made["state"] for made in world.order(ref)["fulfillments"]] == ["Shipped"])
    shoe, shirt = (line.id for line in order.lines)
    world.cancel(ref, {shirt: 1})

    async def is_cancelled() -> bool:
        return (await counter.order(ref)).line(shirt).progress.cancelled == 1

    await until(is_cancelled)
    [told] = await waiting_at(counter.till)
    assert (told.code, told.details["now"], told.details["amount"]) == (Code.ORDER_EDITED_ONLINE, 0, 4990)
    refused = await counter.till.ask(handed_over(order, [LineQuantity(shoe, 1)], 4, 6990))
    assert (refused.code, refused.details["amount"]) == (Code.AMOUNT_CHANGED, 4990)

    def at_once(tx: NodeTx) -> None:
        publish_config(tx, msgspec.structs.replace(get_config(tx, STORE), undo_window_s=0))

    await access.write(at_once)
    await counter.act(handed_over(order, [LineQuantity(shoe, 1)], 5, 4990))
    await counter.vendure_says(ref, "Delivered")
    settled = [paid["amount"] for paid in world.order(ref)["payments"] if paid["state"] == "Settled"]
    assert settled == [4990]


def _pieces(made: Mapping[str, list[dict[str, str]]]) -> dict[str, int]:
    return {line["orderLineId"]: int(line["quantity"]) for line in made["lines"]}


async def test_what_is_sold_moves_no_date_and_the_stock_here_all_the_same(counter: Counter) -> None:
    world, access = counter.world, counter.central.host.parts.access
    dated, variant = "query($i:ID!){productVariant(id:$i){updatedAt}}", counter.world.variants()["SKU-2"]
    here = world.settings().places[STORE].location
    elsewhere = [location for location in world.on_hand("SKU-2") if location != here]
    # Vendure takes pieces from where it likes, whatever the place they are collected at: here is the only one.
    world.stock_up("SKU-2", elsewhere, 0)

    async def is_told(reserved: int) -> bool:
        row = await access.read(lambda tx: tx.row(f"stock:{STORE}", "stock", "SKU-2"))
        assert row is not None
        return msgspec.json.decode(cast(bytes, row.d), type=StockRow).reserved == reserved

    before, told = world.allocated("SKU-2")[here], world.admin.call(dated, i=variant)
    await until(partial(is_told, before))
    world.buy({"SKU-2": 3}, STORE)
    assert (world.admin.call(dated, i=variant), world.allocated("SKU-2")[here]) == (told, before + 3)
    await until(partial(is_told, before + 3))
    world.stock_up("SKU-2", elsewhere, 50)


async def test_what_is_marked_ready_in_vendure_is_packed_here_all_the_same(counter: Counter) -> None:
    world = counter.world
    ref = world.buy({"SKU-2": 1}, STORE)
    order = await counter.order(ref)
    somebody = VendureShop(world.settings())
    await somebody.mark_ready(ref, "somebody")
    await somebody.close()

    async def is_told() -> bool:
        waiting = await waiting_at(counter.till)
        return [(item.code, item.subject) for item in waiting] == [(Code.READY_ELSEWHERE, f"order:{order.id}")]

    await until(is_told)
    await counter.act(*packed(order))

    async def is_settled() -> bool:
        return await waiting_at(counter.till) == []

    await until(is_settled)
    await counter.act(handed_over(order, (LineQuantity(order.lines[0].id, 1),), 3))
    await counter.vendure_says(ref, "Delivered")
    live = [made for made in world.order(ref)["fulfillments"] if made["state"] != "Cancelled"]
    assert [_pieces(made) for made in live] == [{order.lines[0].id: 1}]


async def test_a_cart_is_opened_at_the_counter_and_changes_on_both_sides(counter: Counter) -> None:
    world = counter.world
    world.fill_cart({"SKU-9": 1})
    shop = world.customer()
    ref = shop.call("{activeCustomer{id}}")["activeCustomer"]["id"]
    known = await counter.central.host.parts.access.read(lambda tx: customer_by_ref(tx, ref))
    assert known is not None

    async def pieces_here() -> dict[str, int]:
        cart = await counter.till.gateway.reads.cart(CustomerId(known.id), actor=OPERATOR)
        return {str(line.sku): line.quantity for line in cart.lines}

    async def is_seen(wanted: dict[str, int]) -> bool:
        return await pieces_here() == wanted

    await until(lambda: is_seen({"SKU-9": 1}))
    cart = await counter.till.gateway.reads.cart(CustomerId(known.id), actor=OPERATOR)
    change = CartChange(id="change-1", sku="SKU-9", quantity=3, base_rev=cart.lines[0].rev, actor=OPERATOR)
    await counter.till.gateway.reads.change_cart(cart.id, change)
    document = "{activeOrder{lines{id quantity productVariant{sku}}}}"

    def quantities() -> dict[str, int]:
        lines = shop.call(document)["activeOrder"]["lines"]
        return {line["productVariant"]["sku"]: line["quantity"] for line in lines}

    await until(lambda: quantities() == {"SKU-9": 3})
    line = shop.call(document)["activeOrder"]["lines"][0]["id"]
    shop.call("mutation($l:ID!){adjustOrderLine(orderLineId:$l,quantity:2){__typename ERR}}", l=line)
    await until(lambda: is_seen({"SKU-9": 2}))
    shop.close()
