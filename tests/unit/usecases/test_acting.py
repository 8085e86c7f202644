"""Commit before act: yes, no, and no answer, after which a late yes is taken back because the goods stayed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from app.contract.commands import Command, CommandLine, Outcome, Result
from app.domain.commands import HandOverOrder, NoteCustomer, ReverseHandover
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk
from app.domain.orders import Proof, ProofKind
from app.domain.values import OrderId
from app.node.custody import allocate
from app.usecases.acting import ABANDONED, PATIENCE_S, known_code
from app.usecases.orders import body_of
from app.usecases.ports import RECOVERED, OutboxEntry, OutboxState
from app.usecases.station import Operator
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, Counter, refusal_of

ALL = tuple(OutboxState)


async def entries(counter: Counter) -> list[OutboxEntry]:
    """Every command of this terminal."""
    return await counter.door.read(lambda tx: tx.outbox_list(ALL, 99))


async def hand_over(counter: Counter) -> OutboxEntry:
    """Order 4821 handed over."""
    done = await counter.hand_over.hand_over(await counter.shown(), HandoverAsk(), CLERK)
    return done.entry


def unready(counter: Counter) -> None:
    """Something is taken out of the order again, and this terminal has not heard of it."""
    order = replace(counter.shop.order_at_edge(), ready_at=None)
    with counter.shop.edge.write() as tx:
        counter.shop.node.write_order(tx, order)


def hand_over_body() -> HandOverOrder:
    """What a clerk asks for."""
    return HandOverOrder(OrderId("o-4821"), HandoverAsk(), "T1AA-000001", NOW_AT)


async def test_a_yes_is_written_down_before_anybody_acts(counter: Counter) -> None:
    entry = await hand_over(counter)
    assert entry.state is OutboxState.ACCEPTED
    assert counter.shop.order_at_edge().is_collected
    journal = [msgspec.json.decode(record, type=Command).id for record in counter.journal.replay()]
    assert journal == [entry.command.id]


async def test_the_paper_and_the_audit_come_with_the_yes(counter: Counter) -> None:
    entry = await hand_over(counter)
    assert counter.audit() == [("handover", "op-07", "order:o-4821", {"command": entry.command.id})]
    job = await counter.door.write(lambda tx: tx.print_add("receipt", "T1AA-000001", 0, b"again", has_value=True))
    assert job == "T1AA-000001#0"


async def test_a_no_says_why(counter: Counter) -> None:
    unready(counter)
    refusal = await refusal_of(hand_over(counter))
    assert refusal.code is Code.ORDER_NOT_READY
    assert refusal.details["order"] == "4821"
    [entry] = await entries(counter)
    assert entry.state is OutboxState.REJECTED


async def test_without_an_answer_nobody_acts(counter: Counter) -> None:
    counter.cut()
    begun_s = counter.clock.monotonic_s()
    refusal = await refusal_of(hand_over(counter))
    assert refusal.code is Code.NO_ANSWER
    assert counter.clock.monotonic_s() - begun_s == pytest.approx(PATIENCE_S, abs=0.1)
    [entry] = await entries(counter)
    assert entry.state is OutboxState.INTENT
    assert await counter.door.read(lambda tx: tx.meta(f"{ABANDONED}{entry.command.id}")) == "1"
    assert not (await counter.shown()).is_collected


async def test_a_late_yes_is_taken_back(counter: Counter) -> None:
    counter.cut()
    await refusal_of(hand_over(counter))
    counter.mend()
    await let_pass(60)
    first, second = await entries(counter)
    assert isinstance(body_of(second), ReverseHandover)
    journal = [msgspec.json.decode(record, type=Command).id for record in counter.journal.replay()]
    assert journal == [first.command.id, second.command.id]
    assert (first.state, second.state) == (OutboxState.FINAL, OutboxState.FINAL)
    order = counter.shop.order_at_edge()
    assert not order.is_collected
    assert [handover.reversed_by is not None for handover in order.handovers] == [True]
    assert [record[0] for record in counter.audit()] == ["handover_taken_back", "handover_reversed"]
    assert counter.audit()[0][1:] == (
        "op-07",
        "order:o-4821",
        {"command": first.command.id, "by": second.command.id},
    )


async def test_a_late_yes_is_taken_back_once(counter: Counter) -> None:
    counter.cut()
    await refusal_of(hand_over(counter))
    counter.mend()
    await let_pass(300)
    assert len(await entries(counter)) == 2
    entry = await hand_over(counter)
    assert entry.state is OutboxState.ACCEPTED


async def test_the_same_asked_again_is_the_same_act(counter: Counter) -> None:
    counter.cut()
    await refusal_of(hand_over(counter))
    counter.mend()
    done = await hand_over(counter)
    await let_pass(60)
    [entry] = await entries(counter)
    assert (entry.command.id, entry.state) == (done.command.id, OutboxState.FINAL)
    assert [handover.reversed_by for handover in counter.shop.order_at_edge().handovers] == [None]
    assert [record[0] for record in counter.audit()] == ["handover"]
    assert await counter.door.read(lambda tx: tx.meta(f"{ABANDONED}{entry.command.id}")) == ""


async def test_the_same_asked_again_without_an_answer_is_given_up_again(counter: Counter) -> None:
    counter.cut()
    for _ in range(2):
        assert (await refusal_of(hand_over(counter))).code is Code.NO_ANSWER
    counter.mend()
    await let_pass(60)
    assert len(await entries(counter)) == 2
    assert not counter.shop.order_at_edge().is_collected


@pytest.mark.parametrize(
    ("ask", "operator"),
    [(HandoverAsk(), MANAGER), (HandoverAsk(proof=Proof(ProofKind.CODE, 1)), CLERK)],
    ids=["somebody else", "something else"],
)
async def test_anybody_else_waits_until_it_is_taken_back(
    counter: Counter, ask: HandoverAsk, operator: Operator
) -> None:
    counter.cut()
    await refusal_of(hand_over(counter))
    asking = counter.hand_over.hand_over(await counter.shown(), ask, operator)
    assert (await refusal_of(asking)).code is Code.TAKING_BACK
    counter.mend()
    await let_pass(60)
    done = await counter.hand_over.hand_over(await counter.shown(), ask, operator)
    assert done.entry.state is OutboxState.ACCEPTED


async def late_yes(counter: Counter) -> None:
    """A hand-over was given up, the yes came, and its reversal has no answer yet."""
    counter.cut()
    await refusal_of(hand_over(counter))
    [entry] = await entries(counter)
    answers = counter.shop.receive(CommandLine(cmd=msgspec.structs.replace(entry.command, epoch=1)))
    with counter.till.store.write() as tx:
        counter.till.replica._take_results(tx, answers)


async def test_while_it_is_taken_back_nobody_is_told_that_it_left(counter: Counter) -> None:
    await late_yes(counter)
    assert (await refusal_of(hand_over(counter))).code is Code.TAKING_BACK
    counter.mend()
    await let_pass(60)
    assert (await hand_over(counter)).state is OutboxState.ACCEPTED


async def test_a_yes_in_the_moment_of_asking_again_is_taken_back(counter: Counter) -> None:
    counter.cut()
    await refusal_of(hand_over(counter))
    [entry] = await entries(counter)

    def answer_now() -> None:
        with counter.till.store.write() as tx:
            counter.till.replica._take_results(tx, [Result(id=entry.command.id, outcome=Outcome.OK, epoch=1)])

    counter.before_write(answer_now)
    assert (await refusal_of(hand_over(counter))).code is Code.TAKING_BACK
    assert [isinstance(body_of(found), ReverseHandover) for found in await entries(counter)] == [False, True]


@pytest.mark.parametrize("is_recovered", [False, True], ids=["as it was left", "made anew"])
async def test_what_was_open_at_a_start_is_taken_back_unless_goods_may_have_left(
    counter: Counter, is_recovered: bool
) -> None:
    counter.cut()
    command_id = await counter.acting.write(lambda tx: hand_over_body(), "op-07")
    if is_recovered:
        await counter.door.write(lambda tx: tx.set_meta(f"{RECOVERED}{command_id}", "1"))
    await counter.acting.abandon_open()
    counter.mend()
    await let_pass(60)
    assert counter.shop.order_at_edge().is_collected is is_recovered
    expected = ["handover"] if is_recovered else ["handover_taken_back", "handover_reversed"]
    assert [record[0] for record in counter.audit()] == expected


async def test_a_start_gives_up_nothing_but_handovers(counter: Counter) -> None:
    counter.cut()
    note = await counter.acting.write(lambda tx: NoteCustomer("c-1", "chiama lei", NOW_AT), "op-07")
    await counter.acting.abandon_open()
    assert await counter.door.read(lambda tx: tx.meta(f"{ABANDONED}{note}")) == ""


async def test_a_yes_in_the_moment_of_giving_up_counts(counter: Counter) -> None:
    order = await counter.shown()
    counter.cut()
    asking = asyncio.create_task(counter.hand_over.hand_over(order, HandoverAsk(), CLERK))
    await let_pass(PATIENCE_S - 0.1)
    [entry] = await entries(counter)

    def answer_now() -> None:
        with counter.till.store.write() as tx:
            yes = Result(id=entry.command.id, outcome=Outcome.OK, epoch=1)
            counter.till.replica._take_results(tx, [yes])

    counter.before_write(answer_now)
    assert (await asking).entry.state is OutboxState.ACCEPTED
    assert await counter.door.read(lambda tx: tx.meta(f"{ABANDONED}{entry.command.id}")) == ""
    assert (await counter.shown()).is_collected


async def test_a_yes_to_what_was_parked_is_taken_back_too(counter: Counter) -> None:
    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        is_hit = what == "commands" and any(not line.parked for line in lines)
        return Problem(Code.SERVER_ERROR) if is_hit else None

    counter.till.authority.fault = fault
    asking = counter.acting.ask(lambda tx: hand_over_body(), "op-07", patience_s=300)
    assert (await refusal_of(asking)).code is Code.COMMAND_PARKED
    [entry] = await entries(counter)
    counter.mend()
    await counter.attention.try_again(entry.command.id, MANAGER)
    counter.till.engine.push_soon()
    await let_pass(60)
    assert [found.state for found in await entries(counter)] == [OutboxState.FINAL] * 2
    assert not counter.shop.order_at_edge().is_collected


async def test_a_late_no_needs_nothing(counter: Counter) -> None:
    counter.cut()
    await refusal_of(hand_over(counter))
    unready(counter)
    counter.mend()
    await let_pass(60)
    [entry] = await entries(counter)
    assert entry.state is OutboxState.REJECTED


async def test_whoever_waits_for_the_same_command_hears_the_same(counter: Counter) -> None:
    counter.cut()
    command_id = await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", NOW_AT), "op-07")
    waiting = [asyncio.create_task(counter.acting.answer(command_id, 60)) for _ in range(3)]
    await let_pass(1)
    counter.mend()
    counter.till.engine.push_soon()
    found = await asyncio.gather(*waiting)
    assert {entry.state for entry in found} == {OutboxState.ACCEPTED}
    assert counter.acting._waiting == {}


async def test_an_answer_that_is_there_already_is_given_at_once(counter: Counter) -> None:
    command_id = await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", NOW_AT), "op-07")
    await let_pass(5)
    begun_s = counter.clock.monotonic_s()
    assert (await counter.acting.answer(command_id)).state is OutboxState.FINAL
    assert counter.clock.monotonic_s() == pytest.approx(begun_s)


async def test_an_end_to_end_answer_is_waited_for_as_long_as_one_is_patient(counter: Counter) -> None:
    counter.is_line_up = False
    command_id = await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", NOW_AT), "op-07")
    assert (await counter.acting.final(command_id, 5)).state is OutboxState.ACCEPTED
    counter.is_line_up = True
    assert (await counter.acting.final(command_id, 5)).state is OutboxState.FINAL


async def test_a_command_nobody_wrote_is_our_own_mistake(counter: Counter) -> None:
    assert (await refusal_of(counter.acting.answer("T1AA.1:99"))).code is Code.INTERNAL


async def test_words_about_no_goods_are_not_in_the_journal(counter: Counter) -> None:
    await counter.acting.write(lambda tx: NoteCustomer("c-1", "x", NOW_AT), "op-07")
    assert list(counter.journal.replay()) == []


async def test_what_makes_the_command_fails_with_it(counter: Counter) -> None:
    def make(tx: object) -> NoteCustomer:
        raise Problem(Code.WAITING_FOR_CENTRAL)

    assert (await refusal_of(counter.acting.write(make, "op-07"))).code is Code.WAITING_FOR_CENTRAL
    assert await entries(counter) == []


def test_a_code_of_a_newer_release_is_not_made_up() -> None:
    assert known_code("order_not_ready") is Code.ORDER_NOT_READY
    assert known_code("brand_new") is Code.INTERNAL


async def test_a_row_is_waited_for_until_it_comes(counter: Counter) -> None:
    waiting = asyncio.create_task(counter.acting.row("order", "o-5000", 30))
    await let_pass(5)
    assert not waiting.done()
    with counter.shop.central.write() as tx:
        allocate(tx, ready_order(id=OrderId("o-5000"), number="5000"), STORE)
    await let_pass(5)
    row = waiting.result()
    assert row is not None
    assert row.key == "o-5000"


async def test_a_row_that_does_not_come_is_not_waited_for_longer_than_patience(counter: Counter) -> None:
    assert await counter.acting.row("order", "o-5000", 3) is None


async def test_a_no_that_was_read_is_not_on_the_list_and_one_that_came_later_is(counter: Counter) -> None:
    order = await counter.shown()
    unready(counter)
    refusal = await refusal_of(counter.hand_over.hand_over(order, HandoverAsk(), CLERK))
    assert refusal.code is Code.ORDER_NOT_READY
    assert await counter.attention.open_items(CLERK) == []
    counter.cut()
    await refusal_of(counter.acting.ask(lambda tx: hand_over_body(), "op-07"))
    counter.mend()
    await let_pass(60)
    [item] = await counter.attention.open_items(CLERK)
    assert (item.id, item.code) == ("command:T1AA.1:2", Code.ORDER_NOT_READY)
