"""On a full disk the terminal still reads and prints, refuses new acts, and loses nothing it acknowledged."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.receipt_files import receipt_font
from app.domain.errors import Code
from hardware.drivers.printers.twin import TwinPrinter
from tests.e2e.one_till.counter import Counter
from tests.e2e.servers.floor import Floor
from tests.e2e.servers.till import until
from tests.e2e.terminal.desk import Desk, attention, enrolled, hand_over
from tests.e2e.terminal.filling import Disk, disk_at


@pytest.fixture(params=["as the system lets us", "limits only"])
def disk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A disk for the terminal alone."""
    if request.param == "limits only":
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with disk_at(tmp_path / "disk", monkeypatch) as opened:
        yield opened


async def refused_for_room(desk: Desk, counter: Counter) -> None:
    """An order is shown, and its hand-over refused."""
    coded = desk.floor.template.cases.offline
    shown = await counter.say(f"scan {coded.typed_code}", "order")
    answer = await counter.say(f"handover {shown['number']} {shown['generation']}", "refused")
    assert answer["code"] == Code.DISK_FULL
    assert await desk.has_article(counter)


async def is_told(counter: Counter) -> bool:
    """Whether a person is told that the disk is full."""
    return Code.DISK_FULL in await attention(counter)


async def handed_over(desk: Desk, order: str) -> int:
    """How often head office has it handed over."""
    return len((await desk.floor.admin.ledger(order)).order.handovers)


async def test_a_full_disk_stops_acts_and_nothing_else(floor: Floor, disk: Disk) -> None:
    desk = await enrolled(floor, disk.folder / "till")
    cases = floor.template.cases
    async with TwinPrinter(receipt_font()) as printer, desk.opened(f"127.0.0.1:{printer.port}") as counter:
        await until(lambda: desk.has_article(counter))
        document = (await hand_over(counter, cases.hand_over))["document"]
        await printer.until_papers(1)
        await disk.fill(counter, desk.folder)
        await refused_for_room(desk, counter)
        await counter.say(f"reprint {document}", "reprinted")
        await printer.until_papers(2)
        if disk.is_real:
            await until(lambda: is_told(counter))
        disk.free()
        await hand_over(counter, cases.offline)
        await until(counter.is_drained)

        async def is_settled() -> bool:
            return not await is_told(counter)

        await until(is_settled)
    for case in (cases.hand_over, cases.offline):
        assert await handed_over(desk, case.order.id) == 1


async def test_a_terminal_starts_on_a_full_disk(floor: Floor, disk: Disk) -> None:
    desk = await enrolled(floor, disk.folder / "till")
    async with desk.opened() as counter:
        await until(lambda: desk.has_article(counter))
        await hand_over(counter, floor.template.cases.hand_over)
        await until(counter.is_drained)
        await disk.fill(counter, desk.folder)
    async with desk.opened() as counter:
        await refused_for_room(desk, counter)
        await until(lambda: is_told(counter))
        disk.free()
        await hand_over(counter, floor.template.cases.offline)
        await until(counter.is_drained)
    assert await handed_over(desk, floor.template.cases.hand_over.order.id) == 1
