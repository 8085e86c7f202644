"""A two-line customer display on a serial line, or behind a server of such lines."""

from contextlib import suppress

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.displays.languages import Language
from hardware.drivers.lines import DeviceLine, dial

_BYE_S = 0.2
"""A few bytes go out in far less, or the line is stuck."""


class SerialLineDisplay:
    """Owns one line; every call comes from the one thread that owns the device."""

    def __init__(self, address: str, language: Language) -> None:
        """Keeps the address (see `dial`); nothing is opened yet."""
        self._address, self._language = address, language
        self._line: DeviceLine | None = None

    def open(self, timeout_s: float) -> None:
        """Takes the line. Raises DeviceError: NO_HARDWARE, BUSY, ILLEGAL; OFFLINE when it was lost at once."""
        self.close()
        self._line = dial(self._address, timeout_s)
        self._say(self._language.hello(), timeout_s)

    def show(self, upper: str, lower: str, timeout_s: float) -> None:
        """Both lines. Raises DeviceError: OFFLINE when the line is gone or stuck, CLOSED."""
        self._say(self._language.lines(upper, lower), timeout_s)

    def close(self) -> None:
        """Leaves nothing of a customer on it."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):
                line.write(self._language.bye(), _BYE_S)
            line.close()

    def _say(self, words: bytes, timeout_s: float) -> None:
        line = self._line
        if line is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        try:
            # Nothing is expected; but a line whose other side hung up takes one more word before it tells.
            line.read(0)
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
