"""An order of the platform goes to its store once; what changes there is told to the right person, or done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.central.connectors.guard_compare import Seen, seen
from app.central.connectors.intents import (
    Effect,
    IntentState,
    intents_for_handover,
    intents_for_message,
    open_intents,
    put_intents,
    reference_of,
    save_intent,
)
from app.central.connectors.port import PlatformOrder, PlatformState, one_place
from app.central.intake.marks import live_refs
from app.central.intake.people import customer_by_ref, take_customers
from app.central.recorder import GuardRecorder
from app.domain.errors import Code
from app.domain.events import OrderCancelled, OrderReady, OrderReserved
from app.domain.handover import amount_due
from app.domain.orders import Order, Progress
from app.domain.values import CENTRAL, Custody, StoreId
from app.node.custody import publish_order
from app.node.documents import put_order
from tests.unit.connectors.samples import sample_handover
from tests.unit.intake.kit import START_AT, Office, order_of, sample_customer

LATER = START_AT + timedelta(hours=1)
CANCELLED, COLLECTED, READY = PlatformState.CANCELLED, PlatformState.COLLECTED, PlatformState.READY


@pytest.fixture
def office() -> Office:
    """Head office with the sample order taken in."""
    made = Office()
    assert made.take(order_of())
    return made


def picked(order: Order) -> Order:
    """The same, as the store says: its pieces packed."""
    return replace(order, lines=tuple(replace(x, progress=Progress(packed=x.quantity)) for x in order.lines))


def gone_out(order: Order) -> Order:
    """The same, handed over."""
    lines = tuple(replace(x, progress=Progress(handed_over=x.quantity)) for x in order.lines)
    return replace(order, lines=lines, handovers=(sample_handover(),))


def edited(pieces: int) -> PlatformOrder:
    """The sample order with so many shoes."""
    told = order_of()
    return replace(
        told, lines=(replace(told.lines[0], quantity=pieces), told.lines[1]), total=4990 * pieces + 2000
    )


def test_a_new_order_is_its_stores_and_the_same_again_changes_nothing(office: Office) -> None:
    order = office.order()
    assert (order.store, order.custody) == ("ST01", Custody("ST01", 1))
    assert office.told("ST01", "order") == [order.id]
    before = office.revs()
    assert not office.take(order_of())
    assert not office.take(order_of(updated_at=LATER))
    assert office.revs() == before
    assert office.told("ST02", "order") == []


def test_a_cancelled_order_is_asked_back_once_and_its_customer_hears_it_once(office: Office) -> None:
    order = office.order()
    office.do(lambda tx: put_order(tx, picked(order)))
    office.take(order_of(state=CANCELLED), at=LATER)
    assert office.order().cancel_requested_at == LATER
    assert office.told("ST01", "recall") == [order.id]
    before = office.revs()
    office.take(order_of(state=CANCELLED), at=LATER)
    assert office.revs() == before
    event = OrderCancelled(order.id, LATER)
    office.do(lambda tx: GuardRecorder().happened(tx, office.order(), event))
    assert office.do(lambda tx: open_intents(tx, 10)) == ()


def test_a_store_that_says_too_late_is_told_to_look(office: Office) -> None:
    office.take(order_of(state=CANCELLED), at=LATER)
    answered = replace(gone_out(office.order()), cancel_requested_at=None)
    office.do(lambda tx: put_order(tx, answered))
    office.take(order_of(state=CANCELLED), at=LATER)
    (item,) = office.attention("ST01")
    assert (item.code, item.subject) == (Code.CANCELLED_TOO_LATE, f"order:{office.order().id}")
    assert office.told("ST01", "attention") == [item.id]


def test_an_order_that_left_before_it_was_cancelled_there_is_told(office: Office) -> None:
    office.do(lambda tx: put_order(tx, gone_out(office.order())))
    office.take(order_of(state=CANCELLED), at=LATER)
    assert [item.code for item in office.attention("ST01")] == [Code.CANCELLED_TOO_LATE]


def test_what_was_refunded_after_it_was_collected_is_a_return(office: Office) -> None:
    office.do(lambda tx: put_order(tx, gone_out(office.order())))
    office.take(order_of(state=CANCELLED, refunded=11980), at=LATER)
    assert office.attention() == []


def test_an_order_edited_while_its_bag_is_packed_is_told_once_for_each_change(office: Office) -> None:
    office.take(edited(1), at=LATER)
    (item,) = office.attention("ST01")
    assert (item.code, item.details) == (
        Code.ORDER_EDITED_ONLINE,
        {"order": "1001", "article": "Scarpa", "had": 2, "now": 1},
    )
    assert [line.quantity for line in office.order().lines] == [2, 1]
    before = office.revs()
    office.take(edited(1), at=LATER)
    assert office.revs() == before
    office.take(edited(4), at=LATER)
    (item,) = office.attention("ST01")
    assert item.details["now"] == 4


def test_more_was_ordered_online_and_the_till_asks_for_the_rest(office: Office) -> None:
    raised = replace(edited(3), is_paid=False, deposit=11980)
    office.take(raised, at=LATER)
    order = office.order()
    assert ([line.quantity for line in order.lines], amount_due(order)) == ([2, 1], 4990)
    (item,) = office.attention("ST01")
    assert item.details == {
        "order": "1001",
        "article": "Scarpa",
        "had": 2,
        "now": 3,
        "amount": 4990,
        "currency": "EUR",
    }
    before = office.revs()
    office.take(raised, at=LATER)
    assert office.revs() == before
    office.take(replace(raised, is_paid=True), at=LATER)
    assert amount_due(office.order()) == 0


@pytest.mark.parametrize(
    ("owed", "money"), [(16970, {"amount": 4990, "currency": "EUR"}), (11980, {}), (6990, {})]
)
def test_a_store_is_not_told_to_take_money_that_its_till_took(owed: int, money: dict[str, object]) -> None:
    office = Office()
    office.take(order_of(is_paid=False))
    paid = replace(sample_handover(), is_paid_here=True)
    office.do(lambda tx: put_order(tx, replace(picked(office.order()), handovers=(paid,))))
    more = edited(3)
    office.take(replace(more, is_paid=False, deposit=more.total - owed), at=LATER)
    (item,) = office.attention("ST01")
    assert item.details == {"order": "1001", "article": "Scarpa", "had": 2, "now": 3, **money}


def test_an_order_heard_of_when_more_had_been_ordered_asks_for_the_rest_only() -> None:
    office = Office()
    office.take(order_of(is_paid=False, deposit=10000))
    order = office.order()
    assert (amount_due(order), [line.paid for line in order.lines]) == (1980, [9980, 2000])


def test_a_cheaper_order_that_is_paid_is_nothing_for_its_store(office: Office) -> None:
    office.take(order_of(total=11000), at=LATER)
    assert office.attention() == []


def test_what_was_cancelled_and_given_back_later_is_no_shipping() -> None:
    office = Office()
    told = replace(order_of(store="", shipping=500), total=12480)
    office.take(told)
    cancelled = replace(told, lines=(replace(told.lines[0], quantity=1), told.lines[1]))
    office.take(cancelled, at=LATER)
    office.take(replace(cancelled, refunded=4990), at=LATER)
    order = office.order()
    assert ([line.paid for line in order.lines], order.shipping) == ([4990, 2000], 500)
    office.take(replace(cancelled, total=7190, refunded=4990), at=LATER)
    assert sum(line.paid for line in office.order().lines) + office.order().shipping == 7190


def test_an_order_marked_ready_there_is_told_until_it_is_packed_here(office: Office) -> None:
    office.take(order_of(state=READY), at=LATER)
    (item,) = office.attention("ST01")
    assert (item.code, item.subject) == (Code.READY_ELSEWHERE, f"order:{office.order().id}")
    before = office.revs()
    office.take(order_of(state=READY), at=LATER)
    assert office.revs() == before
    office.do(lambda tx: put_order(tx, replace(picked(office.order()), ready_at=LATER)))
    office.take(order_of(state=READY), at=LATER)
    assert office.attention() == []
    assert office.told("ST01", "attention") == [item.id]


def test_what_was_ready_there_from_the_beginning_is_packed_like_all_the_rest() -> None:
    office = Office()
    for _ in range(2):
        office.take(order_of(state=READY))
    order = office.order()
    assert (order.ready_at, [line.progress.reserved for line in order.lines]) == (None, [2, 1])
    assert office.attention() == []


def test_what_is_ready_there_already_is_not_marked_again(office: Office) -> None:
    office.take(order_of(state=READY), at=LATER)
    packed = replace(picked(office.order()), ready_at=LATER)
    office.do(lambda tx: GuardRecorder().happened(tx, packed, OrderReady(packed.id, LATER)))
    (intent,) = [one for one in office.do(lambda tx: open_intents(tx, 10)) if one.effect is Effect.READY]
    told = order_of(state=READY)
    assert seen(intent, (told,), keeps_reference=True) is Seen.DONE


def test_an_order_moved_to_another_place_is_told_to_the_store_that_packs_it(office: Office) -> None:
    office.take(order_of(store="ST02"), at=LATER)
    (item,) = office.attention("ST01")
    assert item.details["location"] == "ST02"
    assert office.told("ST02", "order") == []


def test_an_order_somebody_else_closed_there_is_told(office: Office) -> None:
    office.take(order_of(state=COLLECTED), at=LATER)
    assert [item.code for item in office.attention("ST01")] == [Code.COLLECTED_ELSEWHERE]


def test_what_is_on_its_way_to_the_platform_is_the_guards_business(office: Office) -> None:
    order = office.order()
    office.do(lambda tx: put_order(tx, gone_out(order)))
    office.do(lambda tx: put_intents(tx, intents_for_handover(order, sample_handover())))
    office.take(order_of(state=COLLECTED), edited(1), at=LATER)
    assert office.attention() == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (order_of(state=COLLECTED), Code.COLLECTED_ELSEWHERE),
        (edited(3), Code.ORDER_EDITED_ONLINE),
        (order_of(store="ST02"), Code.ORDER_EDITED_ONLINE),
        (order_of(state=READY), Code.READY_ELSEWHERE),
    ],
)
def test_what_changed_there_meanwhile_is_told_once_ours_has_arrived(
    office: Office, told: PlatformOrder, code: Code
) -> None:
    """Until then the order counts as waiting, so that it is asked for again although nothing more moves there."""
    order = office.order()
    message = intents_for_message(order, "T001.1:9", "ready", START_AT)
    office.do(lambda tx: put_intents(tx, message))
    office.take(told, at=LATER)
    assert office.attention() == []
    assert office.do(lambda tx: live_refs(tx, "ST01")) == [told.ref]
    (intent,) = office.do(lambda tx: open_intents(tx, 10))
    office.do(lambda tx: save_intent(tx, replace(intent, state=IntentState.CONFIRMED)))
    office.take(told, at=LATER)
    assert [item.code for item in office.attention("ST01")] == [code]


def part_given(pieces: int, **changes: object) -> PlatformOrder:
    """The sample order, of which somebody there gave out so many shoes."""
    told = order_of(state=READY, **changes)
    return replace(told, lines=(replace(told.lines[0], fulfilled=pieces), told.lines[1]))


def test_a_part_that_somebody_gave_out_there_is_told_until_it_is_all_or_we_gave_it_too(office: Office) -> None:
    office.do(lambda tx: put_order(tx, replace(picked(office.order()), ready_at=LATER)))
    office.take(part_given(1), at=LATER)
    (item,) = office.attention("ST01")
    assert (item.code, item.details) == (
        Code.PART_COLLECTED_ELSEWHERE,
        {"order": "1001", "article": "Scarpa", "pieces": 1},
    )
    before = office.revs()
    office.take(part_given(1), at=LATER)
    assert office.revs() == before
    office.take(part_given(2), at=LATER)
    assert [item.details["pieces"] for item in office.attention("ST01")] == [2]
    office.do(lambda tx: put_order(tx, gone_out(office.order())))
    office.take(part_given(2), at=LATER)
    assert office.attention() == []


def test_a_part_of_what_is_sent_home_is_taken_as_told() -> None:
    office = Office()
    office.take(order_of(store=""))
    office.take(part_given(1, store=""), at=LATER)
    assert [line.progress.handed_over for line in office.order().lines] == [1, 0]
    assert office.attention() == []


def test_an_order_for_two_places_is_no_stores_and_head_office_is_asked() -> None:
    office = Office()
    told = order_of(store=one_place(["ST01", "", "ST02", "ST01"]))
    office.take(told)
    (item,) = office.attention()
    assert (item.code, item.details["location"], office.orders()) == (Code.LOCATION_UNKNOWN, "ST01 + ST02", [])


def test_an_order_we_handed_over_and_the_platform_has_open_is_not_touched(office: Office) -> None:
    office.do(lambda tx: put_order(tx, gone_out(office.order())))
    before = office.order()
    office.take(order_of(updated_at=LATER), at=LATER)
    assert (office.order(), office.attention()) == (before, [])


def test_money_that_came_in_later_is_told_to_the_store() -> None:
    office = Office()
    office.take(order_of(is_paid=False))
    assert not office.order().is_paid
    office.take(order_of(payment="bonifico"), at=LATER)
    assert (office.order().is_paid, office.order().payment.label) == (True, "bonifico")


@pytest.mark.parametrize(
    "end",
    [
        lambda order: replace(order, closed_at=LATER),
        lambda order: replace(order, cancelled_at=LATER),
        gone_out,
    ],
)
def test_what_is_over_and_was_paid_online_is_never_unpaid_afterwards(
    office: Office, end: Callable[[Order], Order]
) -> None:
    office.do(lambda tx: put_order(tx, end(office.order())))
    office.take(order_of(is_paid=False), at=LATER)
    assert office.order().is_paid


def test_an_order_for_a_place_nobody_named_waits_at_head_office_until_somebody_does() -> None:
    office = Office()
    del office.stores["ST02"]
    told = order_of(store="ST02")
    office.take(told)
    office.take(told)
    (item,) = office.attention()
    assert (item.code, item.store, item.details) == (
        Code.LOCATION_UNKNOWN,
        "",
        {"order": "1001", "location": "ST02"},
    )
    assert office.orders() == []
    office.stores["ST02"] = StoreId("ST02")
    office.take(told)
    assert (office.order().store, office.attention()) == ("ST02", [])


def test_a_place_that_is_to_be_ignored_is() -> None:
    office = Office()
    office.take(order_of(store="AWAY"))
    assert (office.orders(), office.attention()) == ([], [])


def test_what_is_sent_home_stays_at_head_office_and_follows_the_platform() -> None:
    office = Office()
    office.take(order_of(store=""))
    assert office.order().custody == Custody(CENTRAL)
    office.take(replace(edited(1), store=""), at=LATER)
    assert [line.quantity for line in office.order().lines] == [1, 1]
    office.take(replace(edited(1), store="", state=COLLECTED), at=LATER)
    assert (office.order().is_collected, office.order().closed_at) == (True, START_AT)
    assert office.attention() == []


def test_an_order_that_vanished_is_told_to_its_store(office: Office) -> None:
    desk, ref = office.desk, order_of().ref
    for _ in range(2):
        office.do(lambda tx: desk.order_gone(tx, ref, LATER))
    assert [item.code for item in office.attention("ST01")] == [Code.ORDER_GONE_ONLINE]


def test_a_customer_is_known_by_the_platforms_reference() -> None:
    office = Office()
    desk = office.desk
    assert office.do(lambda tx: desk.strangers(tx, [order_of()]))
    office.do(lambda tx: take_customers(tx, [sample_customer()], desk.configs[0], desk.rules, START_AT))
    assert not office.do(lambda tx: desk.strangers(tx, [order_of()]))
    office.take(order_of(customer_name="", customer_phone=""))
    known = office.do(lambda tx: customer_by_ref(tx, "C-1"))
    assert known is not None
    order = office.order()
    assert (order.customer, order.customer_name, order.phone_tail) == (known.id, "Giulia B.", "234567")


def test_an_order_made_at_a_counter_is_not_taken_for_a_new_one() -> None:
    office = Office()
    office.take(order_of())
    ours = replace(office.order(), platform_ref="")
    made = GuardRecorder()
    office.do(lambda tx: put_order(tx, ours))
    office.do(lambda tx: made.happened(tx, ours, OrderReserved(ours.id, START_AT)))
    there = order_of(ref="made-9", reference=reference_of(f"{ours.id}/create"))
    assert not office.take(there)
    assert not office.take(replace(there, reference=""))
    office.do(lambda tx: publish_order(tx, replace(ours, platform_ref="made-9")))
    office.take(there)
    assert [order.id for order in office.orders()] == [ours.id]
