"""The terminal's program with a scanner on a port: it reads, the counter judges, the scanner says so."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from hardware.api import Feedback
from hardware.drivers.line_ends import PtyEnd
from hardware.drivers.scanners.twin import LineTwin
from hardware.drivers.scanners.twin_speech import SsiTwin
from tests.e2e.terminal.desk import Desk


async def test_a_scan_at_a_locked_terminal_is_refused_through_the_scanner_that_read(
    desk: Desk, tmp_path: Path
) -> None:
    speech = SsiTwin()
    twin = LineTwin(PtyEnd(tmp_path / "scanner"), speech)
    twin.plug_in()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "terminal", "--data", str(desk.folder), "--edge", desk.floor.edge.url),
        *("--scanner", f"zebra-ssi:{twin.end.address}"),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        async with asyncio.timeout(60):
            await twin.until(lambda: speech.own_beep == [False])
            await twin.scan(b"8001234567897")
            await twin.until(lambda: speech.said == [Feedback.REFUSED])
            process.send_signal(signal.SIGTERM)
            await twin.until(lambda: speech.own_beep == [False, True])
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
        twin.unplug()
