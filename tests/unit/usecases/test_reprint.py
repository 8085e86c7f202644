"""A paper once more is a copy: numbered, marked, recorded; and a doubtful one is settled by who looked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.adapters.shop_formats import ShopFormats
from app.adapters.spool_render import prepare
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.store.terminal_store import SqlTerminalTx
from app.usecases.ports import TerminalTx
from app.usecases.reprint import MAX_SHOWN
from app.usecases.spool import Answer, JobState, PrintJob
from hardware.printing.codec import decode_document
from hardware.printing.profiles import PROFILES
from tests.unit.usecases.counter import CLERK, MARKS, TECHNICIAN, Counter, refusal_of


async def receipt(counter: Counter) -> str:
    """The number of a receipt that was handed out."""
    done = await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)
    return done.document_no


async def doubtful(counter: Counter, number: str) -> PrintJob:
    """The paper's job, of which nobody knows whether it came out."""
    [job] = await counter.spool.copies(number)
    unknown = replace(job, state=JobState.UNKNOWN, last_section=1, sha256="ab" * 32)
    assert await counter.spool.update(unknown, was=JobState.QUEUED)
    return unknown


async def recorded(counter: Counter) -> list[str]:
    """What the trail says of papers."""

    def read(tx: TerminalTx) -> list[str]:
        assert isinstance(tx, SqlTerminalTx)
        return [found.record.decode() for found in tx.audit_records(0, 99)]

    return [record for record in await counter.door.read(read) if '"reprinted"' in record]


async def test_copies_are_counted_and_the_original_stays(paper_counter: Counter) -> None:
    number = await receipt(paper_counter)
    assert [await paper_counter.papers.again(number, CLERK) for _ in range(3)] == [1, 2, 3]
    jobs = await paper_counter.spool.copies(number)
    papers = [decode_document(job.document) for job in jobs]
    marks = len(papers[1].blocks) - len(papers[0].blocks)
    assert [(job.copy_no, job.has_value) for job in jobs] == [(n, True) for n in range(4)]
    assert all(paper.blocks[marks:] == papers[0].blocks for paper in papers[1:])
    assert paper_counter.woken == 3


async def test_a_copy_comes_out_under_its_mark(paper_counter: Counter) -> None:
    number = await receipt(paper_counter)
    await paper_counter.papers.again(number, CLERK)
    original, copy = await paper_counter.spool.copies(number)
    profile = PROFILES["generic-80"]
    first, second = prepare(original, profile, MARKS, None), prepare(copy, profile, MARKS, None)
    assert first is not None
    assert second is not None
    assert b"COPIA" not in b"".join(section.data for section in first.rendered.sections)
    assert b"COPIA" in b"".join(section.data for section in second.rendered.sections).replace(b" ", b"")


async def test_a_copy_says_by_whom_and_when_the_original_was_made(paper_counter: Counter) -> None:
    number = await receipt(paper_counter)
    paper_counter.clock.start_at += timedelta(days=2)
    await paper_counter.papers.again(number, CLERK)
    original, copy = await paper_counter.spool.copies(number)
    head = "\n".join(str(block) for block in decode_document(copy.document).blocks[:4])
    made_at = ShopFormats("it", "Europe/Rome").date_time(original.created_at)
    assert f"originale {made_at}" in head
    assert f"Operatore {CLERK.number}" in head


async def test_every_copy_is_recorded_with_who_and_which(paper_counter: Counter) -> None:
    number = await receipt(paper_counter)
    await paper_counter.papers.again(number, CLERK)
    [record] = await recorded(paper_counter)
    assert '"actor":"op-07"' in record
    assert f'"subject":"{number}"' in record
    assert '"copy":1' in record


async def test_after_a_person_made_a_copy_the_next_has_the_next_number(paper_counter: Counter) -> None:
    number = await receipt(paper_counter)
    job = await doubtful(paper_counter, number)
    settled = await paper_counter.papers.settle(job.id, Answer.COPY, CLERK)
    assert (settled.copy_no, settled.state) == (1, JobState.QUEUED)
    assert await paper_counter.papers.again(number, CLERK) == 2


@pytest.mark.parametrize("number", ["", "T1AA-999999", "T1AA-00000", "%"])
async def test_a_paper_nobody_knows(paper_counter: Counter, number: str) -> None:
    await receipt(paper_counter)
    refusal = await refusal_of(paper_counter.papers.again(number, CLERK))
    assert (refusal.code, refusal.details) == (Code.NOT_FOUND, {"document": number})
    assert paper_counter.woken == 0


async def test_who_may_not_prints_nothing(paper_counter: Counter) -> None:
    number = await receipt(paper_counter)
    assert (await refusal_of(paper_counter.papers.again(number, TECHNICIAN))).code is Code.PERMISSION_DENIED
    settle = paper_counter.papers.settle(f"{number}#0", Answer.DROP, TECHNICIAN)
    assert (await refusal_of(settle)).code is Code.PERMISSION_DENIED
    assert len(await paper_counter.spool.copies(number)) == 1
    assert await recorded(paper_counter) == []


@pytest.mark.parametrize(
    ("answer", "state", "copy_no"),
    [
        (Answer.CAME_OUT, JobState.CONFIRMED, 0),
        (Answer.RESUME, JobState.QUEUED, 0),
        (Answer.COPY, JobState.QUEUED, 1),
        (Answer.DROP, JobState.CANCELLED, 0),
    ],
)
async def test_what_a_person_saw_settles_it(
    paper_counter: Counter, answer: Answer, state: JobState, copy_no: int
) -> None:
    job = await doubtful(paper_counter, await receipt(paper_counter))
    settled = await paper_counter.papers.settle(job.id, answer, CLERK)
    assert (settled.state, settled.copy_no) == (state, copy_no)
    assert paper_counter.woken == 1
    assert (await refusal_of(paper_counter.papers.settle(job.id, answer, CLERK))).code is Code.NOT_FOUND


async def test_the_newest_papers_come_first(paper_counter: Counter) -> None:
    number = await receipt(paper_counter)
    await paper_counter.papers.again(number, CLERK)
    assert [job.copy_no for job in await paper_counter.papers.recent()] == [1, 0]
    for _ in range(MAX_SHOWN):
        await paper_counter.papers.again(number, CLERK)
    assert len(await paper_counter.papers.recent()) == MAX_SHOWN
