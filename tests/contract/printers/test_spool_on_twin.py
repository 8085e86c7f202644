"""From the queue to paper over a real socket: worker, driver and printer together."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.adapters.spool_printer import PrinterPlace, SpoolTiming
from app.adapters.spool_render import FormMarks
from app.adapters.spool_worker import SpoolWorker, Step
from app.usecases.spool import AfterLoss, Answer, JobState, PrintJob, settle_unknown
from hardware.api import Faulted
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import PaperLeft, PowerCycle
from hardware.printing.codec import encode_document
from hardware.printing.profiles import EPSON_58
from tests.contract.printers.rig import TwinRig, receipt_font
from tests.fakes.spool import MemorySpool, Watcher
from tests.unit.printing.papers import FORMS, paper

TIMING = SpoolTiming(slice_s=0.05, retry_s=0.05)


class Shop:
    """One till with one printer."""

    def __init__(self, twin: TwinPrinter) -> None:
        self.twin = twin
        self.store = MemorySpool()
        self.watcher = Watcher()
        self.rig = TwinRig(twin, EPSON_58)
        self.start(AfterLoss.ASK)

    def start(self, policy: AfterLoss) -> None:
        place = PrinterPlace("till", self.rig.printer, EPSON_58, policy)
        marks = FormMarks(FORMS, lambda at, language: at.strftime("%d/%m/%Y %H:%M"))
        self.worker = SpoolWorker(place, self.store, self.watcher, marks, clock_s=time.monotonic, timing=TIMING)

    def put(self, name: str) -> None:
        at = datetime(2026, 3, 5, 10, 44, tzinfo=UTC)
        self.store.jobs["j1"] = PrintJob("j1", "till", "T1-000318", encode_document(paper(name)), True, at)

    def state(self) -> JobState:
        return self.store.jobs["j1"].state

    async def power_cycle_when_out_of_paper(self) -> None:
        await self.watcher.until_printer(Faulted("paper_out"))
        await self.twin.obey(PowerCycle())
        await self.twin.obey(PaperLeft(1000))

    def text(self) -> str:
        return "\n".join(self.rig.printed())


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with TwinPrinter(receipt_font(), EPSON_58) as twin:
        shop = Shop(twin)
        yield shop
        await shop.worker.close()
        shop.rig.close()


async def test_a_receipt_comes_out_once_and_is_confirmed(shop: Shop) -> None:
    shop.put("pickup")
    assert await shop.worker.step() is Step.MOVED
    assert shop.state() is JobState.CONFIRMED
    assert len(shop.twin.receipts) == 1
    assert shop.text().count("DOCUMENTO NON FISCALE") == 1


async def test_a_new_roll_lets_the_same_paper_go_on(shop: Shop) -> None:
    shop.put("return")
    await shop.twin.obey(PaperLeft(15))
    step = asyncio.create_task(shop.worker.step())
    await shop.watcher.until_printer(Faulted("paper_out"))
    await shop.twin.obey(PaperLeft(1000))
    await step
    assert shop.state() is JobState.CONFIRMED
    assert shop.text().count("RICEVUTA DI RESO") == 1


@pytest.mark.parametrize(
    ("policy", "ripresa", "copies"), [(AfterLoss.RESUME, 1, 0), (AfterLoss.COPY, 0, 1)], ids=["resume", "copy"]
)
async def test_a_power_cycle_in_the_middle_is_marked_on_paper(
    shop: Shop, policy: AfterLoss, ripresa: int, copies: int
) -> None:
    await shop.worker.close()
    shop.start(policy)
    shop.put("return")
    await shop.twin.obey(PaperLeft(25))
    step = asyncio.create_task(shop.worker.step())
    await shop.power_cycle_when_out_of_paper()
    await step
    assert shop.state() is JobState.QUEUED
    await shop.worker.step()
    assert shop.state() is JobState.CONFIRMED
    assert shop.text().count("--- ripresa ---") == ripresa
    assert shop.text().count("C O P I A") == copies
    assert shop.text().count("Pratica di reso") == 1 + copies


async def test_without_a_policy_a_power_cycle_is_a_question(shop: Shop) -> None:
    shop.put("return")
    await shop.twin.obey(PaperLeft(25))
    step = asyncio.create_task(shop.worker.step())
    await shop.power_cycle_when_out_of_paper()
    await step
    assert shop.state() is JobState.UNKNOWN
    assert await shop.worker.step() is Step.IDLE
    assert len(shop.twin.receipts) == 0


async def test_half_a_picture_left_in_the_printer_eats_nothing_of_the_next_paper(shop: Shop) -> None:
    _, cut_off = await asyncio.open_connection("127.0.0.1", shop.twin.port)
    cut_off.write(b"parte\n\x1dv0\x00\x30\x00\x80\x00" + b"\xff" * 1000)
    await shop.twin.until_lines(1)
    cut_off.close()
    await cut_off.wait_closed()
    shop.put("pickup")
    shop.store.jobs["j1"] = replace(shop.store.jobs["j1"], state=JobState.SENDING, attempts=1)
    await shop.worker.recover()
    await settle_unknown(shop.store, "j1", Answer.COPY)
    async with asyncio.timeout(20):
        while shop.state() is JobState.QUEUED:
            await shop.worker.step()
    assert shop.state() is JobState.CONFIRMED
    assert [line.strip() for line in shop.twin.receipts[-1].lines][:2] == [
        "C O P I A",
        "Ristampa 1      05/03/2026 10:44",
    ]
    assert shop.text().count("DOCUMENTO NON FISCALE") == 1
