"""A terminal that was started once shows its people before its store is open."""

import asyncio
import json
import os
import sys
import time
from typing import Any

from app.bootstrap.kept_people import kept_people
from tests.e2e.terminal.desk import Desk


async def started(desk: Desk) -> dict[str, Any]:
    """When a start painted what, in seconds."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "app.bootstrap.bench_start", "terminal", str(time.monotonic())),
        *(str(desk.folder), desk.floor.edge.url),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    said, _ = await asyncio.wait_for(process.communicate(), 90)
    assert process.returncode == 0
    seen: dict[str, Any] = json.loads(said)
    return seen


async def test_people_come_before_the_window_from_the_second_start_on(desk: Desk) -> None:
    async with desk.opened():
        pass
    first = await started(desk)
    assert first["ready_s"] <= first["filled_s"], "nobody is known before the store is open"
    kept = kept_people(desk.folder)
    assert kept is not None
    assert kept.people
    second = await started(desk)
    assert 0 < second["first_s"] < second["filled_s"] < second["ready_s"]
