"""Lives of orders in bad weather, through guards that die and follow one another: each effect exactly once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count

import pytest

from app.central.connectors.intents import Effect, IntentState, intents_of
from app.central.connectors.port import PlatformUnavailable, PlatformUnknown
from app.central.connectors.vendure.shop import VENDURE_TRAITS, VendureShop
from app.demo.vendure.server import VendureServer
from app.domain.values import OrderId
from tests.e2e.guard.lives import Lives
from tests.e2e.servers.till import until
from tests.e2e.vendure.life import EFFECTS, start_life
from tests.e2e.vendure.weather import Fault, Weather
from tests.e2e.vendure.world import STORES, World

pytestmark = pytest.mark.vendure
PATIENCE_S = 6.0
TRAITS = replace(VENDURE_TRAITS, call_timeout_s=PATIENCE_S, settle_s=10.0, calls_per_s=200.0, burst=200)


@pytest.fixture
async def weather(shop_world: World) -> AsyncIterator[Weather]:
    """A bad line; plenty on the shelves, nothing in the queue."""
    settings = shop_world.settings()
    shop_world.clear(STORES)
    for sku in ("SKU-1", "SKU-2"):
        shop_world.set_stock(sku, {settings.places[store].location: 1000 for store in STORES})
    shop_world.fill_cart({})
    async with Weather(int(shop_world.url.rpartition(":")[2]), 1, chance=0.25, patience_s=PATIENCE_S) as weather:
        yield weather


@pytest.mark.parametrize("runs", [20, pytest.param(200, marks=pytest.mark.soak)])
@pytest.mark.timeout(3600)
async def test_everything_once(shop_world: World, weather: Weather, runs: int) -> None:
    elsewhere = shop_world.settings().places["ST02"].location
    refs = [shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01") for _ in range(runs)]
    before = shop_world.on_hand("SKU-1")[elsewhere]
    shop = VendureShop(shop_world.settings(weather.url), traits=TRAITS)
    calm = VendureShop(shop_world.settings())
    lives = Lives(shop, patience_s=300)
    for n, ref in enumerate(refs):
        order = await calm.read_order(ref)
        with lives.store.store.write() as tx:
            start_life(tx, order, "ST02", 4 * n + 1)
    for place, part in enumerate((0.2, 0.5, 0.8, 1.0)):
        await lives.live_until(round(runs * EFFECTS * part), f"life{place}")
    await shop.close()
    await calm.close()
    assert sum(weather.struck.values()) > runs
    assert set(weather.struck) == set(Fault)
    with lives.store.store.read() as tx:
        ended = [intent for ref in refs for intent in intents_of(tx, OrderId(f"o-{ref}"))]
    wrong = [
        (i.platform_ref, i.id, i.state.value, i.reason, i.tries)
        for i in ended
        if i.state is not (IntentState.DROPPED if i.effect is Effect.MESSAGE else IntentState.CONFIRMED)
    ]
    assert wrong == [], [shop_world.order(ref) for ref, *_ in wrong]
    for ref in refs:
        _assert_once(shop_world.order(ref))
    assert shop_world.on_hand("SKU-1")[elsewhere] - before == runs


def _has(lives: Lives, count: int) -> bool:
    return len(lives.states) >= count


def _assert_once(order: dict[str, list[dict[str, object]]]) -> None:
    out: Counter[object] = Counter()
    for made in order["fulfillments"]:
        lines = made["lines"]
        assert isinstance(lines, list)
        if made["state"] != "Cancelled":
            assert made["state"] == "Delivered", order
            out.update({line["orderLineId"]: line["quantity"] for line in lines})
    assert out == {line["id"]: line["quantity"] for line in order["lines"]}, order
    refunds = [r["total"] for p in order["payments"] for r in _refunds(p)]
    assert refunds == [4990], order


def _refunds(payment: dict[str, object]) -> list[dict[str, int]]:
    refunds = payment["refunds"]
    assert isinstance(refunds, list)
    return refunds


async def test_the_same_weather_without_the_guard_doubles(shop_world: World, weather: Weather) -> None:
    """Negative control: a till that asks again, as a new act, until it is given a yes."""
    refs = [shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01") for _ in range(6)]
    shop = VendureShop(shop_world.settings(weather.url), traits=TRAITS)
    numbers = count(1)
    for ref in refs * 6:
        for _ in range(20):
            with suppress(PlatformUnknown, PlatformUnavailable):
                await shop.refund(ref, 500, (), f"act-{next(numbers)}")
                break
    await shop.close()
    given = [r["total"] for ref in refs for p in shop_world.order(ref)["payments"] for r in p["refunds"]]
    assert sum(given) > 500 * len(refs) * 6


async def test_vendure_itself_dies_in_the_middle(shop_world: World, vendure: VendureServer) -> None:
    elsewhere = shop_world.settings().places["ST02"].location
    shop_world.clear(STORES)
    for sku in ("SKU-1", "SKU-2"):
        shop_world.set_stock(sku, {shop_world.settings().places[store].location: 100 for store in STORES})
    shop_world.fill_cart({})
    refs = [shop_world.buy({"SKU-1": 2, "SKU-2": 1}, "ST01") for _ in range(4)]
    before = shop_world.on_hand("SKU-1")[elsewhere]
    shop = VendureShop(shop_world.settings(), traits=TRAITS)
    lives = Lives(shop, patience_s=300)
    for n, ref in enumerate(refs):
        order = await shop.read_order(ref)
        with lives.store.store.write() as tx:
            start_life(tx, order, "ST02", 4 * n + 1)
    working = asyncio.create_task(lives.live_until(len(refs) * EFFECTS, "central"))
    for part in (0.2, 0.5, 0.7):
        enough = round(len(refs) * EFFECTS * part)
        await until(partial(_has, lives, enough))
        vendure.kill()
        vendure.start()
    await working
    await shop.close()
    for ref in refs:
        _assert_once(shop_world.order(ref))
    assert shop_world.on_hand("SKU-1")[elsewhere] - before == len(refs)
