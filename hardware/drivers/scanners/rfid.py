"""A reader of tags (UHF, EPC Gen2) as a scanner: it tells by LLRP which tags it sees, and goods have theirs.

Tags that are no trade item's (SGTIN) are passed over: they are on crates, on people's own things, on the shelf.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from hardware.devices import DeviceError, ErrorCode, Heard, ScanRead
from hardware.drivers.addresses import SOCKET, socket_place
from hardware.drivers.lines import Conversation
from hardware.drivers.scanners.llrp import (
    ANSWER,
    EVERY,
    KEEPALIVE_MS,
    PORT,
    Kind,
    Message,
    Stream,
    attempt_of,
    codes_in,
    questions,
    status_of,
)
from hardware.heard import Ear
from hardware.scan_rate import TAG
from hardware.symbology.epc import elements_of
from hardware.symbology.reading import scan_read

SAME_S = 5.0
"""A tag that goes on being seen is one read; it is another once it was out of sight for so long. Tags behind one
another are seen now and then only."""
PATIENCE_S = 3 * KEEPALIVE_MS / 1000
"""A reader that says nothing for so long, not even that it is there, is lost."""
SILENCE_S = 1.0
"""A message is sent at once: one that was begun and not ended by then was cut off."""
_ANSWER_S = 0.2
FORM = f"llrp:192.0.2.8[:{PORT}]"


class RfidReader:
    """Owns the connection to a reader; every call comes from the one thread that owns the device."""

    def __init__(
        self,
        address: str,
        device: str,
        now_at: Callable[[], datetime],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps the address. ValueError for one that is no `host[:port]`."""
        url = f"{SOCKET}{address}" if ":" in address else f"{SOCKET}{address}:{PORT}"
        try:
            socket_place(url)
        except ValueError as exc:
            raise ValueError(FORM) from exc
        self._talk, self._stream = Conversation(url), Stream()
        self._device, self._now_at, self._clock_s = device, now_at, clock_s
        self._number = 0
        self._heard_s = 0.0
        self._seen_s: dict[str, float] = {}
        self._ear = Ear()

    @property
    def heard(self) -> Heard | None:
        """The tag that came last: what it says of its goods, else its bytes in hexadecimal digits."""
        return self._ear.heard

    def open(self, timeout_s: float) -> None:
        """Lets it read. DeviceError: NO_HARDWARE (nobody is there, or says no LLRP by then), BUSY (it has another
        user), FAILURE (it refuses to read), OFFLINE when it was lost at once."""
        deadline_s = self._clock_s() + timeout_s
        self._stream.forget()
        self._talk.open(timeout_s)
        self._heard_s = self._clock_s()
        attempt = attempt_of(self._awaited(lambda message: attempt_of(message.body) is not None, deadline_s).body)
        if attempt:
            self._fail(ErrorCode.BUSY, "in_use")
        for kind, body in questions():
            self._ask(kind, body, deadline_s)

    def read(self, timeout_s: float) -> list[ScanRead]:
        """The goods whose tags are new by then. DeviceError: OFFLINE when it hung up or fell silent, CLOSED."""
        found = [code for message in self._messages(timeout_s) for code in _codes(message)]
        if self._clock_s() - self._heard_s > PATIENCE_S:
            self._fail(ErrorCode.OFFLINE, "lost")
        reads = (scan_read(code.encode(), self._device, self._now_at()) for code in self._new(found))
        return [replace(read, symbology=TAG) for read in reads]

    def close(self) -> None:
        """Lets go of it; it would go on reading for nobody if it were not told to stop."""
        words = (Message(Kind.DELETE_ROSPEC, self._next(), EVERY), Message(Kind.CLOSE_CONNECTION, self._next()))
        self._talk.close(b"".join(word.packed() for word in words))

    def _ask(self, kind: Kind, body: bytes, deadline_s: float) -> None:
        number = self._next()
        self._talk.say(Message(kind, number, body).packed(), self._left_s(deadline_s))
        answer = self._awaited(lambda told: (told.kind, told.number) == (kind + ANSWER, number), deadline_s)
        # Some refuse to delete when there is nothing; what is there and stays has the new task refused.
        if status_of(answer.body) and kind is not Kind.DELETE_ROSPEC:
            self._fail(ErrorCode.FAILURE, "refused")

    def _awaited(self, is_it: Callable[[Message], bool], deadline_s: float) -> Message:
        while self._clock_s() < deadline_s:
            for message in self._messages(self._left_s(deadline_s)):
                if is_it(message):
                    return message
        return self._fail(ErrorCode.NO_HARDWARE, "no_answer")

    def _messages(self, timeout_s: float) -> list[Message]:
        """What came by then; a reader that asks whether we are there is told so."""
        data = self._talk.hear(timeout_s)
        now_s = self._clock_s()
        if now_s - self._heard_s > SILENCE_S:
            self._stream.forget()
        if not data:
            return []
        self._heard_s = now_s
        found = self._stream.hear(data)
        for message in found:
            if message.kind == Kind.KEEPALIVE:
                self._talk.say(Message(Kind.KEEPALIVE_ACK, message.number).packed(), _ANSWER_S)
        return found

    def _new(self, codes: Iterable[bytes]) -> list[str]:
        """What the codes say of goods, less those seen a moment ago."""
        now_s, new = self._clock_s(), []
        self._seen_s = {goods: at_s for goods, at_s in self._seen_s.items() if now_s - at_s < SAME_S}
        for code in codes:
            goods = elements_of(code)
            self._ear.note((goods or code.hex()).encode(), now_s)
            if goods and goods not in self._seen_s:
                new.append(goods)
            self._seen_s |= {goods: now_s} if goods else {}
        return new

    def _left_s(self, deadline_s: float) -> float:
        return max(0.0, deadline_s - self._clock_s())

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _fail(self, code: ErrorCode, reason: str) -> NoReturn:
        self._talk.close()
        raise DeviceError(code, reason)


def _codes(message: Message) -> list[bytes]:
    return codes_in(message.body) if message.kind == Kind.RO_ACCESS_REPORT else []
