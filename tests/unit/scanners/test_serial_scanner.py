"""A scanner on a serial line, over a real pseudo-terminal: half codes, noise, the plug out and in again."""

import asyncio
import os
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.adapters.scanner_thread import Pauses, ScannerThread
from app.bootstrap.scanner import SerialLine
from hardware.api import Absent, DeviceError, DeviceState, ErrorCode, Faulted, Pack, Ready, ScanRead
from hardware.drivers.scanners.framing import MAX_BYTES
from hardware.drivers.scanners.serial_port import SILENCE_S, SerialScanner

READ_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)
GTIN = "08001234567897"


@dataclass
class Plug:
    """The far end of the line: what the scanner sends, and whether it is plugged in."""

    path: Path
    _ends: list[int] = field(default_factory=list)

    def put_in(self) -> None:
        """A scanner is there, on whatever port the system gives it this time."""
        master, slave = os.openpty()
        tty.setraw(master)
        tty.setraw(slave)
        self._ends = [master, slave]
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(slave))

    def send(self, data: bytes) -> None:
        """Bytes on the line."""
        os.write(self._ends[0], data)

    def pull(self) -> None:
        """It is gone."""
        self.path.unlink(missing_ok=True)
        while self._ends:
            os.close(self._ends.pop())


@dataclass
class Seconds:
    """A clock that is put forward."""

    now_s: float = 100.0

    def __call__(self) -> float:
        """Monotonic seconds."""
        return self.now_s


@pytest.fixture
async def plug(tmp_path: Path) -> AsyncIterator[Plug]:
    """A scanner that is plugged in."""
    made = Plug(tmp_path / "scanner")
    made.put_in()
    yield made
    made.pull()


def scanner_at(plug: Plug, clock_s: Callable[[], float] | None = None) -> SerialScanner:
    """The driver on that path."""
    return SerialScanner(str(plug.path), "scanner", lambda: READ_AT, clock_s or Seconds())


def texts(reads: list[ScanRead]) -> list[bytes]:
    """What was read."""
    return [read.raw for read in reads]


async def test_a_read_is_the_record_every_scanner_gives(plug: Plug) -> None:
    scanner = scanner_at(plug)
    scanner.open(1.0)
    plug.send(b"]d201" + GTIN.encode() + b"10LOT7\x1d21S9\r\n")
    elements = {"01": GTIN, "10": "LOT7", "21": "S9"}
    raw = b"01" + GTIN.encode() + b"10LOT7\x1d21S9"
    pack = Pack(GTIN, "LOT7", "S9")
    assert scanner.read(1.0) == [ScanRead(raw, "]d2", "gs1_datamatrix", "scanner", READ_AT, elements, pack=pack)]
    scanner.close()


async def test_half_a_code_waits_for_its_rest_and_not_for_ever(plug: Plug) -> None:
    clock_s = Seconds()
    scanner = scanner_at(plug, clock_s)
    scanner.open(1.0)
    plug.send(b"80012345")
    assert scanner.read(1.0) == []
    plug.send(b"67897\r")
    assert texts(scanner.read(1.0)) == [b"8001234567897"]
    plug.send(b"80012345")
    assert scanner.read(1.0) == []
    clock_s.now_s += SILENCE_S + 0.1
    plug.send(b"4821\r")
    assert texts(scanner.read(1.0)) == [b"4821"]
    scanner.close()


async def test_noise_is_handed_on_as_it_is_and_endless_noise_is_dropped(plug: Plug) -> None:
    scanner = scanner_at(plug)
    scanner.open(1.0)
    plug.send(b"\xff\xfe\x1b4\x00821\r")
    assert texts(scanner.read(1.0)) == [b"\xff\xfe\x1b4\x00821"]
    for _ in range(3):
        plug.send(b"7" * (MAX_BYTES // 2))
        assert scanner.read(1.0) == []
    plug.send(b"77\r4821\r")
    assert texts(scanner.read(1.0)) == [b"4821"]
    scanner.close()


async def test_a_port_is_one_programs_alone(plug: Plug) -> None:
    first, second = scanner_at(plug), scanner_at(plug)
    first.open(1.0)
    with pytest.raises(DeviceError) as refused:
        second.open(1.0)
    assert refused.value.code is ErrorCode.BUSY
    first.close()
    second.open(1.0)
    second.close()
    with pytest.raises(DeviceError) as closed:
        second.read(0.1)
    assert closed.value.code is ErrorCode.CLOSED


@dataclass
class Ear:
    """What a terminal hears of its scanner."""

    reads: list[bytes] = field(default_factory=list)
    states: list[DeviceState] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, read: ScanRead) -> None:
        """A read."""
        self.reads.append(read.raw)
        self.more.set()

    def changed(self, state: DeviceState) -> None:
        """Another state."""
        self.states.append(state)
        self.more.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something."""
        async with asyncio.timeout(10):
            while not is_so():
                await self.more.wait()
                self.more.clear()


@asynccontextmanager
async def listening(plug: Plug) -> AsyncIterator[Ear]:
    """A thread at work on that scanner."""
    ear = Ear()
    thread = ScannerThread(scanner_at(plug), ear.heard, ear.changed, Pauses(0.01, 0.04))
    thread.start()
    yield ear
    await thread.stop()


async def test_a_scanner_that_is_pulled_out_is_told_once_and_found_again_once(plug: Plug) -> None:
    async with listening(plug) as ear:
        await ear.until(lambda: ear.states == [Ready()])
        plug.send(b"4821\r480")
        await ear.until(lambda: ear.reads == [b"4821"])
        plug.pull()
        await ear.until(lambda: ear.states == [Ready(), Absent()])
        plug.put_in()
        await ear.until(lambda: ear.states == [Ready(), Absent(), Ready()])
        plug.send(b"4822\r")
        await ear.until(lambda: ear.reads == [b"4821", b"4822"])
    assert ear.states == [Ready(), Absent(), Ready()]


async def test_a_scanner_that_comes_later_is_found(plug: Plug) -> None:
    plug.pull()
    async with listening(plug) as ear:
        await ear.until(lambda: ear.states == [Absent()])
        plug.put_in()
        await ear.until(lambda: ear.states == [Absent(), Ready()])


@dataclass
class Forbidden:
    """A port this user may not open; tells of every try."""

    tried: Callable[[], object]

    def open(self, timeout_s: float) -> None:
        """No."""
        self.tried()
        raise DeviceError(ErrorCode.ILLEGAL, "forbidden")

    def read(self, timeout_s: float) -> list[ScanRead]:
        """Nothing."""
        return []

    def close(self) -> None:
        """Nothing to let go of."""


async def test_a_port_this_user_may_not_open_is_a_fault_and_told_once() -> None:
    ear, tries = Ear(), asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()
    forbidden = Forbidden(lambda: loop.call_soon_threadsafe(tries.release))
    thread = ScannerThread(forbidden, ear.heard, ear.changed, Pauses(0.001, 0.002))
    thread.start()
    for _ in range(4):
        await tries.acquire()
    await thread.stop()
    assert ear.states == [Faulted("forbidden")]


async def test_the_terminals_line_knows_how_its_scanner_is(plug: Plug) -> None:
    ear = Ear()
    line = SerialLine(str(plug.path), lambda: READ_AT)
    assert line.code() == "scanner_offline"
    async with line.followed(ear.heard):
        while not ear.reads:
            plug.send(b"OP-07\t")
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await ear.more.wait()
        assert (ear.reads[0], line.code()) == (b"OP-07", "")
