"""What an order of Vendure means in our words, whoever did what to it."""

import pytest
from msgspec import structs

from app.central.connectors.port import PlatformOrder, PlatformState, PlatformUnavailable
from app.central.connectors.vendure import documents
from app.central.connectors.vendure.notes import (
    handover_note,
    read_notes,
    restock_note,
    restocking_note,
    return_note,
)
from app.central.connectors.vendure.orders import order_of
from app.central.connectors.vendure.settings import MoneyScale
from app.central.connectors.vendure.wire import FulfilmentNode, MethodNode, OrderNode, RefundNode, ShippingNode
from app.domain.values import LineId, LineQuantity, Substitution
from tests.unit.connectors.vendure_answers import SETTINGS, fulfilment, line, moved, note, order, payment

ALL = {"1": 2, "2": 1}
ONE = (LineQuantity(LineId("1"), 1),)


def _told(node: OrderNode, precision: int = 2) -> PlatformOrder:
    return order_of(node, SETTINGS, MoneyScale(precision))


@pytest.mark.parametrize(
    ("fulfilments", "raw", "state"),
    [
        ([], "PaymentSettled", PlatformState.OPEN),
        ([fulfilment("1", "Pending", ALL)], "PaymentSettled", PlatformState.OPEN),
        ([fulfilment("1", "Shipped", ALL)], "Shipped", PlatformState.READY),
        ([fulfilment("1", "Shipped", ALL)], "PaymentAuthorized", PlatformState.READY),
        ([fulfilment("1", "Shipped", {"1": 2})], "PartiallyShipped", PlatformState.OPEN),
        ([fulfilment("1", "Delivered", {"1": 1})], "PartiallyDelivered", PlatformState.READY),
        ([fulfilment("1", "Delivered", ALL)], "Delivered", PlatformState.COLLECTED),
        ([fulfilment("1", "Cancelled", ALL)], "Delivered", PlatformState.READY),
        ([], "Cancelled", PlatformState.CANCELLED),
        ([fulfilment("1", "Delivered", ALL)], "Cancelled", PlatformState.COLLECTED),
    ],
)
def test_the_state_is_told_from_the_pieces(
    fulfilments: list[FulfilmentNode], raw: str, state: PlatformState
) -> None:
    told = _told(order(*fulfilments, state=raw))
    assert (told.state, told.raw_state) == (state, raw)


def test_who_what_and_where() -> None:
    told = _told(order())
    assert (told.ref, told.number, told.store, told.customer_ref) == ("7", "KNSHMV2P", "ST01", "9")
    assert (told.customer_name, told.customer_email) == ("Giulia Bianchi", "giulia@example.invalid")
    assert (told.total, told.refunded, told.payment, told.is_paid) == (11980, 0, "carta", True)
    assert told.lines[0].gtin == "8399990000254"
    assert _told(order(method="spedizione")).store == ""


def test_money_that_is_due_at_the_counter_is_not_paid() -> None:
    due = order(payments=[payment(11980, state="Authorized", method="in-negozio")])
    card = order(payments=[payment(11980, state="Authorized")])
    declined = order(payments=[payment(11980), payment(11980, state="Declined", method="in-negozio")])
    assert [_told(node).is_paid for node in (due, card, declined)] == [False, True, True]
    assert _told(declined).total == 11980


def test_what_an_order_costs_is_told_apart_from_what_came_in() -> None:
    due = payment(6990, state="Authorized", method="in-negozio")
    shortened = _told(order(lines=[line("1", 1, 4990, placed=2)], payments=[due]))
    assert (shortened.total, shortened.owed, shortened.is_paid) == (4990, 4990, False)
    raised = _told(order(payments=[payment(6990)]))
    assert (raised.total, raised.deposit, raised.owed, raised.charged) == (11980, 6990, 4990, 6990)
    cheaper = _told(order(lines=[line("1", 1, 4990, placed=2)]))
    assert (cheaper.total, cheaper.is_paid, cheaper.owed, cheaper.refundable) == (4990, True, 0, 11980)
    assert _told(order(payments=[])).owed == 11980


def test_what_went_back_counts_as_owed_only_where_vendure_waits_for_more() -> None:
    back = payment(11980, RefundNode("r1", 4990, "Settled"))
    assert _told(order(payments=[back])).owed == 0
    assert _told(order(payments=[back], state="ArrangingAdditionalPayment")).owed == 4990


def test_pieces_taken_back_after_they_were_collected_cost_what_they_cost() -> None:
    given = payment(11980, RefundNode("r1", 4990, "Settled"))
    sold = [line("1", 1, 4990, placed=2), line("2", 1, 2000)]
    told = _told(order(fulfilment("1", "Delivered", ALL), lines=sold, payments=[given], state="Delivered"))
    assert (told.total, told.is_paid, told.refundable) == (11980, True, 6990)


@pytest.mark.parametrize("state", ["Settled", "Authorized"])
def test_the_rounding_of_what_was_taken_back_makes_no_order_dearer(state: str) -> None:
    """Three pieces for 50,00 are told as 16,67 each."""
    money = payment(5000, state=state, method="in-negozio")
    node = order(fulfilment("1", "Delivered", {"1": 3}), lines=[line("1", 1, 1667, placed=3)], payments=[money])
    told = _told(node)
    assert (told.total, told.is_paid) == (5000, state == "Settled")


@pytest.mark.parametrize(
    ("state", "raw", "is_left_open"),
    [
        ("Delivered", "PaymentSettled", True),
        ("Delivered", "Delivered", False),
        ("Shipped", "PaymentSettled", False),
    ],
)
def test_what_is_collected_and_paid_and_not_moved_on_is_left_open(
    state: str, raw: str, is_left_open: bool
) -> None:
    assert _told(order(fulfilment("1", state, ALL), state=raw)).is_left_open is is_left_open


@pytest.mark.parametrize(("second", "is_pending"), [("Settled", False), ("Pending", True)])
def test_a_refund_is_pending_while_one_of_its_parts_is(second: str, is_pending: bool) -> None:
    parts = [RefundNode("r1", 3000, "Settled", "ref 1/2"), RefundNode("r2", 1990, second, "ref 2/2")]
    whole = RefundNode("r3", 100, second, "other")
    told = _told(order(payments=[payment(11980, *parts, whole)])).refunds
    assert [(r.reference, r.amount, r.is_pending) for r in told] == [
        ("other", 100, is_pending),
        ("ref", 4990, is_pending),
    ]


def test_a_waiting_fulfilment_that_left_is_the_hand_over_its_note_names() -> None:
    left = [moved(1, "Shipped"), note(handover_note("ref-1", "1")), moved(1, "Delivered")]
    [out] = _told(order(fulfilment("1", "Delivered", ALL, "ready-ref"), history=left)).fulfilments
    assert (out.reference, out.is_cancelled) == ("ref-1", False)
    taken_back = order(fulfilment("1", "Cancelled", ALL), history=[*left, moved(1, "Cancelled")])
    [out] = _told(taken_back).fulfilments
    assert (out.reference, out.is_cancelled) == ("ref-1", True)


def test_what_was_cancelled_before_it_left_was_no_hand_over() -> None:
    named = [note(handover_note("ref-1", "1")), moved(1, "Shipped"), moved(1, "Cancelled")]
    assert _told(order(fulfilment("1", "Cancelled", ALL), history=named)).fulfilments == ()
    assert _told(order(fulfilment("1", "Shipped", ALL, "ref-1"))).fulfilments == ()


def test_pieces_cancelled_there_before_and_after_they_were_collected() -> None:
    before = _told(order(lines=[line("1", 1, 4990, placed=2)]))
    assert [(sold.quantity, sold.returned, sold.restocked) for sold in before.lines] == [(1, 0, 0)]
    sold = [line("1", 1, 4990, placed=2, paid=4000)]
    after = _told(order(fulfilment("1", "Delivered", {"1": 2}), lines=sold, state="Delivered")).lines[0]
    assert (after.quantity, after.fulfilled, after.returned, after.restocked) == (2, 2, 1, 1)
    assert (after.unit_price, after.discount) == (4990, 1980)


def test_returns_and_restocks_are_what_the_notes_say() -> None:
    back = [note(return_note("ref-1", ONE))] * 2
    restocked = [note(restocking_note("ref-2", {"v1": 4})), note(restock_note("ref-2", ONE, "ST02"))]
    told = _told(order(history=[*back, *restocked, note("Chiamare la cliente")]))
    assert [(r.reference, r.lines) for r in told.returns] == [("ref-1", ONE)]
    assert [(r.reference, r.location) for r in told.restocks] == [("ref-2", "ST02")]
    assert (told.lines[0].returned, told.lines[0].restocked) == (1, 1)
    twice = _told(order(history=[*restocked, restocked[1]]))
    assert [r.reference for r in twice.restocks] == ["ref-2", "ref-2"]


@pytest.mark.parametrize(
    "text",
    [
        "ref-1 bancone:return",
        "ref-1 bancone:return 1x",
        "ref-1 bancone:return 1x1;2x1",
        "ref-1 bancone:return 1x9999999",
        "ref-1 bancone:restocking v1",
        "ref-1 bancone:restock 1x1",
        "ref-1 bancone:gift 1x1",
        "bancone:return 1x1",
        "",
    ],
)
def test_a_note_that_is_not_ours_says_nothing(text: str) -> None:
    notes = read_notes([text])
    assert (notes.returns, notes.restocks, notes.begun, notes.handovers) == ({}, [], {}, {})


def test_a_refund_in_parts_counts_when_all_are_there() -> None:
    parts = [RefundNode("1", 3000, "Settled", "ref-1 1/2"), RefundNode("2", 1990, "Pending", "ref-1 2/2")]
    failed = RefundNode("3", 100, "Failed", "ref-2")
    by_hand = RefundNode("4", 500, "Settled")
    told = _told(order(payments=[payment(11980, *parts, failed, by_hand)]))
    assert sorted((r.reference, r.amount) for r in told.refunds) == [("", 500), ("ref-1", 4990)]
    assert told.refunded == 5490
    half = _told(order(payments=[payment(11980, parts[0])]))
    assert (half.refunds, half.refunded) == ((), 0)
    twice = _told(order(payments=[payment(11980, *parts, RefundNode("5", 1990, "Settled", "ref-1 2/2"))]))
    assert [r.reference for r in twice.refunds] == ["ref-1", "ref-1"]


def test_what_vendure_lists_in_another_order_is_told_in_the_same() -> None:
    lines = [line("9", 1, 100), line("10", 1, 200)]
    made = [fulfilment("9", "Delivered", {"9": 1}), fulfilment("10", "Delivered", {"10": 1})]
    money = [payment(100, RefundNode("9", 1, "Settled"), RefundNode("10", 2, "Settled"))]
    one = order(*made, lines=lines, payments=money)
    refunds = list(reversed(money[0].refunds))
    other = order(*reversed(made), lines=lines[::-1], payments=[payment(100, *refunds)])
    assert _told(one) == _told(other)


def test_sums_with_three_decimals_are_rounded_once_and_sent_back_as_they_are_counted() -> None:
    told = _told(order(lines=[line("1", 2, 49905)], payments=[payment(99810)]), precision=3)
    assert (told.lines[0].unit_price, told.total) == (4991, 9981)
    assert MoneyScale(3).platform(4991, "EUR") == 49910
    assert MoneyScale(2).platform(500, "JPY") == 50000
    with pytest.raises(PlatformUnavailable):
        _told(order(payments=[payment(10**20)]))


def test_an_order_for_two_shops_is_told_as_neithers() -> None:
    both = [ShippingNode(MethodNode("ritiro-2")), ShippingNode(MethodNode("ritiro-1"))]
    assert _told(structs.replace(order(), shipping_lines=both)).store == "ST02 + ST01"


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"instead": "shop"}, Substitution.SHOP),
        ({"instead": " Ask "}, Substitution.ASK),
        ({"instead": "whatever"}, Substitution.NONE),
        ({"instead": None}, Substitution.NONE),
        (None, Substitution.NONE),
    ],
)
def test_what_the_customer_wants_instead_is_a_field_of_the_line(
    told: dict[str, str | None] | None, rule: Substitution
) -> None:
    settings = structs.replace(SETTINGS, substitution_field="instead")
    node = order(lines=[structs.replace(line("1", 2, 4990), custom_fields=told)])
    [found] = order_of(node, settings, MoneyScale(2)).lines
    assert found.substitution is rule
    assert "customFields{instead}" in documents.order("gtin", "instead")
    assert "customFields" not in documents.order("", "")


@pytest.mark.parametrize(
    ("told", "grams"),
    [
        ({"grammi": 500}, 500),
        ({"grammi": " 500 "}, 500),
        ({"grammi": "mezzo chilo"}, 0),
        ({"grammi": -3}, 0),
        ({"grammi": 100_000}, 0),
        ({"grammi": None}, 0),
        (None, 0),
    ],
)
def test_the_grams_a_price_is_for_are_a_field_of_the_line(
    told: dict[str, str | int | None] | None, grams: int
) -> None:
    settings = structs.replace(SETTINGS, substitution_field="instead", weight_field="grammi")
    node = order(lines=[structs.replace(line("1", 1, 1245), custom_fields=told)])
    [found] = order_of(node, settings, MoneyScale(2)).lines
    assert found.ordered_g == grams
    assert "customFields{instead grammi}" in documents.order("gtin", *settings.line_fields)
