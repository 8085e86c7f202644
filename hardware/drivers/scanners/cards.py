"""A reader of cards without contacts (NFC) as a scanner, by the system's service of such readers (PC/SC).

A number can be copied: it says who may be meant and proves nothing. Cards without a number of their own are passed
over.
"""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import NoReturn

import structlog

from hardware.devices import DeviceError, ErrorCode, Heard, ScanRead
from hardware.drivers.scanners.card_numbers import QUESTION, is_made_up, number_of, text_of
from hardware.drivers.scanners.card_service import CardFault, CardService, Fault, State, count_of
from hardware.heard import Ear
from hardware.scan_rate import CARD
from hardware.symbology.reading import scan_read

SAME_S = 1.0
"""A card that is back within so long was never taken away: at the edge of the field it comes and goes."""
PATIENCE_S = 5.0
"""A call into the service that takes longer has a card behind it that says nothing."""
MUTE = "card_mute"
"""Reason of a reader that waits for such a card; taken away, it lets the reader go on."""
NO_SERVICE = "no_service"
"""Reason where there is no service, or this user may not use it."""
_SLICE_S = 0.2
_END_S = 1.0
_LOST = State.UNKNOWN | State.UNAVAILABLE
_log = structlog.get_logger("hardware.drivers")


class CardReader:
    """Owns the watch over one reader; every call comes from the one thread that owns the device."""

    def __init__(
        self,
        name: str,
        device: str,
        now_at: Callable[[], datetime],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps how the reader's name begins; empty for the first one there is."""
        self._name, self._device = name, device
        self._now_at, self._clock_s = now_at, clock_s
        self._watch: _Watch | None = None
        self._left: _Watch | None = None
        self._passed_over: set[str] = set()
        self._ear = Ear()

    @property
    def heard(self) -> Heard | None:
        """What the last card answered, its number or not."""
        return self._ear.heard

    def open(self, timeout_s: float) -> None:
        """Begins to watch; a card that lies there already has to be laid down again. DeviceError: NO_SERVICE,
        ILLEGAL, NO_HARDWARE (no such reader, or no answer by then), TIMEOUT while a mute card is on it."""
        self.close()
        if self._left is not None and self._left.is_alive:
            raise DeviceError(ErrorCode.TIMEOUT, MUTE)
        self._watch = _Watch(self._name, self._clock_s)
        try:
            told = self._watch.told.get(timeout=timeout_s)
        except Empty:
            self._fail(ErrorCode.NO_HARDWARE, "no_answer")
        if isinstance(told, CardFault):
            self._refuse(told)

    def read(self, timeout_s: float) -> list[ScanRead]:
        """The card that was laid down by then. DeviceError: OFFLINE when reader or service is gone, TIMEOUT when a
        card on it says nothing, CLOSED."""
        if self._watch is None:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        try:
            told = self._watch.told.get(timeout=timeout_s)
        except Empty:
            if self._clock_s() - self._watch.alive_s > PATIENCE_S:
                self._fail(ErrorCode.TIMEOUT, MUTE)
            return []
        if not isinstance(told, bytes):
            self._fail(ErrorCode.OFFLINE, "lost")
        number = number_of(told)
        self._ear.note((text_of(number) if number else told.hex().upper()).encode(), self._clock_s())
        if not number or is_made_up(number):
            self._pass_over("made_up" if number else "no_number")
            return []
        read = scan_read(text_of(number).encode(), self._device, self._now_at())
        return [replace(read, symbology=CARD)]

    def close(self) -> None:
        """Ends the watch; one that waits for a mute card ends once that is taken away."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.end()
            self._left = watch

    def _pass_over(self, reason: str) -> None:
        """Told once for each reason: people carry many cards."""
        if reason not in self._passed_over:
            self._passed_over.add(reason)
            _log.info("card_passed_over", device=self._device, reason=reason)

    def _refuse(self, fault: CardFault) -> NoReturn:
        match fault.fault:
            case Fault.NO_SERVICE:
                self._fail(ErrorCode.NO_SERVICE, NO_SERVICE)
            case Fault.FORBIDDEN:
                self._fail(ErrorCode.ILLEGAL, NO_SERVICE)
            case _:
                self._fail(ErrorCode.NO_HARDWARE, "not_there")

    def _fail(self, code: ErrorCode, reason: str) -> NoReturn:
        self.close()
        raise DeviceError(code, reason)


class _Watch:
    """Owns a thread and its talk with the service: a call of that may last for as long as a card says nothing.

    `told`: None once the reader is watched, then what each card answers that is laid down, at last why it ended.
    `alive_s`: when the thread came back from the service last.
    """

    def __init__(self, name: str, clock_s: Callable[[], float]) -> None:
        self.told: SimpleQueue[bytes | CardFault | None] = SimpleQueue()
        self._name, self._clock_s = name, clock_s
        self.alive_s = self._gone_s = clock_s()
        self._answer = b""
        self._is_over = False
        # A daemon: a card that never answers must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="card-reader", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether a call of it is still to come back."""
        return self._thread.is_alive()

    def end(self) -> None:
        """Asks it to, and waits a moment."""
        self._is_over = True
        self._thread.join(_END_S)

    def _run(self) -> None:
        try:
            with closing(CardService()) as service:
                self._follow(service)
        except CardFault as fault:
            self.told.put(fault)

    def _follow(self, service: CardService) -> None:
        found = (reader for reader in service.readers() if reader.startswith(self._name.encode()))
        reader = next(found, None)
        if reader is None:
            raise CardFault(Fault.NO_READERS)
        known = service.changed(reader, State.UNAWARE, 0)
        self.told.put(None)
        while not self._is_over:
            state = service.changed(reader, known, _SLICE_S)
            self.alive_s = self._clock_s()
            if state & _LOST:
                raise CardFault(Fault.NO_READERS)
            if known & State.PRESENT and count_of(state) != count_of(known):
                self._gone_s = self.alive_s
            is_new = not known & State.PRESENT or count_of(state) != count_of(known)
            if state & State.PRESENT and is_new:
                self._ask(service, reader)
            known = state

    def _ask(self, service: CardService, reader: bytes) -> None:
        """A card that was taken away before it could answer is no card; a service that is gone says so next."""
        try:
            answer = service.answer(reader, QUESTION)
        except CardFault:
            return
        now_s = self.alive_s = self._clock_s()
        if answer != self._answer or now_s - self._gone_s >= SAME_S:
            self.told.put(answer)
        self._answer = answer
