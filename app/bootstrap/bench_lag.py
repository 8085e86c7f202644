"""From a change in the web shop to the clerk's screen and back, through head office and the shop's server.

Web shop, head office, the shop's server and the window are processes of their own on this machine; what is seen is
what the window painted, and what the web shop itself tells.
"""

import asyncio
import time
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from app.bootstrap.bench_processes import Child, child
from app.bootstrap.bench_report import Figure, latency
from app.bootstrap.bench_wishes import GoHome, Moment, OneMore, OpenCustomer, SeeOrder, SeePieces, SignIn, Wish
from app.bootstrap.bench_world import World
from app.bootstrap.demo_chain import STORE, Chain, enrolled, peopled
from app.central.intake.worker import Periods
from app.demo.chain import DemoChain, demo_cases
from app.demo.crew import Facts, TourFailed
from app.demo.outside import Outside, as_facts, rows_of
from app.domain.customers import Customer
from app.store.files import make_private_folder

CART_MS = 2_000.0
ORDER_SLACK_S = 1.0
CLERK = "03"
LOOK_S, LOOKS = 0.02, 3_000
TURN = 0.618
"""Of a second, so that changes do not fall into step with the looks."""


class Site(Protocol):
    """The web shop by its own interface, as its customers use it; raises what its client raises."""

    @property
    def name(self) -> str:
        """For the table."""

    async def pieces(self, sku: str) -> int:
        """How many of it are in the customer's cart."""

    async def put(self, sku: str, pieces: int) -> None:
        """The customer sets that; back when the shop has it."""

    async def buy(self) -> str:
        """Somebody orders something to be collected; the order's number."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The window's process."""

    child: Child

    async def do(self, wish: Wish) -> float:
        """See `bench_screen`."""
        return (await self.child.ask(Moment, wish)).at_s

    async def shows(self, wish: Wish, change: Callable[[], Awaitable[object]]) -> float:
        """Seconds from the change to its frame."""
        seen = asyncio.create_task(self.do(wish))
        started_s = time.perf_counter()
        await change()
        return await seen - started_s


@dataclass(frozen=True, slots=True)
class Lag:
    """One window and one web shop; lives on one loop."""

    screen: Screen
    site: Site
    tries: int

    async def measure(self, customer: Customer, sku: str) -> list[Figure]:
        """The cart both ways, then orders; whoever works there is signed in."""
        await self.screen.do(OpenCustomer(customer.phone[-6:], customer.display_name))
        told = [await self._told(sku) for _ in range(self.tries)]
        pressed = [await self._pressed(sku) for _ in range(self.tries)]
        await self.screen.do(GoHome())
        bought = [await self._bought() for _ in range(self.tries)]
        order_s, name = Periods().orders_s, self.site.name
        return [
            latency(f"{name}: cart changed there, painted at the counter", told, CART_MS),
            latency(f"{name}: plus pressed at the counter, changed there", pressed, CART_MS),
            latency(
                f"{name}: order placed there, painted at the counter",
                bought,
                1000 * (order_s + ORDER_SLACK_S),
                note=f"head office asks for orders every {order_s:.0f} s, and {ORDER_SLACK_S:.0f} s for the way",
            ),
        ]

    async def _told(self, sku: str) -> float:
        await asyncio.sleep(TURN)
        wanted = await self.site.pieces(sku) % 9 + 1
        return await self.screen.shows(SeePieces(sku, wanted), lambda: self.site.put(sku, wanted))

    async def _pressed(self, sku: str) -> float:
        await asyncio.sleep(TURN)
        before = await self.site.pieces(sku)
        at_s = await self.screen.do(OneMore(sku))
        for _ in range(LOOKS):
            if await self.site.pieces(sku) == before + 1:
                return time.perf_counter() - at_s
            await asyncio.sleep(LOOK_S)
        raise TourFailed(f"{self.site.name}: the cart never became {before + 1}")

    async def _bought(self) -> float:
        await asyncio.sleep(TURN)
        started_s = time.perf_counter()
        number = await self.site.buy()
        return await self.screen.do(SeeOrder(number)) - started_s


@dataclass(frozen=True, slots=True)
class DemoSite:
    """The demonstration's web shop as a stand-in."""

    shop: Outside
    customer: Customer
    numbers: "count[int]"
    name: str = "web shop"

    @property
    def _path(self) -> str:
        return f"/admin/customers/{self.customer.platform_ref}/cart"

    async def pieces(self, sku: str) -> int:
        """See `Site`."""
        lines = rows_of(as_facts(await self.shop.get(self._path)), "lines")
        return next((int(str(line["quantity"])) for line in lines if line["sku"] == sku), 0)

    async def put(self, sku: str, pieces: int) -> None:
        """See `Site`."""
        await self.shop.put(self._path, {"quantities": {sku: pieces}})

    async def buy(self) -> str:
        """See `Site`."""
        number = str(next(self.numbers))
        line: Facts = {"id": "1", "sku": "X", "name": "Maglia", "quantity": 1, "unit_price": "34.90"}
        told: Facts = {"number": number, "location": STORE, "customer": self.customer.platform_ref}
        told |= {"currency": "EUR", "total": "34.90", "lines": [line]}
        await self.shop.post("/admin/orders", told)
        return number


async def measure_lag(world: World) -> list[Figure]:
    """The demonstration's chain, whose web shop answers like a platform."""
    folder = world.folder / "lag" / "run"
    make_private_folder(folder)
    async with peopled(folder) as (here, sample, _):
        settings = await asyncio.to_thread((folder / "site.toml").read_text)
        shop = Outside(tomllib.loads(settings)["url"])
        try:
            site = DemoSite(shop, demo_cases(sample).cart_customer, count(900_001))
            return await follow(here, sample, site, folder, world.sizes.lags)
        finally:
            await shop.close()


async def follow(here: Chain, sample: DemoChain, site: Site, folder: Path, tries: int) -> list[Figure]:
    """A clerk's window of a newly enrolled terminal, and what reaches it from the site behind the chain."""
    data = await enrolled(here, folder, "banco")
    async with child("app.bootstrap.bench_screen", str(data)) as process:
        screen, case = Screen(process), demo_cases(sample)
        await screen.do(_signing(sample))
        return await Lag(screen, site, tries).measure(case.cart_customer, case.cart.lines[0].sku)


def _signing(sample: DemoChain) -> SignIn:
    person = next(person for person in sample.staff if person.number == CLERK)
    return SignIn(person.name, person.pin)
