"""Which devices are plugged in, and how each is written down for the program: what the system itself lists.

Nothing is opened and nothing is sent. Ports everywhere; printers, cameras and readers of cards on USB and
scanners that type on Linux only.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hardware.drivers.printers.usb_found import usb_printers
from hardware.drivers.serial_ports import FoundPort, found_ports
from hardware.drivers.system_text import text_of

_MAKERS = {  # usb.ids
    0x04B8: "Epson",
    0x0403: "FTDI",
    0x0416: "Winbond",
    0x0483: "STMicroelectronics",
    0x04F9: "Brother",
    0x0519: "Star",
    0x0536: "Hand Held Products",
    0x05E0: "Zebra",
    0x05F9: "Datalogic",
    0x065A: "Opticon",
    0x067B: "Prolific",
    0x0A5F: "Zebra",
    0x0C2E: "Honeywell",
    0x0DD4: "Custom",
    0x10C4: "Silicon Labs",
    0x1504: "Bixolon",
    0x1A86: "QinHeng",
    0x1D90: "Citizen",
    0x1EAB: "Newland",
}
_SCANNER_WORDS = ("barcode", "scan", "reader", *(_MAKERS[number].lower() for number in (0x05E0, 0x0C2E, 0x05F9)))
_CARDS_CLASS = "0b"  # USB base class
_CARDS_SOCKET = "run/pcscd/pcscd.comm"


@dataclass(frozen=True, slots=True)
class Plugged:
    """A device that is there. `kind`: `port`, `printer`, `scanner`, `webcam` or `cards`; `name` as it calls
    itself, maybe empty; `address` is what an option of ours takes, of a camera on USB what a server of its
    pictures takes; `is_allowed`: whether this user may use it."""

    kind: str
    name: str
    address: str
    is_allowed: bool


def plugged_devices(root: Path = Path("/")) -> tuple[Plugged, ...]:
    """Everything, ports first. `root` is where the file system begins."""
    return (*map(_port, found_ports()), *_printers(root), *_scanners(root), *_cameras(root), *_readers(root))


def _port(port: FoundPort) -> Plugged:
    address = port.path
    if port.vendor:
        address = f"usb:{port.vendor:04x}:{port.product:04x}" + (f":{port.serial}" if port.serial else "")
    return Plugged("port", _MAKERS.get(port.vendor, ""), address, os.access(port.path, os.R_OK | os.W_OK))


def _printers(root: Path) -> Iterator[Plugged]:
    """Printers on USB: through the device file of the system's own driver where it has one, by a name that stays
    wherever the printer tells a serial number, or is the only one of its model."""
    found = list(usb_printers(root))
    numbers = [printer.numbers for printer in found]
    for printer in found:
        address = printer.numbers
        if printer.file is not None:
            address = f"file:{address if numbers.count(address) == 1 else printer.file}"
        maker = printer.maker or _MAKERS.get(int(printer.vendor, 16), "")
        name = f"{maker} {printer.product_name}".strip()
        yield Plugged("printer", name, address, os.access(printer.file or printer.node, os.R_OK | os.W_OK))


def _scanners(root: Path) -> Iterator[Plugged]:
    """Keyboards that call themselves scanners, by a path that stays."""
    seen: set[Path] = set()
    for link in sorted(root.glob("dev/input/by-*/*-event-kbd")):  # by-id comes before by-path
        event = link.resolve()
        name = text_of(root / "sys/class/input" / event.name / "device/name")
        if event in seen or not any(word in name.lower() for word in _SCANNER_WORDS):
            continue
        seen.add(event)
        yield Plugged("scanner", name, f"evdev:{link}", os.access(event, os.R_OK))


def _cameras(root: Path) -> Iterator[Plugged]:
    """Cameras on USB, by a path that stays; the first of a camera's files is the one with pictures."""
    for link in sorted(root.glob("dev/v4l/by-id/*-video-index0")):
        file = link.resolve()
        name = text_of(root / "sys/class/video4linux" / file.name / "name")
        yield Plugged("webcam", name, str(link), os.access(file, os.R_OK | os.W_OK))


def _readers(root: Path) -> Iterator[Plugged]:
    """Readers of cards on USB, each once; a service of the system has them, which knows them by other names."""
    kinds = sorted(root.glob("sys/bus/usb/devices/*/bInterfaceClass"))
    devices = dict.fromkeys(kind.parent.resolve().parent for kind in kinds if text_of(kind) == _CARDS_CLASS)
    for device in devices:
        name = f"{text_of(device / 'manufacturer')} {text_of(device / 'product')}".strip()
        yield Plugged("cards", name, "pcsc:", os.access(root / _CARDS_SOCKET, os.R_OK | os.W_OK))
