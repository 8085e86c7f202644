"""A cancel that its customer asked for is answered, and known to be, whatever was undone or asked again since."""

from datetime import timedelta

from app.domain.commands import HandOverOrder, ReverseHandover
from app.domain.handover import HandoverAsk
from app.node.custody import RECALL, request_cancel
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.test_transfers_together import acted, held, rows
from tests.unit.node.two_shops import MILAN, ORDER, Chain

HAND_OVER = HandOverOrder(ORDER, HandoverAsk(), "T1AA-000001", NOW_AT)
AN_HOUR_LATER = NOW_AT + timedelta(hours=1)


def cancel(chain: Chain) -> None:
    """The customer cancels."""
    with chain.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)


def undone(chain: Chain) -> None:
    """What was handed over stands in the shop again."""
    acted(chain, MILAN, ReverseHandover(ORDER, held(chain, MILAN).live_handovers[0].act.id, NOW_AT))


def too_late(chain: Chain) -> None:
    """Milan hands the order over, and says so when it is asked to let it go; head office has not heard of it."""
    acted(chain, MILAN, HAND_OVER)
    cancel(chain)
    chain.follow(MILAN)


def test_what_was_asked_of_an_order_that_is_closed_by_then_is_over() -> None:
    chain = Chain()
    cancel(chain)
    acted(chain, MILAN, HAND_OVER)
    chain.tick(MILAN, AN_HOUR_LATER)
    chain.relay(MILAN, AN_HOUR_LATER)
    assert (chain.order.closed_at, chain.order.cancel_requested_at) == (AN_HOUR_LATER, None)
    assert RECALL not in rows(chain, MILAN), "a successor would be asked for what is closed"


def test_a_cancel_stands_that_the_shop_answered_after_it_had_said_too_late() -> None:
    """The shop has cancelled it, as it was asked once more: head office must not think that it is live."""
    chain = Chain()
    too_late(chain)
    cancel(chain)
    undone(chain)
    chain.follow(MILAN)
    assert held(chain, MILAN).cancelled_at is not None
    chain.settle()
    assert chain.order.cancelled_at is not None


def test_a_cancel_that_was_asked_again_is_not_answered_by_the_word_of_before() -> None:
    """The goods were given back before it was asked again; that they had left is no answer to that."""
    chain = Chain()
    too_late(chain)
    undone(chain)
    cancel(chain)
    chain.relay(MILAN)
    chain.settle()
    assert (chain.order.cancelled_at is not None, held(chain, MILAN).cancelled_at is not None) == (True, True)
    assert RECALL not in rows(chain, MILAN)


def test_it_is_asked_once_more_only() -> None:
    chain = Chain()
    too_late(chain)
    cancel(chain)
    chain.settle()
    assert (chain.order.is_collected, chain.order.cancel_requested_at) == (True, None)
    assert RECALL not in rows(chain, MILAN)
