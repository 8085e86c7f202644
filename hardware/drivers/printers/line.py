"""A way for bytes to a printer and back; all that differs between a socket, a port, a cable and a device file."""

import os
import select
import selectors
from contextlib import suppress
from typing import Protocol

CHUNK = 4_096
_EMPTY_S = 0.1


class Line(Protocol):
    """One open connection. `read` is called by one thread, everything else by the one that owns the printer."""

    @property
    def is_two_way(self) -> bool:
        """Whether anything can come back."""

    def read(self) -> bytes:
        """Waits for bytes; empty when the line was lost or `end` was called. Never raises."""

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hands over what the other side takes by then; answers how many bytes. Raises OSError when it is gone."""

    def end(self) -> None:
        """Makes a waiting `read` return; never raises."""

    def close(self) -> None:
        """Lets go of the line once nobody reads any more; never raises."""


class DescriptorLine:
    """Owns an open, non-blocking file descriptor of a device: a serial port, a printer's device file, a pipe."""

    def __init__(self, descriptor: int, *, is_two_way: bool, ends_when_empty: bool = True) -> None:
        """Takes the descriptor over; `close` closes it. Not `ends_when_empty`: reading nothing is no end there."""
        self._descriptor = descriptor
        self._is_two_way = is_two_way
        self._ends_when_empty = ends_when_empty
        self._waker, self._wake = os.pipe()

    @property
    def is_two_way(self) -> bool:
        """Whether the printer can answer this way."""
        return self._is_two_way

    def read(self) -> bytes:
        """Waits for bytes or the end."""
        with selectors.DefaultSelector() as selector:
            try:
                selector.register(self._descriptor, selectors.EVENT_READ)
                selector.register(self._waker, selectors.EVENT_READ)
                while True:
                    ready = {key.fd for key, _ in selector.select()}
                    if self._waker in ready:
                        return b""
                    with suppress(BlockingIOError):
                        data = os.read(self._descriptor, CHUNK)
                        if data or self._ends_when_empty:
                            return data
                        select.select([self._waker], [], [], _EMPTY_S)
            except OSError:
                return b""

    def write(self, data: bytes, timeout_s: float) -> int:
        """What the device takes by then."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._descriptor, selectors.EVENT_WRITE)
            if not selector.select(timeout_s):
                return 0
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:
            return 0

    def end(self) -> None:
        """Wakes the reader."""
        os.write(self._wake, b".")

    def close(self) -> None:
        """Closes the device."""
        for descriptor in (self._descriptor, self._waker, self._wake):
            with suppress(OSError):
                os.close(descriptor)
