"""Ctrl-C in the middle of the tour, or of taking pictures: nothing that was started goes on."""

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


async def ended(folder: Path, number: signal.Signals, *words: str) -> str:
    """What a command says that is asked to end while its servers run in `folder`, which nothing does then."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", *words),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )

    async def is_under_way() -> bool:
        return len(running(folder / "run")) >= 2

    await until(is_under_way)
    process.send_signal(number)
    _, said = await process.communicate()
    assert process.returncode == 130, said.decode()
    assert running(folder) == []
    return said.decode()


SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@SIGNALS
async def test_a_tour_that_is_interrupted_ends_what_it_started(tmp_path: Path, number: signal.Signals) -> None:
    [line] = (await ended(tmp_path, number, "demo", "--out", str(tmp_path))).splitlines()
    assert line.startswith("Giro interrotto")


@SIGNALS
@pytest.mark.parametrize("words", [("screens",), ("help-pictures", "--work")])
async def test_so_do_those_who_take_pictures(
    tmp_path: Path, number: signal.Signals, words: tuple[str, ...]
) -> None:
    out = ("--out", str(tmp_path / "pictures")) if "--work" in words else ("--out",)
    command, *option = words
    said = await ended(tmp_path, number, command, *out, *option, str(tmp_path))
    assert said == ""
