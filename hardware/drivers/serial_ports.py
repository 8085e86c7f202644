"""Which serial ports there are, and the one a device is at by what it is, wherever it was plugged in this time."""

import re
from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports

_IDENTITY = re.compile(r"usb:(?P<vendor>[0-9a-f]{4}):(?P<product>[0-9a-f]{4})(?::(?P<serial>.+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundPort:
    """A port of the computer; numbers are 0 and `serial` is empty where nothing is known of what is there."""

    path: str
    vendor: int = 0
    product: int = 0
    serial: str = ""


def found_ports() -> tuple[FoundPort, ...]:
    """Every port the system lists, in a stable order; pseudo-terminals are in no list."""
    ports = (
        FoundPort(port.device, port.vid or 0, port.pid or 0, port.serial_number or "")
        for port in list_ports.comports()
    )
    return tuple(sorted(ports, key=lambda port: port.path))


def plugged_in(paths: tuple[str, ...]) -> object:
    """What is there now, to be compared with what is there later: every port, and those paths that exist."""
    return found_ports(), tuple(path for path in paths if Path(path).exists())


def port_of(address: str, ports: tuple[FoundPort, ...]) -> str:
    """The path of an address: its own, or that of the first port with this identity; empty when there is none."""
    found = _IDENTITY.fullmatch(address)
    if found is None:
        return address
    wanted = int(found["vendor"], 16), int(found["product"], 16)
    serial = found["serial"]
    fitting = (port for port in ports if (port.vendor, port.product) == wanted)
    return next((port.path for port in fitting if serial in (None, port.serial)), "")
