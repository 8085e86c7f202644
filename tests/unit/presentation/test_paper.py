"""A paper on screen: what stands on it is shown, a copy is under COPIA, a doubtful one is asked about once."""

from dataclasses import replace

import pytest

from app.bootstrap.words import wording_in
from app.domain.handover import HandoverAsk
from app.presentation.paper_words import paper_line, paper_name
from app.presentation.routes import OrderRoute, PaperRoute
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.paper import PaperModel
from app.usecases.spool import JobState, PrintJob
from tests.unit.domain.samples import NOW_AT
from tests.unit.presentation.desk import Desk
from tests.unit.presentation.screens import desk_of
from tests.unit.usecases.counter import CLERK, Counter

PNG = b"\x89PNG\r\n\x1a\n"


async def receipt(counter: Counter) -> str:
    """Order 4821 left; the number of its receipt."""
    done = await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)
    return done.document_no


async def test_the_paper_is_shown_as_it_is_printed(paper_desk: Desk) -> None:
    number = await receipt(paper_desk.counter)
    model = PaperModel(desk_of(paper_desk.counter), PaperRoute(number))
    await model.open()
    state = model.state
    assert state.picture.startswith(PNG)
    assert "RICEVUTA DI RITIRO" in state.lines
    assert f"Documento {number}" in state.lines
    assert (state.title, state.mark is not None and state.mark.words) == (number, "In coda")
    assert [step[2] for step in state.steps] == [f"Ricevuta {number}: in coda"]


async def test_a_copy_is_shown_under_its_mark(paper_desk: Desk) -> None:
    counter = paper_desk.counter
    number, screen = await receipt(counter), desk_of(counter)
    model = PaperModel(screen, PaperRoute(number))
    await model.open()
    original = model.state.picture
    await model.press("reprint")
    await screen.flights.settled()
    assert model.state.title == f"{number} COPIA 1"
    assert model.state.lines[0] == "COPIA"
    assert "RICEVUTA DI RITIRO" in model.state.lines
    assert model.state.picture != original


async def test_a_doubtful_paper_is_asked_about_once(paper_desk: Desk) -> None:
    counter = paper_desk.counter
    number, screen = await receipt(counter), desk_of(counter)
    [job] = await counter.spool.copies(number)
    assert await counter.spool.update(replace(job, state=JobState.UNKNOWN), was=JobState.QUEUED)
    model = PaperModel(screen, PaperRoute(number))
    await model.open()
    assert (model.state.question, model.foot.primary.is_enabled) == ("È uscita la ricevuta?", False)
    assert not model.take_digit("7")
    assert model.take_digit("1")
    await model.press("settle")
    await screen.flights.settled()
    assert (model.state.question, model.foot.primary.id) == ("", "reprint")
    [job] = await counter.spool.copies(number)
    assert job.state is JobState.CONFIRMED


async def test_a_paper_that_waits_says_why_and_follows_the_printer(paper_desk: Desk) -> None:
    counter = paper_desk.counter
    number, screen = await receipt(counter), desk_of(counter)
    stuck = replace(screen, jobs=replace(screen.jobs, printer_code=lambda: "printer_paper_out"))
    model = PaperModel(stuck, PaperRoute(number))
    await model.open()
    assert model.state.note is not None
    assert "carta" in model.state.note[1].lower()
    [job] = await counter.spool.copies(number)
    assert await counter.spool.update(replace(job, state=JobState.CONFIRMED), was=JobState.QUEUED)
    model.tick()
    await screen.flights.settled()
    state = model.render()
    assert (state.note, state.mark is not None and state.mark.words) == (None, "Stampata")


async def test_a_number_nobody_knows_is_said_and_offers_nothing(paper_desk: Desk) -> None:
    model = PaperModel(desk_of(paper_desk.counter), PaperRoute("T1AA-999999"))
    await model.open()
    assert model.state.empty[0]
    assert not model.foot.primary.is_enabled


async def test_an_order_that_left_here_leads_to_its_paper(paper_desk: Desk) -> None:
    counter = paper_desk.counter
    number, screen = await receipt(counter), desk_of(counter)
    model = OrderModel(screen, OrderRoute("o-4821"))
    await model.open()
    assert "paper" in [button.id for button in model.foot.secondary]
    await model.press("paper")
    assert screen.navigator.at == PaperRoute(number)
    elsewhere = OrderModel(screen, OrderRoute("o-4790"))
    await elsewhere.open()
    assert "paper" not in [button.id for button in elsewhere.foot.secondary]


async def test_a_receipt_for_a_present_is_printed_from_the_order(paper_desk: Desk) -> None:
    counter = paper_desk.counter
    screen = desk_of(counter)
    model = OrderModel(screen, OrderRoute("o-4821"))
    await model.open()
    assert "gift" not in [button.id for button in model.foot.secondary]
    handed = await receipt(counter)
    await model.open()
    assert "gift" in [button.id for button in model.foot.secondary]
    await model.press("gift")
    await screen.flights.settled()
    gifts = [job for job in await counter.spool.recent(9) if job.document_id != handed]
    assert [b"CORTESIA" in job.document for job in gifts] == [True]
    assert screen.notices.latest is not None
    assert screen.notices.latest.title == f"Scontrino di cortesia {gifts[0].document_id} in stampa"


async def test_what_was_just_handed_over_can_be_taken_back_behind_a_receipt_for_a_present(
    paper_desk: Desk,
) -> None:
    screen = desk_of(paper_desk.counter)
    model = OrderModel(screen, OrderRoute("o-4821"))
    await model.open()
    for button in ("hand_over", "gift"):
        await model.press(button)
        await screen.flights.settled()
    assert screen.notices.latest is not None
    assert screen.notices.latest.title == "4821 consegnato a Giulia B."
    assert screen.notices.latest.line.startswith("Scontrino di cortesia ")
    assert screen.notices.latest.undo is not None


async def test_what_was_taken_back_meanwhile_is_no_present_and_that_is_told(paper_desk: Desk) -> None:
    counter = paper_desk.counter
    done = await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)
    screen = desk_of(counter)
    model = OrderModel(screen, OrderRoute("o-4821"))
    await model.open()
    await counter.hand_over.undo(done.order.id, done.entry.command.id, CLERK)
    await model.press("gift")
    await screen.flights.settled()
    assert screen.notices.latest is not None
    assert screen.notices.latest.is_refused


def job_of(document_id: str, copy_no: int = 0) -> PrintJob:
    """A paper of that id."""
    job = PrintJob(f"{document_id}#0", "receipt", document_id, b"", has_value=False, created_at=NOW_AT)
    return replace(job, copy_no=copy_no, state=JobState.CONFIRMED)


@pytest.mark.parametrize(
    ("document_id", "line"),
    [
        ("T1AA-000318", "Ricevuta T1AA-000318: stampata"),
        ("bag:4884-1/2", "Etichetta 4884-1: stampata"),
        ("picks:7", "Lista di prelievo: stampata"),
    ],
)
def test_a_paper_is_called_what_it_is_not_by_its_key(document_id: str, line: str) -> None:
    assert paper_line(job_of(document_id), wording_in("it")) == line
    assert ":" not in paper_name(job_of(document_id, copy_no=1), wording_in("it"))
