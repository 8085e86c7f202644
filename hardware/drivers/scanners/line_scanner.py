"""A scanner on a line: a port of the computer, a USB device that is one, a radio base, a server of such ports."""

import time
from collections.abc import Callable
from datetime import datetime

from hardware.devices import DeviceError, Feedback, Heard, ScanRead
from hardware.drivers.lines import Conversation
from hardware.drivers.scanners.dialects import Dialect
from hardware.heard import Ear
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
        self._talk, self._device, self._dialect = Conversation(address), device, dialect
        self._now_at, self._clock_s = now_at, clock_s
        self._heard_s = 0.0
        self._ear = Ear()

    @property
    def heard(self) -> Heard | None:
        """What came last, with all that was around it."""
        return self._ear.heard

    def open(self, timeout_s: float) -> None:
        """Takes the line. Raises DeviceError: NO_HARDWARE, BUSY, ILLEGAL; OFFLINE when it was lost at once."""
        self._dialect.forget()
        self._talk.open(timeout_s)
        self._talk.say(self._dialect.hello(), timeout_s)

    def read(self, timeout_s: float) -> list[ScanRead]:
        """The codes that are complete by then. Raises DeviceError: OFFLINE, CLOSED. A code counts also where the
        scanner could not be told so any more: the line is CLOSED after it."""
        data = self._talk.hear(timeout_s)
        now_s = self._clock_s()
        if now_s - self._heard_s > SILENCE_S:
            self._dialect.forget()
        if not data:
            return []
        self._heard_s = now_s
        self._ear.note(data, now_s)
        heard = self._dialect.hear(data)
        try:
            self._talk.say(heard.reply, _ANSWER_S)
        except DeviceError:
            if not heard.codes:
                raise
        return [scan_read(code, self._device, self._now_at()) for code in heard.codes]

    def signal(self, meaning: Feedback, timeout_s: float) -> None:
        """Beeps by meaning. Raises DeviceError: OFFLINE, CLOSED."""
        self._talk.say(self._dialect.signal(meaning), timeout_s)

    def enable(self, timeout_s: float, *, is_enabled: bool) -> None:
        """Lets it scan, or not. Raises DeviceError: OFFLINE, CLOSED."""
        self._talk.say(self._dialect.enable(is_enabled=is_enabled), timeout_s)

    def close(self) -> None:
        """Lets go of the line, and of the scanner as it was found."""
        self._talk.close(self._dialect.bye())
