"""A receipt printer in memory: what the spool tests print on; passes the drivers' contract suite."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.api import (
    DeviceError,
    DriverInfo,
    ErrorCode,
    Faulted,
    Paper,
    PrinterStatus,
    WriteResult,
    WriteState,
)

ENDLESS = 1_000_000


@dataclass
class FakePrinter:
    """Prints line by line into `paper`; waiting costs `pass_time(seconds)` instead of real time.

    `wire`: bytes that leave while somebody waits once, over a slow line. `free`: until it is set, opening hangs.
    """

    pass_time: Callable[[float], None] = lambda _: None
    confirms: bool = True
    lines_left: int = ENDLESS
    wire: int = ENDLESS
    is_cover_open: bool = False
    is_mute: bool = False
    is_powered: bool = True
    paper: list[bytes] = field(default_factory=list)
    writes: int = 0
    pulses: int = 0
    on_wait: Callable[[], None] = lambda: None
    is_open: bool = False
    free: threading.Event = field(default_factory=threading.Event)
    _is_broken: bool = False
    _rest: list[bytes] = field(default_factory=list)
    _has_pending: bool = False
    _unsent: int = 0

    def __post_init__(self) -> None:
        self.free.set()

    @property
    def info(self) -> DriverInfo:
        return DriverInfo("fake", "receipt_printer", "Fake", "memory")

    def open(self, timeout_s: float) -> None:
        self.close()
        self.free.wait()
        if not self.is_powered:
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_connection")
        if self.is_mute and self.confirms:
            self.pass_time(timeout_s)
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")
        self.is_open = True

    def write(self, section: bytes, timeout_s: float) -> WriteResult:
        self._check_open()
        if self._has_pending:
            raise DeviceError(ErrorCode.ILLEGAL, "section_pending")
        self._rest += section.splitlines(keepends=True)
        self._has_pending, self._unsent = True, len(section)
        self.writes += 1
        return self.await_written(timeout_s)

    def await_written(self, timeout_s: float) -> WriteResult:
        self._check_open()
        if not self._has_pending:
            raise DeviceError(ErrorCode.ILLEGAL, "no_section_pending")
        self._unsent = max(0, self._unsent - self.wire)
        if self._unsent:
            self.pass_time(timeout_s)
            return WriteResult(WriteState.PENDING, self._status(), self._unsent)
        self._print()
        if self._rest or (self.is_mute and self.confirms):
            status = PrinterStatus() if self.is_mute else self._status()
            self.pass_time(timeout_s)
            self.on_wait()
            self._check_open()
            return WriteResult(WriteState.PENDING, status)
        self._has_pending = False
        return WriteResult(WriteState.CONFIRMED if self.confirms else WriteState.ACCEPTED, self._status())

    def status(self, timeout_s: float) -> PrinterStatus:
        self._check_open()
        if self.is_mute:
            self.pass_time(timeout_s)
            self.close()
            raise DeviceError(ErrorCode.TIMEOUT, "no_answer")
        return self._status()

    def kick(self, timeout_s: float) -> WriteResult:
        if self._has_pending:
            raise DeviceError(ErrorCode.ILLEGAL, "section_pending")
        state = self.status(timeout_s).state()
        if isinstance(state, Faulted):
            raise DeviceError(ErrorCode.EXTENDED, state.reason)
        self.pulses += 1
        return WriteResult(WriteState.CONFIRMED if self.confirms else WriteState.ACCEPTED, self._status())

    def close(self) -> None:
        self.is_open = self._is_broken = self._has_pending = False
        self._rest = []

    def power_cycle(self) -> None:
        """Buffer lost, connection reset; what is on paper stays."""
        self._is_broken = self.is_open
        self._rest = []

    def _check_open(self) -> None:
        if self._is_broken:
            self.close()
            raise DeviceError(ErrorCode.OFFLINE, "connection_lost")
        if not self.is_open:
            raise DeviceError(ErrorCode.CLOSED, "not_open")

    def _print(self) -> None:
        while self._rest and self.lines_left > 0 and not self.is_cover_open:
            self.paper.append(self._rest.pop(0))
            self.lines_left -= 1

    def _status(self) -> PrinterStatus:
        out = self.lines_left <= 0
        level = Paper.OUT if out else Paper.NEAR_END if self.lines_left <= 20 else Paper.OK
        return PrinterStatus(
            is_online=not (out or self.is_cover_open),
            paper=level,
            is_cover_open=self.is_cover_open,
            has_error=False,
        )
