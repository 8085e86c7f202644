"""Goods leave only with a yes; who may not collect is told why here or by the shop, and an undo has its window."""

from datetime import timedelta

import msgspec
import pytest

from app.contract.rows import Place
from app.domain.commands import HandOverOrder
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.orders import Proof, ProofKind
from app.domain.values import OrderId, StoreId, VisitId
from app.domain.visits import Visit, VisitState
from app.usecases.hand_over import HandedOver
from app.usecases.orders import body_of
from tests.unit.domain.samples import NOW_AT, STORE, pieces, ready_order
from tests.unit.node.shop import hand_over_line
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, TECHNICIAN, Counter, refusal_of

ALL = HandoverAsk()


async def done(counter: Counter, ask: HandoverAsk = ALL) -> HandedOver:
    """Order 4821 handed over."""
    return await counter.hand_over.hand_over(await counter.shown(), ask, CLERK)


async def refused(counter: Counter, ask: HandoverAsk = ALL, order_id: str = "o-4821") -> Code:
    """Why an order is not handed over."""
    order = await counter.shown(order_id)
    return (await refusal_of(counter.hand_over.hand_over(order, ask, CLERK))).code


async def sent(counter: Counter) -> int:
    """How many commands were made."""
    return await counter.door.read(lambda tx: len(tx.outbox_of("order:o-4821")))


async def test_what_is_done_is_shown_at_once(counter: Counter) -> None:
    made = await done(counter)
    assert made.order.is_collected
    assert made.document_no == "T1AA-000001"
    assert made.order.handovers[-1].act.id == made.entry.command.id
    assert (await counter.shown()).is_collected


async def test_a_part_may_be_handed_over(counter: Counter) -> None:
    made = await done(counter, HandoverAsk(lines=pieces(a=2)))
    assert not made.order.is_collected
    rest = await done(counter)
    assert rest.order.is_collected
    assert (made.document_no, rest.document_no) == ("T1AA-000001", "T1AA-000002")


async def test_twice_is_refused_with_who_and_when(counter: Counter) -> None:
    await done(counter)
    refusal = await refusal_of(done(counter))
    assert refusal.code is Code.ALREADY_HANDED_OVER
    assert (refusal.details["operator"], refusal.details["station"]) == ("op-07", "T1AA")


async def test_what_another_till_did_is_found_out_by_asking(counter: Counter) -> None:
    order = await counter.shown()
    counter.shop.receive(hand_over_line(1, device="T2BB"), device="T2BB")
    refusal = await refusal_of(counter.hand_over.hand_over(order, ALL, CLERK))
    assert (refusal.code, refusal.details["station"]) == (Code.ALREADY_HANDED_OVER, "T2BB")


async def test_an_order_that_is_not_ready_is_refused_here(counter: Counter) -> None:
    counter.cut()
    assert await refused(counter, order_id="o-4900") is Code.ORDER_NOT_READY
    assert await refused(counter, order_id="o-4790") is Code.ALREADY_HANDED_OVER


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cancelled_at": NOW_AT}, Code.ORDER_CANCELLED),
        ({"cancel_requested_at": NOW_AT}, Code.ORDER_CANCEL_REQUESTED),
        ({"ready_at": None}, Code.ORDER_NOT_READY),
    ],
)
async def test_the_most_telling_reason_comes_first(
    counter: Counter, changes: dict[str, object], code: Code
) -> None:
    order = ready_order(id=OrderId("o-77"), number="77", **changes)
    assert (await refusal_of(counter.hand_over.check(order))).code is code


async def test_an_order_of_another_store_names_it(counter: Counter) -> None:
    refusal = await refusal_of(counter.hand_over.check(ready_order(store=StoreId("mi02"))))
    assert (refusal.code, refusal.details) == (
        Code.ORDER_OTHER_STORE,
        {"order": "4821", "store": "Milano Centrale"},
    )
    refusal = await refusal_of(counter.hand_over.check(ready_order(store=StoreId("rm09"))))
    assert refusal.details["store"] == "rm09"


async def test_a_revoked_code_is_no_proof(counter: Counter) -> None:
    assert await refused(counter, HandoverAsk(proof=Proof(ProofKind.CODE, 7))) is Code.PROOF_REVOKED
    assert not counter.shop.order_at_edge().is_collected


async def test_more_than_there_is_is_refused(counter: Counter) -> None:
    assert await refused(counter, HandoverAsk(lines=pieces(a=9))) is Code.WRONG_QUANTITY


async def test_an_hold_that_ended_does_not_keep_goods_back(counter: Counter) -> None:
    order = ready_order(hold_until=NOW_AT - timedelta(days=1))
    await counter.hand_over.check(order)


async def test_who_may_not_is_told_before_anything_is_written(counter: Counter) -> None:
    order = await counter.shown()
    assert (await refusal_of(counter.hand_over.hand_over(order, ALL, TECHNICIAN))).code is Code.PERMISSION_DENIED
    undo = counter.hand_over.undo(order.id, "x", TECHNICIAN)
    assert (await refusal_of(undo)).code is Code.PERMISSION_DENIED
    assert await sent(counter) == 0


async def test_the_paper_carries_the_number_of_the_command(paper_counter: Counter) -> None:
    made = await done(paper_counter)
    body = body_of(made.entry)
    assert isinstance(body, HandOverOrder)
    [job] = await paper_counter.spool.copies(made.document_no)
    assert (job.document_id, job.copy_no, job.has_value) == (body.document_no, 0, True)
    assert b"4821" in job.document


async def test_the_paper_says_where_when_a_visit_does(paper_counter: Counter) -> None:
    order = await paper_counter.shown()
    place = Place("P4", "bay", "Posto auto 4")
    config = msgspec.structs.replace(paper_counter.shop.config, places=[place])
    await paper_counter.keep("config", STORE, config)
    visits = [
        Visit(VisitId("v-1"), STORE, (order.id,), order.customer, VisitState.LEFT, NOW_AT, place="P1"),
        Visit(VisitId("v-2"), STORE, (order.id,), order.customer, VisitState.ARRIVED, NOW_AT, place="P4"),
    ]
    for visit in visits:
        await paper_counter.keep("visit", visit.id, visit)
    made = await done(paper_counter)
    [job] = await paper_counter.spool.copies(made.document_no)
    assert b"Posto auto 4" in job.document


async def test_a_gift_receipt_of_what_was_handed_over(paper_counter: Counter) -> None:
    order = await paper_counter.shown()
    early = await refusal_of(paper_counter.gifts.print(order.id, CLERK))
    assert (early.code, early.details) == (Code.NOTHING_HANDED_OVER, {"order": "4821"})
    await done(paper_counter)
    assert (await refusal_of(paper_counter.gifts.print(order.id, TECHNICIAN))).code is Code.PERMISSION_DENIED
    [job] = await paper_counter.spool.copies(await paper_counter.gifts.print(order.id, CLERK))
    assert b"CORTESIA" in job.document
    assert b"4821" in job.document
    assert order.customer_name.encode() not in job.document
    assert (job.has_value, paper_counter.woken) == (False, 1)


async def test_a_sheet_to_sign_before_anything_leaves(paper_counter: Counter) -> None:
    order = await paper_counter.shown()
    assert (await refusal_of(paper_counter.sheets.print(order.id, TECHNICIAN))).code is Code.PERMISSION_DENIED
    [job] = await paper_counter.spool.copies(await paper_counter.sheets.print(order.id, CLERK))
    assert b"DA FIRMARE" in job.document and b"4821" in job.document
    assert (job.has_value, paper_counter.woken) == (False, 1)
    await done(paper_counter)
    assert (await refusal_of(paper_counter.sheets.print(order.id, CLERK))).code is Code.NOTHING_TO_HAND_OVER


async def test_an_undo_puts_everything_back(counter: Counter) -> None:
    made = await done(counter)
    order = await counter.hand_over.undo(made.order.id, made.entry.command.id, CLERK)
    assert not order.is_collected
    assert order.is_staged
    assert [name for name, *_ in counter.audit()] == ["handover", "handover_reversed"]
    assert (await done(counter)).order.is_collected


async def test_an_undo_ends_with_its_window(counter: Counter) -> None:
    made = await done(counter)
    counter.clock.start_at += timedelta(seconds=601)
    refusal = await refusal_of(counter.hand_over.undo(made.order.id, made.entry.command.id, CLERK))
    assert (refusal.code, refusal.details["window_s"]) == (Code.UNDO_WINDOW_OVER, 600)


async def test_an_undo_of_nothing_is_refused(counter: Counter) -> None:
    made = await done(counter)
    await counter.hand_over.undo(made.order.id, made.entry.command.id, CLERK)
    for wrong in (made.entry.command.id, "T1AA.1:99"):
        refusal = await refusal_of(counter.hand_over.undo(made.order.id, wrong, CLERK))
        assert refusal.code is Code.NOT_REVERSIBLE


async def test_an_unanswered_undo_is_not_shown_as_done(counter: Counter) -> None:
    made = await done(counter)
    counter.cut()
    undo = counter.hand_over.undo(made.order.id, made.entry.command.id, CLERK)
    assert (await refusal_of(undo)).code is Code.NO_ANSWER
    assert (await counter.shown()).is_collected
    counter.mend()
    await let_pass(60)
    assert not (await counter.shown()).is_collected


async def test_a_code_that_was_issued_anew_is_refused_before_anybody_fetches_the_bags(counter: Counter) -> None:
    order = await counter.shown()
    await counter.hand_over.check(order, order.pickup.generation)
    assert (
        await refusal_of(counter.hand_over.check(order, order.pickup.generation + 1))
    ).code is Code.PROOF_REVOKED
