"""A label printer that speaks ZPL, on the network or on a serial line."""

import time
from collections.abc import Callable

from hardware.devices import (
    DeviceError,
    DriverInfo,
    ErrorCode,
    Faulted,
    Heard,
    LabelPrinterStatus,
    WriteState,
)
from hardware.drivers.labels.host_status import ASK, MAX_BYTES, status_in
from hardware.drivers.lines import Conversation
from hardware.heard import Ear

INFO = DriverInfo(
    "zpl",
    "label_printer",
    "Label printer, ZPL",
    "serial",
    ("dpi",),
    frozenset({"print", "status", "confirm"}),
    "silver",
)
IN_DOUBT = "in_doubt"
"""Reason of a DeviceError after which nobody knows what was printed."""
_LOOK_S = 0.1
"""Between two questions whether all is printed: a label takes longer."""


class ZplPrinter:
    """Owns one line; every call comes from the one thread that owns the device."""

    def __init__(
        self,
        address: str,
        clock_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keeps the address (see `dial`); nothing is opened yet."""
        self._talk, self._clock_s, self._sleep = Conversation(address), clock_s, sleep
        self._ear = Ear()

    @property
    def heard(self) -> Heard | None:
        """What it answered last."""
        return self._ear.heard

    def open(self, timeout_s: float) -> None:
        """Connects. Raises DeviceError: NO_HARDWARE, BUSY, ILLEGAL."""
        self._talk.open(timeout_s)

    def status(self, timeout_s: float) -> LabelPrinterStatus:
        """Asks it. Raises DeviceError: TIMEOUT `no_answer`, OFFLINE, CLOSED."""
        return self._status(self._clock_s() + timeout_s)

    def write(self, job: bytes, timeout_s: float) -> WriteState:
        """Sends labels and waits for them. Raises DeviceError: EXTENDED, TIMEOUT, OFFLINE, CLOSED, all before a
        byte was sent; FAILURE `in_doubt` when the line was lost behind the first."""
        until_s = self._clock_s() + timeout_s
        state = self._status(until_s).state()
        if isinstance(state, Faulted):
            raise DeviceError(ErrorCode.EXTENDED, state.reason)
        try:
            return self._printed(job, until_s)
        except DeviceError as error:
            raise DeviceError(ErrorCode.FAILURE, IN_DOUBT) from error

    def _printed(self, job: bytes, until_s: float) -> WriteState:
        self._say(job, until_s)
        while self._clock_s() < until_s:
            try:
                if not self._status(until_s).waiting:
                    return WriteState.CONFIRMED
            except DeviceError as error:
                if error.code is not ErrorCode.TIMEOUT:
                    raise
                break
            self._sleep(min(_LOOK_S, max(0.0, until_s - self._clock_s())))
        return WriteState.PENDING

    def close(self) -> None:
        """Hangs up."""
        self._talk.close()

    def _status(self, until_s: float) -> LabelPrinterStatus:
        self._hear(0.0)  # what it said before it was asked is not the answer
        self._say(ASK, until_s)
        heard = b""
        while (left_s := until_s - self._clock_s()) > 0:
            heard = (heard + self._hear(left_s))[-MAX_BYTES:]
            status = status_in(heard)
            if status is not None:
                return status
        raise DeviceError(ErrorCode.TIMEOUT, "no_answer")

    def _hear(self, timeout_s: float) -> bytes:
        data = self._talk.hear(timeout_s)
        if data:
            self._ear.note(data, self._clock_s())
        return data

    def _say(self, words: bytes, until_s: float) -> None:
        self._talk.say(words, max(0.001, until_s - self._clock_s()))
