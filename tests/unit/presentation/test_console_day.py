"""The day and its papers from the command line."""

from app.presentation.console_answer import Answer
from app.presentation.console_text import as_text
from tests.unit.domain.samples import NOW_AT
from tests.unit.presentation.desk import Desk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.wording.catalogues import wording


def said(answer: Answer) -> list[str]:
    """In Italian, line by line."""
    return as_text(answer, wording("it"), NOW_AT).splitlines()


async def test_a_paper_is_shown_and_its_copy_under_its_mark(paper_desk: Desk) -> None:
    await paper_desk.sign_in()
    number = str((await paper_desk.data("handover 4821", "handed_over"))["document"])
    assert "RICEVUTA DI RITIRO" in said(await paper_desk.say(f"preview {number}"))
    await paper_desk.event(f"reprint {number}")
    assert said(await paper_desk.say(f"preview {number}"))[0] == "COPIA"
    assert await paper_desk.code("preview T1AA-999999") == "not_found"


async def test_the_day_is_told_and_printed(paper_desk: Desk) -> None:
    await paper_desk.sign_in()
    await paper_desk.event("handover 4821")
    await paper_desk.event("return 8001234567891 too_small")
    await let_pass(5)
    lines = said(await paper_desk.say("day"))
    assert "Consegne: negozio 1, questo banco 1" in lines
    assert "Rimborsi in attesa: negozio 1 (29,90\u00a0€), questo banco 1 (29,90\u00a0€)" in lines
    assert "Pronti da ritirare: 3" in lines
    assert "Motivi di reso: Troppo piccola 1" in lines
    before = said(await paper_desk.say("day 1"))
    assert "Consegne: negozio 0, questo banco 0" in before
    assert not any(line.startswith("Pronti da ritirare") for line in before)
    document = str((await paper_desk.data("day-print", "day_printed"))["document"])
    assert "RIEPILOGO DEL GIORNO" in said(await paper_desk.say(f"preview {document}"))


async def test_a_day_that_is_not_kept_is_misread(paper_desk: Desk) -> None:
    await paper_desk.sign_in()
    assert await paper_desk.code("day 4") == "bad_request"
    assert await paper_desk.code("day ieri") == "bad_request"


async def test_a_clerk_cannot_close_alone_a_manager_can(paper_desk: Desk) -> None:
    assert await paper_desk.code("day") == "operator_unknown"
    await paper_desk.sign_in()
    assert await paper_desk.code("day-close") == "approval_required"
    await paper_desk.sign_in("01")
    document = (await paper_desk.data("day-close", "day_closed"))["document"]
    assert said(await paper_desk.say("day"))[-1] == f"Giornata chiusa: {document}."
