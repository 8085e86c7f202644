"""Ctrl-C in the middle of the tour: it says so, and nothing it started goes on."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.servers.till import until


def running(folder: Path) -> list[str]:
    """The command lines of processes that work in that folder."""
    found: list[str] = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if any(str(folder).encode() in word for word in words):
            found.append(" ".join(word.decode("utf-8", "replace") for word in words))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_tour_that_is_interrupted_ends_what_it_started(tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "tour"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "demo", "--out", str(out)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )

    async def is_under_way() -> bool:
        return len(running(out / "run")) >= 2

    await until(is_under_way)
    process.send_signal(number)
    _, said = await process.communicate()
    assert process.returncode == 130, said.decode()
    [line] = said.decode().splitlines()
    assert line.startswith("Giro interrotto")
    assert running(out) == []
