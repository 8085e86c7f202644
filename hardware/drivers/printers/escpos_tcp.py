"""ESC/POS receipt printers on the network, raw port 9100."""

import itertools
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.devices import DeviceError, DriverInfo, ErrorCode, Paper, PrinterStatus, WriteResult, WriteState
from hardware.printing.answers import AnswerReader, ProcessId, RealTimeStatus, learn
from hardware.printing.escpos_job import INITIALISE, STATUS_ON
from hardware.printing.profiles import PrinterProfile

INFO = DriverInfo(
    id="escpos-tcp",
    kind="receipt_printer",
    label="ESC/POS printer on the network",
    transport="tcp",
    options=("host", "port", "profile"),
    capabilities=frozenset({"receipt", "cut", "status", "confirmation"}),
    quality="silver",
)

DEFAULT_PORT = 9100
_QUESTIONS = (1, 2, 4)  # DLE EOT: printer, offline cause, paper
_ID_BASE = 90  # process ids are four characters from `!` on


@dataclass(slots=True)
class _Link:
    """One connection: its socket and all that is true only as long as it lives."""

    socket: socket.socket
    reader: AnswerReader = field(default_factory=AnswerReader)
    outgoing: bytearray = field(default_factory=bytearray)
    pending: bytes | None = None  # id of the section under way, empty when the printer knows no ids
    confirmed: bytes = b""
    unanswered: int = 0
    has_heard: bool = False
    status: PrinterStatus = field(default_factory=PrinterStatus)

    @property
    def is_status_known(self) -> bool:
        return self.status.is_online is not None and self.status.paper is not Paper.UNKNOWN

    def ask(self) -> None:
        for number in _QUESTIONS:
            self.outgoing += b"\x10\x04" + bytes([number])
            self.reader.asked(number)
            self.unanswered += 1

    def hear(self, data: bytes) -> None:
        if not data:
            # A half-closed socket still takes what is written; only this tells that nobody listens.
            raise ConnectionResetError
        self.has_heard = True
        for answer in self.reader.feed(data):
            self.status = learn(self.status, answer)
            if isinstance(answer, ProcessId):
                self.confirmed = answer.id
            elif isinstance(answer, RealTimeStatus):
                self.unanswered = max(0, self.unanswered - 1)


class EscposTcpPrinter:
    """Owns one socket; every call comes from the one thread that owns the device and keeps its deadline."""

    def __init__(
        self, host: str, port: int, profile: PrinterProfile, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        """Keeps the address; nothing is opened yet. `clock_s` must be monotonic, in seconds."""
        self._address = (host, port)
        self._profile = profile
        self._clock_s = clock_s
        self._ids = itertools.count(int(clock_s() * 1000))
        self._link: _Link | None = None

    @property
    def info(self) -> DriverInfo:
        """What this driver is."""
        return INFO

    def open(self, timeout_s: float) -> None:
        """Connects, switches automatic status on, learns the status.

        Raises DeviceError: NO_HARDWARE nothing listens, TIMEOUT no or no meaningful answer, BUSY it hung up
        before saying anything (printers serve one client), OFFLINE connection lost.
        """
        self.close()
        deadline = self._clock_s() + timeout_s
        link = self._link = _Link(self._connect(timeout_s))
        link.outgoing += INITIALISE
        if self._profile.has_process_id:
            link.outgoing += STATUS_ON
        if self._profile.has_status:
            link.ask()
        try:
            is_known = self._pump(
                link, deadline, lambda: link.is_status_known if self._profile.has_status else not link.outgoing
            )
        except DeviceError:
            if link.has_heard:
                raise
            raise DeviceError(ErrorCode.BUSY, "in_use") from None
        if not is_known:
            self.close()
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")

    def write(self, section: bytes, timeout_s: float) -> WriteResult:
        """Sends a section with a process id and waits for that id; ILLEGAL while another is pending."""
        link = self._opened()
        if link.pending is not None:
            raise DeviceError(ErrorCode.ILLEGAL, "section_pending")
        link.outgoing += section
        link.pending = b""
        if self._profile.has_process_id:
            link.pending = _process_id(next(self._ids))
            link.outgoing += b"\x1d(H\x06\x0000" + link.pending
        return self.await_written(timeout_s)

    def await_written(self, timeout_s: float) -> WriteResult:
        """Goes on sending and listening for the pending section; ILLEGAL when there is none."""
        link = self._opened()
        if link.pending is None:
            raise DeviceError(ErrorCode.ILLEGAL, "no_section_pending")
        has_ids = self._profile.has_process_id
        is_done = self._pump(
            link,
            self._clock_s() + timeout_s,
            lambda: link.confirmed == link.pending if has_ids else not link.outgoing,
        )
        if not is_done:
            return WriteResult(WriteState.PENDING, link.status, len(link.outgoing))
        link.pending = None
        return WriteResult(WriteState.CONFIRMED if has_ids else WriteState.ACCEPTED, link.status)

    def status(self, timeout_s: float) -> PrinterStatus:
        """Asks by DLE EOT; with a section pending only listens, since a full buffer would hide the question.

        Raises DeviceError TIMEOUT, and closes, when a printer that should answer does not: silence is never
        "enough paper", and late answers could no longer be told apart.
        """
        link = self._opened()
        if link.pending is not None or not self._profile.has_status:
            self._pump(link, self._clock_s(), lambda: False)
            return link.status
        link.ask()
        if not self._pump(link, self._clock_s() + timeout_s, lambda: not link.unanswered):
            self.close()
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")
        return link.status

    def close(self) -> None:
        """Closes the socket and forgets what was pending."""
        if self._link is not None:
            self._link.socket.close()
        self._link = None

    def _opened(self) -> _Link:
        if self._link is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        return self._link

    def _connect(self, timeout_s: float) -> socket.socket:
        try:
            connection = socket.create_connection(self._address, timeout=timeout_s)
        except TimeoutError:
            raise DeviceError(ErrorCode.TIMEOUT, "no_connection") from None
        except OSError:
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_connection") from None
        connection.settimeout(0)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _pump(self, link: _Link, deadline: float, is_done: Callable[[], bool]) -> bool:
        """Sends and reads until `is_done` or the deadline; reads at least once. True when done."""
        with selectors.DefaultSelector() as selector:
            key = selector.register(link.socket, selectors.EVENT_READ)
            while True:
                wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if link.outgoing else 0)
                if key.events != wanted:
                    key = selector.modify(link.socket, wanted)
                left_s = max(0.0, deadline - self._clock_s())
                for _, events in selector.select(left_s):
                    self._serve(link, events)
                if is_done():
                    return True
                if self._clock_s() >= deadline:
                    return False

    def _serve(self, link: _Link, events: int) -> None:
        try:
            if events & selectors.EVENT_READ:
                link.hear(link.socket.recv(4096))
            if events & selectors.EVENT_WRITE and link.outgoing:
                del link.outgoing[: link.socket.send(link.outgoing)]
        except BlockingIOError:
            return
        except OSError:
            self.close()
            raise DeviceError(ErrorCode.OFFLINE, "connection_lost") from None


def _process_id(number: int) -> bytes:
    digits: list[int] = []
    for _ in range(4):
        number, digit = divmod(number, _ID_BASE)
        digits.append(0x21 + digit)
    return bytes(reversed(digits))
