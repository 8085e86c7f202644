"""`bancone bench`: measures what the product promises of speed, against limits and references of the same run."""

import argparse
import asyncio
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from app.bootstrap.bench_acts import FSYNCS, fsync_cost_s, measure_acts
from app.bootstrap.bench_cache import build_catalogue, build_store
from app.bootstrap.bench_floor import measure_floor
from app.bootstrap.bench_lag import measure_lag
from app.bootstrap.bench_load import measure_load
from app.bootstrap.bench_memory import Held, figures_of, settle
from app.bootstrap.bench_printing import measure_printing
from app.bootstrap.bench_processes import Edge, child, running_edge
from app.bootstrap.bench_report import Figure, Machine, Run, as_json, percentile, table
from app.bootstrap.bench_scanner import measure_scanner
from app.bootstrap.bench_search import measure_searches
from app.bootstrap.bench_site import measure_site
from app.bootstrap.bench_symbology import measure_symbology
from app.bootstrap.bench_syncs import SyncCounter
from app.bootstrap.bench_window import measure_window
from app.bootstrap.bench_world import LARGE, SEED, Sizes, World, build_world
from app.bootstrap.process import guided, interrupted
from app.bootstrap.terminal_parts import open_terminal
from app.demo.bulk import ARTICLES, CUSTOMERS, MAX_ARTICLES, ORDERS, bulk_name

LOAD = 100_000
SEARCHES = 300
ACTS = 200
QUEUED = 10_000
SITE_ORDERS = 100_000
LAGS = 10
FLOOR_ORDERS, VISITS = 2_000, 200
IDLE_S = 20.0
PROBES = 50
RESULT = Path("build/bench/bench.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options; what is left out is measured in full."""
    parser.add_argument("--articles", type=_count, default=ARTICLES)
    parser.add_argument("--customers", type=_count, default=CUSTOMERS)
    parser.add_argument("--orders", type=_count, default=ORDERS)
    parser.add_argument("--load", type=_count, default=LOAD)
    parser.add_argument("--searches", type=_count, default=SEARCHES)
    parser.add_argument("--acts", type=_count, default=ACTS)
    parser.add_argument("--queued", type=_count, default=QUEUED)
    parser.add_argument("--site-orders", type=_count, default=SITE_ORDERS)
    parser.add_argument("--lags", type=_count, default=LAGS)
    parser.add_argument("--floor", type=_count, default=FLOOR_ORDERS)
    parser.add_argument("--visits", type=_count, default=VISITS)
    parser.add_argument("--shop", choices=("vendure",))
    parser.add_argument("--idle", type=float, default=IDLE_S)
    parser.add_argument("--json", type=Path, default=RESULT)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MAX_ARTICLES:
        raise argparse.ArgumentTypeError(f"1 to {MAX_ARTICLES}")
    return number


def sizes_of(args: argparse.Namespace) -> Sizes:
    """How much is asked for."""
    return Sizes(
        articles=args.articles,
        customers=args.customers,
        orders=args.orders,
        load=args.load,
        searches=args.searches,
        acts=args.acts,
        queued=args.queued,
        site_orders=args.site_orders,
        lags=args.lags,
        floor=args.floor,
        visits=min(args.visits, args.floor),
        has_vendure=args.shop == "vendure",
        idle_s=args.idle,
    )


async def measure(folder: Path, sizes: Sizes) -> Run:
    """Everything, one after the other; the folder is the caller's to delete."""
    started_s, at = time.perf_counter(), datetime.now(UTC)
    counter = SyncCounter()
    world = build_world(folder, sizes, at)
    probe = await asyncio.to_thread(fsync_cost_s, folder, PROBES)
    _say("first load")
    figures = await measure_scanner() + measure_symbology() + await measure_load(world)
    figures += await measure_large(world)
    _say("hand-overs and the queue")
    async with running_edge(world, "edge-acts", sizes.acts, is_ready_only=True) as edge:
        figures += await measure_acts(world, edge, counter, world.ready(sizes.acts))
    _say("the floor: a long queue, arrivals and claims")
    figures += await measure_floor(world)
    _say("papers")
    figures += await measure_printing(world)
    _say("a web shop: its first load, and from there to the screen")
    figures += [*await measure_site(world), *await measure_lag(world)]
    if sizes.has_vendure:
        from app.bootstrap.bench_vendure import measure_vendure

        _say("a real Vendure; the first time its packages and its shop are made")
        figures += await measure_vendure(world)
    machine = Machine(
        cores=os.cpu_count() or 0,
        python=platform.python_version(),
        sqlite=dbapi2.sqlite_version,
        fsync_ms=1000 * percentile(probe, 50) / FSYNCS,
        articles=sizes.articles,
        customers=sizes.customers,
        orders=sizes.orders,
    )
    return Run(at=at, took_s=time.perf_counter() - started_s, machine=machine, figures=figures)


async def measure_large(world: World) -> list[Figure]:
    """What is looked up in the large cache, and what it holds; the edge is filled while the catalogue is built."""
    _say("building the large cache")
    sizes = world.sizes
    catalogue = asyncio.create_task(asyncio.to_thread(build_catalogue, world))
    async with running_edge(world, "edge-large", sizes.orders, is_ready_only=False) as edge:
        await catalogue
        await build_store(world)
        _say("searches")
        async with open_terminal(world.home(LARGE), "", edge.told.url) as terminal:
            await settle()
            figures = await measure_searches(world, terminal)
        _say("memory")
        figures += await measure_memory(world, edge)
        _say("the window")
        return [*figures, *await measure_window(world, edge)]


async def measure_memory(world: World, edge: Edge) -> list[Figure]:
    """The terminal with the large cache in a process of its own."""
    sizes = world.sizes
    texts = [bulk_name(SEED, number, sizes.articles).lower() for number in range(sizes.searches)]
    arguments = (str(world.home(LARGE)), edge.told.url, str(sizes.idle_s))
    async with child("app.bootstrap.bench_memory", *arguments) as process:
        return figures_of(await process.ask(Held, texts), sizes.articles)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder for the files of a run, gone after it."""
    folder = Path(tempfile.mkdtemp(prefix="bancone-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


def head_of(run: Run) -> str:
    """What it was measured on, in a line."""
    machine = run.machine
    return (
        f"{machine.cores} cores, Python {machine.python}, SQLite {machine.sqlite}, "
        f"fsync {machine.fsync_ms:.2f} ms; "
        f"{machine.articles:,} articles, {machine.customers:,} customers, {machine.orders:,} orders; "
        f"{run.took_s:.0f} s in all"
    )


def run(args: argparse.Namespace) -> int:
    """Measure, print, write down; 1 when a promise is not kept."""
    with working_folder() as folder, interrupted():
        measured = asyncio.run(guided(lambda: measure(folder, sizes_of(args))))
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_bytes(as_json(measured))
    print(head_of(measured), "", table(measured.figures), sep="\n")
    return 0 if all(figure.is_met for figure in measured.figures) else 1
