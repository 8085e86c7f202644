"""What every driver of a customer display must do, whatever stands at the other end."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, Protocol, TypeVar

import pytest

from hardware.api import LINE_COLUMNS, DeviceError, ErrorCode, LineDisplay

P = ParamSpec("P")
T = TypeVar("T")

SHORT_S, LONG_S = 0.05, 5.0
TIMES = 20_000
"""Frames a stuck line may take before it is full: a bound for a hanging test, no measure."""
BLANK = " " * LINE_COLUMNS
HOSTILE = "\x0c\x1b@\x1bQBpwned\r\x1f$\x01\x01\x1b=\x01\x7f\x90\u202eA\u200bB"


class Rig(Protocol):
    """A driver and hands on its display."""

    display: LineDisplay

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a driver call in the one thread that owns the device."""
        ...

    async def reads(self, upper: str, lower: str) -> None:
        """Wait until that is on its screen, padded with blanks."""
        ...

    def lines(self) -> tuple[str, str]: ...
    def misunderstood(self) -> int: ...
    async def power_cycle(self) -> None: ...
    async def garbage(self) -> None: ...
    async def mute(self, *, is_mute: bool) -> None: ...
    async def jam(self) -> None: ...
    async def unplug(self) -> None: ...
    async def plug_in(self) -> None: ...


async def error_of(call: Awaitable[object]) -> ErrorCode:
    """The code of the DeviceError of a call that must fail."""
    with pytest.raises(DeviceError) as caught:
        await call
    return caught.value.code


async def show(rig: Rig, upper: str, lower: str) -> None:
    """As its thread does."""
    await rig.call(rig.display.show, upper, lower, LONG_S)


class DisplayContract:
    """Subclasses give a `rig` fixture whose display is plugged in, and how it writes an accent and the euro."""

    ACCENTS = ("Perché", "€ 12")

    async def test_both_lines_are_read_and_nothing_of_what_was_there(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "A" * LINE_COLUMNS, "B" * LINE_COLUMNS)
        await rig.reads("A" * LINE_COLUMNS, "B" * LINE_COLUMNS)
        await show(rig, "Benvenuti", "")
        await rig.reads("Benvenuti", "")
        assert rig.misunderstood() == 0

    async def test_what_is_too_long_is_cut_at_its_own_line(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "x" * 3_000, "Totale")
        await rig.reads("x" * LINE_COLUMNS, "Totale")

    async def test_no_text_is_a_command(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, HOSTILE, HOSTILE)
        await rig.reads(" @QBpwned $=AB", " @QBpwned $=AB")
        assert rig.misunderstood() == 0

    async def test_letters_it_lacks_are_replaced(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "Perché", "€ 12")
        await rig.reads(*self.ACCENTS)

    async def test_one_that_was_off_is_right_again_when_it_is_told_the_same(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "Perché", "€ 12")
        await rig.reads(*self.ACCENTS)
        await rig.power_cycle()
        assert rig.lines() == (BLANK, BLANK)
        await show(rig, "Perché", "€ 12")
        await rig.reads(*self.ACCENTS)

    async def test_what_it_says_by_mistake_changes_nothing(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await rig.garbage()
        await show(rig, "Ordine", "4821")
        await rig.reads("Ordine", "4821")

    async def test_a_mute_one_is_no_error(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "Ordine", "4821")
        await rig.reads("Ordine", "4821")
        await rig.mute(is_mute=True)
        await show(rig, "Ordine", "4822")
        await rig.mute(is_mute=False)
        await show(rig, "Ordine", "4823")
        await rig.reads("Ordine", "4823")

    async def test_a_stuck_line_is_given_up_within_each_call(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "Ordine", "4821")
        await rig.reads("Ordine", "4821")
        await rig.jam()

        def fill() -> None:
            for _ in range(TIMES):
                rig.display.show("x" * LINE_COLUMNS, "y" * LINE_COLUMNS, SHORT_S)

        assert await error_of(rig.call(fill)) is ErrorCode.OFFLINE
        assert await error_of(show(rig, "a", "b")) is ErrorCode.CLOSED

    async def test_unplugged_in_use_it_is_lost_once_and_found_again(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "Ordine", "4821")
        await rig.reads("Ordine", "4821")
        await rig.unplug()
        assert await error_of(show(rig, "Ordine", "4822")) is ErrorCode.OFFLINE
        assert await error_of(show(rig, "Ordine", "4822")) is ErrorCode.CLOSED
        assert await error_of(rig.call(rig.display.open, SHORT_S)) is ErrorCode.NO_HARDWARE
        await rig.plug_in()
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "Ordine", "4823")
        await rig.reads("Ordine", "4823")

    async def test_let_go_of_it_shows_nothing_of_anybody(self, rig: Rig) -> None:
        await rig.call(rig.display.open, LONG_S)
        await show(rig, "Ordine", "4821")
        await rig.reads("Ordine", "4821")
        await rig.call(rig.display.close)
        await rig.reads("", "")

    async def test_nothing_works_before_open_and_close_never_fails(self, rig: Rig) -> None:
        assert await error_of(show(rig, "a", "b")) is ErrorCode.CLOSED
        for _ in range(2):
            await rig.call(rig.display.close)
