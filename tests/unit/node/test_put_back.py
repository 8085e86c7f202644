"""Which pieces are put back by which act, and whether the platform has them in its stock already."""

from datetime import timedelta

import pytest

from app.central.connectors.intents import Effect
from app.central.connectors.port import PlatformState
from app.central.intake.marks import Mark, save_mark
from app.contract.commands import Outcome
from app.domain.commands import MoveContainer
from app.domain.dropped import Cause, Decline
from app.domain.order_commands import DeclineOrder, EndHold, PutAway
from app.domain.orders import ContainerState, Order, Progress
from app.domain.values import ContainerId, LineId, LineQuantity
from app.node.custody import request_cancel, request_shorten
from tests.unit.domain.samples import NOW_AT, bag, line, order, pieces, ready_order
from tests.unit.node.shop import Shop
from tests.unit.node.test_not_fetched import MANAGER, ORDER, asked, shop_with, ticked, told

LATE = NOW_AT + timedelta(days=8)


def cancelled_there(shop: Shop) -> None:
    """Somebody cancels the order at the platform."""
    with shop.central.write() as tx:
        save_mark(tx, Mark("p-1", PlatformState.CANCELLED, "mi01", {"a": 3, "b": 1}, True, order=str(ORDER)))


def one_bag() -> Order:
    """Three pieces in one bag, ready."""
    return ready_order(
        lines=(line("a", Progress(packed=3)),), containers=(bag("1", pieces(a=3)),), platform_ref="p-1"
    )


def shortened(shop: Shop) -> None:
    """The platform has one piece less; it is taken out of the bag."""
    with shop.central.write() as tx:
        request_shorten(tx, shop.order_at_central(), (LineQuantity(LineId("a"), 2),))
    shop.follow()
    shop.relay()


def test_what_was_cancelled_there_since_is_in_its_stock_already() -> None:
    """Nobody came, then the order was cancelled at the platform: the pieces count once."""
    shop = shop_with()
    ticked(shop, LATE)
    asked(shop, 1, EndHold(ORDER, LATE), now_at=LATE)
    cancelled_there(shop)
    for seq, task in enumerate(shop.order_at_edge().put_backs, 2):
        assert asked(shop, seq, PutAway(ORDER, task.id, LATE), now_at=LATE).outcome is Outcome.OK
    assert all(task.done is not None for task in shop.order_at_central().put_backs)
    assert Effect.RESTOCK not in [intent.effect for intent in told(shop)]


def test_what_is_declined_after_it_was_cancelled_there_is_not_counted_again() -> None:
    shop = shop_with(order((line("a", Progress(reserved=1)),), platform_ref="p-1"))
    cancelled_there(shop)
    asked(shop, 1, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT), actor=MANAGER)
    assert shop.order_at_central().drops[0].on_shelf == pieces(a=1)
    assert Effect.RESTOCK not in [intent.effect for intent in told(shop)]


def test_a_declined_order_with_an_unused_bag_closes() -> None:
    """Somebody opened a bag for it and put nothing in."""
    shop = shop_with(order((line("a", Progress(reserved=1)),), platform_ref="p-1"))
    opened = MoveContainer(ORDER, ContainerId("c1"), "B-9", ContainerState.OPEN, NOW_AT)
    assert asked(shop, 1, opened).outcome is Outcome.OK
    asked(shop, 2, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT), actor=MANAGER)
    ticked(shop, NOW_AT)
    assert shop.order_at_edge().closed_at == NOW_AT


@pytest.mark.parametrize("is_recalled", [False, True])
def test_an_emptied_bag_says_nothing_of_what_was_taken_out_before(is_recalled: bool) -> None:
    """The piece the platform took out lies beside the bag: a task of its own, still to be done."""
    shop = shop_with(one_bag())
    shortened(shop)
    cause = Cause.NO_SHOW
    if is_recalled:
        cause = Cause.RECALLED
        with shop.central.write() as tx:
            request_cancel(tx, ORDER, NOW_AT)
        shop.follow()
    back = MoveContainer(ORDER, ContainerId("1"), "B-1", ContainerState.RETURNED_TO_STOCK, LATE)
    assert asked(shop, 1, back, now_at=LATE).outcome is Outcome.OK
    tasks = shop.order_at_edge().put_backs
    assert [(task.cause, task.pieces, task.done is not None) for task in tasks] == [
        (Cause.SHORTENED, 1, False),
        (cause, 2, True),
    ]


def test_a_piece_put_back_from_beside_a_bag_leaves_the_bag_standing() -> None:
    shop = shop_with(one_bag())
    shortened(shop)
    with shop.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
    shop.follow()
    first, second = shop.order_at_edge().put_backs
    asked(shop, 1, PutAway(ORDER, first.id, NOW_AT))
    assert shop.order_at_edge().containers[0].contents == pieces(a=2)
    asked(shop, 2, PutAway(ORDER, second.id, NOW_AT))
    assert shop.order_at_edge().containers[0].state is ContainerState.RETURNED_TO_STOCK
