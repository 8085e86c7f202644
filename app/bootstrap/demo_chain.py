"""The sample chain on this machine: head office, a shop's server, a web shop and a printer as processes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.central.connectors.demo_shop_seed import seed_body
from app.demo.chain import DemoChain, build_chain
from app.demo.chain_names import ShopNames, renamed
from app.demo.chain_stores import SHOPS
from app.demo.crew import Crew, Member
from app.demo.line import Line
from app.demo.outside import Outside, as_facts
from app.demo.webshop import DemoWebShop, WebShop
from app.presentation.detail_words import Known

STORE = "MI01"
SEED = 7


@dataclass(frozen=True, slots=True)
class Chain:
    """The servers of the demo and the line between them."""

    crew: Crew
    central: Member
    edge: Member
    printer: Member
    line: Line
    admin: Outside


@dataclass(frozen=True, slots=True)
class Behind:
    """A web shop that runs: what central is told of it, how it names the sample, and how it is looked into once
    head office is there (given the sample and head office's administration)."""

    arguments: tuple[str, ...]
    names: ShopNames | None
    opened: Callable[[DemoChain, Outside], contextlib.AbstractAsyncContextManager[WebShop]]


Start = Callable[[Crew, Path], Awaitable[Behind]]
"""Starts a web shop among the crew, with the demo's folder."""


async def demo_shop(crew: Crew, folder: Path) -> Behind:
    """The web shop with bad manners: it starts empty, and is filled with what head office was filled with."""
    shop = await crew.start("shop", ["demo-shop", "--data", str(folder / "shop")])
    settings = await asyncio.to_thread(demo_settings, folder / "site.toml", shop.text("url"))

    @contextlib.asynccontextmanager
    async def opened(sample: DemoChain, _: Outside) -> AsyncIterator[WebShop]:
        outside = Outside(shop.text("url"))
        try:
            await outside.send("/seed", seed_body(sample))
            yield DemoWebShop(outside)
        finally:
            await outside.close()

    return Behind(("--connect", "demo", "--settings", str(settings)), None, opened)


@contextlib.asynccontextmanager
async def chain(folder: Path, crew: Crew, behind: Behind) -> AsyncIterator[Chain]:
    """Head office with the web shop `behind` it, the store's edge behind a line, a printer; ended in order."""
    async with contextlib.AsyncExitStack() as stack:
        arguments = ["central", "--data", str(folder / "central"), "--demo", str(SEED), "--pages", "127.0.0.1:0"]
        central = await crew.start("central", [*arguments, *behind.arguments])
        token = await asyncio.to_thread(Path(central.text("admin_token_file")).read_text)
        admin = Outside(central.text("url"), token.strip())
        stack.push_async_callback(admin.close)
        where = urlsplit(central.text("url"))
        line = await stack.enter_async_context(Line(where.hostname or "127.0.0.1", where.port or 0))
        code = await enrolment_code(admin, "edge", "edge")
        arguments = ["edge", "--data", str(folder / "edge"), "--central", line.url, "--enrol", code]
        edge = await crew.start("edge", arguments)
        receipts = folder.parent / "receipts"
        printer = await crew.start("printer", ["sim", "--out", str(receipts)])
        yield Chain(crew, central, edge, printer, line, admin)


@contextlib.asynccontextmanager
async def peopled(folder: Path, start: Start = demo_shop) -> AsyncIterator[tuple[Chain, DemoChain, WebShop]]:
    """The chain, what it was filled with, and the web shop that knows it too."""
    async with Crew(folder) as crew:
        behind = await start(crew, folder)
        async with chain(folder, crew, behind) as here:
            sample = build_chain(SEED, seeded_at(here.central))
            named = sample if behind.names is None else renamed(sample, behind.names)
            async with behind.opened(named, here.admin) as shop:
                yield here, named, shop


def demo_settings(path: Path, url: str) -> Path:
    """Written there: the settings of the demo shop, whose places are called as the stores are."""
    stores = "".join(f'[[stores]]\nid = "{store}"\nlocations = ["{store}"]\n' for store in SHOPS)
    path.write_text(f'url = "{url}"\n{stores}')
    return path


def seeded_at(central: Member) -> datetime:
    """The moment head office's sample chain was made for: the tour knows the same people and orders."""
    return datetime.fromisoformat(str(as_facts(central.ready["demo"])["now_at"]))


def names_of(sample: DemoChain) -> Known:
    """Names for the ids that refusals carry."""
    stores = {store.store: store.name for store in sample.stores}
    return Known(stores=stores, operators={person.id: person.name for person in sample.staff})


async def enrolment_code(admin: Outside, mode: str, name: str) -> str:
    """A one-time code for one device of the demo's store."""
    answer = as_facts(await admin.post("/v1/admin/codes", {"store": STORE, "mode": mode, "name": name}))
    return str(answer["code"])


async def enrolled(here: Chain, folder: Path, name: str, mode: str = "clerk") -> Path:
    """A terminal becomes a device of the chain; the folder it works in."""
    code = await enrolment_code(here.admin, mode, name)
    data, edge = folder / name, here.edge.text("url")
    enrol = ["enrol", code, "--central", here.central.text("url"), "--data", str(data), "--edge", edge]
    await here.crew.once(f"{name}-enrol", [*enrol, "--name", name])
    return data


async def till(here: Chain, folder: Path, name: str, mode: str = "clerk") -> Member:
    """A terminal without windows, as a process; `mode` makes it a kiosk or a tablet.

    Only a clerk's has the printer: it listens to one terminal at a time.
    """
    data = await enrolled(here, folder, name, mode)
    arguments = ["terminal", "--headless", "--json", "--data", str(data)]
    if mode == "clerk":
        arguments += ["--printer", here.printer.text("printer")]
    return await here.crew.start(name, arguments)
