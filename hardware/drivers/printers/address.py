"""The driver for where a receipt printer is."""

from functools import partial

from hardware.devices import DriverInfo, ReceiptPrinter
from hardware.drivers.addresses import typed_in
from hardware.drivers.faults import driver_made
from hardware.drivers.printers.escpos import Dial, EscposPrinter
from hardware.drivers.printers.file_line import FileLine
from hardware.drivers.printers.serial_line import BAUD, PrinterPort
from hardware.drivers.printers.system_queue import SystemQueuePrinter
from hardware.drivers.printers.table import FoundPrinter, printer_drivers
from hardware.drivers.printers.tcp_line import TcpLine
from hardware.drivers.printers.usb_found import WhichPrinter, device_file
from hardware.drivers.printers.usb_line import UsbLine, claimed_printer
from hardware.drivers.printers.ways import parts_of
from hardware.printing.profiles import Confirmation, PrinterProfile

_ANSWERS = frozenset({"receipt", "cut", "drawer", "status", "confirmation"})


def _info(way: str, label: str, *options: str, capabilities: frozenset[str] = _ANSWERS) -> DriverInfo:
    return DriverInfo(f"escpos-{way}", "receipt_printer", label, way, options, capabilities, "silver")


TCP = _info("tcp", "ESC/POS printer on the network", "host", "port", "profile")
SERIAL = _info("serial", "ESC/POS printer on a serial port", "path", "baud", "profile")
USB = _info("usb", "ESC/POS printer on USB", "vendor", "product", "serial", "profile")
FILE = _info("file", "ESC/POS printer behind a device file", "path", "profile")
QUEUE = _info(
    "queue", "ESC/POS printer behind a queue of the system", "queue", capabilities=frozenset({"receipt", "whole"})
)


def printer_at(address: str, profile: PrinterProfile, *, opens_high: bool | None = None) -> ReceiptPrinter:
    """The printer at an address, not yet opened: in one of the forms of `WAYS`, or `DRIVER:PLACE[?option=value]`
    for a driver of another package. Raises ValueError for another, DriverBroke where such a driver fails.

    `opens_high`: see `EscposPrinter`.
    """
    try:
        found = parts_of(address)
    except ValueError:
        return _theirs(address, profile, opens_high)
    if name := found.get("queue"):
        return SystemQueuePrinter(name, QUEUE)
    can_answer = profile.has_status or profile.confirmation is not Confirmation.NOTHING
    dial, info = _line_to(found, can_answer=can_answer)
    return EscposPrinter(dial, info, profile, opens_high=opens_high)


def _line_to(found: dict[str, str], *, can_answer: bool) -> tuple[Dial, DriverInfo]:
    """How the line is opened that the parts of an address name."""
    if port := found.get("port"):
        return lambda _: PrinterPort(port, int(found.get("baud", BAUD))), SERIAL
    if path := found.get("file"):
        return lambda _: FileLine(path, can_answer=can_answer), FILE
    if "vendor" in found:
        which = WhichPrinter(found["vendor"].lower(), found["product"].lower(), found.get("serial", ""))
        if "through" in found:
            return lambda _: FileLine(device_file(which), can_answer=can_answer), FILE
        return lambda _: UsbLine(claimed_printer(which)), USB
    return partial(TcpLine, found["host"].strip("[]"), int(found["tcp"])), TCP


def _theirs(address: str, profile: PrinterProfile, opens_high: bool | None) -> ReceiptPrinter:
    """ValueError where no package brings that driver, or it cannot have the place or an option; DriverBroke."""
    typed = typed_in(address)
    driver = printer_drivers().get(typed.driver) if typed else None
    if typed is None or driver is None:
        raise ValueError(address)
    place, options = typed.told_to(driver.info.transport)
    found = FoundPrinter(place, options, profile, opens_high)
    return driver_made(driver.info, lambda: _described(driver.make(found)))


def _described(printer: ReceiptPrinter) -> ReceiptPrinter:
    """Refuses at once what does not say that it is a receipt printer: TypeError."""
    info: object = printer.info
    if not isinstance(info, DriverInfo) or info.kind != "receipt_printer":
        raise TypeError
    return printer
