"""One connection to an ESC/POS printer: what was asked on it, what was heard, and what is still to be sent."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.devices import Paper, PrinterStatus
from hardware.drivers.printers.line import Line
from hardware.printing.answers import (
    Answer,
    AnswerReader,
    AutomaticStatus,
    Identity,
    InOrderStatus,
    ProcessId,
    RealTimeStatus,
    learn,
)

_QUESTIONS = (1, 2, 4)  # DLE EOT: printer, offline cause, paper


@dataclass(slots=True)
class Talk:
    """One connection and all that is true only as long as it lives; `news` guards what the reader writes."""

    line: Line
    tell_pin: Callable[[bool | None], None]
    news: threading.Condition = field(default_factory=threading.Condition)
    reader: AnswerReader = field(default_factory=AnswerReader)
    status: PrinterStatus = field(default_factory=PrinterStatus)
    outgoing: bytearray = field(default_factory=bytearray)
    pending: bytes | None = None  # id of the section under way, empty when the printer knows no ids
    confirmed: bytes = b""
    owed: int = 0  # answers to GS r that may still come, those from before this connection too
    missing: int = 0  # answers to GS r until the section under way must be meant
    is_checked: bool = False  # asked, behind those, whether it is there and well
    unanswered: int = 0
    asked_s: float = 0.0
    sent_s: float = 0.0  # when bytes were handed over last
    names: list[str] = field(default_factory=list)
    has_heard: bool = False
    is_lost: bool = False
    is_begun: bool = False  # the commands a connection begins with went out

    @property
    def is_status_known(self) -> bool:
        """Whether it told all that was asked."""
        return self.status.is_online is not None and self.status.paper is not Paper.UNKNOWN

    def ask(self) -> None:
        """DLE EOT, all we want to know."""
        with self.news:
            for number in _QUESTIONS:
                self.outgoing += b"\x10\x04" + bytes([number])
                self.reader.asked(number)
                self.unanswered += 1

    def listen(self, overhear: Callable[[bytes], None]) -> None:
        """The reader's thread: sorts what comes in until the line ends, or breaks in whatever way."""
        try:
            self._hear(overhear)
        except OSError:
            pass  # the line of a stranger may say so in this way
        finally:
            with self.news:
                self.is_lost = True
                self.news.notify()

    def _hear(self, overhear: Callable[[bytes], None]) -> None:
        while data := self.line.read():
            overhear(data)
            with self.news:
                self.has_heard = True
                for answer in self.reader.feed(data):
                    self._take(answer)
                self.news.notify()

    def _take(self, answer: Answer) -> None:
        self.status = learn(self.status, answer)
        match answer:
            case AutomaticStatus():
                self.tell_pin(self.status.is_drawer_pin_high)
            case ProcessId(id_):
                self.confirmed = id_
            case InOrderStatus():
                self.owed, self.missing = max(0, self.owed - 1), max(0, self.missing - 1)
            case RealTimeStatus(number):
                self.unanswered = max(0, self.unanswered - 1)
                if number == 1:
                    self.tell_pin(self.status.is_drawer_pin_high)
            case Identity(text):
                self.names.append(text.decode("ascii"))
