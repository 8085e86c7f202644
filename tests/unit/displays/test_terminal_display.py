"""The display of a terminal over a real pseudo-terminal: follows the screens, lost and found, blank at the end."""

import argparse
import asyncio
from pathlib import Path

import pytest

from app.bootstrap.customer_display import display_place
from app.bootstrap.terminal import add_arguments, refuse_options
from app.domain.errors import Code, Problem
from app.presentation.facing import Facing
from hardware.api import LINE_COLUMNS, Absent, DeviceState, Ready
from hardware.drivers.displays.twin import DisplayTwin
from hardware.drivers.line_ends import PtyEnd
from tests.unit.devices.typed import devices_of

LIMIT_S = 15
"""A bound for a hanging test, no measure."""


class Till:
    """A terminal's display and its twin."""

    def __init__(self, folder: Path) -> None:
        self.twin = DisplayTwin(PtyEnd(folder / "display"), "cd5220")
        self.twin.plug_in()
        self.facing = Facing(("Benvenuti", ""))
        self.devices = devices_of(display=f"cd5220:{self.twin.end.address}")
        self.changed = asyncio.Event()

    async def reads(self, upper: str, lower: str) -> None:
        """Wait for that on the glass."""
        wanted = upper.ljust(LINE_COLUMNS), lower.ljust(LINE_COLUMNS)
        async with asyncio.timeout(LIMIT_S):
            await self.twin.until(lambda: self.twin.screen.lines == wanted)

    async def becomes(self, state: DeviceState) -> None:
        """Wait for that in the list of devices."""
        async with asyncio.timeout(LIMIT_S):
            while [health.state for health in self.devices.health()] != [state]:
                await self.changed.wait()
                self.changed.clear()


async def test_it_shows_what_the_screens_have_and_the_latest_when_it_is_back(tmp_path: Path) -> None:
    till = Till(tmp_path)
    async with till.devices.at_work(lambda read: None, till.facing, till.changed.set):
        await till.reads("Benvenuti", "")
        till.facing.turn(("Ordine 4821", "Totale 12,00\N{NO-BREAK SPACE}€"))
        await till.reads("Ordine 4821", "Totale 12,00 EUR")
        till.twin.unplug()
        till.facing.turn(("Ordine 4822", ""))
        await till.becomes(Absent())
        till.facing.turn(("Grazie", "Arrivederci"))
        till.twin.plug_in()
        await till.reads("Grazie", "Arrivederci")
        await till.becomes(Ready())
    await till.reads("", "")
    till.twin.unplug()


async def test_a_terminal_without_one_has_none_in_its_list() -> None:
    devices = devices_of()
    async with devices.at_work(lambda read: None, Facing(), lambda: None):
        assert devices.health() == ()


@pytest.mark.parametrize("text", ["/dev/ttyS0", "nobody:/dev/ttyS0", "cd5220:/dev/null?page=utf-8", "cd5220:/etc"])
def test_what_is_no_display_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(Problem) as caught:
        display_place(text, "--display")
    assert caught.value.code is Code.OPTION_INVALID


@pytest.mark.parametrize("option", ["--display=cd5220:/dev/null", "--label-printer=zpl:socket://127.0.0.1:1"])
def test_a_terminal_without_a_window_has_neither(tmp_path: Path, option: str) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(Problem) as caught:
        refuse_options(parser.parse_args(["--data", str(tmp_path), "--headless", option]))
    assert caught.value.details["option"] == option.partition("=")[0]
