"""An order nobody paid for stays until the till took the money, and no money goes back for it."""

from dataclasses import replace

import pytest

from app.central.connectors.intents import Effect, intents_of
from app.central.recorder import GuardRecorder
from app.central.settling import Settle, settle
from app.contract.commands import CommandLine, Outcome, Result
from app.domain.commands import HandOverOrder, ReverseHandover
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.orders import Handover, Order, Payment, Progress, Proof, ProofKind
from app.domain.returns import EffectState
from app.domain.values import LineId, LineQuantity, OrderId, ReturnId
from app.node.chain_node import ChainNode, NoRecorder
from app.node.custody import alloc_feed, publish_order, request_shorten
from app.node.documents import find_attention, find_return, open_attention
from app.node.ports import NodeTx
from tests.unit.domain.samples import NOW_AT, STORE, act, pieces, ready_order
from tests.unit.node.shop import Shop, collected, command, return_body

UNPAID = Payment("at_pickup", "", is_paid=False)
ORDER = OrderId("o-4821")


@pytest.fixture
def shop() -> Shop:
    """A shop with an order to be paid when it is collected."""
    return Shop((ready_order(payment=UNPAID),))


def asked(shop: Shop, seq: int, *, is_paid_here: bool, amount: int | None = None) -> Result:
    """A hand-over asked of the shop's authority."""
    body = HandOverOrder(ORDER, HandoverAsk(is_paid_here=is_paid_here, amount=amount), f"T1AA-{seq:06d}", NOW_AT)
    return shop.receive(CommandLine(cmd=command(body, seq)))[0]


def test_the_shops_authority_keeps_it_until_the_till_took_the_money(shop: Shop) -> None:
    refused = asked(shop, 1, is_paid_here=False)
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.PAYMENT_REQUIRED)
    assert refused.details["amount"] == 11_960
    assert asked(shop, 2, is_paid_here=True).outcome is Outcome.OK
    assert [result.outcome for result in shop.relay()] == [Outcome.REJECTED, Outcome.OK]
    assert shop.order_at_central().is_paid
    assert shop.order_at_central().handovers == shop.order_at_edge().handovers


def test_what_was_undone_is_to_be_paid_again(shop: Shop) -> None:
    done = asked(shop, 1, is_paid_here=True)
    shop.receive(CommandLine(cmd=command(ReverseHandover(ORDER, done.id, NOW_AT), 2)))
    assert asked(shop, 3, is_paid_here=False).code == Code.PAYMENT_REQUIRED


def test_a_payment_that_comes_online_is_heard_of_in_the_shop(shop: Shop) -> None:
    with shop.central.write() as tx:
        publish_order(tx, replace(shop.order_at_central(), payment=Payment("card", "carta •••• 4471")))
    shop.follow()
    assert asked(shop, 1, is_paid_here=False).outcome is Outcome.OK


def changed(shop: Shop, payment: Payment) -> None:
    """Head office hears what the platform says of the money now; the shop does not yet."""
    with shop.central.write() as tx:
        publish_order(tx, replace(shop.order_at_central(), payment=payment))


def test_another_sum_than_was_shown_is_asked_again(shop: Shop) -> None:
    changed(shop, replace(UNPAID, correction=-960))
    shop.follow()
    refused = asked(shop, 1, is_paid_here=True, amount=11_960)
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.AMOUNT_CHANGED)
    assert refused.details == {"order": "4821", "amount": 11_000, "currency": "EUR"}
    assert asked(shop, 2, is_paid_here=True, amount=11_000).outcome is Outcome.OK
    shop.relay()
    assert shop.order_at_central().handovers[0].amount == 11_000


@pytest.mark.parametrize(
    ("payment", "owed"), [(replace(UNPAID, correction=-960), 11_000), (Payment("card", "carta"), 0)]
)
def test_what_a_till_took_that_could_not_know_stands_and_its_store_is_told(
    shop: Shop, payment: Payment, owed: int
) -> None:
    """Changed, or paid, online while the shop was cut off; who undoes the hand-over gives the money back."""
    changed(shop, payment)
    done = asked(shop, 1, is_paid_here=True, amount=11_960)
    assert done.outcome is Outcome.OK
    shop.relay()
    assert shop.order_at_central().is_collected
    with shop.central.read() as tx:
        [item] = open_attention(tx, STORE, 9)
    assert (item.code, item.subject) == (Code.TAKEN_AMISS, "order:o-4821")
    assert item.details == {"order": "4821", "taken": 11_960, "amount": owed, "currency": "EUR"}
    with shop.edge.read() as tx:
        assert find_attention(tx, item.id) == item
    shop.receive(CommandLine(cmd=command(ReverseHandover(ORDER, done.id, NOW_AT), 2)))
    shop.relay()
    with shop.central.read() as tx:
        assert open_attention(tx, STORE, 9) == []


def test_what_head_office_settles_waits_in_the_store_no_more(shop: Shop) -> None:
    changed(shop, replace(UNPAID, correction=-960))
    asked(shop, 1, is_paid_here=True, amount=11_960)
    shop.relay()
    with shop.central.write() as tx:
        [item] = open_attention(tx, STORE, 9)
        settle(tx, Settle(item.id, "noted", "op-07"), NoRecorder(), lambda tx, intent, at: None, NOW_AT)
    shop.follow()
    with shop.edge.read() as tx:
        assert open_attention(tx, STORE, 9) == []


def test_what_was_cancelled_online_its_store_cancels_and_the_sum_is_told_once(shop: Shop) -> None:
    """A give-up of the same piece takes nothing off twice; the order ends when the rest of it left."""
    sold = (LineQuantity(LineId("a"), 3), LineQuantity(LineId("b"), 0))
    with shop.central.write() as tx:
        assert request_shorten(tx, shop.order_at_central(), sold)
        assert not request_shorten(tx, shop.order_at_central(), sold)
    shop.follow()
    assert shop.order_at_edge().lines[1].progress == Progress(cancelled=1)
    assert [result.outcome for result in shop.relay()] == [Outcome.OK]
    assert shop.order_at_central().lines == shop.order_at_edge().lines
    assert asked(shop, 1, is_paid_here=True, amount=8_970).outcome is Outcome.OK
    assert shop.order_at_edge().is_collected
    shop.load(alloc_feed(STORE))
    with shop.central.write() as tx:
        assert request_shorten(tx, shop.order_at_central(), sold)


def test_what_the_till_took_for_a_piece_that_was_then_cancelled_is_owed_to_the_customer(shop: Shop) -> None:
    ask = HandoverAsk(lines=pieces(a=3), is_paid_here=True, amount=11_960)
    shop.receive(CommandLine(cmd=command(HandOverOrder(ORDER, ask, "S-T1AA-000001", NOW_AT), 1)))
    shop.relay()
    with shop.central.write() as tx:
        assert request_shorten(tx, shop.order_at_central(), (LineQuantity(LineId("b"), 0),))
    shop.follow()
    shop.relay()
    with shop.central.read() as tx:
        [item] = open_attention(tx, STORE, 9)
    assert (item.code, item.details["taken"], item.details["amount"]) == (Code.TAKEN_AMISS, 11_960, 8_970)


def returned(order: Order) -> tuple[Shop, Result]:
    """A shirt of that order comes back."""
    shop = Shop((order,))
    shop.receive(CommandLine(cmd=command(return_body(), 1)))
    [result] = shop.relay()
    return shop, result


def money(tx: NodeTx) -> EffectState:
    """How far the refund has come."""
    case = find_return(tx, return_body().return_id)
    assert case is not None
    return case.money


def test_nothing_goes_back_for_what_was_never_paid() -> None:
    shop, result = returned(replace(collected(), payment=UNPAID))
    assert (result.outcome, result.code, result.details["refund"]) == (Outcome.REJECTED, Code.NOTHING_PAID, 0)
    with shop.central.read() as tx:
        assert money(tx) is EffectState.NOT_DUE


def test_what_the_till_took_a_person_gives_back_at_the_till() -> None:
    paid = Handover(act(9), pieces(a=2), (), Proof(ProofKind.NUMBER), is_paid_here=True)
    shop, result = returned(replace(collected(), payment=UNPAID, handovers=(paid,)))
    assert (result.outcome, result.details["refund"]) == (Outcome.OK, 2990)
    assert result.details["at_till"] is True
    with shop.central.write() as tx:
        [item] = open_attention(tx, STORE, 9)
        assert (item.code, item.details["amount"], money(tx)) == (Code.REFUND_AT_TILL, 2990, EffectState.PARKED)
        settle(tx, Settle(item.id, "noted", "op-07"), NoRecorder(), lambda tx, intent, at: None, NOW_AT)
        assert (open_attention(tx, STORE, 9), money(tx)) == ([], EffectState.CONFIRMED)


def test_of_what_was_paid_both_ways_the_online_part_goes_back_first() -> None:
    """Two shirts at 29.90, of which 40.00 came in online: the second one is 10.00 online and 19.90 at the till."""
    paid = Handover(act(9), pieces(a=2), (), Proof(ProofKind.NUMBER), is_paid_here=True, amount=1_980)
    mixed = replace(UNPAID, correction=-4_000, deposit=4_000)
    order = replace(collected(), payment=mixed, handovers=(paid,), platform_ref="S-1")
    shop = Shop((order,), chain=ChainNode(GuardRecorder()))
    shop.receive(CommandLine(cmd=command(return_body(), 1)))
    second = return_body(return_id=ReturnId("r-2"), number="R-T1AA-0002")
    shop.receive(CommandLine(cmd=command(second, 2)))
    results = shop.relay()
    assert [(r.details["refund"], "at_till" in r.details) for r in results] == [(2990, False), (2990, False)]
    with shop.central.write() as tx:
        refunds = [i.amount for i in intents_of(tx, OrderId("o-4790")) if i.effect is Effect.REFUND]
        [item] = open_attention(tx, STORE, 9)
        case = find_return(tx, "r-2")
        assert case is not None
        assert (refunds, item.code, item.details["amount"]) == ([2990, 1010], Code.REFUND_AT_TILL, 1980)
        assert (case.money, case.cash, case.at_till) == (EffectState.PENDING, EffectState.PARKED, 1980)
        settle(tx, Settle(item.id, "noted", "op-07"), NoRecorder(), lambda tx, intent, at: None, NOW_AT)
        case = find_return(tx, "r-2")
        assert case is not None
        assert (case.money, case.cash) == (EffectState.PENDING, EffectState.CONFIRMED)


def test_a_blind_return_matched_to_such_an_order_still_asks_for_the_money() -> None:
    paid = Handover(act(9), pieces(a=2), (), Proof(ProofKind.NUMBER), is_paid_here=True)
    shop = Shop((replace(collected(), payment=UNPAID, handovers=(paid,)),))
    shop.receive(CommandLine(cmd=command(return_body(None), 1)))
    shop.relay()
    with shop.central.write() as tx:
        [item] = open_attention(tx, STORE, 9)
        asked = Settle(item.id, "match", "op-07", "o-4790", ["a"])
        left = settle(tx, asked, NoRecorder(), lambda tx, intent, at: None, NOW_AT)
        assert (left.code, left.settled_at) == (Code.REFUND_AT_TILL, None)
        assert [found.code for found in open_attention(tx, STORE, 9)] == [Code.REFUND_AT_TILL]
