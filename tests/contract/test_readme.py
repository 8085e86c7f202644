"""The examples of the devices' own README run as they stand there, against twins, with nothing of this program."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.adapters.receipt_files import receipt_font
from hardware.drivers.line_ends import PtyEnd
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.scanners.twin import LineTwin
from hardware.drivers.scanners.twin_speech import speech_of
from hardware.printing.profiles import PROFILES
from tests.unit.house.tree import ROOT

README = (ROOT / "hardware/README.md").read_text(encoding="utf-8")
PATIENCE_S = 60.0
CODE, ARTICLE = "]E08001234567897", "08001234567897"


def saved(name: str, folder: Path) -> Path:
    """The example of that name, as a file there."""
    found = re.search(rf"Save it as `{name}`.*?```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    path = folder / name
    path.write_text(found[1], "utf-8")
    return path


@asynccontextmanager
async def running(path: Path, *words: str) -> AsyncIterator[Process]:
    """A program of Python's, ended with the block."""
    environment = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", str(path), *words, cwd=path.parent, env=environment, stdout=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line_with(text: str, process: Process) -> str:
    """The next line it says with that in it; EOFError when it ends without one."""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        while line := (await process.stdout.readline()).decode():
            if text in line:
                return line
    raise EOFError(text)


@pytest.mark.parametrize("kind", ["serial", "zebra-ssi"])
async def test_a_scanner_is_read_as_the_readme_says(kind: str, tmp_path: Path) -> None:
    twin = LineTwin(PtyEnd(tmp_path / "port"), speech_of(kind))
    twin.plug_in()
    async with running(saved("scan.py", tmp_path), kind, twin.end.address) as process:
        await line_with("Ready()", process)
        await twin.scan(CODE.encode())
        assert ARTICLE in await line_with("8001234567897 ", process)
    twin.unplug()


@pytest.mark.parametrize(("profile", "said"), [("tm-t88", "CONFIRMED"), ("clone-80", "ACCEPTED")])
async def test_a_paper_is_printed_as_the_readme_says(profile: str, said: str, tmp_path: Path) -> None:
    async with TwinPrinter(receipt_font(), PROFILES[profile], None, tmp_path) as twin:
        async with running(saved("paper.py", tmp_path), f"127.0.0.1:{twin.port}", profile) as process:
            assert await line_with(said, process)
            assert await process.wait() == 0
        await twin.until_papers(1)
        assert "Caffè, 2 tazze" in twin.mechanism.paper.receipts[0].lines[0]
