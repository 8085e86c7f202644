"""A scanner that types, taken away from the keyboard: read from the kernel, so that no key of it reaches a window.

Linux only; elsewhere there is no such device and it is told as absent. The kernel's interface is two calls and one
record, which is why no library stands between.
"""

import errno
import os
import selectors
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from hardware.devices import DeviceError, ErrorCode, Heard, ScanRead
from hardware.drivers.refusals import refusal
from hardware.drivers.scanners.key_events import EVENT, KeyDecoder
from hardware.drivers.scanners.key_layouts import KeyLayout
from hardware.heard import Ear
from hardware.symbology.reading import scan_read

if sys.platform == "linux":
    import fcntl

SILENCE_S = 1.0
"""A code is typed at once: one that was begun and not ended by then was cut off."""
_EVIOCGRAB = 0x40044590  # linux/input.h
_CHUNK = 64 * EVENT.size


def grab_alone(descriptor: int) -> None:
    """From here on no other program gets its keys. OSError: EBUSY another has it, ENOTTY no such device."""
    if sys.platform == "linux":
        fcntl.ioctl(descriptor, _EVIOCGRAB, 1)


class EvdevScanner:
    """Owns one input device; every call comes from the one thread that owns the device."""

    def __init__(
        self,
        path: str,
        device: str,
        layout: KeyLayout,
        now_at: Callable[[], datetime],
        *,
        clock_s: Callable[[], float] = time.monotonic,
        grab: Callable[[int], None] = grab_alone,
    ) -> None:
        """Keeps the path, `/dev/input/by-id/…-event-kbd`; `layout` is the one the scanner was set to."""
        self._path, self._device = path, device
        self._now_at, self._clock_s, self._grab = now_at, clock_s, grab
        self._layout, self._decoder = layout, KeyDecoder(layout)
        self._descriptor: int | None = None
        self._heard_s = 0.0
        self._ear = Ear()

    @property
    def heard(self) -> Heard | None:
        """The code that was typed last, without the key behind it."""
        return self._ear.heard

    def open(self, timeout_s: float) -> None:
        """Takes the device, and its keys from everybody else. Raises DeviceError: NO_HARDWARE, BUSY or ILLEGAL."""
        self.close()
        try:
            self._descriptor = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK)
            self._grab(self._descriptor)
        except OSError as exc:
            self.close()
            raise refusal(exc) from exc

    def read(self, timeout_s: float) -> list[ScanRead]:
        """The codes that are complete by then. Raises DeviceError: OFFLINE, CLOSED."""
        if self._descriptor is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        try:
            events = self._events(self._descriptor, timeout_s)
        except OSError as exc:
            self.close()
            raise DeviceError(ErrorCode.OFFLINE, "lost") from exc
        now_s = self._clock_s()
        if now_s - self._heard_s > SILENCE_S:
            self._decoder.forget()
        if events:
            self._heard_s = now_s
        codes = self._decoder.feed(events)
        for code in codes:
            self._ear.note(code, now_s)
        return [scan_read(code, self._device, self._now_at()) for code in codes]

    @staticmethod
    def _events(descriptor: int, timeout_s: float) -> bytes:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            if not selector.select(timeout_s):
                return b""
        events = os.read(descriptor, _CHUNK)
        if not events:
            raise OSError(errno.ENODEV, "gone")
        return events

    def close(self) -> None:
        """Lets go of it: its keys are everybody's again."""
        descriptor, self._descriptor = self._descriptor, None
        # With it goes what it was holding down.
        self._decoder = KeyDecoder(self._layout)
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)
