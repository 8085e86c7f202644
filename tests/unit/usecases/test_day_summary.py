"""The end of the day: figures of the shop and this station, its paper, and a close that waits for unsent money."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.commands import NoteCustomer
from app.domain.day import DaySummary, Tally
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.returnables import LineFound
from app.domain.returns import Reason
from app.domain.staff import Approval, ApprovalReason
from app.usecases.day_summary import close_ask
from app.usecases.receive_return import Intake
from app.usecases.spool import JobState
from app.usecases.station import Operator
from hardware.printing.codec import decode_document
from tests.unit.papers.samples import text
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, PIN, TECHNICIAN, Counter, refusal_of


@pytest.fixture(autouse=True)
async def threads_end() -> AsyncIterator[None]:
    """PINs are checked beside the loop; its threads end with the test."""
    yield
    await asyncio.get_running_loop().shutdown_default_executor()


async def today(counter: Counter, operator: Operator = CLERK) -> DaySummary:
    """The day as it stands."""
    [day, *_] = await counter.day.days()
    return await counter.day.read(day, operator)


async def take_back(counter: Counter) -> None:
    """A shirt of order 4790 comes back."""
    found = await counter.returns.by_article("8001234567891")
    assert isinstance(found, LineFound)
    await counter.returns.receive(Intake(found.line, 1, Reason.TOO_SMALL), CLERK)


async def yes_of_manager(counter: Counter, operator: Operator = CLERK) -> Approval:
    """Ada says yes to the close."""
    ask = close_ask(await today(counter), operator)
    return await counter.approve.grant(ask, "01", PIN, ApprovalReason.CHECKED)


async def test_a_day_counts_what_happened_here(counter: Counter) -> None:
    await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)
    await take_back(counter)
    await let_pass(5)
    found = await today(counter)
    assert found.is_today
    assert found.figures.handed_over == Tally(1, 1)
    assert found.figures.returned == Tally(1, 1)
    assert found.unsent == 0
    assert found.figures.to_collect == 3


async def test_days_are_today_and_those_still_kept(counter: Counter) -> None:
    days = await counter.day.days()
    assert [days[0] - day for day in days] == [timedelta(days=n) for n in range(4)]
    await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)
    before = await counter.day.read(days[1], CLERK)
    assert (before.is_today, before.figures.handed_over) == (False, Tally())


async def test_goods_taken_in_without_a_line_are_counted_and_waited_for(counter: Counter) -> None:
    counter.cut()
    await take_back(counter)
    found = await today(counter)
    assert (found.figures.returned, found.figures.pending) == (Tally(1, 1), Tally(1, 1))
    assert (found.unsent, found.unsent_money) == (1, 1)


async def test_each_paper_is_queued_and_says_whether_the_day_is_closed(paper_counter: Counter) -> None:
    [day, *_] = await paper_counter.day.days()
    numbers = [await paper_counter.day.print(day, MANAGER), await paper_counter.day.close(day, MANAGER)]
    papers = [await paper_counter.spool.copies(number) for number in numbers]
    said = [text(decode_document(job.document)) for [job] in papers]
    assert ["RIEPILOGO DEL GIORNO" in page for page in said] == [True, True]
    assert ["GIORNATA CHIUSA" in page for page in said] == [False, True]
    assert paper_counter.woken == 2


async def test_a_printed_day_is_recorded(counter: Counter) -> None:
    [day, *_] = await counter.day.days()
    number = await counter.day.print(day, CLERK)
    assert ("day_printed", "op-07", f"day:{day}", {"document": number}) in counter.audit()


async def test_doubtful_papers_are_counted(paper_counter: Counter) -> None:
    done = await paper_counter.hand_over.hand_over(await paper_counter.shown(), HandoverAsk(), CLERK)
    [job] = await paper_counter.spool.copies(done.document_no)
    assert await paper_counter.spool.update(replace(job, state=JobState.UNKNOWN), was=JobState.QUEUED)
    assert (await today(paper_counter)).doubtful == 1


async def test_a_clerk_closes_with_the_yes_of_another_person(counter: Counter) -> None:
    found = await today(counter)
    refusal = await refusal_of(counter.day.close(found.day, CLERK))
    assert refusal.code is Code.APPROVAL_REQUIRED
    number = await counter.day.close(found.day, CLERK, await yes_of_manager(counter))
    closed = await today(counter)
    assert closed.closing is not None
    assert closed.closing.document_no == number
    assert await counter.day.close(found.day, CLERK) == number
    [details] = [made[3] for made in counter.audit() if made[0] == "day_closed"]
    assert details == {
        "document": number,
        "unsent": 0,
        "unsent_money": 0,
        "approved_by": "op-01",
        "reason": "checked",
    }


async def test_unsent_money_holds_the_close_up_until_another_person_says_why(counter: Counter) -> None:
    counter.cut()
    await take_back(counter)
    found = await today(counter)
    refusal = await refusal_of(counter.day.close(found.day, MANAGER))
    assert (refusal.code, refusal.details) == (Code.MONEY_UNSENT, {"count": 1})
    assert await counter.day.close(found.day, CLERK, await yes_of_manager(counter))


async def test_a_yes_to_a_plain_close_is_none_to_one_with_unsent_money(counter: Counter) -> None:
    approval = await yes_of_manager(counter)
    counter.cut()
    await take_back(counter)
    refusal = await refusal_of(counter.day.close((await today(counter)).day, CLERK, approval))
    assert refusal.code is Code.APPROVAL_INVALID


async def test_a_manager_closes_alone_and_what_is_no_money_holds_nothing_up(counter: Counter) -> None:
    counter.cut()
    await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", counter.clock.now_at()), "op-01")
    found = await today(counter)
    assert (found.unsent, found.unsent_money) == (1, 0)
    assert await counter.day.close(found.day, MANAGER)


@pytest.mark.parametrize("act", ["read", "print", "close"])
async def test_who_may_not_sees_no_day(counter: Counter, act: str) -> None:
    [day, *_] = await counter.day.days()
    refusal = await refusal_of(getattr(counter.day, act)(day, TECHNICIAN))
    assert refusal.code is Code.PERMISSION_DENIED
