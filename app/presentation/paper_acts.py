"""What is done about a paper, from whatever screen it is seen: another copy, or what somebody saw of it."""

from dataclasses import replace

from app.domain.errors import Problem
from app.presentation.desk import Desk
from app.usecases.spool import Answer, PrintJob


async def reprint(desk: Desk, document_no: str) -> None:
    """Print it again as COPIA, and say so. Problem(NOT_FOUND | PERMISSION_DENIED)."""
    who, words = desk.session.who, desk.words
    number = await desk.jobs.papers.again(document_no, who)
    line = words.text("recent.copy", n=number, number=document_no)
    desk.done(who, words.text("recent.done.reprint"), line)


async def settle(desk: Desk, doubtful: PrintJob, answer: str) -> None:
    """What somebody saw of a paper nobody is sure about, and say so. Problem(NOT_FOUND | PERMISSION_DENIED)."""
    who, seen = desk.session.who, Answer(answer)
    await desk.jobs.papers.settle(doubtful.id, seen, who)
    desk.done(who, desk.words.text(f"recent.done.{seen}"), doubtful.document_id)


async def sheet(desk: Desk, order_id: str) -> None:
    """Print what is signed before goods leave, and say so, or why not."""
    who = desk.session.who
    try:
        number = await desk.jobs.sheets.print(order_id, who)
    except Problem as problem:
        desk.not_done(who, problem)
    else:
        desk.done(who, desk.words.text("order.sheet.done", number=number))


async def gift(desk: Desk, order_id: str) -> None:
    """Print the receipt without prices of what was handed over, and say so, or why not; what can still be taken
    back stays on offer."""
    who, before = desk.session.who, desk.notices.latest
    try:
        number = await desk.jobs.gifts.print(order_id, who)
    except Problem as problem:
        desk.not_done(who, problem)
        return
    line = desk.words.text("order.gift.done", number=number)
    if before is not None and before.undo is not None and before is desk.notices.latest:
        desk.notices.tell(replace(before, line=line))
    else:
        desk.done(who, line)
