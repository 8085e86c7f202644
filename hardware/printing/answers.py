"""Sorts the one stream of bytes a printer sends back: status, confirmations and identity arrive mixed."""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from hardware.devices import Paper, PrinterStatus

PROCESS_ID_HEAD = b"\x37\x22"
_IDENTITY_HEAD = 0x5F
_MAX_IDENTITY = 80
_ID_CHARS = range(0x20, 0x7F)


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """Four bytes a printer sends by itself once GS a asked for them."""

    data: bytes


@dataclass(frozen=True, slots=True)
class RealTimeStatus:
    """Answer to DLE EOT n; `number` is 0 when nobody had asked."""

    number: int
    value: int


@dataclass(frozen=True, slots=True)
class ProcessId:
    """All data before this id has been processed (GS ( H function 48)."""

    id: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """Answer to GS I: a name of maker, model or firmware."""

    text: bytes


@dataclass(frozen=True, slots=True)
class InOrderStatus:
    """Answer to GS r n, sent when the printer came to it."""

    value: int


Answer: TypeAlias = AutomaticStatus | RealTimeStatus | ProcessId | Identity | InOrderStatus


class AnswerReader:
    """Owns the bytes of answers not complete yet; belongs to the thread that reads the printer.

    The kinds are told apart by the fixed bits Epson documents for each first byte: status on its own
    0xx1xx00, real-time 0xx1xx10, process id 37 22, identity 5F, in-order status 0xx0xxxx. What fits none
    (XON, XOFF, noise) is dropped and the next byte is tried, so a lost byte never shifts what follows for long.
    """

    def __init__(self) -> None:
        """Starts with nothing read and nothing asked."""
        self._rest = bytearray()
        self._asked: list[int] = []

    def asked(self, number: int) -> None:
        """Notes that DLE EOT `number` went out; answers come in the order of questions."""
        self._asked.append(number)

    def feed(self, data: bytes) -> list[Answer]:
        """The answers completed by these bytes. Never raises, keeps at most one answer's bytes."""
        self._rest += data
        answers: list[Answer] = []
        while self._rest:
            used, answer = self._first()
            if used == 0:
                break
            del self._rest[:used]
            if answer is not None:
                answers.append(answer)
        return answers

    def _first(self) -> tuple[int, Answer | None]:
        """Bytes used and what they were; (0, None) when more must come first."""
        first = self._rest[0]
        if first & 0x93 == 0x10:
            return self._automatic()
        if first & 0x93 == 0x12:
            return 1, RealTimeStatus(self._asked.pop(0) if self._asked else 0, first)
        if first == PROCESS_ID_HEAD[0]:
            return self._process_id()
        if first == _IDENTITY_HEAD:
            return self._identity()
        if first & 0x90 == 0:
            return 1, InOrderStatus(first)
        return 1, None

    def _automatic(self) -> tuple[int, Answer | None]:
        block = bytes(self._rest[:4])
        if any(byte & 0x90 for byte in block[1:]):
            return 1, None
        return (4, AutomaticStatus(block)) if len(block) == 4 else (0, None)

    def _process_id(self) -> tuple[int, Answer | None]:
        block = bytes(self._rest[:7])
        if block[:2] != PROCESS_ID_HEAD[: len(block)] or any(byte not in _ID_CHARS for byte in block[2:6]):
            return 1, None
        if len(block) < 7:
            return 0, None
        return (7, ProcessId(block[2:6])) if block[6] == 0 else (1, None)

    def _identity(self) -> tuple[int, Answer | None]:
        end = self._rest.find(0)
        text = bytes(self._rest[1 : end if end >= 0 else None])
        if len(text) > _MAX_IDENTITY or any(byte not in _ID_CHARS for byte in text):
            return 1, None
        return (end + 1, Identity(text)) if end >= 0 else (0, None)


def learn(status: PrinterStatus, answer: Answer) -> PrinterStatus:
    """The status after one more answer; what the answer does not speak of stays."""
    match answer:
        case AutomaticStatus(data):
            return PrinterStatus(
                is_online=not data[0] & 0x08,
                paper=_paper(is_out=bool(data[2] & 0x0C), is_low=bool(data[2] & 0x03)),
                is_cover_open=bool(data[0] & 0x20),
                has_error=bool(data[1] & 0x68),
                is_drawer_pin_high=bool(data[0] & 0x04),
            )
        case RealTimeStatus():
            return _learn_real_time(status, answer)
        case ProcessId() | Identity() | InOrderStatus():
            return status
        case _:
            assert_never(answer)


def _learn_real_time(status: PrinterStatus, answer: RealTimeStatus) -> PrinterStatus:
    value = answer.value
    if answer.number == 1:
        return replace(status, is_online=not value & 0x08, is_drawer_pin_high=bool(value & 0x04))
    if answer.number == 2:
        paper = Paper.OUT if value & 0x20 else status.paper
        return replace(status, is_cover_open=bool(value & 0x04), has_error=bool(value & 0x40), paper=paper)
    if answer.number == 3:
        return replace(status, has_error=bool(value & 0x68))
    if answer.number == 4:
        return replace(status, paper=_paper(is_out=bool(value & 0x60), is_low=bool(value & 0x0C)))
    return status


def _paper(*, is_out: bool, is_low: bool) -> Paper:
    if is_out:
        return Paper.OUT
    return Paper.NEAR_END if is_low else Paper.OK
