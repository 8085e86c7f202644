"""What is said to an ESC/POS printer and heard from it, the same over every line."""

import itertools
import threading
import time
from collections.abc import Callable
from functools import partial

from hardware.devices import (
    DeviceError,
    Drawer,
    DriverInfo,
    ErrorCode,
    Faulted,
    Heard,
    PrinterStatus,
    WriteResult,
    WriteState,
)
from hardware.drivers.printers.line import CHUNK, Line
from hardware.drivers.printers.talk import Talk
from hardware.heard import Ear
from hardware.printing.escpos_job import INITIALISE, STATUS_ON
from hardware.printing.profiles import Confirmation, PrinterProfile

Dial = Callable[[float], Line]
"""Opens the line within so many seconds, or raises DeviceError."""

_IDENTITY = b"\x1dIB\x1dIC"  # GS I 66 and 67: maker and model
_DONE = b"\x1dr\x01"  # GS r 1: answered when the printer has come to it
_FROM_BEFORE = 3  # answers that may still come to what another start of the program asked
_MOST_LATE = 31
_ID_BASE = 90  # process ids are four characters from `!` on
_BLOCKED_S = 0.1  # how long a full line is waited for before looking at what the printer said meanwhile
_SILENCE_S = 2.0  # real-time questions are answered in milliseconds
_HANG_UP_S = 0.3
"""How long a line on the network must stand after it was made, and after its last byte left, before a printer that
never answers counts as having taken what was sent. One that serves somebody else hangs up without reading a byte;
the system has taken them all by then, and only the hang-up, milliseconds later, tells that nobody did."""
_JOIN_S = 2.0
_FRESH_S = 30.0  # a drawer is shut by a hand: what was told longer ago is no news of it


class EscposPrinter:
    """Owns one line; every call comes from the one thread that owns the device and keeps its deadline."""

    def __init__(
        self,
        dial: Dial,
        info: DriverInfo,
        profile: PrinterProfile,
        clock_s: Callable[[], float] = time.monotonic,
        *,
        opens_high: bool | None = None,
    ) -> None:
        """Keeps the way there; nothing is opened yet. `clock_s` must be monotonic, in seconds.

        `opens_high`: whether the switch of an open cash drawer is high (pin 3). Drawers differ; None says that
        nobody told.
        """
        self._dial, self._info, self._profile, self._clock_s = dial, info, profile, clock_s
        self._ids = itertools.count(int(clock_s() * 1000))
        # A port outlives its opener: what was asked before this program began may be answered to it.
        self._owed = _FROM_BEFORE
        self._settled_s: float | None = None
        self._talk: Talk | None = None
        self._listener: threading.Thread | None = None
        self._ear = Ear()
        self._opens_high = opens_high
        self._pin: tuple[bool, float] | None = None  # whether it is high, and since when that is known

    @property
    def drawer(self) -> Drawer | None:
        """As the printer told it last; None where it did not in the last half minute, or has no drawer."""
        if self._pin is None or self._profile.drawer_pin is None:
            return None
        is_high, told_s = self._pin
        if self._clock_s() - told_s > _FRESH_S:
            return None
        if self._opens_high is None:
            return Drawer.HIGH if is_high else Drawer.LOW
        return Drawer.OPEN if is_high is self._opens_high else Drawer.CLOSED

    @property
    def heard(self) -> Heard | None:
        """What the printer said last."""
        return self._ear.heard

    @property
    def info(self) -> DriverInfo:
        """What this driver is."""
        return self._info

    def open(self, timeout_s: float) -> None:
        """Connects, switches automatic status on, learns the status.

        Raises DeviceError: what the line raises, TIMEOUT no or no meaningful answer, BUSY it hung up before
        saying anything (network printers serve one client), OFFLINE connection lost.
        """
        self.close()
        is_known, deadline = False, self._clock_s() + timeout_s
        try:
            is_known = self._is_reached(deadline)
        finally:
            if not is_known:
                self._note_pin(None)
        if not is_known:
            self.close()
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")

    def _is_reached(self, deadline: float) -> bool:
        talk = self._talk = Talk(self._dial(deadline - self._clock_s()), self._note_pin, owed=self._owed)
        if talk.line.is_two_way:
            listen = partial(talk.listen, lambda data: self._ear.note(data, self._clock_s()))
            self._listener = threading.Thread(target=listen, name="printer-reader", daemon=True)
            self._listener.start()
        try:
            if self._has_status:
                talk.ask()
                if not self._pump(talk, deadline, lambda: talk.is_status_known):
                    return False
                if isinstance(talk.status.state(), Faulted):
                    # It takes in nothing now: whoever looks for an hour would fill the memory it has for papers.
                    return True
            self._begin(talk)
            is_sent = self._pump(talk, deadline, lambda: not talk.outgoing)
            self._outlasts(talk, deadline)
            return is_sent
        except DeviceError:
            if talk.has_heard:
                raise
            raise DeviceError(ErrorCode.BUSY, "in_use") from None

    def _begin(self, talk: Talk) -> None:
        if not talk.is_begun:
            talk.is_begun = True
            talk.outgoing += INITIALISE
            if self._confirmation is Confirmation.PROCESS_ID:
                talk.outgoing += STATUS_ON

    def _note_pin(self, is_high: bool | None) -> None:
        """The reader's thread and the owner's: each leaves a whole value."""
        self._pin = None if is_high is None else (is_high, self._clock_s())

    def write(self, section: bytes, timeout_s: float) -> WriteResult:
        """Sends a section with a request to confirm it and waits; ILLEGAL while another is pending."""
        talk = self._opened()
        if talk.pending is not None:
            raise DeviceError(ErrorCode.ILLEGAL, "section_pending")
        self._begin(talk)
        talk.outgoing += section
        talk.pending = b""
        match self._confirmation:
            case Confirmation.PROCESS_ID:
                talk.pending = _process_id(next(self._ids))
                talk.outgoing += b"\x1d(H\x06\x0000" + talk.pending
            case Confirmation.IN_ORDER:
                self._ask_when_done(talk)
            case Confirmation.NOTHING:
                pass
        return self.await_written(timeout_s)

    def await_written(self, timeout_s: float) -> WriteResult:
        """Goes on sending and listening for the pending section; ILLEGAL when there is none."""
        talk = self._opened()
        if talk.pending is None:
            raise DeviceError(ErrorCode.ILLEGAL, "no_section_pending")
        deadline = self._clock_s() + timeout_s
        if not self._is_confirmed(talk, deadline - timeout_s / 2):
            self._look_again(talk)
        if not self._is_confirmed(talk, deadline):
            return WriteResult(WriteState.PENDING, talk.status, len(talk.outgoing))
        talk.pending, self._settled_s = None, self._clock_s()
        is_sure = self._confirmation is not Confirmation.NOTHING
        return WriteResult(WriteState.CONFIRMED if is_sure else WriteState.ACCEPTED, talk.status)

    def status(self, timeout_s: float) -> PrinterStatus:
        """Asks by DLE EOT; with a section pending only listens, since a full buffer would hide the question.

        Raises DeviceError TIMEOUT, and closes, when a printer that should answer does not: silence is never
        "enough paper", and late answers could no longer be told apart.
        """
        talk = self._opened()
        if talk.pending is not None or not self._has_status:
            self._pump(talk, self._clock_s(), lambda: False)
            return talk.status
        talk.ask()
        if not self._pump(talk, self._clock_s() + timeout_s, lambda: not talk.unanswered):
            self.close()
            self._note_pin(None)
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")
        return talk.status

    def kick(self, timeout_s: float) -> WriteResult:
        """Opens the cash drawer, at most once: nothing is sent to a printer that could do it later.

        Raises DeviceError: ILLEGAL no drawer on this printer, one that says nothing, or a section is pending;
        EXTENDED the printer waits for a person (the reason is its fault's); TIMEOUT it did not answer in time.
        Nothing was sent then. PENDING is never tried again, and the line is closed.
        """
        talk, deadline = self._opened(), self._clock_s() + timeout_s
        if self._profile.drawer_pin is None or not self._has_status:
            raise DeviceError(ErrorCode.ILLEGAL, "no_drawer")
        if talk.pending is not None:
            raise DeviceError(ErrorCode.ILLEGAL, "section_pending")
        fault = self.status(timeout_s).state()
        if isinstance(fault, Faulted):
            raise DeviceError(ErrorCode.EXTENDED, fault.reason)
        left_s = deadline - self._clock_s()
        if left_s <= 0:
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")
        # ESC p m t1 t2: 100 ms on and 500 ms off, in steps of 2 ms, as long as every drawer needs.
        result = self.write(b"\x1bp" + bytes([self._profile.drawer_pin, 50, 250]), left_s)
        if result.state is WriteState.PENDING:
            self.close()
        return result

    def identity(self, timeout_s: float) -> tuple[str, ...]:
        """Maker and model as the printer says them, less when it says less by then."""
        talk = self._opened()
        talk.names.clear()
        talk.outgoing += _IDENTITY
        self._pump(talk, self._clock_s() + timeout_s, lambda: len(talk.names) == 2)
        return tuple(talk.names)

    def close(self) -> None:
        """Hangs up and forgets what was pending."""
        talk, self._talk = self._talk, None
        if talk is None:
            return
        talk.line.end()
        if self._listener is not None:
            self._listener.join(_JOIN_S)
        self._listener, self._owed = None, talk.owed
        talk.line.close()

    @property
    def _has_status(self) -> bool:
        return self._profile.has_status and self._opened().line.is_two_way

    @property
    def _confirmation(self) -> Confirmation:
        return self._profile.confirmation if self._opened().line.is_two_way else Confirmation.NOTHING

    def _ask_when_done(self, talk: Talk) -> None:
        """Places GS r behind the section, so often that one answer must be meant for it.

        An answer does not say to which question: those that may still come from before are counted, and asked for
        once more. They come together, when the printer has come to them.
        """
        with talk.news:
            if self._settled_s is not None and self._clock_s() - self._settled_s > _SILENCE_S:
                talk.owed = 0
            self._settled_s = None
            talk.missing = min(talk.owed, _MOST_LATE) + 1
            talk.owed += talk.missing
            talk.outgoing += _DONE * talk.missing
            talk.is_checked = False

    def _look_again(self, talk: Talk) -> None:
        """Asks a printer that said it cannot print whether that is still so, and one that says nothing unasked.

        Only where a question is heard at once: nothing waits before it. No answer means nothing is known any more.
        """
        is_worth_it = isinstance(talk.status.state(), Faulted) or self._confirmation is Confirmation.IN_ORDER
        if talk.unanswered and self._clock_s() - talk.asked_s > _SILENCE_S:
            talk.status = PrinterStatus()
        elif self._has_status and is_worth_it and not talk.outgoing and not talk.unanswered:
            talk.asked_s = self._clock_s()
            talk.ask()

    def _outlasts(self, talk: Talk, deadline: float) -> bool:
        """Whether the line stood long enough since its last byte left; DeviceError once it is lost. True at once
        where nobody hangs up, or where what the printer says tells more."""
        if self._has_status or not talk.line.is_two_way or self._info.transport != "tcp":
            return True
        stood_s = talk.sent_s + _HANG_UP_S
        self._pump(talk, min(deadline, stood_s), lambda: False)
        return self._clock_s() >= stood_s

    def _is_confirmed(self, talk: Talk, deadline: float) -> bool:
        """A line that breaks reads as zeros, as does an answer to GS r: whoever gave it must be there still."""
        if self._confirmation is not Confirmation.IN_ORDER or not self._has_status:
            is_written = self._pump(talk, deadline, lambda: self._is_written(talk))
            return is_written and self._outlasts(talk, deadline)
        if self._pump(talk, deadline, lambda: self._is_written(talk)) and not talk.is_checked:
            talk.is_checked, talk.asked_s = True, self._clock_s()
            talk.ask()
        return talk.is_checked and self._pump(
            talk, deadline, lambda: not talk.unanswered and not isinstance(talk.status.state(), Faulted)
        )

    def _is_written(self, talk: Talk) -> bool:
        match self._confirmation:
            case Confirmation.PROCESS_ID:
                return talk.confirmed == talk.pending
            case Confirmation.IN_ORDER:
                return not talk.missing and not talk.outgoing
            case Confirmation.NOTHING:
                return not talk.outgoing

    def _opened(self) -> Talk:
        if self._talk is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        return self._talk

    def _pump(self, talk: Talk, deadline: float, is_done: Callable[[], bool]) -> bool:
        """Sends, and waits for what the reader hears, until `is_done` or the deadline. True when done."""
        while True:
            with talk.news:
                left_s = deadline - self._clock_s()
                if is_done():
                    return True
                if not talk.is_lost and left_s <= 0:
                    return False
                if not talk.is_lost and not talk.outgoing:
                    talk.news.wait(left_s)
                    continue
            try:
                if talk.is_lost:
                    # A half-closed socket still takes what is written; only this tells that nobody listens.
                    raise ConnectionResetError
                del talk.outgoing[: talk.line.write(bytes(talk.outgoing[:CHUNK]), min(left_s, _BLOCKED_S))]
                talk.sent_s = self._clock_s()
            except OSError:
                self.close()
                raise DeviceError(ErrorCode.OFFLINE, "connection_lost") from None


def _process_id(number: int) -> bytes:
    digits: list[int] = []
    for _ in range(4):
        number, digit = divmod(number, _ID_BASE)
        digits.append(0x21 + digit)
    return bytes(reversed(digits))
