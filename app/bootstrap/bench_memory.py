"""A terminal with the large cache open, alone in its process: what it holds in memory and what it uses idle.

Everything but a window: files, sync with the edge, look-ups. It works first, so that its caches are as full as on
a long day, and then sits still.
"""

import asyncio
import sys
import time
from pathlib import Path
from zlib import crc32

import msgspec

from app.bootstrap.bench_report import Figure
from app.bootstrap.terminal_parts import Terminal, open_terminal

LIMIT_MB = 250.0
IDLE_PERCENT = 1.0
SETTLE_S = 1.0
# What a start leaves to do in the background (every page of both files is checked) may take so long.
MOST_SETTLE_S = 180.0
QUIET_PERCENT = 5.0
_PER_MB = 1024.0
# Kernel names of what /proc/<pid>/smaps_rollup sums up in KiB (proc(5)).
_RSS, _ANONYMOUS = "Rss", "Anonymous"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Resident memory in MB, the part of it backed by no file, and what idling cost, in percent of a core."""

    rss_mb: float
    anonymous_mb: float
    idle_percent: float
    settled_s: float


def resident_mb() -> tuple[float, float]:
    """(resident, anonymous) memory of this process in MB; zeros where the kernel does not tell."""
    sums: dict[str, float] = {}
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return 0.0, 0.0
    for line in lines:
        name, _, rest = line.partition(":")
        sums[name] = float(rest.split()[0]) / _PER_MB
    return sums.get(_RSS, 0.0), sums.get(_ANONYMOUS, 0.0)


async def work(terminal: Terminal, texts: list[str]) -> None:
    """Look everything up once."""
    for text in texts:
        await terminal.lookups.catalog(lambda reads, text=text: reads.search(text, 20))  # type: ignore[misc]
        await terminal.lookups.finder(lambda reads, text=text: reads.by_name(text, 20))  # type: ignore[misc]
        await terminal.lookups.finder(
            lambda reads, text=text: reads.by_phone(f"{crc32(text.encode()) % 10_000:04d}", 20)  # type: ignore[misc]
        )


async def settle() -> float:
    """Wait until what the start left to do is done; how long that took, in seconds, `MOST_SETTLE_S` at most."""
    started_s = time.perf_counter()
    while await used(SETTLE_S) > QUIET_PERCENT and time.perf_counter() - started_s < MOST_SETTLE_S:
        continue
    return time.perf_counter() - started_s


async def used(seconds: float) -> float:
    """Percent of a core used while nothing is asked for so long."""
    started_s, before_s = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    return 100 * (time.process_time() - before_s) / (time.perf_counter() - started_s)


async def serve(folder: Path, url: str, idle_s: float) -> Held:
    """Open, work through the texts on standard input, sit still."""
    texts: list[str] = msgspec.json.decode(sys.stdin.buffer.readline(), type=list[str])
    async with open_terminal(folder, "", url) as terminal:
        await work(terminal, texts)
        settled_s = await settle()
        idle_percent = await used(idle_s)
        rss_mb, anonymous_mb = resident_mb()
    return Held(rss_mb=rss_mb, anonymous_mb=anonymous_mb, idle_percent=idle_percent, settled_s=settled_s)


def figures_of(held: Held, articles: int) -> list[Figure]:
    """What is told of it."""
    file_mb = held.rss_mb - held.anonymous_mb
    return [
        Figure(
            what=f"memory with {articles:,} articles open",
            unit="MB",
            value=held.rss_mb,
            limit=LIMIT_MB,
            note=f"{held.anonymous_mb:.0f} MB anonymous, {file_mb:.0f} MB of files; without a window",
        ),
        Figure(
            what="idle",
            unit="% core",
            value=held.idle_percent,
            limit=IDLE_PERCENT,
            note=f"quiet {held.settled_s:.0f} s after the last look-up, when the check of the files had ended",
        ),
    ]


def main(folder: str, url: str, idle_s: str) -> int:
    """Run by `bench_processes`: folder of the device, address of its edge, seconds to sit still."""
    held = asyncio.run(serve(Path(folder), url, float(idle_s)))
    sys.stdout.buffer.write(msgspec.json.encode(held) + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
