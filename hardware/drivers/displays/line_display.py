"""A two-line customer display on a serial line, or behind a server of such lines."""

from hardware.drivers.displays.languages import Language
from hardware.drivers.lines import Conversation


class SerialLineDisplay:
    """Owns one line; every call comes from the one thread that owns the device."""

    def __init__(self, address: str, language: Language) -> None:
        """Keeps the address (see `dial`); nothing is opened yet."""
        self._talk, self._language = Conversation(address), language

    def open(self, timeout_s: float) -> None:
        """Takes the line. Raises DeviceError: NO_HARDWARE, BUSY, ILLEGAL; OFFLINE when it was lost at once."""
        self._talk.open(timeout_s)
        self._say(self._language.hello(), timeout_s)

    def show(self, upper: str, lower: str, timeout_s: float) -> None:
        """Both lines. Raises DeviceError: OFFLINE when the line is gone or stuck, CLOSED."""
        self._say(self._language.lines(upper, lower), timeout_s)

    def close(self) -> None:
        """Leaves nothing of a customer on it."""
        self._talk.close(self._language.bye())

    def _say(self, words: bytes, timeout_s: float) -> None:
        # Nothing is expected; but a line whose other side hung up takes one more word before it tells.
        self._talk.hear(0)
        self._talk.say(words, timeout_s)
