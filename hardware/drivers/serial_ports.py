"""Which serial ports there are, and the one a device is at by what it is, wherever it was plugged in this time."""

import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import serial
from serial.tools import list_ports

from hardware.drivers.addresses import IDENTITY
from hardware.drivers.refusals import refusal

if sys.platform == "win32":
    _GONE: tuple[type[Exception], ...] = (OSError,)
else:
    import termios

    _GONE = (OSError, termios.error)
_LOOK_S = 0.01


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
    found = IDENTITY.fullmatch(address)
    if found is None:
        return address
    wanted = int(found["vendor"], 16), int(found["product"], 16)
    serial = found["serial"]
    fitting = (port for port in ports if (port.vendor, port.product) == wanted)
    return next((port.path for port in fitting if serial in (None, port.serial)), "")


def opened_port(path: str, baud: int, *, has_flow_control: bool = False) -> serial.Serial:
    """Taken for this program alone; reads wait for nothing. Raises DeviceError: NO_HARDWARE, BUSY or ILLEGAL."""
    try:
        return serial.Serial(path, baud, timeout=0, xonxoff=has_flow_control, exclusive=True)
    except OSError as exc:
        raise refusal(exc) from exc


def close_port(port: serial.Serial, drain_s: float = 0.0) -> None:
    """Lets go of it, after so long at most: what has not gone out by then is dropped. The system would wait half a
    minute for a device that takes nothing. Never raises."""
    until_s = time.monotonic() + drain_s
    with suppress(*_GONE):
        while drain_s and port.out_waiting and time.monotonic() < until_s:
            time.sleep(_LOOK_S)
        if not drain_s or port.out_waiting:
            port.reset_output_buffer()
    with suppress(*_GONE):
        port.close()
