"""What every scanner driver must do, whatever stands at the other end."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import ParamSpec, Protocol, TypeVar

import pytest

from hardware.api import DeviceError, ErrorCode, Feedback, Scanner, ScanRead, TalkingScanner
from hardware.devices import Overheard
from hardware.symbology.reading import scan_read

P = ParamSpec("P")
T = TypeVar("T")

READ_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)
DEVICE = "scanner-1"
SHORT_S, LONG_S = 0.05, 5.0
GTIN = "8001234567897"
CODES = (
    GTIN,
    "4821",
    "AB12-CD34",
    "PU1.0123456789ABCDEFGHJKMNPQRSTVWXYZ",
    "https://id.gs1.org/01/08001234567897/10/LOT7?17=261231",
)
TIMES = 200
"""Turns of `SHORT_S` a code may take: a bound for a hanging test, no measure."""


class Rig(Protocol):
    """A driver and hands on its scanner."""

    scanner: Scanner

    def record(self, code: str) -> ScanRead:
        """What is delivered for a code."""
        ...

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a driver call in the one thread that owns the device."""
        ...

    async def scan(self, code: str) -> None: ...
    async def half(self, code: str) -> None: ...
    async def garbage(self) -> None: ...
    async def slow(self) -> None: ...
    async def mute(self) -> None: ...
    async def unplug(self) -> None: ...
    async def plug_in(self) -> None: ...


class TalkingRig(Rig, Protocol):
    """One whose scanner can be told something."""

    async def said(self, count: int) -> list[Feedback]:
        """What its scanner was told to say, once it was so much."""
        ...

    async def becomes(self, *, is_enabled: bool) -> None:
        """Wait until its scanner scans, or does not."""
        ...


def record(code: str) -> ScanRead:
    """What every path delivers for a code."""
    return scan_read(code.encode(), DEVICE, READ_AT)


async def heard(rig: Rig, count: int = 1) -> list[ScanRead]:
    """The next reads."""
    found: list[ScanRead] = []
    for _ in range(TIMES):
        found += await rig.call(rig.scanner.read, SHORT_S)
        if len(found) >= count:
            return found
    return found


async def error_of(call: Awaitable[object]) -> ErrorCode:
    """The code of the DeviceError of a call that must fail."""
    with pytest.raises(DeviceError) as caught:
        await call
    return caught.value.code


async def loss(rig: Rig) -> ErrorCode:
    """The code of the DeviceError with which reading ends."""
    with pytest.raises(DeviceError) as caught:
        await heard(rig)
    return caught.value.code


class ScannerContract:
    """Subclasses give a `rig` fixture whose scanner is plugged in."""

    @pytest.mark.parametrize("code", CODES)
    async def test_every_path_delivers_the_same_record(self, rig: Rig, code: str) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        await rig.scan(code)
        assert await heard(rig) == [rig.record(code)]

    async def test_reads_come_in_order_and_once(self, rig: Rig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        for code in (GTIN, "4821", "4822"):
            await rig.scan(code)
            assert await heard(rig) == [rig.record(code)]
        assert await rig.call(rig.scanner.read, SHORT_S) == []

    async def test_what_came_last_is_kept_for_whoever_asks_why_nothing_works(self, rig: Rig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        assert isinstance(rig.scanner, Overheard)
        await rig.scan(GTIN)
        await heard(rig)
        last = rig.scanner.heard
        assert last is not None
        assert rig.record(GTIN).raw in last.data

    async def test_half_a_code_is_no_code_and_no_part_of_the_next(self, rig: Rig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        # What scanners answer when they are greeted is over by then.
        assert await rig.call(rig.scanner.read, SHORT_S) == []
        await rig.half(GTIN)
        assert await rig.call(rig.scanner.read, SHORT_S) == []
        await rig.unplug()
        assert await loss(rig) is ErrorCode.OFFLINE
        await rig.plug_in()
        await rig.call(rig.scanner.open, LONG_S)
        await rig.scan("4821")
        assert await heard(rig) == [rig.record("4821")]

    async def test_noise_raises_nothing_and_the_next_code_is_read(self, rig: Rig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        await rig.garbage()
        for _ in range(3):
            await rig.call(rig.scanner.read, SHORT_S)
        await rig.scan(GTIN)
        assert (await heard(rig))[-1:] == [rig.record(GTIN)]

    async def test_a_slow_scanner_is_waited_for(self, rig: Rig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        await rig.slow()
        await rig.scan(GTIN)
        assert await heard(rig) == [rig.record(GTIN)]

    async def test_a_mute_scanner_is_no_error(self, rig: Rig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        await rig.mute()
        await rig.scan(GTIN)
        assert await rig.call(rig.scanner.read, SHORT_S) == []

    async def test_unplugged_in_use_it_is_lost_once_and_found_again(self, rig: Rig) -> None:
        await rig.call(rig.scanner.open, LONG_S)
        await rig.scan(GTIN)
        assert await heard(rig) == [rig.record(GTIN)]
        await rig.unplug()
        assert await loss(rig) is ErrorCode.OFFLINE
        assert await error_of(rig.call(rig.scanner.read, SHORT_S)) is ErrorCode.CLOSED
        assert await error_of(rig.call(rig.scanner.open, SHORT_S)) is ErrorCode.NO_HARDWARE
        await rig.plug_in()
        await rig.call(rig.scanner.open, LONG_S)
        await rig.scan("4822")
        assert await heard(rig) == [rig.record("4822")]

    async def test_nothing_works_before_open_and_close_never_fails(self, rig: Rig) -> None:
        assert await error_of(rig.call(rig.scanner.read, SHORT_S)) is ErrorCode.CLOSED
        for _ in range(2):
            await rig.call(rig.scanner.close)


class TalkingScannerContract(ScannerContract):
    """Those whose scanner beeps when it is told; `CAN_DISABLE` where it can be told to be quiet, too."""

    CAN_DISABLE = True

    async def test_it_beeps_by_meaning(self, rig: TalkingRig) -> None:
        scanner = rig.scanner
        assert isinstance(scanner, TalkingScanner)
        await rig.call(scanner.open, LONG_S)
        for meaning in Feedback:
            await rig.call(scanner.signal, meaning, LONG_S)
        assert await rig.said(len(Feedback)) == list(Feedback)
        await rig.scan(GTIN)
        assert await heard(rig) == [rig.record(GTIN)]

    async def test_while_it_is_disabled_nothing_is_read(self, rig: TalkingRig) -> None:
        scanner = rig.scanner
        assert isinstance(scanner, TalkingScanner)
        await rig.call(scanner.open, LONG_S)
        await rig.call(scanner.enable, LONG_S, is_enabled=False)
        await rig.becomes(is_enabled=not self.CAN_DISABLE)
        await rig.scan("4821")
        await rig.call(scanner.enable, LONG_S, is_enabled=True)
        await rig.becomes(is_enabled=True)
        await rig.scan(GTIN)
        both = [] if self.CAN_DISABLE else [rig.record("4821")]
        assert await heard(rig, len(both) + 1) == [*both, rig.record(GTIN)]

    async def test_one_that_is_let_go_of_is_never_left_disabled(self, rig: TalkingRig) -> None:
        scanner = rig.scanner
        assert isinstance(scanner, TalkingScanner)
        await rig.call(scanner.open, LONG_S)
        await rig.call(scanner.enable, LONG_S, is_enabled=False)
        await rig.becomes(is_enabled=not self.CAN_DISABLE)
        await rig.call(scanner.close)
        await rig.becomes(is_enabled=True)
