"""An order nobody paid for stays until the till took the money, and no money goes back for it."""

from dataclasses import replace

import pytest

from app.central.settling import Settle, settle
from app.contract.commands import CommandLine, Outcome, Result
from app.domain.commands import HandOverOrder, ReverseHandover
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.orders import Handover, Order, Payment, Proof, ProofKind
from app.domain.returns import EffectState
from app.domain.values import OrderId
from app.node.chain_node import NoRecorder
from app.node.custody import publish_order
from app.node.documents import find_return, open_attention
from app.node.ports import NodeTx
from tests.unit.domain.samples import NOW_AT, STORE, act, pieces, ready_order
from tests.unit.node.shop import Shop, collected, command, return_body

UNPAID = Payment("at_pickup", "", is_paid=False)
ORDER = OrderId("o-4821")


@pytest.fixture
def shop() -> Shop:
    """A shop with an order to be paid when it is collected."""
    return Shop((ready_order(payment=UNPAID),))


def asked(shop: Shop, seq: int, *, is_paid_here: bool) -> Result:
    """A hand-over asked of the shop's authority."""
    body = HandOverOrder(ORDER, HandoverAsk(is_paid_here=is_paid_here), f"T1AA-{seq:06d}", NOW_AT)
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
