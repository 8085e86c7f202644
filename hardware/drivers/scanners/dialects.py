"""What scanners of several makers say and understand on a line; pure bytes, no device.

Sources: Datalogic Magellan 9300i and Honeywell user guides (host commands); Zebra in `zebra_ssi`.
"""

from dataclasses import dataclass
from typing import Protocol

from hardware.devices import Feedback
from hardware.drivers.scanners.framing import Framer

ESC = b"\x1b"


@dataclass(frozen=True, slots=True)
class Heard:
    """Codes that are complete, and what has to be answered at once."""

    codes: tuple[bytes, ...] = ()
    reply: bytes = b""


class Dialect(Protocol):
    """One conversation with one scanner; used by one thread. A word that is empty is one the scanner lacks."""

    def hello(self) -> bytes:
        """What to say once the line is open."""

    def hear(self, data: bytes) -> Heard:
        """What came."""

    def forget(self) -> None:
        """What was begun belongs to nothing that follows."""

    def signal(self, meaning: Feedback) -> bytes:
        """Beeps by meaning."""

    def enable(self, *, is_enabled: bool) -> bytes:
        """Scans, or does not."""

    def bye(self) -> bytes:
        """What to say before the line is let go: the scanner is again as it was."""


class Framed:
    """Codes with an end behind them, and single words for the scanner; plain ones understand none."""

    def __init__(
        self, signals: "dict[Feedback, bytes] | None" = None, enable: bytes = b"", disable: bytes = b""
    ) -> None:
        self._framer = Framer()
        self._signals, self._enable, self._disable = signals or {}, enable, disable

    def hello(self) -> bytes:
        """It may still be disabled from before a crash."""
        return self._enable

    def hear(self, data: bytes) -> Heard:
        """Whatever ends is a code."""
        return Heard(tuple(self._framer.feed(data)))

    def forget(self) -> None:
        """Begin anew."""
        self._framer.forget()

    def signal(self, meaning: Feedback) -> bytes:
        """Its word."""
        return self._signals.get(meaning, b"")

    def enable(self, *, is_enabled: bool) -> bytes:
        """Its word."""
        return self._enable if is_enabled else self._disable

    def bye(self) -> bytes:
        """Never left disabled."""
        return self._enable


def plain() -> Dialect:
    """Any scanner on a line."""
    return Framed()


def datalogic() -> Dialect:
    """`B` good-read beep, `F` not-on-file beeps, BEL; `E` and `D` enable and disable."""
    signals = {Feedback.GOOD: b"B", Feedback.QUESTION: b"\x07", Feedback.REFUSED: b"F"}
    return Framed(signals, b"E", b"D")


def honeywell() -> Dialect:
    """ESC 7 and 8 tell good from bad, ESC 5 is one beep of middle height. Nothing disables it from here."""
    return Framed({Feedback.GOOD: ESC + b"7", Feedback.QUESTION: ESC + b"5", Feedback.REFUSED: ESC + b"8"})
