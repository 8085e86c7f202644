"""What the shop platform is to hear of an order made at a counter, written down with the act itself."""

from dataclasses import replace

import pytest

from app.central.connectors.intents import Effect, OutwardIntent, intents_of
from app.central.recorder import GuardRecorder
from app.contract.commands import CommandLine
from app.domain.commands import ReserveCart
from app.domain.events import OrderClosed, OrderReady
from app.domain.orders import Order
from app.domain.values import OrderId
from app.node.chain_node import ChainNode
from app.node.documents import put_cart
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, command
from tests.unit.node.test_cart_orders import cart


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


def test_an_order_no_platform_knows_asks_nothing(shop: Shop) -> None:
    order = replace(ready_order(), platform_ref="")
    happened(shop, order, OrderReady(order.id, NOW_AT))
    assert asked(shop, order.id) == ()
