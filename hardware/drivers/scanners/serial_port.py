"""A scanner on a serial line: a port of the computer, a USB device that is one, or a radio base."""

import errno
import time
from collections.abc import Callable
from datetime import datetime

import serial

from hardware.devices import DeviceError, ErrorCode, ScanRead
from hardware.drivers.scanners.framing import Framer
from hardware.symbology.reading import scan_read

BAUD = 9_600  # what scanners leave the factory with; a USB device does not mind
SILENCE_S = 1.0
"""A code is sent at once: one that was begun and not ended by then was cut off."""


class SerialScanner:
    """Owns one port; every call comes from the one thread that owns the device."""

    def __init__(
        self,
        path: str,
        device: str,
        now_at: Callable[[], datetime],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps the path; nothing is opened yet. `device` is its name in what it reads."""
        self._path, self._device = path, device
        self._now_at, self._clock_s = now_at, clock_s
        self._port: serial.Serial | None = None
        self._framer = Framer()
        self._heard_s = 0.0

    def open(self, timeout_s: float) -> None:
        """Takes the port for this program alone. Raises DeviceError: NO_HARDWARE, BUSY or ILLEGAL."""
        self.close()
        self._framer.forget()
        try:
            self._port = serial.Serial(self._path, BAUD, timeout=timeout_s, exclusive=True)
        except OSError as exc:
            raise _refusal(exc) from exc

    def read(self, timeout_s: float) -> list[ScanRead]:
        """The codes that are complete by then. Raises DeviceError: OFFLINE, CLOSED."""
        port = self._port
        if port is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        try:
            if port.timeout != timeout_s:
                port.timeout = timeout_s
            data = port.read(1)
            data += port.read(port.in_waiting) if data else b""
        except OSError as exc:
            self.close()
            raise DeviceError(ErrorCode.OFFLINE, "lost") from exc
        now_s = self._clock_s()
        if now_s - self._heard_s > SILENCE_S:
            self._framer.forget()
        if data:
            self._heard_s = now_s
        return [scan_read(code, self._device, self._now_at()) for code in self._framer.feed(data)]

    def close(self) -> None:
        """Lets go of the port."""
        port, self._port = self._port, None
        if port is not None:
            port.close()


def _refusal(exc: OSError) -> DeviceError:
    match exc.errno:
        case errno.EACCES | errno.EPERM:
            return DeviceError(ErrorCode.ILLEGAL, "forbidden")
        case errno.EBUSY | errno.EWOULDBLOCK:
            return DeviceError(ErrorCode.BUSY, "in_use")
        case _:
            return DeviceError(ErrorCode.NO_HARDWARE, "not_there")
