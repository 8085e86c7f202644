"""The window's figures: its start beside a bare window's, and what a clerk waits for with the large cache."""

import asyncio
import os
import sys
import time
from collections.abc import Sequence

import msgspec

from app.bootstrap.bench_memory import IDLE_PERCENT, LIMIT_MB
from app.bootstrap.bench_processes import Edge, child
from app.bootstrap.bench_report import Figure, latency, percentile
from app.bootstrap.bench_search import FRAME_MS
from app.bootstrap.bench_window_asked import Worked, asked_of
from app.bootstrap.bench_world import LARGE, World

STARTS = 5
START_RATIO = 1.5
CHANGE_MS = 100.0


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds from the begin of a process to its first window, to its people, to the window they work in, to its
    end."""

    first_s: float
    filled_s: float
    ready_s: float
    ended_s: float


async def measure_window(world: World, edge: Edge) -> list[Figure]:
    """Every figure of the window; offscreen where there is no display."""
    return [*await measure_starts(world, edge), *await measure_work(world, edge)]


async def measure_starts(world: World, edge: Edge) -> list[Figure]:
    """The terminal and a bare window by turns, so that a busy machine is as unkind to both; without the first."""
    bare: list[Started] = []
    ours: list[Started] = []
    for _ in range(STARTS + 1):
        bare.append(await _start("bare"))
        ours.append(await _start("terminal", str(world.home(LARGE)), edge.told.url))
    bare_s = percentile([one.first_s for one in bare[1:]], 50)
    beside = f"a bare window {1000 * bare_s:.0f} ms"
    tiles = (
        f"{beside}; window over the open store {1000 * percentile([one.ready_s for one in ours[1:]], 50):.0f} ms"
    )
    return [
        _started("start: first window painted", [one.first_s for one in ours[1:]], bare_s, beside),
        _started("start: operator tiles painted", [one.filled_s for one in ours[1:]], bare_s, tiles),
    ]


async def _start(kind: str, *where: str) -> Started:
    environment = dict(os.environ)
    if not any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.bootstrap.bench_start", kind, str(time.monotonic()), *where),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )
    said, _ = await process.communicate()
    return msgspec.json.decode(said, type=Started)


def _started(what: str, seconds: Sequence[float], bare_s: float, beside: str) -> Figure:
    p50, most = percentile(seconds, 50), max(seconds)
    return Figure(
        what=what,
        unit="ms",
        value=1000 * p50,
        limit=1000 * START_RATIO * bare_s,
        p50=1000 * p50,
        p99=1000 * most,
        reference=f"{beside}, median of {len(seconds)}",
    )


async def measure_work(world: World, edge: Edge) -> list[Figure]:
    """A clerk at the window, by real events, each timed until its frame is painted."""
    sizes = world.sizes
    arguments = (str(world.home(LARGE)), edge.told.url, str(sizes.idle_s))
    async with child("app.bootstrap.bench_window_work", *arguments) as process:
        worked = await process.ask(Worked, asked_of(world))
    cache = f"{sizes.articles:,} articles"
    return [
        latency(f"window: key to painted results, {cache}", worked.keys, FRAME_MS),
        latency("window: scan to painted article", worked.articles, FRAME_MS),
        latency("window: scan to painted order", worked.orders, FRAME_MS),
        latency("window: screen change", worked.screens, CHANGE_MS),
        latency("window: theme switch", worked.themes, CHANGE_MS),
        latency("window: scrolling 10,000 rows", worked.scrolls, FRAME_MS),
        Figure(
            what=f"window: memory with {cache} open",
            unit="MB",
            value=worked.rss_mb,
            limit=LIMIT_MB,
            note=f"{worked.anonymous_mb:.0f} MB anonymous",
        ),
        Figure(what="window: idle", unit="% core", value=worked.idle_percent, limit=IDLE_PERCENT),
    ]
