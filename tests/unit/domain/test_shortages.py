"""What is missing for good: another article by the customer's rule, or the money; to the cent, and never more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.called_off import called_off
from app.domain.dropped import Cause, Shortage
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverRules, kept_value
from app.domain.order_commands import GiveUpGoods, SubstituteArticle, SubstituteGoods
from app.domain.orders import Order, OrderLine, Payment, Progress, Step, move_lines
from app.domain.substitutes import as_sold, sold_value, without_substitutes
from app.domain.values import LineId, LineQuantity, Sku, Substitution
from tests.unit.domain.samples import NOW_AT, act, line, order, pieces
from tests.unit.domain.test_money_back import Walk, payments

RULES = HandoverRules()
BLUE = SubstituteArticle(Sku("sku-x"), "8001234500000", "Maglia Corsa", "blu, M", 2490, min_age=18)


def missing(*, count: int = 2, rule: Substitution = Substitution.SHOP, **changes: object) -> Order:
    """An order whose pieces were not found, and a sock that is in the basket."""
    sold = line("a", Progress(short=count), substitution=rule, **changes)
    return order((sold, line("b", Progress(picked=1), unit_price=990)))


def instead(before: Order, number: int, count: int, **changes: object) -> Order:
    """So many pieces of the blue one instead of `a`."""
    body = SubstituteGoods(before.id, LineId("a"), count, LineId(f"x{number}"), BLUE, NOW_AT)
    return called_off(before, replace(body, **changes), act(number), RULES)  # type: ignore[arg-type]


def test_the_difference_goes_back_and_who_did_it_stays_written() -> None:
    after = instead(missing(), 1, 1)
    given_up, fresh, sock = after.lines
    assert given_up.progress == Progress(short=1, cancelled=1)
    assert (fresh.id, fresh.replaces, fresh.name, fresh.variant) == ("x1", "a", "Maglia Corsa", "blu, M")
    assert (fresh.progress, fresh.paid, fresh.min_age) == (Progress(picked=1), 2490, 18)
    assert sock.id == "b"
    [drop] = after.drops
    assert (drop.cause, drop.reason, drop.lines) == (Cause.SHORTENED, Shortage.SUBSTITUTED, pieces(a=1))
    assert (drop.refund, drop.act.operator) == (500, "07")
    assert sold_value(after) == sold_value(missing())


def test_what_is_to_be_paid_at_the_till_is_that_much_less() -> None:
    unpaid = replace(missing(), payment=Payment("at_pickup", "", is_paid=False))
    after = instead(unpaid, 1, 2)
    assert kept_value(unpaid) - kept_value(after) == 1000
    assert after.drops[0].refund == 0


@pytest.mark.parametrize(
    ("rule", "changes", "code"),
    [
        (Substitution.NONE, {}, Code.SUBSTITUTE_UNWANTED),
        (Substitution.ASK, {}, Code.SUBSTITUTE_NOT_AGREED),
        (Substitution.SHOP, {"article": replace(BLUE, sku=Sku("sku-a"))}, Code.SUBSTITUTE_SAME),
        (Substitution.SHOP, {"article": replace(BLUE, unit_price=2991)}, Code.SUBSTITUTE_DEARER),
        (Substitution.SHOP, {"quantity": 3}, Code.WRONG_QUANTITY),
        (Substitution.SHOP, {"line": LineId("z")}, Code.LINE_UNKNOWN),
        (Substitution.SHOP, {"into": LineId("b")}, Code.BAD_COMMAND),
        (Substitution.SHOP, {"article": replace(BLUE, unit_price=-1)}, Code.BAD_COMMAND),
    ],
)
def test_what_must_not_be_given_instead(rule: Substitution, changes: dict[str, object], code: Code) -> None:
    with pytest.raises(Problem) as refused:
        instead(missing(rule=rule), 1, 1, **changes)
    assert refused.value.code is code


def test_who_was_asked_and_said_yes_gets_it() -> None:
    assert instead(missing(rule=Substitution.ASK), 1, 1, is_agreed=True).line("x1").progress.picked == 1


def test_nothing_is_given_instead_of_what_was_given_instead() -> None:
    """A substitute that is not there either is given up, or looked for; the customer said yes to one."""
    after = instead(missing(), 1, 2)
    short = move_lines(after, Step.PICKED, Step.RESERVED, [LineQuantity(LineId("x1"), 2)])
    short = move_lines(short, Step.RESERVED, Step.SHORT, [LineQuantity(LineId("x1"), 2)])
    with pytest.raises(Problem) as refused:
        instead(short, 2, 1, line=LineId("x1"), article=replace(BLUE, sku=Sku("sku-y")))
    assert refused.value.code is Code.SUBSTITUTE_UNWANTED
    given_up = called_off(short, GiveUpGoods(short.id, pieces(x1=2), NOW_AT), act(3), RULES)
    assert [drop.refund for drop in given_up.drops] == [1000, 4980]


def test_a_bundle_is_not_lost_by_what_was_missing() -> None:
    """3x2 at 29,90: the third piece was free, and so is what comes instead; the customer pays what they paid."""
    bundle = line("a", Progress(short=1, picked=2), discount=2990, bundle_of=3, substitution=Substitution.SHOP)
    after = instead(order((bundle,)), 1, 1)
    assert (after.line("x1").paid, after.drops[0].refund) == (0, 0)


def test_what_is_given_up_is_paid_back_and_the_last_piece_ends_the_order() -> None:
    alone = order((line("a", Progress(short=2)),), shipping=490)
    body = GiveUpGoods(alone.id, pieces(a=1), NOW_AT)
    after = called_off(alone, body, act(1), RULES)
    assert (after.cancelled_at, after.drops[0].refund, after.drops[0].reason) == (None, 2990, Shortage.GIVEN_UP)
    over = called_off(after, body, act(2), RULES)
    assert (over.cancelled_at, over.drops[1].refund) == (NOW_AT, 3480)


@pytest.mark.parametrize("wanted", [pieces(a=3), pieces(b=1), pieces(z=1), ()])
def test_only_what_is_missing_is_given_up(wanted: tuple[LineQuantity, ...]) -> None:
    with pytest.raises(Problem):
        called_off(missing(), GiveUpGoods(missing().id, wanted, NOW_AT), act(1), RULES)


def test_neither_is_done_to_an_order_that_is_asked_back() -> None:
    recalled = replace(missing(), cancel_requested_at=NOW_AT)
    for body in (
        GiveUpGoods(recalled.id, pieces(a=1), NOW_AT),
        SubstituteGoods(recalled.id, LineId("a"), 1, LineId("x"), BLUE, NOW_AT),
    ):
        with pytest.raises(Problem) as refused:
            called_off(recalled, body, act(1), RULES)
        assert refused.value.code is Code.ORDER_CANCEL_REQUESTED


def test_a_web_shop_hears_of_the_lines_it_sold() -> None:
    after = instead(missing(), 1, 2)
    assert as_sold(after, pieces(x1=2, b=1, a=1)) == pieces(a=3, b=1)
    assert without_substitutes(after, pieces(x1=2, b=1)) == pieces(b=1)


class ShortWalk(Walk):
    """A walk of an order whose pieces may be missing, and come as others."""

    def choices(self) -> list[tuple[str, OrderLine, int]]:
        """What is missing is settled first, for nothing is ready before; then as before."""
        short = [(item, item.progress.short) for item in self.order.lines if item.progress.short]
        found = [("give up", item, count) for item, count in short]
        found += [("substitute", item, count) for item, count in short]
        return found or super().choices()

    def step(self, what: str, wanted: LineQuantity, price: int = 0) -> None:
        """One act; what is given instead is in its bag at once."""
        if what in ("give up", "substitute"):
            self.number += 1
            if what == "give up":
                body = GiveUpGoods(self.order.id, (wanted,), NOW_AT)
                self.order = called_off(self.order, body, act(self.number), RULES)
                return
            into, article = LineId(f"x{self.number}"), replace(BLUE, unit_price=price, min_age=0)
            swap = SubstituteGoods(self.order.id, wanted.line, wanted.quantity, into, article, NOW_AT)
            after = called_off(self.order, swap, act(self.number), RULES)
            bagged = move_lines(after, Step.PICKED, Step.PACKED, [LineQuantity(into, wanted.quantity)])
            self.order = replace(bagged, ready_at=NOW_AT)
        else:
            super().step(what, wanted)


@st.composite
def short_lines(draw: st.DrawFn, name: str) -> OrderLine:
    """A line of which some pieces are packed and some missing, with any discount, for bundles or not."""
    packed, short = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    price, quantity = draw(st.integers(0, 3_000)), max(1, packed + short)
    made = Progress(packed=packed or (0 if short else 1), short=short)
    discount, bundle = draw(st.integers(0, price * quantity)), draw(st.integers(0, 4))
    return line(name, made, unit_price=price, discount=discount, bundle_of=bundle, substitution=Substitution.SHOP)


@given(st.data())
def test_who_keeps_nothing_gets_all_of_it_back_whatever_was_given_instead(data: st.DataObject) -> None:
    """Each step gives back nothing or something, never more than came in; in the end all of it."""
    sold = replace(order((data.draw(short_lines("a")), data.draw(short_lines("b")))), ready_at=NOW_AT)
    walk = ShortWalk(replace(sold, payment=data.draw(payments(sold_value(sold)))))
    while choices := walk.choices():
        what, item, most = data.draw(st.sampled_from(choices))
        before = walk.went_back
        wanted = LineQuantity(item.id, data.draw(st.integers(1, most)))
        if what == "substitute":
            walk.step(what, wanted, data.draw(st.integers(0, item.unit_price)))
        else:
            walk.step(what, wanted)
        assert before <= walk.went_back <= walk.came_in
    assert walk.went_back == walk.came_in
