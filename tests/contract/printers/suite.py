"""What every receipt printer driver must do, whatever stands at the other end."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, Protocol, TypeVar

import pytest

from hardware.api import (
    Degraded,
    DeviceError,
    DeviceState,
    ErrorCode,
    Faulted,
    Ready,
    ReceiptPrinter,
    WriteResult,
    WriteState,
)

P = ParamSpec("P")
T = TypeVar("T")

SHORT_S = 0.15
LONG_S = 10.0
TURNS = 60
"""Turns of `SHORT_S` a printer may take to say what it is: a bound for a hanging test, no measure."""
TEN = b"".join(b"riga %d\n" % number for number in range(10))
TEN_LINES = [f"riga {number}" for number in range(10)]


class Rig(Protocol):
    """A driver and hands on its printer."""

    printer: ReceiptPrinter

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a driver call in the one thread that owns the device."""
        ...

    async def lines_left(self, count: int) -> None: ...
    async def cover(self, *, is_open: bool) -> None: ...
    async def power_cycle(self) -> None: ...
    async def power_off(self) -> None: ...
    async def mute(self) -> None: ...
    def printed(self) -> list[str]: ...
    def pulses(self) -> int: ...


class Owner(Protocol):
    """Whoever runs a driver's calls."""

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


async def told(owner: Owner, printer: ReceiptPrinter, result: WriteResult, state: DeviceState) -> WriteResult:
    """The result of a paper under way once the printer has said so, however busy the machine is meanwhile."""
    for _ in range(TURNS):
        if result.status.state() == state:
            break
        result = await owner.call(printer.await_written, SHORT_S)
    return result


async def error_of(call: Awaitable[object]) -> DeviceError:
    """The DeviceError of a call that must fail."""
    with pytest.raises(DeviceError) as caught:
        await call
    return caught.value


class ReceiptPrinterContract:
    """Subclasses give a `rig` fixture whose printer confirms."""

    async def _open(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)

    async def test_a_section_is_confirmed_when_it_is_on_paper(self, rig: Rig) -> None:
        await self._open(rig)
        result = await rig.call(rig.printer.write, TEN, LONG_S)
        assert result.state is WriteState.CONFIRMED
        assert rig.printed() == TEN_LINES

    async def test_sections_come_out_in_order(self, rig: Rig) -> None:
        await self._open(rig)
        for number in range(3):
            await rig.call(rig.printer.write, b"parte %d\n" % number, LONG_S)
        assert rig.printed() == ["parte 0", "parte 1", "parte 2"]

    async def test_paper_out_waits_and_goes_on_without_a_second_byte(self, rig: Rig) -> None:
        await rig.lines_left(4)
        await self._open(rig)
        written = await rig.call(rig.printer.write, TEN, SHORT_S)
        result = await told(rig, rig.printer, written, Faulted("paper_out"))
        assert result.state is WriteState.PENDING
        assert result.status.state() == Faulted("paper_out")
        assert rig.printed() == TEN_LINES[:4]
        await rig.lines_left(1000)
        result = await rig.call(rig.printer.await_written, LONG_S)
        assert result.state is WriteState.CONFIRMED
        assert rig.printed() == TEN_LINES

    async def test_an_open_cover_is_told_before_anything_is_sent(self, rig: Rig) -> None:
        await rig.cover(is_open=True)
        await self._open(rig)
        assert (await rig.call(rig.printer.status, LONG_S)).state() == Faulted("cover_open")
        await rig.cover(is_open=False)
        assert (await rig.call(rig.printer.status, LONG_S)).state() == Ready()

    async def test_little_paper_is_degraded_not_faulted(self, rig: Rig) -> None:
        await rig.lines_left(15)
        await self._open(rig)
        assert (await rig.call(rig.printer.status, LONG_S)).state() == Degraded("paper_near_end")

    async def test_power_cycle_loses_the_pending_section(self, rig: Rig) -> None:
        await rig.lines_left(4)
        await self._open(rig)
        await rig.call(rig.printer.write, TEN, SHORT_S)
        await rig.power_cycle()
        lost = await error_of(rig.call(rig.printer.await_written, LONG_S))
        assert lost.code is ErrorCode.OFFLINE
        closed = await error_of(rig.call(rig.printer.write, TEN, LONG_S))
        assert closed.code is ErrorCode.CLOSED

    async def test_after_a_power_cycle_it_opens_and_prints_again(self, rig: Rig) -> None:
        await self._open(rig)
        await rig.power_cycle()
        await self._open(rig)
        result = await rig.call(rig.printer.write, TEN, LONG_S)
        assert result.state is WriteState.CONFIRMED
        assert rig.printed() == TEN_LINES

    async def test_silence_is_never_enough_paper(self, rig: Rig) -> None:
        await self._open(rig)
        await rig.mute()
        silent = await error_of(rig.call(rig.printer.status, SHORT_S))
        assert silent.code is ErrorCode.TIMEOUT

    async def test_a_mute_printer_confirms_nothing(self, rig: Rig) -> None:
        await self._open(rig)
        await rig.mute()
        result = await rig.call(rig.printer.write, TEN, SHORT_S)
        assert result.state is WriteState.PENDING

    async def test_a_printer_that_falls_silent_without_paper_is_not_believed_to_wait_for_ever(
        self, rig: Rig
    ) -> None:
        await rig.lines_left(4)
        await self._open(rig)
        written = await rig.call(rig.printer.write, TEN, SHORT_S)
        result = await told(rig, rig.printer, written, Faulted("paper_out"))
        assert result.status.state() == Faulted("paper_out")
        await rig.mute()
        result = await told(rig, rig.printer, result, Degraded("no_status"))
        assert (result.state, result.status.state()) == (WriteState.PENDING, Degraded("no_status"))

    async def test_one_section_at_a_time(self, rig: Rig) -> None:
        await rig.lines_left(0)
        await self._open(rig)
        await rig.call(rig.printer.write, TEN, SHORT_S)
        refused = await error_of(rig.call(rig.printer.write, TEN, SHORT_S))
        assert refused.code is ErrorCode.ILLEGAL

    async def test_nothing_works_before_open_and_close_never_fails(self, rig: Rig) -> None:
        for call in (rig.printer.status, rig.printer.await_written):
            failed = await error_of(rig.call(call, SHORT_S))
            assert failed.code is ErrorCode.CLOSED
        rig.printer.close()
        rig.printer.close()

    async def test_a_printer_switched_off_is_no_hardware(self, rig: Rig) -> None:
        await rig.power_off()
        failed = await error_of(rig.call(rig.printer.open, LONG_S))
        assert failed.code is ErrorCode.NO_HARDWARE

    async def test_the_drawer_opens_once_and_says_so(self, rig: Rig) -> None:
        await self._open(rig)
        assert (await rig.call(rig.printer.kick, LONG_S)).state is WriteState.CONFIRMED
        assert rig.pulses() == 1
        assert rig.printed() == []

    async def test_the_drawer_is_never_opened_later(self, rig: Rig) -> None:
        await rig.lines_left(0)
        await self._open(rig)
        refused = await error_of(rig.call(rig.printer.kick, LONG_S))
        assert (refused.code, refused.reason) == (ErrorCode.EXTENDED, "paper_out")
        await rig.lines_left(1000)
        assert (await rig.call(rig.printer.write, TEN, LONG_S)).state is WriteState.CONFIRMED
        assert rig.pulses() == 0

    async def test_the_drawer_does_not_wait_behind_a_paper(self, rig: Rig) -> None:
        await rig.lines_left(4)
        await self._open(rig)
        await rig.call(rig.printer.write, TEN, SHORT_S)
        refused = await error_of(rig.call(rig.printer.kick, SHORT_S))
        assert refused.code is ErrorCode.ILLEGAL
        assert rig.pulses() == 0

    async def test_a_drawer_nobody_confirms_is_not_kicked_again(self, rig: Rig) -> None:
        await self._open(rig)
        await rig.mute()
        silent = await error_of(rig.call(rig.printer.kick, SHORT_S))
        assert silent.code is ErrorCode.TIMEOUT
        assert rig.pulses() == 0
