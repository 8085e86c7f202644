"""Every driver of a scanner by its name: ours in a table, those of others by entry point."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points

import structlog

from hardware.devices import DriverInfo, Scanner
from hardware.drivers.scanners.dialects import Dialect, datalogic, honeywell, plain
from hardware.drivers.scanners.line_scanner import LineScanner
from hardware.drivers.scanners.zebra_ssi import ZebraSsi

GROUP = "bancone.drivers"
"""Entry points of this group name a `ScannerDriver` each; their own name does not matter, its `info.id` does."""
_log = structlog.get_logger("hardware.drivers")


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
    info = DriverInfo(name, "scanner", label, "serial", (), frozenset({"scan", *capabilities}), "silver")
    return ScannerDriver(info, lambda found: LineScanner(found.address, found.name, dialect(), found.now_at))


OURS = (
    _line("serial", "Scanner on a serial line", plain),
    _line("zebra-ssi", "Zebra scanner, SSI", ZebraSsi, "beep", "disable"),
    _line("datalogic", "Datalogic scanner, host commands", datalogic, "beep", "disable"),
    _line("honeywell", "Honeywell scanner, host commands", honeywell, "beep"),
)


def scanner_drivers() -> dict[str, ScannerDriver]:
    """Ours, then those of others. One of theirs that cannot be loaded, or has a name of ours, is left out and
    logged: a bad driver costs itself only."""
    drivers = {driver.info.id: driver for driver in OURS}
    for point in entry_points(group=GROUP):
        try:
            driver = point.load()
        except Exception as fault:  # whatever stands at the top of a stranger's module
            _log.error("driver_unusable", entry=point.name, exc_info=fault)
            continue
        if not isinstance(driver, ScannerDriver) or driver.info.id in drivers:
            _log.error("driver_refused", entry=point.name)
            continue
        drivers[driver.info.id] = driver
    return drivers
