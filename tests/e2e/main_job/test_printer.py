"""A printer without paper stops no hand-over; with a new roll the receipt comes out, once."""

import asyncio
from collections.abc import Callable

from app.demo.crew import TourFailed
from hardware.drivers.printers.twin_client import TwinControl
from hardware.drivers.printers.twin_control import CoverOpen, Order, PaperLeft, Reply, Status
from tests.e2e.main_job.house import House, a_moment, said
from tests.e2e.main_job.papers import receipts_in
from tests.e2e.main_job.wanted import ready_orders
from tests.e2e.main_job.words import worded

TILL = "cassa-1"
ROLL = 5_000


async def hands(house: House, order: Order) -> Reply:
    """What a person does at the printer."""

    def reach() -> Reply:
        with TwinControl(int(str(house.member("printer").ready["control_port"]))) as control:
            return control.send(order)

    return await asyncio.to_thread(reach)


async def until_printed(house: House, is_so: Callable[[Reply], bool]) -> Reply:
    """The printer once it is as wished."""
    for _ in range(300):
        reply = await hands(house, Status())
        if is_so(reply):
            return reply
        await a_moment()
    raise TourFailed(str(reply))


async def given_out(house: House, number: str) -> str:
    """An order handed over; its document."""
    done = await house.member(TILL).say(f"handover {number}")
    assert done["event"] == "handed_over", done
    return str(done["document"])


async def test_a_new_roll_brings_the_same_receipt_once(house: House) -> None:
    till, orders = await house.till(TILL), ready_orders(house.sample)
    await house.sign_in(TILL)
    await hands(house, PaperLeft(0))
    documents = [await given_out(house, orders[0].number)]
    out = await said(till, "status", lambda facts: facts["printer"] == "printer_paper_out")
    assert worded(str(out["printer"]), {}) == "printer_paper_out"
    documents.append(await given_out(house, orders[1].number))
    assert (await hands(house, Status())).papers == 0
    await hands(house, PaperLeft(ROLL))
    await until_printed(house, lambda reply: reply.papers == 2)
    await said(till, "status", lambda facts: facts["printer"] == "")
    await hands(house, CoverOpen(is_open=True))
    documents.append(await given_out(house, orders[2].number))
    await said(till, "status", lambda facts: facts["printer"] == "printer_cover_open")
    await hands(house, CoverOpen(is_open=False))
    await until_printed(house, lambda reply: reply.papers == 3 and not reply.uncut)
    papers = receipts_in(house.receipts)
    assert [number for paper in papers for number in paper.documents] == documents
    assert not any("COPIA" in paper.text for paper in papers)


async def test_a_roll_that_ends_within_a_receipt_doubles_no_line_of_it(house: House) -> None:
    till, order = await house.till(TILL), ready_orders(house.sample)[0]
    await house.sign_in(TILL)
    await hands(house, PaperLeft(6))
    document = await given_out(house, order.number)
    await said(till, "status", lambda facts: facts["printer"] == "printer_paper_out")
    assert (await hands(house, Status())).papers == 0
    await hands(house, PaperLeft(ROLL))
    await until_printed(house, lambda reply: reply.papers == 1)
    (paper,) = receipts_in(house.receipts)
    assert paper.documents == [document]
    assert paper.scanned == (order.number,)
