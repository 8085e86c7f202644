"""A window that is closed while it is still being opened ends the program in order, wherever it was."""

import asyncio
import os
import sys
from contextlib import suppress

import pytest

from tests.e2e.terminal.desk import Desk


@pytest.mark.parametrize(
    ("after_ms", "is_alone"), [(0, False), (20, False), (150, False), (1_500, False), (1_500, True)]
)
async def test_a_window_closed_while_it_opens_ends_in_order(desk: Desk, after_ms: int, *, is_alone: bool) -> None:
    url = "http://127.0.0.1:9" if is_alone else desk.floor.edge.url
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "tests.e2e.terminal.opened_and_closed"),
        *(str(desk.folder), url, str(after_ms)),
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        async with asyncio.timeout(60):
            _, said = await process.communicate()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    complaints = [line for line in said.decode().splitlines() if "propagateSizeHints" not in line]
    assert (process.returncode, complaints) == (0, [])
    async with desk.opened():
        pass
