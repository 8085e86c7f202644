"""The label printer of a terminal over a real socket: asked before it is sent anything, lost and found again."""

import asyncio
from pathlib import Path

import pytest

from app.bootstrap.label_printer import Labels, label_place
from app.domain.errors import Code, Problem
from hardware.api import Absent, DeviceState, Faulted, Ready
from hardware.drivers.labels.twin import LabelTwin
from hardware.drivers.line_ends import PtyEnd, SocketEnd
from tests.unit.labels.papers import SHELF

LIMIT_S = 15
"""A bound for a hanging test, no measure."""


class Till:
    """A terminal's label printer and its twin."""

    def __init__(self, end: SocketEnd | PtyEnd) -> None:
        self.twin = LabelTwin(end)
        self.twin.plug_in()
        self.labels = Labels(label_place(f"zpl:{self.twin.end.address}", "--label-printer"))
        self.changed = asyncio.Event()

    async def becomes(self, state: DeviceState) -> None:
        """Wait for that in the list of devices."""
        async with asyncio.timeout(LIMIT_S):
            while [health.state for health in self.labels.health()] != [state]:
                await self.changed.wait()
                self.changed.clear()

    async def refusal(self) -> Code:
        """Why a label does not come out."""
        with pytest.raises(Problem) as caught:
            await self.labels.print_shelf("it", SHELF)
        return caught.value.code


async def test_a_label_comes_out_or_somebody_is_told_why_not(tmp_path: Path) -> None:
    till = Till(SocketEnd())
    async with till.labels.at_work(till.changed.set):
        await till.becomes(Ready())
        assert await till.labels.print_shelf("it", SHELF)
        till.twin.change(is_paper_out=True)
        assert await till.refusal() is Code.LABELS_STOPPED
        await till.becomes(Faulted("paper_out"))
        till.twin.change()
        assert await till.labels.print_shelf("en", {**SHELF, "gtin": "4711", "name": "^XZ~JR"})
        till.twin.unplug()
        assert await till.refusal() is Code.LABELS_OFFLINE
        await till.becomes(Absent())
    assert [[field.kind for field in label.fields].count("ean13") for label in till.twin.printed] == [1, 0]
    assert till.twin.refused == 0


async def test_a_terminal_without_one_offers_none() -> None:
    labels = Labels(label_place("", "--label-printer"))
    async with labels.at_work(lambda: None):
        assert not labels.are_there
        assert labels.health() == ()


@pytest.mark.parametrize("text", ["192.168.1.60", "tspl:socket://h:1", "zpl:socket://h:1?dpi=100", "zpl:/etc"])
def test_what_is_no_label_printer_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(Problem) as caught:
        label_place(text, "--label-printer")
    assert caught.value.code is Code.OPTION_INVALID
