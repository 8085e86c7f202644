"""The first load of a web shop's orders at head office, beside a bare loop that asks for the same pages.

The web shop is a stand-in on loopback, the demonstration's own; head office and the loop write to the same disk.
"""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import msgspec

from app.bootstrap.bench_report import Figure
from app.bootstrap.bench_world import SEED, World
from app.central.connectors.demo_shop import DEMO_TRAITS
from app.demo.bulk import bulk_gtin, bulk_name, bulk_sku, mixed
from app.demo.chain_stores import NAMES, SHOPS
from app.demo.crew import Crew, Member, TourFailed
from app.demo.shop_data import ShopData
from app.demo.shop_wire import Seed, SeedOrder, ShopLocation, SoldLine
from app.store.files import make_private_folder

LIMIT_RATIO = 5.0
WAITING_OF = 200
DAYS = 730
LOOK_S, LOOKS = 1.0, 3_600
_ARTICLES = 40_000
_SETTINGS = '[chain]\nid = "misura"\nmarket = "it"\npricelist = "it-eur"\n'


class _Told(msgspec.Struct, rename="camel"):
    """What the loop reads of an order."""

    id: str
    updated_at: datetime


class _Page(msgspec.Struct, rename="camel"):
    """A page as the shop tells it; the orders are kept as they came."""

    orders: list[msgspec.Raw]
    next_page: int


def sold_orders(at: datetime, count: int) -> Iterator[SeedOrder]:
    """Orders of two years, one to three articles each; one in two hundred waits to be collected."""
    for number in range(count):
        chance = mixed(SEED, number)
        is_waiting = number % WAITING_OF == WAITING_OF - 1
        moved_at = at - timedelta(days=DAYS) * (1 - (number + 1) / count)
        lines = [_line(number, position) for position in range(1 + chance % 3)]
        yield SeedOrder(
            id=f"S-{number:07d}",
            number=str(1_000_000 + number),
            location=SHOPS[(chance >> 8) % len(SHOPS)],
            customer="",
            currency="EUR",
            total=sum((line.unit_price * line.quantity for line in lines), Decimal(0)),
            placed_at=moved_at - timedelta(hours=3),
            lines=lines,
            state="paid" if is_waiting else "collected",
            updated_at=moved_at,
        )


def _line(number: int, position: int) -> SoldLine:
    chance = mixed(SEED + 1, number * 4 + position)
    article = chance % _ARTICLES
    return SoldLine(
        id=f"L-{number}-{position}",
        sku=bulk_sku(article),
        name=bulk_name(SEED, article, _ARTICLES),
        quantity=1 + (chance >> 32) % 2,
        unit_price=Decimal(990 + chance % 190 * 100) / 100,
        gtin=bulk_gtin(article),
        variant="nera, M",
    )


def fill_shop(folder: Path, at: datetime, count: int) -> None:
    """A stand-in's file with so many orders."""
    with closing(ShopData(folder / "shop.db", lambda: at)) as shop:
        places = [ShopLocation(str(store), NAMES[store]) for store in SHOPS]
        shop.seed(Seed(orders=list(sold_orders(at, count)), locations=places))


def write_settings(folder: Path, url: str) -> Path:
    """The settings of a chain that nobody opened yet, whose places are called as the stores are."""
    stores = [f'[[stores]]\nid = "{store}"\nlocations = ["{store}"]\nname = "{NAMES[store]}"\n' for store in SHOPS]
    make_private_folder(folder)
    path = folder / "site.toml"
    path.write_text(f'url = "{url}"\n{_SETTINGS}{"".join(stores)}')
    return path


async def measure_site(world: World) -> list[Figure]:
    """From the start of head office to the last order, and the bare loop over the same shop."""
    folder, count = world.folder / "site", world.sizes.site_orders
    make_private_folder(folder)
    await asyncio.to_thread(fill_shop, folder / "shop", world.at, count)
    async with Crew(folder) as crew:
        shop = await crew.start("shop", ["demo-shop", "--data", str(folder / "shop")])
        url = shop.text("url")
        bare_s, pages = await asyncio.to_thread(_bare, url, folder / "bare.db", count)
        settings = await asyncio.to_thread(write_settings, folder, url)
        started_s = time.perf_counter()
        data = ["--data", str(folder / "central"), "--connect", "demo", "--settings", str(settings)]
        central = await crew.start("central", ["central", *data])
        await loaded(central, "demo", "orders", count)
        taken_s = time.perf_counter() - started_s
    return [
        Figure(
            what=f"first load of {count:,} orders from a web shop",
            unit="s",
            value=taken_s,
            limit=LIMIT_RATIO * bare_s,
            reference=f"a bare loop over the same {pages:,} pages into bare SQLite {bare_s:.1f} s, "
            f"ratio {taken_s / bare_s:.2f}",
            note=f"{count / taken_s:.0f} orders a second, the start of head office in it; at most "
            f"{DEMO_TRAITS.calls_per_s:.0f} calls a second are allowed",
        )
    ]


async def loaded(central: Member, platform: str, what: str, count: int) -> None:
    """Wait until head office has taken in so many."""
    token = await asyncio.to_thread(Path(central.text("admin_token_file")).read_text)
    wanted = f'bancone_platform_taken_total{{platform="{platform}",what="{what}"}} {float(count)}'
    headers = {"authorization": f"Bearer {token.strip()}"}
    async with httpx.AsyncClient(base_url=central.text("url"), headers=headers, trust_env=False) as http:
        for _ in range(LOOKS):
            if wanted in (await http.get("/metrics")).text.splitlines():
                return
            await asyncio.sleep(LOOK_S)
    raise TourFailed(f"head office never had {count} {what}")


def _bare(url: str, path: Path, count: int) -> tuple[float, int]:
    """Every page asked for, one after the other, each written at once as it came; seconds and pages."""
    pages = 0
    started_s = time.perf_counter()
    with (
        closing(sqlite3.connect(path)) as db,
        httpx.Client(base_url=url, trust_env=False, timeout=30) as http,
    ):
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE told(id TEXT PRIMARY KEY, updated_at TEXT, body BLOB) WITHOUT ROWID")
        params: dict[str, str] = {}
        is_more = True
        while is_more:
            page = msgspec.json.decode(http.get("/admin/orders", params=params).content, type=_Page)
            told = [msgspec.json.decode(raw, type=_Told) for raw in page.orders]
            rows = [
                (one.id, one.updated_at.isoformat(), bytes(raw))
                for one, raw in zip(told, page.orders, strict=True)
            ]
            with db:
                db.executemany("INSERT INTO told VALUES (?, ?, ?)", rows)
            params = {"updatedAfter": rows[-1][1], "idAfter": rows[-1][0]} if rows else params
            is_more, pages = page.next_page > 0, pages + 1
        (kept,) = db.execute("SELECT count(*) FROM told").fetchone()
    assert kept == count, (kept, count)
    return time.perf_counter() - started_s, pages
