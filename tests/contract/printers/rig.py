"""A real driver on a real line, with the simulated printer at the other end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from hardware.drivers.printers.address import printer_at
from hardware.drivers.printers.escpos import EscposPrinter
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import (
    CoverOpen,
    Mute,
    PaperLeft,
    PowerCycle,
    PowerOff,
)
from hardware.printing.bitmap_font import FILES, BitmapFont
from hardware.printing.profiles import GENERIC_80, PrinterProfile

P = ParamSpec("P")
T = TypeVar("T")

RESOURCES = Path(__file__).parents[3] / "resources"


def receipt_font() -> BitmapFont:
    """The font shipped with the program."""
    regular, bold = ((RESOURCES / "fonts" / "receipt" / name).read_bytes() for name in FILES)
    return BitmapFont(regular, bold)


def escpos_at(address: str, profile: PrinterProfile = GENERIC_80) -> EscposPrinter:
    """A printer of one of the lines that answer."""
    printer = printer_at(address, profile)
    assert isinstance(printer, EscposPrinter)
    return printer


class OwnerThread:
    """The one thread a device's calls run in."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *args, **kwargs))

    def end(self) -> None:
        self._thread.shutdown()


class TwinRig(OwnerThread):
    """Driver and twin; the twin must be started. Without a driver it is one on the network."""

    def __init__(
        self, twin: TwinPrinter, profile: PrinterProfile = GENERIC_80, printer: EscposPrinter | None = None
    ) -> None:
        super().__init__()
        self.twin = twin
        self.printer = printer or escpos_at(f"127.0.0.1:{twin.port}", profile)

    def close(self) -> None:
        self.printer.close()
        self.end()

    async def lines_left(self, count: int) -> None:
        await self.twin.obey(PaperLeft(count))

    async def cover(self, *, is_open: bool) -> None:
        await self.twin.obey(CoverOpen(is_open))

    async def power_cycle(self) -> None:
        await self.twin.obey(PowerCycle())

    async def power_off(self) -> None:
        await self.twin.obey(PowerOff())

    async def mute(self) -> None:
        await self.twin.obey(Mute())

    def printed(self) -> list[str]:
        cut = [line for receipt in self.twin.receipts for line in receipt.lines]
        return cut + list(self.twin.mechanism.paper.uncut)

    def pulses(self) -> int:
        return self.twin.mechanism.drawer_pulses
