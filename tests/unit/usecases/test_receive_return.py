"""Goods come back: found by the piece alone, taken in always, with a paper that says only what is true by then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.commands import ReceiveReturn
from app.domain.errors import Code
from app.domain.returnables import LineChoices, LineFound, NoLine
from app.domain.returns import Condition, Disposition, Reason, ReturnableLine, Rule, Tender
from app.domain.values import LineId, OrderId
from app.node.documents import open_attention
from app.usecases.orders import body_of
from app.usecases.ports import OutboxState
from app.usecases.receive_return import QUARANTINE, REFUND_PATIENCE_S, BlindIntake, Intake, TakenIn
from hardware.printing.codec import decode_document
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.papers.samples import text
from tests.unit.usecases.counter import CLERK, MANAGER, TECHNICIAN, Counter, refusal_of
from tests.unit.usecases.sample_files import BOTTLE, GHOST

GTIN = "8001234567891"


async def line_of(counter: Counter) -> ReturnableLine:
    """The shirt of order 4790."""
    found = await counter.returns.by_article(GTIN)
    assert isinstance(found, LineFound)
    return found.line


async def intake(counter: Counter, **changes: object) -> Intake:
    """One shirt, too small."""
    made = Intake(await line_of(counter), 1, Reason.TOO_SMALL)
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


async def taken(counter: Counter, **changes: object) -> TakenIn:
    """The shirt taken in."""
    return await counter.returns.receive(await intake(counter, **changes), CLERK)


def other_line(line: ReturnableLine, order: str, **changes: object) -> ReturnableLine:
    """Somebody else's shirt."""
    made = replace(line, order=OrderId(order), order_number=order[2:], customer=f"c-{order}")
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


async def paper_of(counter: Counter, made: TakenIn) -> str:
    """What the receipt says."""
    [job] = await counter.spool.copies(made.document_no)
    return text(decode_document(job.document))


async def test_a_piece_leads_to_its_order(counter: Counter) -> None:
    for gtin in (GTIN, GTIN.zfill(14)):
        found = await counter.returns.by_article(gtin)
        assert isinstance(found, LineFound)
        assert (found.line.order, found.line.quantity, found.line.customer_name) == ("o-4790", 2, "Giulia B.")
    assert [line.line for line in await counter.returns.of_order("o-4790")] == ["a"]
    assert await counter.returns.of_order("o-4821") == []


async def test_an_order_is_found_by_its_number_or_from_four_digits_on_by_its_end(counter: Counter) -> None:
    for order, number in (("o-1", "SP-204790"), ("o-2", "SP-204791"), ("o-3", "SP-114791"), ("o-4", "204791")):
        line = other_line(await line_of(counter), order, order_number=number, gtin=GHOST)
        await counter.keep("returnable", f"{order}/a", line)
    ask = counter.returns.orders_ending_in
    assert await ask("4790", CLERK) == ["o-4790"]
    assert await ask("04790", CLERK) == ["o-1"]
    assert set(await ask("4791", CLERK)) == {"o-2", "o-3", "o-4"}
    assert await ask("204791", CLERK) == ["o-4"]
    assert await ask("sp-204791", CLERK) == ["o-2"]
    for nothing in ("791", "", "9999"):
        assert await ask(nothing, CLERK) == []
    assert (await refusal_of(ask("4790", TECHNICIAN))).code is Code.PERMISSION_DENIED


async def test_pieces_of_two_customers_need_a_choice(counter: Counter) -> None:
    other = other_line(await line_of(counter), "o-4701", received_at=NOW_AT - timedelta(days=9))
    await counter.keep("returnable", "o-4701/a", other)
    found = await counter.returns.by_article(GTIN)
    assert isinstance(found, LineChoices)
    assert [line.order for line in found.lines] == ["o-4790", "o-4701"]
    narrowed = await counter.returns.by_article(GTIN, customer="c-o-4701")
    assert isinstance(narrowed, LineFound)
    assert narrowed.line.order == "o-4701"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"gtin": "8001234567999"}, Code.NOT_BOUGHT_HERE),
        ({"returned": 2}, Code.OVER_RETURN),
        ({"returnable_until": NOW_AT - timedelta(seconds=1)}, Code.RETURN_WINDOW_OVER),
    ],
)
async def test_a_piece_that_may_not_come_back_says_why(
    counter: Counter, changes: dict[str, object], code: Code
) -> None:
    line = replace(await line_of(counter), **changes)  # type: ignore[arg-type]  # checked by replace
    await counter.keep("returnable", "o-4790/a", line)
    found = await counter.returns.by_article(GTIN)
    assert isinstance(found, NoLine)
    assert found.code is code


async def test_with_the_line_up_the_refund_is_ordered(paper_counter: Counter) -> None:
    made = await taken(paper_counter)
    assert (made.number, made.document_no) == ("R-T1AA-0001", "T1AA-000001")
    assert (made.refund, made.is_pending, made.entry.state) == (2990, False, OutboxState.FINAL)
    paper = await paper_of(paper_counter, made)
    assert "29,90" in paper
    assert "R-T1AA-0001" in paper
    assert "4790 del 01/03/2026" in paper
    assert ("IN ATTESA" in paper, "Disposto" in paper) == (False, True)
    assert paper_counter.shop.order_at_central("o-4790").line("a").returned == 1


async def test_without_the_line_the_goods_are_taken_and_the_refund_waits(paper_counter: Counter) -> None:
    paper_counter.is_line_up = False
    begun_s = paper_counter.clock.monotonic_s()
    made = await taken(paper_counter)
    assert paper_counter.clock.monotonic_s() - begun_s == pytest.approx(REFUND_PATIENCE_S, abs=0.2)
    assert (made.is_pending, made.refund, made.entry.state) == (True, 2990, OutboxState.ACCEPTED)
    paper = await paper_of(paper_counter, made)
    assert ("IN ATTESA" in paper, "Disposto" in paper) == (True, False)
    assert "19/03/2026" in paper


async def test_even_with_nobody_answering_goods_are_taken(paper_counter: Counter) -> None:
    paper_counter.cut()
    made = await taken(paper_counter)
    assert (made.is_pending, made.entry.state) == (True, OutboxState.INTENT)
    assert "R-T1AA-0001" in await paper_of(paper_counter, made)
    assert len(list(paper_counter.journal.replay())) == 1


async def test_the_command_says_what_was_decided_at_the_counter(counter: Counter) -> None:
    made = await taken(counter, condition=Condition.WORN, quantity=2, reason=Reason.OTHER)
    body = body_of(made.entry)
    assert isinstance(body, ReceiveReturn)
    assert (body.order, body.store, body.place, body.rule) == ("o-4790", STORE, "desk", Rule.WITHDRAWAL)
    [piece] = body.pieces
    assert (piece.line, piece.quantity, piece.disposition) == ("a", 2, Disposition.REPAIR)
    assert made.refund == 5980


async def test_the_operators_word_about_the_piece_counts(counter: Counter) -> None:
    made = await taken(counter, disposition=Disposition.DESTROY)
    body = body_of(made.entry)
    assert isinstance(body, ReceiveReturn)
    assert body.pieces[0].disposition is Disposition.DESTROY


@pytest.mark.parametrize(("quantity", "code"), [(3, Code.OVER_RETURN), (0, Code.WRONG_QUANTITY)])
async def test_impossible_amounts_are_refused_before_anything_is_written(
    counter: Counter, quantity: int, code: Code
) -> None:
    refusal = await refusal_of(taken(counter, quantity=quantity))
    assert refusal.code is code
    assert await counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9)) == []


async def test_a_voucher_needs_consent(counter: Counter) -> None:
    refusal = await refusal_of(taken(counter, tender=Tender.VOUCHER))
    assert refusal.code is Code.VOUCHER_NEEDS_CONSENT
    made = await taken(counter, tender=Tender.VOUCHER, has_voucher_consent=True)
    assert made.entry.state is OutboxState.FINAL


async def test_an_order_kept_here_is_reckoned_with(counter: Counter) -> None:
    lines = await counter.returns.preview(await intake(counter, quantity=2))
    assert [(line.line, line.quantity, line.amount) for line in lines] == [(LineId("a"), 2, 5980)]
    gone = replace(await line_of(counter), order=OrderId("o-unknown"), discount=1000)
    lines = await counter.returns.preview(Intake(gone, 2, Reason.TOO_SMALL))
    assert [line.amount for line in lines] == [4980]


async def test_what_is_too_late_needs_somebody_who_may(counter: Counter) -> None:
    old = replace(await line_of(counter), received_at=NOW_AT - timedelta(days=400))
    late = Intake(old, 1, Reason.NOT_LIKED)
    refusal = await refusal_of(counter.returns.receive(late, CLERK))
    assert refusal.code is Code.RETURN_NOT_ELIGIBLE
    approved = replace(late, is_exception=True)
    assert (await refusal_of(counter.returns.receive(approved, CLERK))).code is Code.APPROVAL_REQUIRED
    assert (await counter.returns.judge(approved)).chosen is not None


async def test_what_central_refuses_is_said_and_the_goods_stay_recorded(counter: Counter) -> None:
    wrong = replace(await line_of(counter), order=OrderId("o-4821"), line=LineId("z"))
    await counter.keep("returnable", "o-4821/z", wrong)
    hopeful = Intake(replace(wrong, order=OrderId("o-4821")), 1, Reason.TOO_SMALL)
    refusal = await refusal_of(counter.returns.receive(hopeful, CLERK))
    assert refusal.code in (Code.LINE_UNKNOWN, Code.OVER_RETURN)


async def test_who_may_not_is_told_before_anything_is_written(counter: Counter) -> None:
    refusal = await refusal_of(counter.returns.receive(await intake(counter), TECHNICIAN))
    assert refusal.code is Code.PERMISSION_DENIED
    assert await counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9)) == []


async def test_a_manager_takes_in_what_is_approved(counter: Counter) -> None:
    old = replace(await line_of(counter), received_at=NOW_AT - timedelta(days=400))
    late = Intake(old, 1, Reason.NOT_LIKED, is_exception=True)
    made = await counter.returns.receive(late, MANAGER)
    assert made.entry.state is OutboxState.FINAL


async def test_numbers_have_no_gaps(counter: Counter) -> None:
    first, second = await taken(counter), await taken(counter)
    assert [first.number, second.number] == ["R-T1AA-0001", "R-T1AA-0002"]
    assert [first.document_no, second.document_no] == ["T1AA-000001", "T1AA-000002"]


BLIND = BlindIntake(BOTTLE, 2, Reason.NOT_LIKED, Condition.OPENED)


@pytest.mark.parametrize("is_line_up", [True, False])
async def test_pieces_nobody_finds_a_sale_for_are_taken_in_and_wait(
    paper_counter: Counter, *, is_line_up: bool
) -> None:
    paper_counter.is_line_up = is_line_up
    made = await paper_counter.returns.receive_blind(BLIND, CLERK)
    assert (made.number, made.refund, made.is_pending, made.is_matched) == ("R-T1AA-0001", 0, True, False)
    body = body_of(made.entry)
    assert isinstance(body, ReceiveReturn)
    assert (body.order, body.rule, body.place) == (None, Rule.UNMATCHED, QUARANTINE)
    [piece] = body.pieces
    assert (piece.sku, piece.name, piece.variant, piece.quantity) == ("sku-b", "Borraccia termica", "verde", 2)
    assert piece.line is None
    paper = await paper_of(paper_counter, made)
    assert "R-T1AA-0001" in paper
    assert not any(word in paper for word in ("IN ATTESA", "Disposto", "0,00", "carta"))


async def test_head_office_is_told_of_a_case_without_an_order(counter: Counter) -> None:
    made = await counter.returns.receive_blind(BLIND, CLERK)
    with counter.shop.central.read() as tx:
        [item] = open_attention(tx, STORE, 9)
    assert (item.code, item.details["case"]) == (Code.RETURN_UNMATCHED, made.number)


async def test_a_blind_intake_needs_an_article_a_piece_and_somebody_who_may(counter: Counter) -> None:
    returns = counter.returns
    unknown = await refusal_of(returns.receive_blind(replace(BLIND, gtin=GHOST), CLERK))
    none = await refusal_of(returns.receive_blind(replace(BLIND, quantity=0), CLERK))
    stranger = await refusal_of(returns.receive_blind(BLIND, TECHNICIAN))
    found = (unknown.code, none.code, stranger.code)
    assert found == (Code.ARTICLE_UNKNOWN, Code.WRONG_QUANTITY, Code.PERMISSION_DENIED)
    assert await counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9)) == []
