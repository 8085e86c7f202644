"""Queue, ready, collected in parts, a piece back, its money and its place on the shelf, as Vendure tells it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.central.connectors.intents import IntentState
from app.central.connectors.port import PlatformState
from app.central.connectors.vendure.shop import VendureShop
from app.domain.values import LineId, LineQuantity
from tests.e2e.guard.lives import Lives
from tests.e2e.vendure.life import EFFECTS, start_life
from tests.e2e.vendure.world import STORES, World

pytestmark = pytest.mark.vendure


@pytest.fixture
async def shop(shop_world: World) -> AsyncIterator[VendureShop]:
    """A connector; plenty on the shelves, nothing in the queue."""
    settings = shop_world.settings()
    shop_world.clear(STORES)
    for sku in ("SKU-1", "SKU-2"):
        shop_world.stock_up(sku, [settings.places[store].location for store in STORES], 100)
    shop_world.fill_cart({})
    connector = VendureShop(settings)
    yield connector
    await connector.close()


async def test_a_life_of_an_order_happens_once(shop_world: World, shop: VendureShop) -> None:
    ref = shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01", coupon="BENVENUTO")
    [waiting] = await shop.open_set("ST01")
    assert (waiting.ref, waiting.state, waiting.total) == (ref, PlatformState.OPEN, 10782)
    assert [(line.unit_price, line.discount) for line in waiting.lines] == [(4990, 998), (2000, 200)]
    elsewhere = shop_world.settings().places["ST02"].location
    before = shop_world.on_hand("SKU-1")
    lives = Lives(shop, patience_s=90)
    with lives.store.store.write() as tx:
        start_life(tx, waiting, "ST02", 1)
    await lives.live_until(EFFECTS, "central")
    ended = {name.partition("/")[2]: state for name, state in lives.states.items()}
    assert ended.pop("message-ready") is IntentState.DROPPED
    assert set(ended.values()) == {IntentState.CONFIRMED}

    order = shop_world.order(ref)
    out = [made for made in order["fulfillments"] if made["state"] == "Delivered"]
    pieces = [(line["orderLineId"], line["quantity"]) for made in out for line in made["lines"]]
    shoe, shirt = (line["id"] for line in order["lines"])
    assert sorted(pieces) == sorted([(shoe, 1), (shoe, 1), (shirt, 1)])
    assert order["state"] == "Delivered"
    refunds = [(r["state"], r["total"]) for p in order["payments"] for r in p["refunds"]]
    assert refunds == [("Settled", 4491)]
    after = shop_world.on_hand("SKU-1")
    assert after[elsewhere] == before[elsewhere] + 1
    assert sum(after.values()) == sum(before.values()) - 1
    assert await shop.open_set("ST01") == ()


async def test_without_the_guard_tills_that_race_double_everything(shop_world: World, shop: VendureShop) -> None:
    """Negative control: the same acts from four tills at once."""
    ref = shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01")
    line = LineId((await shop.read_order(ref)).lines[0].id)
    shoe, shoes = (LineQuantity(line, 1),), (LineQuantity(line, 2),)
    elsewhere = shop_world.settings().places["ST02"].location
    before = shop_world.on_hand("SKU-1")[elsewhere]
    tills = [VendureShop(shop_world.settings()) for _ in range(4)]
    for till in tills:
        await till.locations()
    calls = (till.mark_collected(ref, shoes, f"out-{n}") for n, till in enumerate(tills))
    # Vendure stumbles over itself where they meet; what it had done by then stays.
    await asyncio.gather(*calls, return_exceptions=True)
    await asyncio.gather(*(till.refund(ref, 1000, shoe, f"money-{n}") for n, till in enumerate(tills)))
    for n, till in enumerate(tills):
        await till.restock(ref, shoe, "ST02", f"back-{n}")
        await till.close()
    order = shop_world.order(ref)
    out = [line["quantity"] for made in order["fulfillments"] for line in made["lines"]]
    assert sum(out) > 2
    assert sum(r["total"] for p in order["payments"] for r in p["refunds"]) > 1000
    assert shop_world.on_hand("SKU-1")[elsewhere] > before + 1
