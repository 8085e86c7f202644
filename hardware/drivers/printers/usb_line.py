"""A printer on a USB cable, without any driver of the system between: the printer class of USB over pyusb."""

import threading
from contextlib import suppress
from typing import Protocol

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.printers.line import CHUNK
from hardware.drivers.printers.usb_found import WhichPrinter

_LISTEN_S = 0.25


class Endpoints(Protocol):
    """The two pipes of a claimed printer. Both raise OSError when the cable is out."""

    @property
    def is_two_way(self) -> bool:
        """Whether the printer has a pipe back."""

    def send(self, data: bytes, timeout_s: float) -> int:
        """Bytes taken by then."""

    def receive(self, size: int, timeout_s: float) -> bytes:
        """What came by then, nothing if nothing did."""

    def release(self) -> None:
        """Gives the printer back to the system."""


class UsbLine:
    """Owns the endpoints of one printer."""

    def __init__(self, endpoints: Endpoints) -> None:
        """Takes them over; `close` releases them."""
        self._endpoints = endpoints
        self._is_ended = threading.Event()

    @property
    def is_two_way(self) -> bool:
        """Whether the printer can answer."""
        return self._endpoints.is_two_way

    def read(self) -> bytes:
        """Waits for bytes; asks again and again, since nothing else can wake a waiting endpoint."""
        while not self._is_ended.is_set():
            try:
                data = self._endpoints.receive(CHUNK, _LISTEN_S)
            except OSError:
                break
            if data:
                return data
        return b""

    def write(self, data: bytes, timeout_s: float) -> int:
        """What the printer takes by then."""
        return self._endpoints.send(data, timeout_s)

    def end(self) -> None:
        """Makes the reader stop at its next turn."""
        self._is_ended.set()

    def close(self) -> None:
        """Releases the printer."""
        with suppress(OSError):
            self._endpoints.release()


def claimed_printer(which: WhichPrinter) -> Endpoints:
    """The printer with these USB numbers, taken from the system's own driver; without a serial number the first.

    Raises DeviceError: NO_SERVICE pyusb or libusb is not installed, NO_HARDWARE no such printer, BUSY or ILLEGAL.
    """
    try:
        from hardware.drivers.printers.usb_endpoints import claim  # noqa: PLC0415 - pyusb is an optional extra
    except ImportError:
        raise DeviceError(ErrorCode.NO_SERVICE, "no_usb") from None
    return claim(which)
