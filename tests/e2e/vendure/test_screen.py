"""A real Vendure, head office, the shop's server and a clerk's window, each a process of its own."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bootstrap.bench_lag import Screen
from app.bootstrap.bench_processes import child
from app.bootstrap.bench_wishes import GoHome, OneMore, OpenCustomer, SeeOrder, SeePieces, SignIn
from app.demo.crew import Crew
from app.demo.vendure.api import VendureApi
from tests.e2e.servers.floor import STORE
from tests.e2e.servers.till import admin_of, until
from tests.e2e.vendure.chain import connection, written
from tests.e2e.vendure.world import World

pytestmark = [pytest.mark.vendure, pytest.mark.timeout(400)]
SOCK, PIN = "SKU-9", "593846"
CART = "{activeOrder{lines{id quantity productVariant{sku}}}}"


@dataclass
class Shown:
    """The customer in the web shop, and what the clerk's window shows."""

    world: World
    customer: VendureApi
    screen: Screen

    def line(self) -> tuple[str, int]:
        """The one line of the cart as the web shop tells its customer: Vendure's id of it, and how many."""
        (line,) = self.customer.call(CART)["activeOrder"]["lines"]
        assert line["productVariant"]["sku"] == SOCK
        return line["id"], line["quantity"]

    async def customer_wants(self, pieces: int) -> float:
        """Changed in the web shop; seconds until the window has painted it."""

        async def change() -> None:
            line, _ = self.line()
            document = "mutation($l:ID!,$q:Int!){adjustOrderLine(orderLineId:$l,quantity:$q){__typename ERR}}"
            await asyncio.to_thread(lambda: self.customer.call(document, l=line, q=pieces))

        return await self.screen.shows(SeePieces(SOCK, pieces), change)

    async def clerk_adds(self) -> float:
        """Plus, once; seconds until the web shop's own customer has it."""
        _, before = self.line()
        at_s = await self.screen.do(OneMore(SOCK))
        await until(lambda: self.line()[1] == before + 1)
        return time.perf_counter() - at_s


@pytest.fixture
async def shown(shop_world: World, tmp_path: Path) -> AsyncIterator[Shown]:
    """Every process, a clerk who is signed in, a customer with one pair of socks in the cart."""
    locations = [place.location for place in shop_world.settings().places.values()]
    shop_world.stock_up(SOCK, locations, 50)
    shop_world.fill_cart({SOCK: 1})
    settings = written(tmp_path, connection(shop_world))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.get_running_loop().shutdown_default_executor)
        crew = await stack.enter_async_context(Crew(tmp_path))
        files = ["--data", str(tmp_path / "central"), "--connect", "vendure", "--settings", str(settings)]
        central = await crew.start("central", ["central", *files])
        url = central.text("url")
        token = await asyncio.to_thread(Path(central.text("admin_token_file")).read_text)
        admin = await stack.enter_async_context(admin_of(url, token.strip()))
        code = await admin.code(STORE, "edge")
        data = ["--data", str(tmp_path / "edge"), "--central", url, "--enrol", code]
        edge = (await crew.start("edge", ["edge", *data])).text("url")
        banco = ["--name", "banco", "--data", str(tmp_path / "banco"), "--central", url, "--edge", edge]
        await crew.once("enrol", ["enrol", await admin.code(STORE, "clerk"), *banco])
        window = await stack.enter_async_context(child("app.bootstrap.bench_screen", str(tmp_path / "banco")))
        screen = Screen(window)
        await screen.do(SignIn("Anna Prova", PIN))
        customer = shop_world.customer()
        stack.callback(customer.close)
        yield Shown(shop_world, customer, screen)


async def test_a_cart_and_an_order_reach_the_screen_and_the_screen_reaches_the_cart(shown: Shown) -> None:
    await shown.screen.do(OpenCustomer("234567", "Giulia Bianchi"))
    await shown.screen.do(SeePieces(SOCK, 1))
    told = [await shown.customer_wants(pieces) for pieces in (4, 2, 6)]
    pressed = [await shown.clerk_adds() for _ in range(2)]
    assert shown.line()[1] == 8
    await shown.screen.do(SeePieces(SOCK, 8))
    await shown.screen.do(GoHome())
    started_s = time.perf_counter()
    ref = await asyncio.to_thread(shown.world.buy, {SOCK: 8}, STORE)
    number = shown.world.admin.call("query($i:ID!){order(id:$i){code}}", i=ref)["order"]["code"]
    bought = [await shown.screen.do(SeeOrder(number)) - started_s]
    for what, seconds in (("told", told), ("pressed", pressed), ("bought", bought)):
        sys.stderr.write(f"{what}: {', '.join(f'{1000 * s:.0f} ms' for s in seconds)}\n")
