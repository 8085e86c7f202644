"""The sample chain on this machine: head office, a shop's server, a web shop and a printer as processes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.central.connectors.demo_shop_seed import seed_body
from app.demo.chain import DemoChain, build_chain
from app.demo.chain_stores import SHOPS
from app.demo.crew import Crew, Member
from app.demo.line import Line
from app.demo.outside import Outside, as_facts
from app.presentation.detail_words import Known

STORE = "MI01"
SEED = 7


@dataclass(frozen=True, slots=True)
class Chain:
    """The servers of the demo and the line between them."""

    crew: Crew
    central: Member
    shop: Member
    edge: Member
    printer: Member
    line: Line
    admin: Outside


@contextlib.asynccontextmanager
async def chain(folder: Path) -> AsyncIterator[Chain]:
    """Web shop, head office, the store's edge behind a line, a printer; ended in order."""
    async with contextlib.AsyncExitStack() as stack:
        crew = await stack.enter_async_context(Crew(folder))
        shop = await crew.start("shop", ["demo-shop", "--data", str(folder / "shop")])
        settings = await asyncio.to_thread(demo_settings, folder / "site.toml", shop.text("url"))
        arguments = ["central", "--data", str(folder / "central"), "--demo", str(SEED)]
        central = await crew.start("central", [*arguments, "--connect", "demo", "--settings", str(settings)])
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
        yield Chain(crew, central, shop, edge, printer, line, admin)


@contextlib.asynccontextmanager
async def peopled(folder: Path) -> AsyncIterator[tuple[Chain, DemoChain, Outside]]:
    """The chain, what it was filled with, and the web shop that knows it too."""
    async with chain(folder) as here, contextlib.AsyncExitStack() as stack:
        sample = build_chain(SEED, seeded_at(here.central))
        shop = Outside(here.shop.text("url"))
        stack.push_async_callback(shop.close)
        await shop.send("/seed", seed_body(sample))
        yield here, sample, shop


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


async def enrolled(here: Chain, folder: Path, name: str) -> Path:
    """A clerk's terminal becomes a device of the chain; the folder it works in."""
    code = await enrolment_code(here.admin, "clerk", name)
    data, edge = folder / name, here.edge.text("url")
    enrol = ["enrol", code, "--central", here.central.text("url"), "--data", str(data), "--edge", edge]
    await here.crew.once(f"{name}-enrol", [*enrol, "--name", name])
    return data


async def till(here: Chain, folder: Path, name: str) -> Member:
    """A terminal without windows, as a process."""
    data = await enrolled(here, folder, name)
    arguments = [
        "terminal",
        "--headless",
        "--json",
        "--data",
        str(data),
        "--printer",
        here.printer.text("printer"),
    ]
    return await here.crew.start(name, arguments)
