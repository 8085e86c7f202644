"""A receipt in the middle of which the printer was switched off: what becomes of it, and in which language it
speaks, is told at the start."""

import pytest

from app.adapters.receipt_files import receipt_font
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import PaperLeft, PowerCycle
from tests.e2e.servers.till import until
from tests.e2e.terminal.desk import Desk, hand_over


@pytest.mark.parametrize(
    ("policy", "language", "mark"), [("resume", "it", "--- ripresa ---"), ("copy", "en", "C O P Y")]
)
async def test_it_comes_out_with_its_mark_and_nobody_is_asked(
    desk: Desk, policy: str, language: str, mark: str
) -> None:
    cases = desk.floor.template.cases
    async with (
        TwinPrinter(receipt_font()) as printer,
        desk.opened(f"127.0.0.1:{printer.port},,{policy}", language=language) as counter,
    ):
        await until(lambda: desk.has_article(counter))
        await printer.obey(PaperLeft(25))
        await hand_over(counter, cases.hand_over)

        async def has_no_paper() -> bool:
            return (await counter.say("status", "status"))["printer"] == "printer_paper_out"

        await until(has_no_paper)
        await printer.obey(PowerCycle())
        await printer.obey(PaperLeft(1000))
        await until(lambda: any(mark in line for paper in printer.receipts for line in paper.lines))
