"""A real Vendure behind head office: the first load of its catalogue, and the way from it to a clerk's screen."""

import asyncio
import contextlib
import sqlite3
import time
import tomllib
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from app.bootstrap.bench_lag import follow
from app.bootstrap.bench_report import Figure
from app.bootstrap.bench_site import loaded, write_settings
from app.bootstrap.bench_world import World
from app.bootstrap.demo_chain import STORE, Behind, peopled
from app.bootstrap.demo_real_shop import MAKING_S
from app.central.connectors.vendure import documents
from app.central.connectors.vendure.reads import ROWS
from app.demo.chain import DemoChain, demo_cases
from app.demo.chain_names import ShopNames
from app.demo.crew import Crew, Member
from app.demo.outside import Outside
from app.demo.vendure.api import VendureApi
from app.demo.vendure.eyes import open_eyes
from app.demo.vendure.market import method_of, methods
from app.demo.vendure.sales import Purchase, place_order, signed_in
from app.demo.vendure.server import ADMIN, ADMIN_PASSWORD
from app.demo.webshop import WebShop
from app.domain.customers import Customer
from app.store.files import make_private_folder

LIMIT_RATIO = 2.0
GTIN = "gtin"
_CART = "{activeOrder{lines{id quantity productVariant{sku}}}}"
_ADJUST = "mutation($l:ID!,$q:Int!){adjustOrderLine(orderLineId:$l,quantity:$q){__typename ERR}}"
_LEVELS = "{productVariants(options:{take:100}){items{id stockLevels{stockOnHand stockAllocated}}}}"


@dataclass(frozen=True, slots=True)
class VendureSite:
    """See `Site`; a session of the customer, one of the staff, and somebody else who buys."""

    url: str
    customer: VendureApi
    admin: VendureApi
    buyer: Customer
    numbers: "count[int]"
    name: str = "Vendure"

    async def pieces(self, sku: str) -> int:
        """See `Site`."""
        return (await self._line(sku))[1]

    async def _line(self, sku: str) -> tuple[str, int]:
        told = await asyncio.to_thread(self.customer.call, _CART)
        lines = [line for line in told["activeOrder"]["lines"] if line["productVariant"]["sku"] == sku]
        return (lines[0]["id"], lines[0]["quantity"]) if lines else ("", 0)

    async def put(self, sku: str, pieces: int) -> None:
        """See `Site`."""
        line, _ = await self._line(sku)
        await asyncio.to_thread(self.customer.call, _ADJUST, l=line, q=pieces)

    async def buy(self) -> str:
        """See `Site`. The article that is sold most often, of which there is enough."""
        return await asyncio.to_thread(self._bought)

    def _bought(self) -> str:
        number = str(next(self.numbers))
        variant = self._most()
        way = methods(self.admin)[method_of(STORE)]
        place_order(self.url, Purchase(self.buyer.email, [(variant, 1)], way, number=number))
        return number

    def _most(self) -> str:
        found = self.admin.call(_LEVELS)["productVariants"]["items"]
        return str(max(found, key=_free)["id"])


def _free(variant: dict[str, Any]) -> int:
    return sum(level["stockOnHand"] - level["stockAllocated"] for level in variant["stockLevels"])


async def measure_vendure(world: World) -> list[Figure]:
    """Starts it, which the first time takes as long as the packages and the filling of the shop take."""
    folder = world.folder / "vendure"
    make_private_folder(folder)
    async with Crew(folder) as crew:
        shop = await crew.start("shop", ["demo-vendure", "--data", str(folder / "shop")], MAKING_S)
        figures = [await measure_catalogue(crew, shop, folder)]
        return [*figures, *await measure_way(shop, folder / "run", world.sizes.lags)]


async def measure_catalogue(crew: Crew, shop: Member, folder: Path) -> Figure:
    """From the start of head office to the last article, and the bare loop over the same Vendure."""
    url = shop.text("url")
    bare_s, articles = await asyncio.to_thread(_bare, url, folder / "bare.db")
    settings = await asyncio.to_thread(_whole_settings, Path(shop.text("settings")))
    data = ["--data", str(folder / "central"), "--connect", "vendure", "--settings", str(settings)]
    started_s = time.perf_counter()
    central = await crew.start("catalogue", ["central", *data])
    await loaded(central, "vendure", "articles", articles)
    taken_s = time.perf_counter() - started_s
    await crew.kill(central)
    return Figure(
        what=f"Vendure: first load of its {articles:,} articles",
        unit="s",
        value=taken_s,
        limit=LIMIT_RATIO * bare_s,
        reference=f"a bare loop over the same pages into bare SQLite {bare_s:.1f} s, ratio {taken_s / bare_s:.2f}",
        note="with prices and the stock of three stores, the start of head office in it",
    )


def _whole_settings(told: Path) -> Path:
    """The settings of a chain that nobody opened yet, beside those of one that was filled."""
    connected = told.read_text()
    _, options, rest = connected.partition("[options]")
    head = connected[: connected.index("[[stores]]")].split("\n", 1)[1]
    path = write_settings(told.parent / "whole", tomllib.loads(connected)["url"])
    own = path.read_text().split("\n", 1)
    secrets = head.replace('"secrets.toml"', '"../secrets.toml"')
    path.write_text(f"{own[0]}\n{secrets}{own[1]}{options}{rest}")
    return path


def _bare(url: str, path: Path) -> tuple[float, int]:
    """Every page asked for, one after the other, each written at once as it came; seconds and articles."""
    admin = VendureApi(url, "admin-api")
    admin.login(ADMIN, ADMIN_PASSWORD)
    document, kept, total = documents.variants(GTIN), 0, 1
    started_s = time.perf_counter()
    with closing(sqlite3.connect(path)) as db, closing(admin):
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE told(id TEXT PRIMARY KEY, sku TEXT, body TEXT) WITHOUT ROWID")
        while kept < total:
            page = admin.call(document, o={"skip": kept, "take": ROWS, "sort": {"id": "ASC"}})["productVariants"]
            rows = [(node["id"], node["sku"], str(node)) for node in page["items"]]
            with db:
                db.executemany("INSERT INTO told VALUES (?, ?, ?)", rows)
            kept, total = kept + len(rows), page["totalItems"]
    return time.perf_counter() - started_s, kept


async def measure_way(shop: Member, folder: Path, tries: int) -> list[Figure]:
    """The demonstration's chain with the running Vendure behind it."""
    make_private_folder(folder)
    names = await asyncio.to_thread(ShopNames.read, Path(shop.text("names")))

    @contextlib.asynccontextmanager
    async def opened(sample: DemoChain, central: Outside) -> AsyncIterator[WebShop]:
        eyes = await open_eyes(Path(shop.text("settings")))
        try:
            yield eyes
        finally:
            await eyes.close()

    async def behind(crew: Crew, at: Path) -> Behind:
        settings = ("--connect", "vendure", "--settings", shop.text("settings"))
        return Behind((*settings, "--demo-names", shop.text("names")), names, opened)

    async with peopled(folder, behind) as (here, sample, _):
        counts = {"articles": len(sample.articles), "orders": len(sample.orders)}
        for what, known in counts.items():
            await loaded(here.central, "vendure", what, known)
        customer, busy = demo_cases(sample).cart_customer, {cart.customer for cart in sample.carts}
        buyers = {order.customer for order in sample.orders} - busy
        buyer = next(one for one in sample.customers if one.id in buyers)
        url = shop.text("url")
        with (
            closing(await asyncio.to_thread(signed_in, url, customer.email)) as session,
            closing(VendureApi(url, "admin-api")) as admin,
        ):
            await asyncio.to_thread(admin.login, ADMIN, ADMIN_PASSWORD)
            site = VendureSite(url, session, admin, buyer, count(900_001))
            return await follow(here, sample, site, folder, tries)
