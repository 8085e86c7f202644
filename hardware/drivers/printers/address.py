"""The driver for where a receipt printer is."""

from functools import partial

from hardware.devices import DriverInfo, ReceiptPrinter
from hardware.drivers.printers.escpos import Dial, EscposPrinter
from hardware.drivers.printers.file_line import FileLine
from hardware.drivers.printers.serial_line import BAUD, PrinterPort
from hardware.drivers.printers.system_queue import SystemQueuePrinter
from hardware.drivers.printers.tcp_line import TcpLine
from hardware.drivers.printers.usb_line import UsbLine, claimed_printer
from hardware.drivers.printers.ways import parts_of
from hardware.printing.profiles import Confirmation, PrinterProfile

_ANSWERS = frozenset({"receipt", "cut", "drawer", "status", "confirmation"})


def _info(way: str, label: str, *options: str, capabilities: frozenset[str] = _ANSWERS) -> DriverInfo:
    return DriverInfo(f"escpos-{way}", "receipt_printer", label, way, options, capabilities, "silver")


TCP = _info("tcp", "ESC/POS printer on the network", "host", "port", "profile")
SERIAL = _info("serial", "ESC/POS printer on a serial port", "path", "baud", "profile")
USB = _info("usb", "ESC/POS printer on USB", "vendor", "product", "profile")
FILE = _info("file", "ESC/POS printer behind a device file", "path", "profile")
QUEUE = _info(
    "queue", "ESC/POS printer behind a queue of the system", "queue", capabilities=frozenset({"receipt", "whole"})
)


def printer_at(address: str, profile: PrinterProfile, *, opens_high: bool | None = None) -> ReceiptPrinter:
    """The printer at an address in one of the forms of `WAYS`, not yet opened. Raises ValueError for another.

    `opens_high`: see `EscposPrinter`.
    """
    found = parts_of(address)

    def made(dial: Dial, info: DriverInfo) -> ReceiptPrinter:
        return EscposPrinter(dial, info, profile, opens_high=opens_high)

    if name := found.get("queue"):
        return SystemQueuePrinter(name, QUEUE)
    if port := found.get("port"):
        return made(lambda _: PrinterPort(port, int(found.get("baud", BAUD))), SERIAL)
    if path := found.get("file"):
        can_answer = profile.has_status or profile.confirmation is not Confirmation.NOTHING
        return made(lambda _: FileLine(path, can_answer=can_answer), FILE)
    if "vendor" in found:
        numbers = int(found["vendor"], 16), int(found["product"], 16)
        return made(lambda _: UsbLine(claimed_printer(*numbers)), USB)
    return made(partial(TcpLine, found["host"].strip("[]"), int(found["tcp"])), TCP)
