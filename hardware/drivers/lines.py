"""A way for bytes to a small device and back: a serial port, or a socket with the device or its port behind it."""

import errno
import selectors
import socket
from typing import Protocol
from urllib.parse import urlsplit

import serial

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.serial_ports import found_ports, port_of

BAUD = 9_600  # what scanners and displays leave the factory with; a USB device does not mind
CHUNK = 4_096
SOCKET = "socket://"
_SMALL = 4_096  # bytes the system may hold for us, so that a device that takes nothing is felt


class DeviceLine(Protocol):
    """One open line, used by one thread. Any call raises OSError once it is lost."""

    def read(self, timeout_s: float) -> bytes:
        """What came by then; nothing when nothing did."""

    def write(self, data: bytes, timeout_s: float) -> bool:
        """Whether all of it was taken by then."""

    def close(self) -> None:
        """Lets go of it; never raises."""


class SerialLine:
    """Owns one serial port, for this program alone."""

    def __init__(self, address: str) -> None:
        """Takes the port at a path or of an identity. Raises DeviceError: NO_HARDWARE, BUSY or ILLEGAL."""
        path = port_of(address, found_ports())
        if not path:
            raise DeviceError(ErrorCode.NO_HARDWARE, "not_there")
        try:
            self._port = serial.Serial(path, BAUD, timeout=0, exclusive=True)
        except OSError as exc:
            raise _refusal(exc) from exc

    def read(self, timeout_s: float) -> bytes:
        """The first byte by then and all that came with it."""
        if self._port.timeout != timeout_s:
            self._port.timeout = timeout_s
        data = bytes(self._port.read(1))
        return data + bytes(self._port.read(self._port.in_waiting)) if data else b""

    def write(self, data: bytes, timeout_s: float) -> bool:
        """Whether the port took it."""
        self._port.write_timeout = timeout_s
        try:
            self._port.write(data)
        except serial.SerialTimeoutException:
            return False
        return True

    def close(self) -> None:
        """Closes the port."""
        self._port.close()


class SocketLine:
    """Owns one connection to a server of serial ports, `socket://host:port`."""

    def __init__(self, url: str, timeout_s: float) -> None:
        """Connects. Raises DeviceError NO_HARDWARE."""
        parts = urlsplit(url)
        try:
            self._socket = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=timeout_s)
        except OSError as exc:
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_connection") from exc
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SMALL)

    def read(self, timeout_s: float) -> bytes:
        """What came by then. ConnectionError when the other side hung up."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            if not selector.select(timeout_s):
                return b""
        data = self._socket.recv(CHUNK)
        if not data:
            raise ConnectionResetError
        return data

    def write(self, data: bytes, timeout_s: float) -> bool:
        """Whether the network took it."""
        self._socket.settimeout(timeout_s)
        try:
            self._socket.sendall(data)
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Hangs up."""
        self._socket.close()


def dial(address: str, timeout_s: float) -> DeviceLine:
    """The line to a path, an identity (`usb:05e0:1701`) or a `socket://host:port`. DeviceError."""
    return SocketLine(address, timeout_s) if address.startswith(SOCKET) else SerialLine(address)


def _refusal(exc: OSError) -> DeviceError:
    match exc.errno:
        case errno.EACCES | errno.EPERM:
            return DeviceError(ErrorCode.ILLEGAL, "forbidden")
        case errno.EBUSY | errno.EWOULDBLOCK:
            return DeviceError(ErrorCode.BUSY, "in_use")
        case _:
            return DeviceError(ErrorCode.NO_HARDWARE, "not_there")
