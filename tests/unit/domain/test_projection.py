"""Base and pending: every command is counted once, whatever the base contains already."""

from dataclasses import replace

from app.domain.commands import (
    Body,
    HandOverOrder,
    MarkReady,
    MoveLines,
    NoteCustomer,
    ReceiveReturn,
    ReverseHandover,
)
from app.domain.decisions import decide
from app.domain.handover import HandoverAsk, HandoverRules
from app.domain.orders import Order, Progress, Step
from app.domain.projection import Pending, project_order
from app.domain.returns import Condition, Disposition, Reason, ReturnedPiece, Rule, Tender
from app.domain.values import LineId, OrderId, ReturnId, Sku
from tests.unit.domain.samples import NOW_AT, STORE, act, line, order, pieces, ready_order

RULES = HandoverRules()


def pending(*bodies: Body) -> list[Pending]:
    """The bodies as commands 1, 2, 3 … of a terminal."""
    return [(act(number).id, act(number), body) for number, body in enumerate(bodies, 1)]


def hand_over_of(subject: Order) -> HandOverOrder:
    """All of an order to its customer."""
    return HandOverOrder(subject.id, HandoverAsk(), "T1-000318", NOW_AT)


def test_pending_commands_show_in_their_order() -> None:
    """Handed over and taken back: neither is shown without the other."""
    subject = ready_order()
    commands = pending(hand_over_of(subject), ReverseHandover(subject.id, "T1AA.1:1", NOW_AT))
    assert project_order(subject, commands[:1], RULES).is_collected
    shown = project_order(subject, commands, RULES)
    assert (shown.is_collected, len(shown.handovers)) == (False, 1)


def test_a_base_that_contains_some_of_them_shows_the_same() -> None:
    """Cut anywhere, the authority's prefix with all commands pending is what all of them make."""
    subject = order((line("a", Progress(reserved=3)),))
    picks = [MoveLines(subject.id, Step.RESERVED, Step.PICKED, pieces(a=1), NOW_AT) for _ in range(3)]
    commands = pending(*picks)
    whole = project_order(subject, commands, RULES)
    assert whole.lines[0].progress.picked == 3
    base = subject
    for _, who, body in commands:
        assert isinstance(body, MoveLines)
        base = decide(base, body, who, RULES)
        assert project_order(base, commands, RULES) == whole


def test_a_handover_in_a_base_that_forgot_its_commands_is_known_by_itself() -> None:
    """Hand-overs and reversals are in the order for ever."""
    subject = ready_order()
    commands = pending(hand_over_of(subject), ReverseHandover(subject.id, "T1AA.1:1", NOW_AT))
    base = project_order(subject, commands, RULES)
    assert project_order(replace(base, applied=()), commands, RULES).handovers == base.handovers


def test_what_the_rules_refuse_leaves_the_base_as_it_is() -> None:
    """A mark that came too early, a note to a customer, another order's command: nothing is shown of them."""
    subject = order((line("a", Progress(reserved=1)),))
    others = pending(
        MarkReady(subject.id, NOW_AT),
        NoteCustomer("c-1", "chiama dopo le 18", NOW_AT),
        MoveLines(OrderId("o-2"), Step.RESERVED, Step.PICKED, pieces(a=1), NOW_AT),
    )
    assert project_order(subject, others, RULES) == subject


def test_an_intake_counts_on_the_line_once() -> None:
    """Goods at the counter show as returned before central has answered; over-returns and other orders do not."""
    subject = order((line("a", Progress(handed_over=1)),))
    piece = ReturnedPiece(
        Sku("sku-a"),
        "8001234567891",
        "Maglia Corsa",
        "nera, M",
        1,
        Reason.TOO_SMALL,
        Condition.AS_NEW,
        Disposition.RESTOCK,
        LineId("a"),
    )

    def intake(order_id: OrderId) -> ReceiveReturn:
        return ReceiveReturn(
            ReturnId("r-1"),
            "R-T1AA-0001",
            STORE,
            (piece,),
            Rule.WITHDRAWAL,
            Tender.ORIGINAL,
            "RESI",
            "T1-000321",
            NOW_AT,
            order=order_id,
        )

    commands = pending(intake(subject.id), intake(subject.id), intake(OrderId("o-2")))
    shown = project_order(subject, commands, RULES)
    assert shown.lines[0].returned == 1
    assert project_order(shown, commands, RULES) == shown
