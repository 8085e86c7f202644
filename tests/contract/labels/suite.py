"""What every driver of a label printer must do, whatever stands at the other end."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, Protocol, TypeVar

import pytest

from hardware.api import (
    DeviceError,
    ErrorCode,
    Faulted,
    Label,
    LabelPrinter,
    LabelPrinterStatus,
    Ready,
    WriteState,
)
from hardware.drivers.labels.zpl_printer import IN_DOUBT
from hardware.printing.zpl import zpl
from tests.unit.labels.papers import FORMS, SHELF

P = ParamSpec("P")
T = TypeVar("T")

SHORT_S, LONG_S = 0.2, 5.0
LABEL: Label = FORMS.fill("shelf", "it", SHELF)
JOB = zpl(LABEL, 8)


class Rig(Protocol):
    """A driver and hands on its printer."""

    printer: LabelPrinter

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a driver call in the one thread that owns the device."""
        ...

    async def prints(self, count: int) -> None:
        """Wait until so many labels have come out."""
        ...

    def printed(self) -> int: ...
    def refused(self) -> int: ...
    async def fault(self, reason: str) -> None: ...
    async def mend(self) -> None: ...
    async def fault_when_told(self) -> None: ...
    async def off_when_told(self) -> None: ...
    async def garbage(self) -> None: ...
    async def mute(self) -> None: ...
    async def jam(self) -> None: ...
    async def unplug(self) -> None: ...
    async def plug_in(self) -> None: ...


async def error_of(call: Awaitable[object]) -> DeviceError:
    """The DeviceError of a call that must fail."""
    with pytest.raises(DeviceError) as caught:
        await call
    return caught.value


class LabelPrinterContract:
    """Subclasses give a `rig` fixture whose printer is plugged in; `ANSWERS`: also while something is wrong."""

    ANSWERS = True

    async def test_what_is_written_is_printed_and_confirmed(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        assert await rig.call(rig.printer.status, LONG_S) == LabelPrinterStatus()
        assert await rig.call(rig.printer.write, JOB, LONG_S) is WriteState.CONFIRMED
        assert rig.printed() == 1
        assert await rig.call(rig.printer.write, zpl(LABEL, 8, 3), LONG_S) is WriteState.CONFIRMED
        assert (rig.printed(), rig.refused()) == (4, 0)

    @pytest.mark.parametrize("reason", ["paper_out", "cover_open", "paused"])
    async def test_to_one_that_is_not_ready_nothing_is_sent(self, rig: Rig, reason: str) -> None:
        await rig.call(rig.printer.open, LONG_S)
        await rig.fault(reason)
        if self.ANSWERS:
            assert (await rig.call(rig.printer.status, LONG_S)).state() == Faulted(reason)
            error = await error_of(rig.call(rig.printer.write, JOB, LONG_S))
            assert (error.code, error.reason) == (ErrorCode.EXTENDED, reason)
        else:
            error = await error_of(rig.call(rig.printer.write, JOB, SHORT_S))
            assert (error.code, error.reason) == (ErrorCode.TIMEOUT, "no_answer")
        await rig.mend()
        assert (await rig.call(rig.printer.status, LONG_S)).state() == Ready()
        assert await rig.call(rig.printer.write, JOB, LONG_S) is WriteState.CONFIRMED
        assert rig.printed() == 1

    async def test_what_it_took_and_cannot_print_is_pending_and_comes_out_by_itself(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        await rig.fault_when_told()
        assert await rig.call(rig.printer.write, JOB, SHORT_S) is WriteState.PENDING
        assert rig.printed() == 0
        await rig.mend()
        await rig.prints(1)
        assert (await rig.call(rig.printer.status, LONG_S)).waiting == 0

    async def test_one_that_goes_off_with_a_label_leaves_it_in_doubt(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        await rig.off_when_told()
        error = await error_of(rig.call(rig.printer.write, JOB, LONG_S))
        assert (error.code, error.reason) == (ErrorCode.FAILURE, IN_DOUBT)

    async def test_what_it_says_unasked_is_no_answer(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        await rig.garbage()
        assert await rig.call(rig.printer.status, LONG_S) == LabelPrinterStatus()

    async def test_it_refuses_what_is_no_label_and_prints_the_next(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        await rig.call(rig.printer.write, b"\x00HTTP/1.1 200^XA^ZZ^XZ", LONG_S)
        assert (rig.printed(), rig.refused()) == (0, 2)
        assert await rig.call(rig.printer.write, JOB, LONG_S) is WriteState.CONFIRMED
        assert rig.printed() == 1

    async def test_a_mute_one_is_waited_for_no_longer_than_allowed(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        await rig.mute()
        assert (await error_of(rig.call(rig.printer.status, SHORT_S))).code is ErrorCode.TIMEOUT
        assert (await error_of(rig.call(rig.printer.write, JOB, SHORT_S))).code is ErrorCode.TIMEOUT
        assert rig.printed() == 0

    async def test_a_stuck_one_is_given_up_in_time(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        assert await rig.call(rig.printer.status, LONG_S) == LabelPrinterStatus()
        await rig.jam()
        assert (await error_of(rig.call(rig.printer.write, JOB, SHORT_S))).code is ErrorCode.TIMEOUT

    async def test_switched_off_in_use_it_is_lost_once_and_found_again(self, rig: Rig) -> None:
        await rig.call(rig.printer.open, LONG_S)
        assert await rig.call(rig.printer.write, JOB, LONG_S) is WriteState.CONFIRMED
        await rig.unplug()
        assert (await error_of(rig.call(rig.printer.write, JOB, LONG_S))).code is ErrorCode.OFFLINE
        assert (await error_of(rig.call(rig.printer.status, SHORT_S))).code is ErrorCode.CLOSED
        assert (await error_of(rig.call(rig.printer.open, SHORT_S))).code is ErrorCode.NO_HARDWARE
        await rig.plug_in()
        await rig.call(rig.printer.open, LONG_S)
        assert await rig.call(rig.printer.write, JOB, LONG_S) is WriteState.CONFIRMED

    async def test_nothing_works_before_open_and_close_never_fails(self, rig: Rig) -> None:
        assert (await error_of(rig.call(rig.printer.status, SHORT_S))).code is ErrorCode.CLOSED
        for _ in range(2):
            await rig.call(rig.printer.close)
