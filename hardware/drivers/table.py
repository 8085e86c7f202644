"""Every driver of a scanner by its name: ours in a table, those of others by entry point."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hardware.devices import DriverInfo, Scanner
from hardware.drivers.scanners.camera import CameraScanner, can_read
from hardware.drivers.scanners.cards import CardReader
from hardware.drivers.scanners.dialects import Dialect, datalogic, honeywell, plain
from hardware.drivers.scanners.evdev import EvdevScanner
from hardware.drivers.scanners.key_layouts import LAYOUTS
from hardware.drivers.scanners.line_scanner import LineScanner
from hardware.drivers.scanners.rfid import RfidReader
from hardware.drivers.scanners.zebra_ssi import ZebraSsi
from hardware.drivers.theirs import Others


@dataclass(frozen=True, slots=True)
class Found:
    """Where a scanner is and what it is called here; `options` are words of its driver. `now_at`: aware UTC."""

    name: str
    address: str
    now_at: Callable[[], datetime]
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScannerDriver:
    """One driver: what it says of itself, and how to make it. `make` opens nothing; ValueError for an address or
    option it cannot have."""

    info: DriverInfo
    make: Callable[[Found], Scanner]


def _line(name: str, label: str, dialect: Callable[[], Dialect], *capabilities: str) -> ScannerDriver:
    """`ended`: a code is what has an end behind it, not what stands in a packet."""
    info = DriverInfo(name, "scanner", label, "serial", (), frozenset({"scan", *capabilities}), "silver")
    return ScannerDriver(info, lambda found: LineScanner(found.address, found.name, dialect(), found.now_at))


def _typing(found: Found) -> Scanner:
    """ValueError for a layout there is not."""
    layout = LAYOUTS.get(found.options.get("layout", "us"))
    if layout is None:
        raise ValueError(f"evdev:/dev/input/by-id/…?layout={'|'.join(LAYOUTS)}")
    return EvdevScanner(found.address, found.name, layout, found.now_at)


_EVDEV = DriverInfo(
    "evdev",
    "scanner",
    "Scanner that types, taken from the keyboard",
    "evdev",
    ("layout",),
    frozenset({"scan"}),
    "silver",
)
_RFID = DriverInfo("llrp", "scanner", "Reader of tags, LLRP", "llrp", (), frozenset({"scan"}), "silver")
_CARDS = DriverInfo("pcsc", "scanner", "Reader of cards, PC/SC", "pcsc", (), frozenset({"scan"}), "silver")
_CAMERA = DriverInfo("camera", "scanner", "Camera on the network", "http", (), frozenset({"scan"}), "silver")

OURS = (
    _line("serial", "Scanner on a serial line", plain, "ended"),
    _line("zebra-ssi", "Zebra scanner, SSI", ZebraSsi, "beep", "disable"),
    _line("datalogic", "Datalogic scanner, host commands", datalogic, "ended", "beep", "disable"),
    _line("honeywell", "Honeywell scanner, host commands", honeywell, "ended", "beep"),
    ScannerDriver(_EVDEV, _typing),
    ScannerDriver(_RFID, lambda found: RfidReader(found.address, found.name, found.now_at)),
    ScannerDriver(_CARDS, lambda found: CardReader(found.address, found.name, found.now_at)),
    ScannerDriver(_CAMERA, lambda found: CameraScanner(found.address, found.name, found.now_at)),
)

OTHERS = Others("scanner", ScannerDriver, {"socket", "usb", *(driver.info.id for driver in OURS)})
"""Those of other packages. `socket:` and `usb:` begin an address of their own."""


def scanner_drivers() -> dict[str, ScannerDriver]:
    """Ours, then those of others; the camera is there when its reader is installed."""
    return OTHERS.behind(driver for driver in OURS if driver.info is not _CAMERA or can_read())
