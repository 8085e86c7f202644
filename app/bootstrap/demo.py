"""Composition root of `bancone demo`: the whole chain on this machine, and the tour through it."""

import argparse
import asyncio
import contextlib
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.adapters.locale import Language
from app.bootstrap.options import out_folder
from app.bootstrap.words import wording_in
from app.central.connectors.demo_shop_seed import seed_body
from app.demo.chain import DemoChain, build_chain, demo_cases
from app.demo.crew import Crew, Member, TourFailed
from app.demo.line import Line
from app.demo.outside import Outside, as_facts
from app.demo.tour import Stage
from app.demo.tour import run as run_tour
from app.demo.transcript import Transcript
from app.domain.errors import Code, Problem
from app.presentation.detail_words import Known

STORE = "MI01"
SEED = 7
STOPPED = 130
OWN = {"run", "receipts", "transcript.txt"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--out", type=Path, default=Path("build/demo"), help="folder for transcript and receipts")
    parser.add_argument("--language", choices=("it", "en"), default="it")


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
        arguments = ["central", "--data", str(folder / "central"), "--demo", str(SEED)]
        central = await crew.start("central", [*arguments, "--shop-url", shop.text("url")])
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


def seeded_at(central: Member) -> datetime:
    """The moment head office's sample chain was made for: the tour knows the same people and orders."""
    return datetime.fromisoformat(str(as_facts(central.ready["demo"])["now_at"]))


def names_of(sample: DemoChain) -> Known:
    """Names for the ids that refusals carry."""
    stores = {store.store: store.name for store in sample.stores}
    return Known(stores=stores, operators={person.id: person.name for person in sample.staff})


def shop_seed(sample: DemoChain) -> bytes:
    """What the web shop knows of the chain: its own orders, customers, carts and stock."""
    stock = {(str(row.sku), str(store)): row.on_hand for store, rows in sample.stock.items() for row in rows}
    return seed_body(sample.orders, sample.customers, sample.carts, stock)


async def enrolment_code(admin: Outside, mode: str, name: str) -> str:
    """A one-time code for one device of the demo's store."""
    answer = as_facts(await admin.post("/v1/admin/codes", {"store": STORE, "mode": mode, "name": name}))
    return str(answer["code"])


async def till(here: Chain, folder: Path, name: str) -> Member:
    """A clerk's terminal: enrolled, then running without windows."""
    code = await enrolment_code(here.admin, "clerk", name)
    data, edge = str(folder / name), here.edge.text("url")
    enrol = ["enrol", code, "--central", here.central.text("url"), "--data", data, "--edge", edge, "--name", name]
    await here.crew.once(f"{name}-enrol", enrol)
    arguments = ["terminal", "--headless", "--json", "--data", data, "--printer", here.printer.text("printer")]
    return await here.crew.start(name, arguments)


async def tour(folder: Path, book: Transcript, language: Language) -> None:
    """Set the chain up, walk through it, count the papers."""
    async with chain(folder) as here, contextlib.AsyncExitStack() as stack:
        sample = build_chain(SEED, seeded_at(here.central))
        clerk = next(person for person in sample.staff if STORE in person.stores and person.role == "clerk")
        book.wording = wording_in(language, names_of(sample))
        shop = Outside(here.shop.text("url"))
        stack.push_async_callback(shop.close)
        await shop.send("/seed", shop_seed(sample))
        stage = Stage(
            first=await till(here, folder, "cassa-1"),
            second=await till(here, folder, "cassa-2"),
            line=here.line,
            central=here.admin,
            shop=shop,
            cases=demo_cases(sample),
            pin=clerk.pin,
            operator=clerk.number,
            book=book,
        )
        await run_tour(stage)


async def _guided(folder: Path, book: Transcript, language: Language) -> None:
    """The tour; asked to end (SIGTERM, as Ctrl-C does by itself) it ends its processes first."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await tour(folder, book, language)


def clear_own(out: Path) -> None:
    """Take away what an earlier tour left there. Problem(OPTION_INVALID) when the folder holds something else."""
    if out.exists() and not (out.is_dir() and {path.name for path in out.iterdir()} <= OWN):
        raise Problem(Code.OPTION_INVALID, option="--out", value=str(out), form="build/demo")
    shutil.rmtree(out, ignore_errors=True)


def run(args: argparse.Namespace) -> int:
    """Walk the tour; 1 with the reason when a step does not come out."""
    out: Path = args.out.resolve()
    clear_own(out)
    folder = out_folder(out / "run", "--out")
    wording = wording_in(args.language)
    book = Transcript(out / "transcript.txt", wording, print)
    book.heading("tour.title", chain="Corsaviva")
    try:
        asyncio.run(_guided(folder, book, args.language))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print(wording.text("tour.stopped"), file=sys.stderr)
        return STOPPED
    except TourFailed as failure:
        print(wording.text("tour.failed", step="", what=str(failure)), file=sys.stderr)
        return 1
    papers = len(list((out / "receipts").glob("*.png")))
    book.say("say.papers", n=papers, folder=str(args.out / "receipts"))
    book.say("say.done", n=book.checks)
    return 0
