"""How long a code takes from the last byte on its line to the read on the loop: driver, thread and parsing."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap.bench_report import Figure, latency
from app.bootstrap.scanner_places import scanner_places
from app.bootstrap.scanners import Scanners
from hardware.api import ScanRead
from hardware.drivers.line_ends import PtyEnd
from hardware.supervisor import Supervisor

LIMIT_MS = 10.0
"""The rest of a frame of 16.7 ms is for looking up and painting."""
ROUNDS = 500
_BYTE_S = 0.001  # as on a line of 9600 baud
_CODE = b"]d20108001234567897172612311521063010LOT7\x1d21S9\r"


async def measure_scanner() -> list[Figure]:
    """The same code again and again over a pseudo-terminal, each after the one before was read."""
    reads: asyncio.Queue[ScanRead] = asyncio.Queue()
    took_s: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bancone-bench-") as folder:
        end = PtyEnd(Path(folder) / "scanner")
        end.plug_in(lambda data: None)
        scanners = Scanners(scanner_places([end.address], "--scanner"), lambda: datetime.now(UTC))
        at_work = asyncio.Event()
        supervisor = Supervisor(lambda _: at_work.set())
        async with supervisor, scanners.followed(supervisor, reads.put_nowait):
            await at_work.wait()
            for _ in range(ROUNDS):
                end.send(_CODE[:-1])
                await asyncio.sleep(_BYTE_S)
                started_s = time.perf_counter()
                end.send(_CODE[-1:])
                await reads.get()
                took_s.append(time.perf_counter() - started_s)
        end.unplug()
    note = "over a pseudo-terminal; the driver's thread and the way to the loop included"
    return [latency("scanner: last byte to read", took_s, LIMIT_MS, note=note)]
