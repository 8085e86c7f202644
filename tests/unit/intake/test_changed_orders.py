"""What an order costs that is changed or paid online while its store packs it, hands it over or takes it back."""

from dataclasses import replace
from functools import partial

import msgspec
import pytest

from app.central.connectors.intents import (
    Effect,
    IntentState,
    intents_for_handover,
    intents_for_payment,
    intents_of,
    open_intents,
    put_intents,
    save_intent,
)
from app.central.connectors.port import PlatformOrder, PlatformState
from app.central.recorder import GuardRecorder
from app.domain.commands import ShortenOrder
from app.domain.decisions import decide
from app.domain.errors import Code
from app.domain.events import OrderClosed
from app.domain.handover import HandoverAsk, HandoverRules, amount_due, hand_over
from app.domain.orders import Container, ContainerState, Order, Progress, Step, move_lines
from app.domain.values import Act, ContainerId, LineId, LineQuantity
from app.node.custody import alloc_feed, shortened
from app.node.documents import put_order
from app.node.feeds import live_rows
from tests.unit.connectors.samples import sample_handover
from tests.unit.intake.kit import Office, order_of
from tests.unit.intake.test_take_orders import LATER, edited, gone_out, picked

UNDONE = sample_handover().act


@pytest.fixture
def office() -> Office:
    """Head office with the sample order taken in, to be paid when it is collected."""
    made = Office()
    assert made.take(order_of(is_paid=False))
    return made


def unpaid(pieces: int, **changes: object) -> PlatformOrder:
    """The sample order with so many shoes, not paid yet."""
    return replace(edited(pieces), is_paid=False, **changes)  # type: ignore[arg-type]  # replace checks names


def answer(office: Office) -> None:
    """The store cancels what it was asked to."""
    rows = office.do(lambda tx: list(live_rows(tx, alloc_feed("ST01"))))
    [asked] = [row.d for row in rows if row.t == "shortened" and isinstance(row.d, msgspec.Raw)]
    lines = msgspec.json.decode(asked, type=tuple[LineQuantity, ...])
    order = office.order()
    after = decide(
        order, ShortenOrder(order.id, lines, LATER), replace(UNDONE, id=f"E.1:{LATER}"), HandoverRules()
    )
    office.do(lambda tx: put_order(tx, after))
    office.do(lambda tx: shortened(tx, after))


def give_up(office: Office) -> None:
    """The store has one shoe less than was sold, and says so."""
    one = [LineQuantity(office.order().lines[0].id, 1)]
    missing = move_lines(office.order(), Step.RESERVED, Step.SHORT, one)
    office.do(lambda tx: put_order(tx, move_lines(missing, Step.SHORT, Step.CANCELLED, one)))


def test_what_was_cancelled_there_is_asked_of_its_store_once_and_told(office: Office) -> None:
    office.take(unpaid(1), at=LATER)
    assert office.told("ST01", "shortened") == [office.order().id]
    (item,) = office.attention("ST01")
    told = {"order": "1001", "article": "Scarpa", "had": 2, "now": 1, "amount": 6990, "currency": "EUR"}
    assert (item.code, item.details) == (Code.ORDER_EDITED_ONLINE, told)
    before = office.revs()
    office.take(unpaid(1), at=LATER)
    assert office.revs() == before
    answer(office)
    assert (office.order().lines[0].progress, amount_due(office.order())) == (
        Progress(reserved=1, cancelled=1),
        6990,
    )
    office.take(unpaid(1, total=6000), at=LATER)
    assert amount_due(office.order()) == 6000
    assert [item.details["amount"] for item in office.attention("ST01")] == [6000]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_piece_that_was_given_up_and_cancelled_is_taken_off_once(office: Office, is_first: bool) -> None:
    if is_first:
        give_up(office)
    office.take(unpaid(1), at=LATER)
    if is_first:
        assert office.told("ST01", "shortened") == []
    else:
        answer(office)
    assert amount_due(office.order()) == 6990


def test_one_more_that_is_given_up_is_not_to_be_paid_either(office: Office) -> None:
    office.take(unpaid(1), at=LATER)
    answer(office)
    give_up(office)
    assert amount_due(office.order()) == 2000


def test_what_left_is_asked_for_again_once_it_is_back(office: Office) -> None:
    order = office.order()
    office.do(lambda tx: put_order(tx, gone_out(order)))
    office.take(unpaid(1), at=LATER)
    assert office.told("ST01", "shortened") == []
    office.do(lambda tx: put_order(tx, picked(order)))
    office.take(unpaid(1), at=LATER)
    assert office.told("ST01", "shortened") == [order.id]


def test_a_case_says_what_is_to_be_taken_now(office: Office) -> None:
    """Paid online meanwhile: nothing is; a case that was about money only is over."""
    office.take(unpaid(3), at=LATER)
    assert [item.details["amount"] for item in office.attention("ST01")] == [16_970]
    office.take(replace(unpaid(3), is_paid=True), at=LATER)
    (item,) = office.attention("ST01")
    assert item.details == {"order": "1001", "article": "Scarpa", "had": 2, "now": 3}
    other = Office()
    other.take(order_of(is_paid=False))
    other.take(order_of(is_paid=False, total=11_000), at=LATER)
    assert [item.details["amount"] for item in other.attention("ST01")] == [11_000]
    other.take(order_of(total=11_000), at=LATER)
    assert other.attention("ST01") == []


def taken(office: Office, reversed_by: Act | None = None) -> Order:
    """The order, of which the till took the money."""
    entry = replace(sample_handover(), is_paid_here=True, amount=11_980, reversed_by=reversed_by)
    order = gone_out(office.order()) if reversed_by is None else picked(office.order())
    order = replace(order, handovers=(entry,))
    office.do(lambda tx: put_order(tx, order))
    return order


def told_collected(office: Office) -> None:
    """The platform was told that the customer has it."""
    told = intents_for_handover(office.order(), sample_handover())
    office.do(lambda tx: put_intents(tx, tuple(replace(i, state=IntentState.CONFIRMED, tries=1) for i in told)))


def test_what_is_paid_online_as_well_is_told_to_its_store(office: Office) -> None:
    before = taken(office)
    office.take(order_of(), at=LATER)
    (item,) = office.attention("ST01")
    assert (item.code, item.details) == (
        Code.TAKEN_AMISS,
        {"order": "1001", "taken": 11_980, "amount": 0, "currency": "EUR"},
    )
    assert office.order().payment == before.payment


def test_our_own_word_that_it_is_paid_is_no_second_payment(office: Office) -> None:
    order = taken(office)
    office.do(lambda tx: put_intents(tx, intents_for_payment(order, "E.1:1", LATER)))
    assert [i.amount for i in office.do(lambda tx: intents_of(tx, order.id)) if i.effect is Effect.PAID] == [
        11_980
    ]
    office.take(order_of(), at=LATER)
    assert (office.attention("ST01"), office.order().payment) == ([], order.payment)


@pytest.mark.parametrize(("is_by_collecting", "is_believed"), [(False, True), (True, False)])
def test_after_an_undo_the_platform_is_believed_again(
    office: Office, is_by_collecting: bool, is_believed: bool
) -> None:
    """But not that it is paid, where it calls an order so only because it was collected."""
    office.is_paid_by_collecting = is_by_collecting
    told_collected(office)
    taken(office, UNDONE)
    office.take(unpaid(2, total=11_000), at=LATER)
    assert amount_due(office.order()) == 11_000
    office.take(order_of(total=11_000), at=LATER)
    assert (office.order().is_paid, office.attention("ST01") == []) == (is_believed, True)


@pytest.mark.parametrize("is_by_collecting", [False, True])
def test_what_was_said_while_the_till_had_the_money_counts_after_the_undo(
    office: Office, is_by_collecting: bool
) -> None:
    """Nothing new is said then; the next hand-over asks for what is owed all the same. So it does where collecting
    makes an order paid, and ours has not been told yet, or only since."""
    office.is_paid_by_collecting = is_by_collecting
    taken(office)
    office.take(order_of(total=11_000), at=LATER)
    assert [item.code for item in office.attention("ST01")] == [Code.TAKEN_AMISS]
    told_collected(office)
    taken(office, UNDONE)
    office.take(order_of(total=11_000), at=LATER)
    assert amount_due(office.order()) == 0


def test_a_request_its_store_did_not_answer_is_taken_back(office: Office) -> None:
    office.take(unpaid(1), at=LATER)
    office.take(unpaid(2), at=LATER)
    rows = office.do(lambda tx: list(live_rows(tx, alloc_feed("ST01"))))
    assert [row.d for row in rows if row.t == "shortened"] == []


def test_an_answer_to_an_older_request_leaves_the_newer_one(office: Office) -> None:
    office.take(unpaid(1), at=LATER)
    order = office.order()
    older = (LineQuantity(order.lines[0].id, 2),)
    office.do(lambda tx: shortened(tx, order, older))
    answer(office)


def test_where_collecting_pays_an_order_that_was_collected_is_paid_once(office: Office) -> None:
    office.is_paid_by_collecting = True
    taken(office)
    office.take(order_of(state=PlatformState.COLLECTED), at=LATER)
    assert office.attention("ST01") == []


def test_pieces_that_never_left_are_told_when_the_order_is_over(office: Office) -> None:
    office.take(unpaid(3), at=LATER)
    bag = Container(ContainerId("1"), "B-1", ContainerState.STAGED)
    ready = replace(picked(office.order()), ready_at=LATER, containers=(bag,))
    ask = HandoverAsk(is_paid_here=True, amount=16_970)
    closed = replace(hand_over(ready, ask, UNDONE, HandoverRules()), closed_at=LATER)
    office.do(lambda tx: GuardRecorder().happened(tx, closed, OrderClosed(closed.id, LATER)))
    left = [item for item in office.attention("ST01") if item.code == Code.PIECES_LEFT_ONLINE]
    assert [item.details for item in left] == [{"order": "1001", "pieces": 1}]
    office.do(lambda tx: put_order(tx, closed))
    for intent in office.do(lambda tx: open_intents(tx, 10)):
        office.do(partial(save_intent, intent=replace(intent, state=IntentState.CONFIRMED)))
    office.take(replace(unpaid(3), state=PlatformState.COLLECTED), at=LATER)
    assert Code.PIECES_LEFT_ONLINE not in [item.code for item in office.attention("ST01")]


def test_pieces_ordered_after_it_was_over_are_told(office: Office) -> None:
    gone = replace(taken(office), closed_at=LATER)
    office.do(lambda tx: put_order(tx, gone))
    more = unpaid(3)
    office.take(replace(more, lines=(*more.lines, replace(more.lines[1], id=LineId("9")))), at=LATER)
    assert [(item.code, item.details["pieces"]) for item in office.attention("ST01")] == [
        (Code.PIECES_LEFT_ONLINE, 2)
    ]
