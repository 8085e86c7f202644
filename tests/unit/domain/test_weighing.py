"""Goods sold by weight: what they cost as weighed, what goes back when, and that nobody pays more than ordered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commands import HandOverOrder, MoveLines, ReverseHandover
from app.domain.decisions import decide, record
from app.domain.dropped import Cause, Refusal, Shortage
from app.domain.eligibility import returnable_lines
from app.domain.errors import Code, Problem
from app.domain.fulfilment import leave
from app.domain.handover import HandoverAsk, HandoverRules, amount_due
from app.domain.order_commands import RefuseGoods
from app.domain.orders import Order, OrderLine, Payment, Progress, Step
from app.domain.refunds import cost_of, cost_of_grams, refund_line, refund_lines
from app.domain.returns import Rule, take_back
from app.domain.transfers import arriving
from app.domain.values import ByWeight, LineGrams, LineId, LineQuantity, StoreId
from app.domain.weighing import MAX_G, grams_for, is_off, price_per_kg, too_much
from app.usecases.receive_return import line_of
from tests.unit.domain.samples import NOW_AT, act, line, order, pieces
from tests.unit.domain.test_refunds import piece

RULES = HandoverRules()
A = LineId("a")
ONLINE = Payment("card", "carta •••• 4471")
AT_TILL = Payment("at_pickup", "", is_paid=False)


def cheese(progress: Progress, *, grams: int = 500, price: int = 1245, **changes: object) -> OrderLine:
    """Half a kilo at 24.90 the kilo."""
    return line("a", progress, weight=ByWeight(grams), unit_price=price, **changes)


def moved(before: Order, source: Step, target: Step, grams: int = 0, *, number: int = 1) -> Order:
    """The piece of `a` moved by one command, weighed with it unless there are no grams."""
    weighed = (LineGrams(A, grams),) if grams else ()
    body = MoveLines(before.id, source, target, pieces(a=1), NOW_AT, weighed=weighed)
    return decide(before, body, act(number), RULES)


def picked(grams: int, payment: Payment = ONLINE) -> Order:
    return moved(order((cheese(Progress(picking=1)),), payment=payment), Step.PICKING, Step.PICKED, grams)


def ready(before: Order) -> Order:
    """All that is in the basket stands ready, loose."""
    lines = tuple(replace(item, progress=Progress(packed=1)) for item in before.lines)
    return replace(before, lines=lines, ready_at=NOW_AT)


def handed_over(before: Order, number: int = 2, *wanted: LineQuantity) -> Order:
    """The hand-over, paid at the till where it is not paid online."""
    ask = HandoverAsk(wanted, is_paid_here=not before.is_paid, amount=amount_due(before))
    return decide(before, HandOverOrder(before.id, ask, "T1AA-1", NOW_AT), act(number), RULES)


def test_less_than_ordered_costs_less_and_the_difference_goes_back_with_the_goods() -> None:
    weighed = picked(486)
    [item] = weighed.lines
    assert (cost_of(item, 1), too_much(item), item.paid, price_per_kg(item)) == (1210, 35, 1245, 2490)
    assert weighed.drops == ()
    after = handed_over(ready(weighed))
    [drop] = after.drops
    assert (drop.cause, drop.reason, drop.refund, drop.lines) == (
        Cause.SHORTENED, Shortage.WEIGHED, 35, pieces(a=1),
    )  # fmt: skip
    assert after.is_collected
    assert after.lines[0].weight == ByWeight(500, 486, 35)


def test_in_another_shop_it_is_weighed_anew() -> None:
    before = picked(486)
    left = leave(before, StoreId("MI02"), act(2))
    after = arriving(before, left, None, None)
    assert after.lines[0].weight == ByWeight(500)
    assert left.lines[0].weight == ByWeight(500, 486)


def undone(before: Order, number: int = 3) -> Order:
    """Its last hand-over taken back."""
    return decide(before, ReverseHandover(before.id, before.handovers[-1].act.id, NOW_AT), act(number), RULES)


def test_what_the_till_gave_back_itself_is_owed_again_when_the_hand_over_is_undone() -> None:
    light = undone(handed_over(ready(picked(250, AT_TILL))))
    assert light.lines[0].weight == ByWeight(500, 250)
    on_shelf = moved(moved(light, Step.PACKED, Step.PICKED, number=4), Step.PICKED, Step.RESERVED, number=5)
    assert amount_due(moved(on_shelf, Step.RESERVED, Step.PICKED, 500, number=6)) == 1245
    paid = handed_over(replace(light, payment=ONLINE), 7)
    assert [drop.refund for drop in paid.drops] == [622]


def test_what_went_back_online_stays_when_the_hand_over_is_undone() -> None:
    assert undone(handed_over(ready(picked(486)))).lines[0].weight == ByWeight(500, 486, 35)


def test_more_than_ordered_costs_no_more() -> None:
    after = handed_over(ready(picked(530)))
    assert (cost_of(after.lines[0], 1), after.drops) == (1245, ())


def test_at_the_till_the_weight_is_paid_and_nothing_goes_back_online() -> None:
    weighed = ready(picked(486, payment=AT_TILL))
    assert amount_due(weighed) == 1210
    after = handed_over(weighed)
    assert (after.live_handovers[-1].amount, after.drops) == (1210, ())
    assert [found.amount for found in refund_lines(after, [piece("a", 1)], Rule.SHOP_POLICY)] == [1210]


def test_taken_back_it_was_never_weighed() -> None:
    before = order((cheese(Progress(reserved=1)),))
    taken = moved(before, Step.RESERVED, Step.PICKED, 380)
    back = moved(taken, Step.PICKED, Step.RESERVED, number=2)
    assert back.lines == before.lines
    again = moved(back, Step.RESERVED, Step.PICKED, 500, number=3)
    assert too_much(again.lines[0]) == 0


def test_a_bag_that_is_opened_again_keeps_the_weight() -> None:
    """What is packed was weighed; only back on the shelf it is another piece."""
    found = ready(picked(486))
    body = MoveLines(found.id, Step.PACKED, Step.PICKED, pieces(a=1), NOW_AT)
    opened = decide(found, body, act(5), RULES)
    assert (opened.lines[0].progress.picked, too_much(opened.lines[0])) == (1, 35)


def test_what_came_back_is_refunded_as_it_was_paid() -> None:
    after = handed_over(ready(picked(486)))
    assert refund_line(after.lines[0], 1).amount == 1210
    [kept] = returnable_lines(after, 14, 30)
    assert refund_line(line_of(kept), 1).amount == 1210


def test_an_undone_hand_over_gives_nothing_back_twice() -> None:
    out = handed_over(ready(picked(486)))
    back = decide(out, ReverseHandover(out.id, act(2).id, NOW_AT), act(3), RULES)
    again = handed_over(back, 4)
    assert [drop.refund for drop in again.drops] == [35]
    assert again.lines == out.lines


def test_what_is_refused_at_the_counter_gives_back_all_of_it() -> None:
    weighed = ready(picked(486))
    body = RefuseGoods(weighed.id, pieces(a=1), Refusal.CHANGED_MIND, NOW_AT)
    assert decide(weighed, body, act(2), RULES).drops[-1].refund == 1245


def test_of_a_deposit_goes_back_what_is_too_much() -> None:
    part = Payment("at_pickup", "", is_paid=False, correction=-1230, deposit=1230)
    weighed = ready(picked(486, payment=part))
    assert amount_due(weighed) == 0
    assert [drop.refund for drop in handed_over(weighed).drops] == [20]


def test_the_authority_wants_a_weight_and_a_fact_stands_without() -> None:
    """A terminal that is older knows no weights; what its own authority took is so."""
    before = order((cheese(Progress(picking=1)),))
    with pytest.raises(Problem) as refused:
        moved(before, Step.PICKING, Step.PICKED)
    assert refused.value.code is Code.WEIGHT_REQUIRED
    body = MoveLines(before.id, Step.PICKING, Step.PICKED, pieces(a=1), NOW_AT)
    after = record(before, body, act(1), RULES)
    assert (after.lines[0].progress.picked, too_much(after.lines[0])) == (1, 0)
    assert handed_over(ready(after)).drops == ()


@pytest.mark.parametrize("grams", [-1, MAX_G + 1])
def test_no_scale_says_that(grams: int) -> None:
    with pytest.raises(Problem) as refused:
        picked(grams)
    assert refused.value.code is Code.WEIGHT_WRONG


def test_pieces_have_no_weight_and_only_what_is_picked_is_weighed() -> None:
    shirts = order((line("a", Progress(picking=1)),))
    with pytest.raises(Problem) as refused:
        moved(shirts, Step.PICKING, Step.PICKED, 500)
    assert refused.value.code is Code.WEIGHT_WRONG
    with pytest.raises(Problem) as refused:
        moved(order((cheese(Progress(picking=1)),)), Step.PICKING, Step.SHORT, 500)
    assert refused.value.code is Code.WEIGHT_WRONG
    two = cheese(Progress(picking=2))
    assert moved(order((two,)), Step.PICKING, Step.PICKED).lines[0].progress == Progress(picking=1, picked=1)


def test_a_label_that_tells_a_price_means_grams_of_the_orders_price() -> None:
    half = cheese(Progress(picking=1))
    assert [grams_for(half, price) for price in (1245, 1210, 0)] == [500, 486, 0]
    assert grams_for(line("b", Progress(picking=1)), 1210) is None


@pytest.mark.parametrize(
    ("grams", "tolerance", "is_told"),
    [(450, 10, False), (449, 10, True), (550, 10, False), (551, 10, True), (500, 0, False), (501, 0, True)],
)
def test_how_far_off_it_may_be(grams: int, tolerance: int, is_told: bool) -> None:
    assert is_off(cheese(Progress(picking=1)), grams, tolerance) is is_told


@given(st.integers(0, 200_000), st.integers(0, 200_000), st.integers(1, 20_000), st.data())
def test_more_weight_never_costs_less_nor_more_than_paid(
    price: int, discount: int, grams: int, data: st.DataObject
) -> None:
    sold = cheese(Progress(picked=1), grams=grams, price=price, discount=min(price, discount))
    one, more = sorted(data.draw(st.tuples(st.integers(0, MAX_G), st.integers(0, MAX_G))))
    assert 0 <= cost_of_grams(sold, one) <= cost_of_grams(sold, more) <= sold.paid
    assert cost_of_grams(sold, grams) == sold.paid


class Counter:
    """One order of a few weighed lines, weighed, taken back, handed over, undone, refused and brought back."""

    def __init__(self, sold: Order) -> None:
        self.order, self.number, self.returns, self.till = sold, 10, 0, 0
        self.online = sum(item.paid for item in sold.lines) if sold.payment.is_paid else sold.payment.deposit

    def do(self, what: str, item: OrderLine, grams: int) -> None:
        self.number += 1
        one = (LineQuantity(item.id, 1),)
        if what == "weigh":
            again = MoveLines(self.order.id, Step.PICKED, Step.RESERVED, one, NOW_AT)
            pick = MoveLines(
                self.order.id, Step.RESERVED, Step.PICKED, one, NOW_AT, weighed=(LineGrams(item.id, grams),)
            )
            self.order = self._with(item, Progress(picked=1))
            for body in (again, pick):
                self.number += 1
                self.order = decide(self.order, body, act(self.number), RULES)
            self.order = self._with(self.order.line(item.id), Progress(packed=1))
        elif what == "hand over":
            due = amount_due(self.order)
            self.till += due if not self.order.is_paid else 0
            self.order = handed_over(self.order, self.number, *one)
        elif what == "refuse":
            unwanted = RefuseGoods(self.order.id, one, Refusal.CHANGED_MIND, NOW_AT)
            self.order = decide(self.order, unwanted, act(self.number), RULES)
        else:
            back = [piece(item.id, 1)]
            self.returns += sum(found.amount for found in refund_lines(self.order, back, Rule.SHOP_POLICY))
            self.order = take_back(self.order, back, act(self.number))

    def _with(self, item: OrderLine, progress: Progress) -> Order:
        lines = tuple(
            replace(found, progress=progress) if found.id == item.id else found for found in self.order.lines
        )
        return replace(self.order, lines=lines)

    def choices(self) -> list[tuple[str, OrderLine]]:
        """What may happen to which line; after the till took the money nothing is weighed or refused."""
        found: list[tuple[str, OrderLine]] = []
        is_open = self.order.payment.is_paid or not self.order.live_handovers
        for item in self.order.lines:
            if item.progress.packed:
                found += [("hand over", item), *([("weigh", item), ("refuse", item)] if is_open else [])]
            elif item.progress.handed_over > item.returned:
                found.append(("return", item))
        return found

    @property
    def went_back(self) -> int:
        return sum(drop.refund for drop in self.order.drops) + self.returns


@st.composite
def weighed_orders(draw: st.DrawFn) -> Order:
    lines = []
    for name in "abc"[: draw(st.integers(1, 3))]:
        price = draw(st.integers(0, 5_000))
        ordered_g, discount = draw(st.integers(1, 3_000)), draw(st.integers(0, price))
        packed = Progress(packed=1)
        lines.append(line(name, packed, unit_price=price, discount=discount, weight=ByWeight(ordered_g)))
    total = sum(item.paid for item in lines)
    deposit = draw(st.integers(0, total))
    part = Payment("at_pickup", "", is_paid=False, correction=-deposit, deposit=deposit)
    return order(tuple(lines), ready_at=NOW_AT, payment=draw(st.sampled_from([Payment("site", ""), part])))


@given(weighed_orders(), st.data())
def test_what_was_paid_is_what_is_kept_and_what_went_back(sold: Order, data: st.DataObject) -> None:
    """Whatever is weighed, refused, taken along and brought back, in whatever order: to the cent, and each refund
    is more than nothing."""
    counter = Counter(sold)
    while choices := counter.choices():
        what, item = data.draw(st.sampled_from(choices))
        if what == "weigh" and counter.number > 30:
            what = "hand over"
        counter.do(what, item, data.draw(st.integers(1, 4_000)))
        assert all(drop.refund >= 0 for drop in counter.order.drops)
        assert counter.went_back <= counter.online + counter.till
        if all(found.progress.handed_over for found in counter.order.lines) and not counter.returns:
            kept = sum(cost_of(found, 1) for found in counter.order.lines)
            assert counter.online + counter.till - counter.went_back == max(kept, 0)
        if data.draw(st.integers(0, 9)) == 0:
            break
    if all(found.returned or found.progress.cancelled for found in counter.order.lines):
        assert counter.went_back == counter.online + counter.till
