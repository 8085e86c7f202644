"""Whether the cash drawer is open, as the printer tells it, for drawers of either kind."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hardware.api import Absent, Drawer, Ready, health_of
from hardware.drivers.printers.address import TCP, printer_at
from hardware.drivers.printers.escpos import EscposPrinter
from hardware.drivers.printers.tcp_line import TcpLine
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import DrawerOpen, PowerOff
from hardware.printing.profiles import GENERIC_80, PROFILES, PrinterProfile
from tests.contract.printers.rig import TwinRig, receipt_font
from tests.contract.printers.suite import LONG_S, error_of


@asynccontextmanager
async def rig_of(opens_high: bool | None, profile: PrinterProfile = GENERIC_80) -> AsyncIterator[TwinRig]:
    """A driver that was told what the levels mean, or was not, and its printer."""
    async with TwinPrinter(receipt_font(), profile) as twin:
        printer = printer_at(f"127.0.0.1:{twin.port}", profile, opens_high=opens_high)
        assert isinstance(printer, EscposPrinter)
        rig = TwinRig(twin, printer=printer)
        try:
            yield rig
        finally:
            rig.close()


async def seen(rig: TwinRig) -> Drawer | None:
    """As it is told once the printer was asked."""
    await rig.call(rig.printer.status, LONG_S)
    return rig.printer.drawer


@pytest.mark.parametrize(
    ("opens_high", "shut", "opened"),
    [
        (True, Drawer.CLOSED, Drawer.OPEN),
        (False, Drawer.OPEN, Drawer.CLOSED),
        (None, Drawer.LOW, Drawer.HIGH),
    ],
)
async def test_the_level_says_what_somebody_told_that_it_means(
    opens_high: bool | None, shut: Drawer, opened: Drawer
) -> None:
    async with rig_of(opens_high) as rig:
        assert rig.printer.drawer is None
        await rig.call(rig.printer.open, LONG_S)
        assert await seen(rig) is shut
        await rig.call(rig.printer.kick, LONG_S)
        assert await seen(rig) is opened
        await rig.twin.obey(DrawerOpen(is_open=False))
        assert await seen(rig) is shut


async def test_a_printer_that_was_given_back_is_remembered_and_one_that_is_gone_is_not() -> None:
    async with rig_of(True) as rig:
        await rig.twin.obey(DrawerOpen(is_open=True))
        await rig.call(rig.printer.open, LONG_S)
        await rig.call(rig.printer.close)
        assert health_of("receipt", TCP, rig.printer, Ready()).drawer is Drawer.OPEN
        await rig.twin.obey(PowerOff())
        await error_of(rig.call(rig.printer.open, LONG_S))
        assert health_of("receipt", TCP, rig.printer, Absent()).drawer is None


async def test_a_printer_without_a_socket_for_one_tells_of_none() -> None:
    async with rig_of(True, PROFILES["tm-p20"]) as rig:
        await rig.call(rig.printer.open, LONG_S)
        assert await seen(rig) is None


async def test_what_was_told_long_ago_is_not_told() -> None:
    ahead_s = 0.0
    async with TwinPrinter(receipt_font()) as twin:
        printer = EscposPrinter(
            lambda timeout_s: TcpLine("127.0.0.1", twin.port, timeout_s),
            TCP,
            GENERIC_80,
            lambda: time.monotonic() + ahead_s,
            opens_high=True,
        )
        rig = TwinRig(twin, printer=printer)
        await rig.call(printer.open, LONG_S)
        assert await seen(rig) is Drawer.CLOSED
        ahead_s = 40.0
        assert printer.drawer is None
        assert await seen(rig) is Drawer.CLOSED
        rig.close()
