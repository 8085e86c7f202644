"""A scanner on a line: a port of the computer, a USB device that is one, a radio base, a server of such ports."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from hardware.devices import DeviceError, ErrorCode, Feedback, ScanRead
from hardware.drivers.lines import DeviceLine, dial
from hardware.drivers.scanners.dialects import Dialect
from hardware.symbology.reading import scan_read

SILENCE_S = 1.0
"""A code is sent at once: one that was begun and not ended by then was cut off."""
_ANSWER_S = 0.2
"""A few bytes go out in far less, or the line is stuck."""


class LineScanner:
    """Owns one line; every call comes from the one thread that owns the device."""

    def __init__(
        self,
        address: str,
        device: str,
        dialect: Dialect,
        now_at: Callable[[], datetime],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps the address (see `dial`); nothing is opened yet. `device` is its name in what it reads."""
        self._address, self._device, self._dialect = address, device, dialect
        self._now_at, self._clock_s = now_at, clock_s
        self._line: DeviceLine | None = None
        self._heard_s = 0.0

    def open(self, timeout_s: float) -> None:
        """Takes the line. Raises DeviceError: NO_HARDWARE, BUSY, ILLEGAL; OFFLINE when it was lost at once."""
        self.close()
        self._dialect.forget()
        self._line = dial(self._address, timeout_s)
        self._say(self._dialect.hello(), timeout_s)

    def read(self, timeout_s: float) -> list[ScanRead]:
        """The codes that are complete by then. Raises DeviceError: OFFLINE, CLOSED."""
        line = self._opened()
        try:
            data = line.read(timeout_s)
        except OSError as exc:
            raise self._lost() from exc
        now_s = self._clock_s()
        if now_s - self._heard_s > SILENCE_S:
            self._dialect.forget()
        if not data:
            return []
        self._heard_s = now_s
        heard = self._dialect.hear(data)
        self._say(heard.reply, _ANSWER_S)
        return [scan_read(code, self._device, self._now_at()) for code in heard.codes]

    def signal(self, meaning: Feedback, timeout_s: float) -> None:
        """Beeps by meaning. Raises DeviceError: OFFLINE, CLOSED."""
        self._say(self._dialect.signal(meaning), timeout_s)

    def enable(self, timeout_s: float, *, is_enabled: bool) -> None:
        """Lets it scan, or not. Raises DeviceError: OFFLINE, CLOSED."""
        self._say(self._dialect.enable(is_enabled=is_enabled), timeout_s)

    def close(self) -> None:
        """Lets go of the line, and of the scanner as it was found."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):
                line.write(self._dialect.bye(), _ANSWER_S)
            line.close()

    def _opened(self) -> DeviceLine:
        if self._line is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        return self._line

    def _say(self, words: bytes, timeout_s: float) -> None:
        line = self._opened()
        if not words:
            return
        try:
            is_taken = line.write(words, timeout_s)
        except OSError as exc:
            raise self._lost() from exc
        if not is_taken:
            raise self._lost()

    def _lost(self) -> DeviceError:
        line, self._line = self._line, None
        if line is not None:
            line.close()
        return DeviceError(ErrorCode.OFFLINE, "lost")
