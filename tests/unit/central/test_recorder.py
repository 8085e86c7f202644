"""What the shop platform is to hear of an order made at a counter, written down with the act itself."""

from dataclasses import replace

import pytest

from app.central.connectors.intents import Effect, OutwardIntent, intents_for_payment, intents_of
from app.central.recorder import GuardRecorder
from app.contract.commands import CommandLine
from app.domain.commands import ReserveCart
from app.domain.events import OrderClosed, OrderReady
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.orders import Order, Payment
from app.domain.values import Act, OperatorId, OrderId, StationId
from app.node.chain_node import ChainNode
from app.node.documents import put_cart
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, command
from tests.unit.node.test_cart_orders import cart

RULES = HandoverRules()


@pytest.fixture
def shop() -> Shop:
    """A shop of a chain with a platform; head office has Giulia's cart."""
    made = Shop((), chain=ChainNode(GuardRecorder()))
    with made.central.write() as tx:
        put_cart(tx, cart())
    return made


def reserved(shop: Shop) -> str:
    """The order made of the cart."""
    shop.receive(CommandLine(cmd=command(ReserveCart("k-1", STORE, 3, NOW_AT), 1)))
    [result] = shop.relay()
    return str(result.details["order"])


def asked(shop: Shop, order: str) -> tuple[OutwardIntent, ...]:
    """What is written down for the platform about an order."""
    with shop.central.read() as tx:
        return intents_of(tx, OrderId(order))


def test_the_platform_is_asked_for_the_order_as_it_was_made(shop: Shop) -> None:
    order_id = reserved(shop)
    [intent] = asked(shop, order_id)
    order = shop.order_at_central(order_id)
    assert (intent.effect, intent.platform_ref, intent.store) == (Effect.CREATE, "", STORE)
    assert order_id in intent.reference
    new = intent.new
    assert new is not None
    assert (new.number, new.store, new.customer_ref) == (order.number, STORE, "")
    assert (new.total, new.is_paid) == (2 * 2990 + 1790, False)
    assert [(line.id, line.sku, line.quantity, line.unit_price) for line in new.lines] == [
        ("1", "sku-a", 2, 2990),
        ("2", "sku-b", 1, 1790),
    ]


def happened(shop: Shop, order: Order, event: OrderReady | OrderClosed) -> None:
    """Something happened to an order."""
    with shop.central.write() as tx:
        GuardRecorder().happened(tx, order, event)


def test_what_happens_before_it_has_a_name_there_is_asked_for_behind_it(shop: Shop) -> None:
    order_id = reserved(shop)
    happened(shop, shop.order_at_central(order_id), OrderReady(OrderId(order_id), NOW_AT))
    assert [(i.effect, i.platform_ref) for i in asked(shop, order_id)] == [
        (Effect.CREATE, ""),
        (Effect.READY, ""),
        (Effect.MESSAGE, ""),
    ]


@pytest.mark.parametrize(("is_paid_here", "asked_for"), [(True, [(Effect.PAID, 11_960)]), (False, [])])
def test_what_the_till_took_is_told_when_nothing_can_be_undone(
    shop: Shop, is_paid_here: bool, asked_for: list[tuple[Effect, int]]
) -> None:
    order = replace(ready_order(), platform_ref="S-1", payment=Payment("at_pickup", "", is_paid=False))
    ask = HandoverAsk(is_paid_here=True)
    handed_over = hand_over(order, ask, Act("T001.1:9", NOW_AT, OperatorId("u1"), StationId("T001"), STORE), RULES)
    [handover] = handed_over.handovers
    order = replace(handed_over, handovers=(replace(handover, is_paid_here=is_paid_here),), closed_at=NOW_AT)
    happened(shop, order, OrderClosed(order.id, NOW_AT))
    found = asked(shop, order.id)
    assert [(i.effect, i.amount) for i in found if i.effect is not Effect.MESSAGE] == asked_for
    undone = replace(order, handovers=(replace(handover, reversed_by=handover.act),))
    assert intents_for_payment(undone, "x", NOW_AT) == ()


def test_an_order_no_platform_knows_asks_nothing(shop: Shop) -> None:
    order = replace(ready_order(), platform_ref="")
    happened(shop, order, OrderReady(order.id, NOW_AT))
    assert asked(shop, order.id) == ()
