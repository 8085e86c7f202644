"""The other end of the simulated printer's control socket, for the hands window, the tour and tests."""

import socket
from types import TracebackType

import msgspec

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.printers.twin_control import Order, Reply

_MAX_REPLY = 16_000_000


class TwinControl:
    """Owns one blocking connection to a twin; one thread at a time; use as `with`."""

    def __init__(self, port: int, timeout_s: float = 5.0) -> None:
        """Connects to this machine. Raises DeviceError NO_HARDWARE when no twin listens."""
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), timeout=timeout_s)
        except OSError:
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_connection") from None
        self._lines = self._socket.makefile("rb")

    def send(self, order: Order) -> Reply:
        """Gives one order and waits for the state after it. Raises DeviceError OFFLINE or ILLEGAL."""
        try:
            self._socket.sendall(msgspec.json.encode(order) + b"\n")
            line = self._lines.readline(_MAX_REPLY)
        except OSError:
            raise DeviceError(ErrorCode.OFFLINE, "connection_lost") from None
        if not line:
            raise DeviceError(ErrorCode.OFFLINE, "connection_lost")
        reply = msgspec.json.decode(line, type=Reply)
        if not reply.ok:
            raise DeviceError(ErrorCode.ILLEGAL, "order_not_understood")
        return reply

    def close(self) -> None:
        """Hangs up."""
        self._lines.close()
        self._socket.close()

    def __enter__(self) -> "TwinControl":
        """Is itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hangs up."""
        self.close()
