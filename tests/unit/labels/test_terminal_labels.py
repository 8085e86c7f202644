"""The label printer of a terminal over a real socket: asked before it is sent anything, lost and found again."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap.label_printer import label_place
from app.domain.errors import Code, Problem
from app.domain.scanning import ContainerCode, classify
from app.presentation.facing import Facing
from hardware.api import Absent, DeviceState, Faulted, Ready
from hardware.drivers.labels.twin import LabelTwin
from hardware.drivers.line_ends import PtyEnd, SocketEnd
from tests.unit.devices.typed import devices_of
from tests.unit.domain.samples import ready_order
from tests.unit.labels.papers import SHELF
from tests.unit.papers.samples import SHOP, receipts

LIMIT_S = 15
"""A bound for a hanging test, no measure."""


class Till:
    """A terminal's label printer and its twin."""

    def __init__(self, end: SocketEnd | PtyEnd) -> None:
        self.twin = LabelTwin(end)
        self.twin.plug_in()
        self.devices = devices_of(labels=f"zpl:{self.twin.end.address}")
        self.labels = self.devices.labels
        self.changed = asyncio.Event()

    async def becomes(self, state: DeviceState) -> None:
        """Wait for that in the list of devices."""
        async with asyncio.timeout(LIMIT_S):
            while [health.state for health in self.devices.health()] != [state]:
                await self.changed.wait()
                self.changed.clear()

    async def refusal(self) -> Code:
        """Why a label does not come out."""
        with pytest.raises(Problem) as caught:
            await self.labels.print_shelf("it", SHELF)
        return caught.value.code


async def test_a_label_comes_out_or_somebody_is_told_why_not(tmp_path: Path) -> None:
    till = Till(SocketEnd())
    async with till.devices.at_work(lambda read: None, Facing(), till.changed.set):
        await till.becomes(Ready())
        assert await till.labels.print_shelf("it", SHELF)
        till.twin.change(is_paper_out=True)
        assert await till.refusal() is Code.LABELS_STOPPED
        await till.becomes(Faulted("paper_out"))
        till.twin.change()
        assert await till.labels.print_shelf("en", {**SHELF, "gtin": "4711", "name": "^XZ~JR"})
        till.twin.goes_off_next = True
        assert await till.refusal() is Code.LABELS_UNSURE
        assert await till.refusal() is Code.LABELS_OFFLINE
        await till.becomes(Absent())
    assert [[field.kind for field in label.fields].count("ean13") for label in till.twin.printed] == [1, 0, 1]
    assert till.twin.refused == 0


async def test_the_label_of_a_bag_scans_as_that_bag(tmp_path: Path) -> None:
    order = ready_order()
    bag = replace(order.containers[0], code=f"{order.number}-1")
    values = receipts("it").bag_values(order, bag, SHOP)
    till = Till(SocketEnd())
    async with till.devices.at_work(lambda read: None, Facing(), till.changed.set):
        await till.becomes(Ready())
        assert await till.labels.print_bag("it", values)
        till.twin.unplug()
    (label,) = till.twin.printed
    codes = [field.data for field in label.fields if field.kind == "code128"]
    assert codes == [bag.code]
    assert classify(codes[0], {}) == ContainerCode(bag.code)


@pytest.mark.parametrize("language", ["it", "en"])
async def test_the_test_label_can_be_read_by_a_scanner(language: str) -> None:
    till = Till(SocketEnd())
    async with till.devices.at_work(lambda read: None, Facing(), till.changed.set):
        await till.becomes(Ready())
        assert await till.labels.print_trial(language)
        till.twin.unplug()
    (label,) = till.twin.printed
    assert [field.data for field in label.fields if field.kind != "text"] == ["200000000000", "PROVA-123"]
    assert till.twin.refused == 0


async def test_a_terminal_without_one_offers_none() -> None:
    devices = devices_of()
    async with devices.at_work(lambda read: None, Facing(), lambda: None):
        assert not devices.labels.are_there
        assert devices.health() == ()


@pytest.mark.parametrize("text", ["192.168.1.60", "tspl:socket://h:1", "zpl:socket://h:1?dpi=100", "zpl:/etc"])
def test_what_is_no_label_printer_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(Problem) as caught:
        label_place(text, "--label-printer")
    assert caught.value.code is Code.OPTION_INVALID
