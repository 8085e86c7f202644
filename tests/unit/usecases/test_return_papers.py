"""The paper of goods that came back: due from the first commit on, queued once, naming only money ordered."""

import asyncio
from collections.abc import Sequence

import msgspec
import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.contract.feeds import Poke
from app.domain.errors import Code, Problem
from app.domain.returnables import LineFound
from app.domain.returns import Reason
from app.node.ports import NewRow
from app.node.store_node import device_feed
from app.usecases.acting import ABANDONED
from app.usecases.ports import OutboxEntry, OutboxState
from app.usecases.receive_return import REFUND_PATIENCE_S, Intake, TakenIn
from app.usecases.return_papers import DUE, return_of
from hardware.printing.codec import decode_document
from tests.unit.node.shop import TILL
from tests.unit.papers.samples import text
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, Counter, refusal_of

GTIN = "8001234567891"
DOCUMENT = "T1AA-000001"
OPEN = "d a   s t a b i l i r e"


async def begin(counter: Counter) -> "asyncio.Task[TakenIn]":
    """A shirt is being taken in."""
    found = await counter.returns.by_article(GTIN)
    assert isinstance(found, LineFound)
    return asyncio.create_task(counter.returns.receive(Intake(found.line, 1, Reason.TOO_SMALL), CLERK))


async def crash(taking: "asyncio.Task[TakenIn]") -> None:
    """Whoever was taking it in is gone."""
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)


async def entry_of(counter: Counter) -> OutboxEntry:
    """The only command."""
    [entry] = await counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9))
    return entry


async def papers(counter: Counter) -> list[str]:
    """What was queued for the first document."""
    return [text(decode_document(job.document)) for job in await counter.spool.copies(DOCUMENT)]


async def is_due(counter: Counter) -> bool:
    """Whether the first document is still to be queued."""
    return bool(await counter.door.read(lambda tx: tx.meta(f"{DUE}{DOCUMENT}")))


async def answered(counter: Counter, outcome: Outcome, code: str = "", **details: "str | int") -> None:
    """The end-to-end answer to the only command, made up."""
    entry = await entry_of(counter)
    result = Result(id=entry.command.id, outcome=outcome, code=code, details={**details}, final=True, epoch=1)
    await counter.till.replica.take_results([result])


async def test_the_paper_comes_with_the_answer_though_nobody_hears_of_it(paper_counter: Counter) -> None:
    paper_counter.till.replica.answered = lambda entries: None
    taking = await begin(paper_counter)
    await let_pass(2)
    assert (await entry_of(paper_counter)).state is OutboxState.FINAL
    await crash(taking)
    [paper] = await papers(paper_counter)
    assert ("29,90" in paper, "Disposto" in paper, "IN ATTESA" in paper) == (True, True, False)
    assert not await is_due(paper_counter)
    await paper_counter.returns.bring_papers()
    assert len(await papers(paper_counter)) == 1


@pytest.mark.parametrize("is_heard", [True, False], ids=["the shop has it", "nobody answered"])
async def test_after_a_crash_the_start_brings_the_paper_once(paper_counter: Counter, is_heard: bool) -> None:
    paper_counter.is_line_up = False
    if not is_heard:
        paper_counter.cut()
    taking = await begin(paper_counter)
    await let_pass(REFUND_PATIENCE_S / 2)
    await crash(taking)
    state = (await entry_of(paper_counter)).state
    assert state is (OutboxState.ACCEPTED if is_heard else OutboxState.INTENT)
    assert await papers(paper_counter) == []
    await paper_counter.returns.bring_papers()
    [paper] = await papers(paper_counter)
    assert ("29,90" in paper, "Disposto" in paper, "IN ATTESA" in paper) == (True, False, True)
    paper_counter.mend()
    paper_counter.is_line_up = True
    await let_pass(60)
    assert (await entry_of(paper_counter)).state is OutboxState.FINAL
    await paper_counter.returns.bring_papers()
    assert await papers(paper_counter) == [paper]


async def test_the_printer_is_woken_for_a_paper_no_answer_brought(paper_counter: Counter) -> None:
    paper_counter.cut()
    await (await begin(paper_counter))
    assert paper_counter.woken == 1


async def test_an_answer_in_the_moment_of_giving_up_counts(paper_counter: Counter) -> None:
    paper_counter.cut()
    taking = await begin(paper_counter)
    await let_pass(REFUND_PATIENCE_S - 0.1)
    await answered(paper_counter, Outcome.OK, case="R-T1AA-0001", refund=2990)
    assert not (await taking).is_pending
    [paper] = await papers(paper_counter)
    assert "IN ATTESA" not in paper


async def test_the_paper_names_what_was_ordered_not_what_was_reckoned(paper_counter: Counter) -> None:
    paper_counter.cut()
    taking = await begin(paper_counter)
    await let_pass(1)
    await answered(paper_counter, Outcome.OK, case="R-T1AA-0001", refund=2500)
    assert (await taking).refund == 2500
    [paper] = await papers(paper_counter)
    assert ("2 5 , 0 0" in paper, "29,90" in paper, "2 9 , 9 0" in paper) == (True, False, False)
    assert "Disposto" in paper


@pytest.mark.parametrize(
    ("outcome", "code"),
    [(Outcome.OK, Code.RETURN_UNMATCHED), (Outcome.REJECTED, Code.RETURN_NOT_ELIGIBLE)],
)
async def test_goods_that_are_recorded_without_a_refund_have_a_paper_that_promises_none(
    paper_counter: Counter, outcome: Outcome, code: Code
) -> None:
    paper_counter.cut()
    taking = await begin(paper_counter)
    await let_pass(1)
    await answered(paper_counter, outcome, code, case="R-T1AA-0001", refund=0)
    await asyncio.gather(taking, return_exceptions=True)
    [paper] = await papers(paper_counter)
    assert OPEN in paper
    assert not any(word in paper for word in ("29,90", "IN ATTESA", "Disposto", "carta", "4471"))
    assert not await is_due(paper_counter)


async def test_goods_that_are_recorded_nowhere_have_no_paper(paper_counter: Counter) -> None:
    paper_counter.cut()
    taking = await begin(paper_counter)
    await let_pass(1)
    await answered(paper_counter, Outcome.REJECTED, Code.BAD_COMMAND)
    assert (await refusal_of(taking)).code is Code.BAD_COMMAND
    assert (await papers(paper_counter), await is_due(paper_counter)) == ([], False)
    entry = await entry_of(paper_counter)
    assert await paper_counter.attention.open_items(MANAGER) == []
    item = await paper_counter.door.read(lambda tx: tx.attention_get(f"command:{entry.command.id}"))
    assert item is not None
    assert (item.code, item.settled_by) == (Code.BAD_COMMAND, entry.command.actor)


async def test_a_no_after_the_paper_leaves_word_for_the_clerk(paper_counter: Counter) -> None:
    paper_counter.is_line_up = False
    taking = await begin(paper_counter)
    made = await taking
    assert made.is_pending
    no = Result(
        id=made.entry.command.id,
        outcome=Outcome.REJECTED,
        code=Code.RETURN_NOT_ELIGIBLE,
        details={"case": made.number, "refund": 0},
        final=True,
    )
    with paper_counter.shop.edge.write() as tx:
        row = NewRow("ack", no.id, msgspec.json.encode(no))
        tx.append(device_feed(TILL), [row])
    await paper_counter.till.authority.pokes.put(Poke(device_feed(TILL), 9))
    await let_pass(5)
    assert (await entry_of(paper_counter)).state is OutboxState.REJECTED
    [item] = await paper_counter.attention.open_items(MANAGER)
    assert (item.code, item.details["case"]) == (Code.RETURN_NOT_ELIGIBLE, made.number)
    assert len(await papers(paper_counter)) == 1


async def test_a_return_put_aside_has_its_paper_when_it_is_taken_after_all(paper_counter: Counter) -> None:
    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        is_hit = what == "commands" and any(not line.parked for line in lines)
        return Problem(Code.SERVER_ERROR) if is_hit else None

    paper_counter.till.authority.fault = fault
    taking = await begin(paper_counter)
    await let_pass(1)
    await crash(taking)
    await let_pass(300)
    entry = await entry_of(paper_counter)
    assert entry.state is OutboxState.PARKED
    await paper_counter.returns.bring_papers()
    assert await papers(paper_counter) == []
    paper_counter.mend()
    await paper_counter.attention.try_again(entry.command.id, MANAGER)
    paper_counter.till.engine.push_soon()
    await let_pass(60)
    [paper] = await papers(paper_counter)
    assert "Disposto" in paper


class FullJournal:
    """A journal whose disk is full."""

    def append(self, command: bytes) -> None:
        raise Problem(Code.DISK_FULL)

    def replay(self) -> Sequence[bytes]:
        return []


async def test_what_the_clerk_was_refused_for_want_of_room_has_no_paper(paper_counter: Counter) -> None:
    paper_counter.cut()
    paper_counter.acting.journal = FullJournal()
    assert (await refusal_of(await begin(paper_counter))).code is Code.DISK_FULL
    command = (await entry_of(paper_counter)).command
    assert await paper_counter.door.read(lambda tx: tx.meta(f"{ABANDONED}{command.id}")) == "1"
    await paper_counter.returns.bring_papers()
    paper_counter.mend()
    await let_pass(60)
    assert (await entry_of(paper_counter)).state is OutboxState.FINAL
    assert (await papers(paper_counter), await is_due(paper_counter)) == ([], False)
    [item] = await paper_counter.attention.open_items(MANAGER)
    case = return_of(await entry_of(paper_counter)).number
    assert (item.code, item.details) == (Code.RETURN_REFUSED_HERE, {"case": case})
