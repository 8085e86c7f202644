"""What is refused at the counter and what comes back later give back together what was paid, to the cent."""

import pytest

from app.domain.called_off import called_off
from app.domain.dropped import Refusal
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.order_commands import RefuseGoods
from app.domain.orders import Order, OrderLine, Progress
from app.domain.refunds import refund_lines
from app.domain.returns import Rule, take_back
from app.domain.values import LineQuantity
from tests.unit.domain.samples import NOW_AT, act, line, order
from tests.unit.domain.test_refunds import piece

RULES = HandoverRules()


def ready(*lines: OrderLine) -> Order:
    """An order of these lines that stands ready, loose."""
    return order(lines, ready_at=NOW_AT)


def refused(before: Order, number: int, *wanted: LineQuantity) -> Order:
    """The order without what the customer does not want of it."""
    body = RefuseGoods(before.id, wanted, Refusal.CHANGED_MIND, NOW_AT)
    return called_off(before, body, act(number), RULES)


@pytest.mark.parametrize(
    ("price", "count", "discount", "bundle_of", "refuses"),
    [
        (1000, 3, 1000, 3, 1),
        (1000, 3, 1000, 3, 2),
        (1000, 4, 1000, 2, 1),
        (1000, 3, 100, 0, 1),
        (999, 3, 100, 0, 1),
    ],
)
def test_a_return_after_a_refusal_goes_on_where_that_ended(
    price: int, count: int, discount: int, bundle_of: int, refuses: int
) -> None:
    """Some refused, the others fetched and brought back: nothing is kept, so all that was paid has gone back."""
    packed = Progress(packed=count)
    sold = ready(line("a", packed, unit_price=price, discount=discount, bundle_of=bundle_of))
    [item] = sold.lines
    after = hand_over(refused(sold, 1, LineQuantity(item.id, refuses)), HandoverAsk(), act(2), RULES)
    [dropped] = after.drops
    found = refund_lines(after, [piece("a", count - refuses)], Rule.SHOP_POLICY)
    assert dropped.refund + sum(step.amount for step in found) == item.paid
    assert take_back(after, [piece("a", count - refuses)], act(3)).lines[0].returned == count - refuses
