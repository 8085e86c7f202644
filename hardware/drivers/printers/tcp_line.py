"""A printer on the network: raw TCP, as port 9100 of most of them."""

import selectors
import socket
from contextlib import suppress

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.printers.line import CHUNK

DEFAULT_PORT = 9100


class TcpLine:
    """Owns one connected socket."""

    is_two_way = True

    def __init__(self, host: str, port: int, timeout_s: float) -> None:
        """Connects. Raises DeviceError: TIMEOUT no answer, NO_HARDWARE nothing listens."""
        try:
            self._socket = socket.create_connection((host, port), timeout=timeout_s)
        except TimeoutError:
            raise DeviceError(ErrorCode.TIMEOUT, "no_connection") from None
        except OSError:
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_connection") from None
        self._socket.settimeout(0)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(self) -> bytes:
        """Waits for bytes; a half-closed printer ends here, though it would still take what is written."""
        try:
            self._ready(selectors.EVENT_READ, None)
            return self._socket.recv(CHUNK)
        except OSError:
            return b""

    def write(self, data: bytes, timeout_s: float) -> int:
        """What the network takes by then."""
        if not self._ready(selectors.EVENT_WRITE, timeout_s):
            return 0
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0

    def end(self) -> None:
        """Wakes the reader."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Closes the socket."""
        self._socket.close()

    def _ready(self, event: int, timeout_s: float | None) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, event)
            return bool(selector.select(timeout_s))
