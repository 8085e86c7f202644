"""A printer on which nobody prints is looked at all the same: its drawer, its paper, whether it is there."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from app.adapters.spool_printer import PrinterPlace, SpoolTiming
from app.adapters.spool_worker import SpoolWorker
from app.usecases.spool import DrawerKick
from hardware.api import Absent, DeviceError, Drawer, ErrorCode, Faulted, Ready
from hardware.drivers.printers.address import printer_at
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import DrawerOpen, PaperLeft, PowerOff, PowerOn
from hardware.drivers.printers.twin_mechanism import TwinTraits
from hardware.printing.profiles import CLONE_80, GENERIC_80, PROFILES, PrinterProfile
from tests.contract.printers.rig import TwinRig, receipt_font
from tests.contract.printers.suite import LONG_S
from tests.fakes.spool import MemorySpool, Watcher
from tests.unit.spool.bench import PlainMarks

TIMING = SpoolTiming(idle_s=0.05, open_drawer_s=0.05)
STAR = PROFILES["star-80"]


async def others_turn() -> None:
    """The loop's other tasks go on."""
    await asyncio.sleep(0)


class Till:
    """A spool at work on a printer, with nothing to print."""

    def __init__(self, port: int, profile: PrinterProfile, *, is_shared: bool) -> None:
        printer = printer_at(f"127.0.0.1:{port}", profile, opens_high=True)
        self.watcher = Watcher()
        place = PrinterPlace("till", printer, profile, is_shared=is_shared)
        self.worker = SpoolWorker(
            place, MemorySpool(), self.watcher, PlainMarks(), clock_s=time.monotonic, timing=TIMING
        )

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not is_so():
                await others_turn()

    async def looks(self, times: int) -> None:
        """Waits until the printer has said something so many times more."""
        for _ in range(times):
            heard = self.worker.health.heard
            await self.until(lambda heard=heard: self.worker.health.heard != heard)  # type: ignore[misc]

    async def until_drawer(self, drawer: Drawer) -> None:
        await self.until(lambda: self.worker.health.drawer is drawer)


@asynccontextmanager
async def till_at(
    port: int, profile: PrinterProfile = GENERIC_80, *, is_shared: bool = True
) -> AsyncIterator[Till]:
    till = Till(port, profile, is_shared=is_shared)
    running = asyncio.create_task(till.worker.run())
    try:
        yield till
    finally:
        till.worker.stop()
        await running


@asynccontextmanager
async def twin_of(profile: PrinterProfile = GENERIC_80) -> AsyncIterator[TwinPrinter]:
    is_epson = profile is GENERIC_80
    traits = TwinTraits(has_automatic_status=is_epson, has_process_id=is_epson)
    async with TwinPrinter(receipt_font(), profile, traits) as twin:
        yield twin


async def opened(rig: TwinRig) -> None:
    """The printer is the other terminal's; it may be looked at when that one asks first."""
    async with asyncio.timeout(LONG_S):
        while True:
            try:
                return await rig.call(rig.printer.open, LONG_S)
            except DeviceError as failed:
                assert failed.code is ErrorCode.BUSY


@pytest.mark.parametrize("profile", [GENERIC_80, STAR], ids=["epson", "star"])
@pytest.mark.parametrize("is_shared", [True, False], ids=["shared", "own"])
async def test_a_drawer_that_was_shut_is_seen_shut_and_one_opened_with_its_key_is_seen_open(
    profile: PrinterProfile, *, is_shared: bool
) -> None:
    async with twin_of(profile) as twin, till_at(twin.port, profile, is_shared=is_shared) as till:
        assert await till.worker.kick() is DrawerKick.OPENED
        await till.until_drawer(Drawer.OPEN)
        await twin.obey(DrawerOpen(is_open=False))
        await till.until_drawer(Drawer.CLOSED)
        await twin.obey(DrawerOpen(is_open=True))
        await till.until_drawer(Drawer.OPEN)
    assert twin.mechanism.drawer_pulses == 1


async def test_it_is_looked_at_at_the_start_and_each_change_is_told_once() -> None:
    async with twin_of() as twin:
        await twin.obey(PowerOff())
        async with till_at(twin.port) as till:
            await till.watcher.until_printer(Absent())
            await twin.obey(PowerOn())
            await till.watcher.until_printer(Ready())
            await twin.obey(PaperLeft(0))
            await till.watcher.until_printer(Faulted("paper_out"))
            await till.looks(5)
            assert till.watcher.printer == [Absent(), Ready(), Faulted("paper_out")]
            # Looked at for an hour without paper, it has room for a paper all the same.
            assert twin.mechanism.waiting == 0
            await twin.obey(PaperLeft(1000))
            await till.until(lambda: till.worker.health.state == Ready())
            assert await till.worker.kick() is DrawerKick.OPENED


async def test_between_two_looks_another_terminal_prints_and_that_is_nothing_to_be_told() -> None:
    async with twin_of() as twin, till_at(twin.port) as till:
        await till.watcher.until_printer(Ready())
        other = TwinRig(twin)
        await opened(other)
        looks = twin.refused
        await till.until(lambda: twin.refused > looks + 3)
        assert till.watcher.printer == [Ready()]
        other.close()


async def test_one_that_says_nothing_by_its_profile_is_left_alone() -> None:
    calls = 0

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = int(server.sockets[0].getsockname()[1])
    async with server, till_at(port, CLONE_80) as silent, twin_of() as twin, till_at(twin.port) as other:
        await other.looks(3)
        silent.worker.wake()
        await other.looks(3)
    assert calls == 0
