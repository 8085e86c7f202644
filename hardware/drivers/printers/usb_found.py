"""Printers on USB as Linux lists them: what each is, and the device file of the system's own driver (`usblp`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.system_text import text_of

_PRINTER_CLASS = "07"  # USB base class


@dataclass(frozen=True, slots=True)
class WhichPrinter:
    """USB numbers as four hex digits each, and the serial number of one of several; empty for the first."""

    vendor: str
    product: str
    serial: str = ""


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """One that is plugged in. `file`: of `usblp`, None where that has not taken it; `node`: of the bus."""

    vendor: str
    product: str
    serial: str
    maker: str
    product_name: str
    file: Path | None
    node: Path

    @property
    def numbers(self) -> str:
        """What it is, as it is written down; without a serial number that could not be typed behind it."""
        serial = self.serial if not any(sign in " ," for sign in self.serial) else ""
        return f"usb:{self.vendor}:{self.product}" + (f":{serial}" if serial else "")


def usb_printers(root: Path = Path("/")) -> Iterator[UsbPrinter]:
    """Everything with a printer in it, by its place on the bus. `root` is where the file system begins."""
    for kind in sorted(root.glob("sys/bus/usb/devices/*/bInterfaceClass")):
        if text_of(kind) != _PRINTER_CLASS:
            continue
        device = kind.parent.resolve().parent
        vendor, product = text_of(device / "idVendor"), text_of(device / "idProduct")
        if not vendor or not product:
            continue
        bus, number = text_of(device / "busnum").zfill(3), text_of(device / "devnum").zfill(3)
        yield UsbPrinter(
            vendor,
            product,
            text_of(device / "serial"),
            text_of(device / "manufacturer"),
            text_of(device / "product"),
            next((root / "dev/usb" / found.name for found in kind.parent.glob("usbmisc/lp*")), None),
            root / "dev/bus/usb" / bus / number,
        )


def device_file(which: WhichPrinter, root: Path = Path("/")) -> str:
    """Where `usblp` has that printer now. Raises DeviceError: NO_HARDWARE `not_there`."""
    for printer in usb_printers(root):
        is_it = (printer.vendor, printer.product) == (which.vendor, which.product)
        if is_it and which.serial in ("", printer.serial) and printer.file is not None:
            return str(printer.file)
    raise DeviceError(ErrorCode.NO_HARDWARE, "not_there")
