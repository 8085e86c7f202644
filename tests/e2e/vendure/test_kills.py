"""Central, and Vendure, die in the middle of hand-overs and refunds: in the end each was done once."""

import asyncio
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from random import Random

import pytest

from app.central.connectors.vendure.shop import VENDURE_TRAITS, VendureShop
from app.demo.crew import Crew
from app.demo.vendure.server import VendureServer
from tests.e2e.guard.lives import Lives
from tests.e2e.main_job.house import Post, Posts
from tests.e2e.main_job.road import Road
from tests.e2e.servers.till import Admin, Till, admin_of, till_of, until
from tests.e2e.vendure.chain import connection, written
from tests.e2e.vendure.life import EFFECTS, start_life
from tests.e2e.vendure.runs import HERE, Counters, Found, assert_once, bought, orders_of, shelves
from tests.e2e.vendure.weather import Ambush, Weather
from tests.e2e.vendure.world import STORES, World

pytestmark = pytest.mark.vendure
SEED = 20_261
LONGEST_S, MOST_BETWEEN = 3.0, 8
TRAITS = replace(VENDURE_TRAITS, call_timeout_s=6.0, settle_s=10.0, calls_per_s=200.0, burst=200)


class Moment(StrEnum):
    """When central is killed: at a drawn time, or with an effect of its on the way there or back."""

    ANY = "any"
    BEFORE = "before"
    AFTER = "after"


@asynccontextmanager
async def open_shop(folder: Path, world: World, url: str) -> AsyncIterator[tuple[Posts, Counters]]:
    """Processes of central and of an edge, and three tills there; `url` leads to Vendure."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.get_running_loop().shutdown_default_executor)
        road = await stack.enter_async_context(Road())
        posts = Posts(await stack.enter_async_context(Crew(folder)))
        settings = written(folder, connection(world, url))
        words = ["central", "--data", str(folder / "central"), "--connect", "vendure", "--settings", str(settings)]
        posts.posts["central"] = Post(words, (road,))
        await posts.start("central")
        token = (folder / "central" / "admin.token").read_text("ascii").strip()
        admin = await stack.enter_async_context(admin_of(road.url, token))
        code = await admin.code(HERE, "edge")
        words = ["edge", "--data", str(folder / "edge"), "--central", road.url, "--enrol", code]
        edge = await posts.crew.start("edge", words)
        tills = [await stack.enter_async_context(_till(admin, road.url, edge.text("url"))) for _ in range(3)]
        yield posts, Counters(admin, tuple(tills), tuple(tills), patience_s=3600, retries=Counter())


@asynccontextmanager
async def _till(admin: Admin, central_url: str, edge_url: str) -> AsyncIterator[Till]:
    async with till_of(central_url, edge_url, await admin.code(HERE, "clerk")) as till:
        await until(till.is_known)
        yield till


async def kill_central(posts: Posts, weather: Weather, chance: Random, kills: int, done: Counter[Moment]) -> None:
    """So often, at drawn moments, and start it again each time; `done` counts them."""
    for _ in range(kills):
        moment, process = chance.choice(list(Moment)), posts.member("central").process

        def kill(process: Process = process) -> None:
            if process.returncode is None:
                process.kill()

        if moment is Moment.ANY:
            asyncio.get_running_loop().call_later(chance.uniform(0, LONGEST_S), kill)
        else:
            passes = chance.randint(0, MOST_BETWEEN)
            weather.lie_in_wait(Ambush(kill, passes, is_after=moment is Moment.AFTER))
        await posts.gone("central")
        await posts.start("central")
        done[moment] += 1


@pytest.mark.parametrize(("runs", "kills"), [(10, 6), pytest.param(100, 60, marks=pytest.mark.soak)])
@pytest.mark.timeout(7200)
async def test_a_central_that_dies_settles_everything_once(
    shop_world: World, tmp_path: Path, runs: int, kills: int
) -> None:
    began_s, done = time.monotonic(), Counter[Moment]()
    async with Weather(int(shop_world.url.rpartition(":")[2])) as weather:
        played = bought(shop_world, weather, range(runs), chance=0.0)
        before = shelves(shop_world)
        async with open_shop(tmp_path, shop_world, weather.url) as (posts, counters):
            orders = await orders_of(counters.givers[0], played)
            killing = asyncio.create_task(kill_central(posts, weather, Random(SEED), kills, done))
            try:
                ended = await counters.play_all(played, orders)
            finally:
                killing.cancel()
                await asyncio.wait([killing])
    assert_once(shop_world, played, ended, before)
    assert done.total() == kills
    assert set(done) == set(Moment)
    assert counters.retries is not None and len(counters.retries) < runs / 5
    told = f"killed {dict(done)} in {time.monotonic() - began_s:.0f} s, asked again for {dict(counters.retries)}"
    sys.stdout.write(f"{runs} runs, {told}\n")


async def test_vendure_itself_dies_in_the_middle(shop_world: World, vendure: VendureServer) -> None:
    elsewhere = shop_world.settings().places["ST02"].location
    shop_world.clear(STORES)
    for sku in ("SKU-1", "SKU-2"):
        shop_world.stock_up(sku, [shop_world.settings().places[store].location for store in STORES], 100)
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
        told = shop_world.order(ref)
        found = Found.of(told)
        assert found.given == {line["id"]: line["quantity"] for line in told["lines"]}, told
        assert set(found.fulfilments) == {"Delivered"}, told
        assert found.refunds == [4990], told
    assert shop_world.on_hand("SKU-1")[elsewhere] - before == len(refs)


def _has(lives: Lives, count: int) -> bool:
    return len(lives.states) >= count
