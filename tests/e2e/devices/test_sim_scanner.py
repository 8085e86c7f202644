"""The simulated scanner as a process of its own, read by the terminal's driver for it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest

from hardware.api import DeviceError, ErrorCode, Feedback, ScanRead
from hardware.drivers.scanners.line_scanner import LineScanner
from hardware.drivers.scanners.zebra_ssi import ZebraSsi

NOW_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)
TURNS = 100


class Process:
    """`bancone sim` with a Zebra scanner, and its standard input."""

    def __init__(self, told: IO[str], says: IO[str]) -> None:
        self._told, self._says = told, says

    def order(self, line: str) -> dict[str, object]:
        """One order, and the answer."""
        self._told.write(f"{line}\n")
        self._told.flush()
        return self.next()

    def next(self) -> dict[str, object]:
        """The next thing it says."""
        return dict(json.loads(self._says.readline()))


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Process]:
    """Running."""
    command = [sys.executable, "-m", "app", "sim", "--out", str(tmp_path), "--scanner-driver", "zebra-ssi"]
    command += ["--scanner", str(tmp_path / "scanner")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        made = Process(process.stdin, process.stdout)
        assert made.next()["event"] == "ready"
        yield made
        process.terminate()
    assert not (tmp_path / "scanner").exists()


def reads(scanner: LineScanner) -> list[ScanRead]:
    """The next ones."""
    for _ in range(TURNS):
        if found := scanner.read(0.1):
            return found
    return []


def test_it_scans_falls_out_comes_back_and_tells_how_it_was_beeped(sim: Process, tmp_path: Path) -> None:
    scanner = LineScanner(str(tmp_path / "scanner"), "scanner", ZebraSsi(), lambda: NOW_AT)
    scanner.open(1.0)
    sim.order("scan 8001234567897")
    assert [read.raw for read in reads(scanner)] == [b"8001234567897"]
    assert sim.order("dance")["event"] == "refused"
    sim.order("half 8001234567897")
    sim.order("unplug")
    with pytest.raises(DeviceError) as lost:
        reads(scanner)
    assert lost.value.code is ErrorCode.OFFLINE
    sim.order("plug_in")
    scanner.open(1.0)
    scanner.signal(Feedback.REFUSED, 1.0)
    sim.order("scan 4821")
    assert [read.raw for read in reads(scanner)] == [b"4821"]
    assert sim.order("slow 0")["said"] == ["refused"]
    scanner.close()
