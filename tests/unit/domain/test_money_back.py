"""What is refused at the counter and what comes back later give back together what was paid, to the cent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.called_off import called_off
from app.domain.dropped import Refusal
from app.domain.handover import HandoverAsk, HandoverRules, amount_due, hand_over, till_amount, unpaid_amount
from app.domain.order_commands import RefuseGoods
from app.domain.orders import Order, OrderLine, Payment, Progress
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


def test_a_promotion_that_one_piece_loses_is_taken_off_the_next_one() -> None:
    """3x1,5: two pieces cost more than the three did. Nothing goes back for the first one refused, and what is
    missing is taken off the second; nobody is asked for more."""
    sold = line("a", Progress(packed=3), unit_price=1000, discount=1500, bundle_of=3)
    one = LineQuantity(sold.id, 1)
    paid = refused(refused(ready(sold), 1, one), 2, one)
    assert [drop.refund for drop in paid.drops] == [0, 500]
    unpaid = replace(ready(sold), payment=Payment("at_pickup", "", is_paid=False))
    owed = [amount_due(unpaid)]
    for number in (1, 2):
        unpaid = refused(unpaid, number, one)
        owed.append(amount_due(unpaid))
    assert owed == [1500, 1500, 1000]


def test_a_deposit_goes_back_as_far_as_it_is_too_much() -> None:
    """1.200 of 1.500 came in: what is kept still costs that much after one piece, and less after two."""
    sold = line("a", Progress(packed=3), unit_price=1000, discount=1500, bundle_of=3)
    payment = Payment("at_pickup", "", is_paid=False, correction=-1200, deposit=1200)
    part = replace(ready(sold), payment=payment)
    for number in (1, 2, 3):
        part = refused(part, number, LineQuantity(sold.id, 1))
    assert [drop.refund for drop in part.drops] == [0, 200, 1000]


@st.composite
def packed_lines(draw: st.DrawFn, name: str) -> OrderLine:
    """A packed line with any discount up to its price, for bundles or not."""
    quantity, price = draw(st.integers(1, 6)), draw(st.integers(0, 3_000))
    discount = draw(st.integers(0, price * quantity))
    packed = Progress(packed=quantity)
    return line(name, packed, unit_price=price, discount=discount, bundle_of=draw(st.integers(0, 4)))


@st.composite
def payments(draw: st.DrawFn, total: int) -> Payment:
    """Paid online, to be paid at the till, or a part of it online and the rest at the till."""
    if draw(st.booleans()):
        return Payment("site", "")
    deposit = draw(st.integers(0, total))
    return Payment("at_pickup", "", is_paid=False, correction=-deposit, deposit=deposit)


class Walk:
    """One order, taken, refused and brought back in any order; counts what came in and what went back."""

    def __init__(self, sold: Order) -> None:
        self.order = sold
        online = sum(item.paid for item in sold.lines) if sold.is_paid else sold.payment.deposit
        self.online, self.returns, self.number = online, 0, 0

    @property
    def came_in(self) -> int:
        """Minor units, online and at the till."""
        return self.online + (till_amount(self.order) if self.is_paid_here else 0)

    @property
    def went_back(self) -> int:
        """Minor units: by drops, by returns, and what a person at the till gives back."""
        at_till = till_amount(self.order) - unpaid_amount(self.order) if self.is_paid_here else 0
        assert at_till >= 0
        return sum(drop.refund for drop in self.order.drops) + self.returns + at_till

    @property
    def is_paid_here(self) -> bool:
        """Whether a till took money for it."""
        return any(handover.is_paid_here for handover in self.order.live_handovers)

    def choices(self) -> list[tuple[str, OrderLine, int]]:
        """What may happen next, with how many pieces of a line at most. Who paid at the till refuses before
        anything of the line comes back."""
        found = []
        for item in self.order.lines:
            packed, out = item.progress.packed, item.progress.handed_over - item.returned
            is_refusable = self.order.payment.is_paid or not item.returned
            found += [("refuse", item, packed if is_refusable else 0), ("hand over", item, packed)]
            found.append(("return", item, out))
        return [choice for choice in found if choice[2]]

    def step(self, what: str, wanted: LineQuantity) -> None:
        """One act of the customer."""
        self.number += 1
        before = self.order
        if what == "refuse":
            self.order = refused(before, self.number, wanted)
        elif what == "hand over":
            ask = HandoverAsk((wanted,), is_paid_here=not before.is_paid, amount=amount_due(before))
            self.order = hand_over(before, ask, act(self.number), RULES)
        else:
            back = [piece(wanted.line, wanted.quantity)]
            self.returns += sum(step.amount for step in refund_lines(before, back, Rule.SHOP_POLICY))
            self.order = take_back(before, back, act(self.number))


@given(st.data())
def test_who_keeps_nothing_gets_all_of_it_back(data: st.DataObject) -> None:
    """Whatever the steps: each gives back nothing or something, never more than came in; in the end all of it."""
    sold = ready(data.draw(packed_lines("a")), data.draw(packed_lines("b")))
    walk = Walk(replace(sold, payment=data.draw(payments(sum(item.paid for item in sold.lines)))))
    while choices := walk.choices():
        what, item, most = data.draw(st.sampled_from(choices))
        before = walk.went_back
        walk.step(what, LineQuantity(item.id, data.draw(st.integers(1, most))))
        assert before <= walk.went_back <= walk.came_in
    assert walk.went_back == walk.came_in
