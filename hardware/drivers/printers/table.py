"""Drivers of receipt printers that other packages bring; ours are chosen by the form of an address (`WAYS`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.devices import DriverInfo, ReceiptPrinter
from hardware.drivers.theirs import Others
from hardware.printing.profiles import PrinterProfile


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """Where a receipt printer is, the words for its driver, and what is known of it.

    What it is given to print is ESC/POS as `profile` says. `opens_high`: whether the switch of its cash drawer is
    high while it stands open; None where nobody told.
    """

    address: str
    options: Mapping[str, str]
    profile: PrinterProfile
    opens_high: bool | None = None


@dataclass(frozen=True, slots=True)
class PrinterDriver:
    """What a driver says of itself, and how to make it. `make` opens nothing; ValueError for an address or option
    it cannot have, with the form it should have. A driver whose printer serves several programs in turn has
    `tcp` for its transport: it is let go of behind each paper."""

    info: DriverInfo
    make: Callable[[FoundPrinter], ReceiptPrinter]


OTHERS = Others("receipt_printer", PrinterDriver, {"serial", "usb", "file", "queue", "socket"})
"""Those of other packages; the names begin addresses of ours."""


def printer_drivers() -> Mapping[str, PrinterDriver]:
    """Those of others: `DRIVER:PLACE[?option=value&…]`."""
    return OTHERS.drivers
