"""A way for bytes to a small device and back: a serial port, or a socket with the device or its port behind it."""

import selectors
import socket
from contextlib import suppress
from typing import Protocol

import serial

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.addresses import SOCKET, socket_place
from hardware.drivers.serial_ports import close_port, found_ports, opened_port, port_of

BAUD = 9_600  # what scanners and displays leave the factory with; a USB device does not mind
CHUNK = 4_096
_DRAIN_S = 0.2
"""A few bytes go out in far less, or the line is stuck."""
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
        self._port = opened_port(path, BAUD)
        self._is_stuck = False

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
            self._is_stuck = True
        return not self._is_stuck

    def close(self) -> None:
        """Closes the port; what a device does not take is dropped."""
        close_port(self._port, 0.0 if self._is_stuck else _DRAIN_S)


class SocketLine:
    """Owns one connection to a server of serial ports, `socket://host:port`."""

    def __init__(self, url: str, timeout_s: float) -> None:
        """Connects. Raises DeviceError NO_HARDWARE; ValueError for another form."""
        host, port = socket_place(url)
        try:
            self._socket = socket.create_connection((host, port), timeout=timeout_s)
        except OSError as exc:
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_connection") from exc
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SMALL)
        # A last word that was held back would be dropped with what was not read, and a scanner left disabled.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

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


class Conversation:
    """Owns the line to one device while it is open; used by one thread. DeviceError: CLOSED when it is not open,
    OFFLINE once it is lost."""

    def __init__(self, address: str) -> None:
        """Keeps the address (see `dial`); nothing is opened yet."""
        self._address = address
        self._line: DeviceLine | None = None

    def open(self, timeout_s: float) -> None:
        """Takes the line, anew. DeviceError: NO_HARDWARE, BUSY, ILLEGAL."""
        self.close()
        self._line = dial(self._address, timeout_s)

    def hear(self, timeout_s: float) -> bytes:
        """What came by then."""
        line = self._opened()
        try:
            return line.read(timeout_s)
        except OSError as exc:
            raise self._lost() from exc

    def say(self, words: bytes, timeout_s: float) -> None:
        """All of it; where part of it was taken nobody knows how much, so the line is lost."""
        line = self._opened()
        if not words:
            return
        try:
            is_taken = line.write(words, timeout_s)
        except OSError as exc:
            raise self._lost() from exc
        if not is_taken:
            raise self._lost()

    def close(self, bye: bytes = b"") -> None:
        """Lets go of the line, after a last word where it still takes one; never raises, may be called twice."""
        line, self._line = self._line, None
        if line is None:
            return
        if bye:
            with suppress(OSError):
                line.write(bye, _DRAIN_S)
        line.close()

    def _opened(self) -> DeviceLine:
        if self._line is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        return self._line

    def _lost(self) -> DeviceError:
        self.close()
        return DeviceError(ErrorCode.OFFLINE, "lost")
