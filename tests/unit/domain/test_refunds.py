"""Whatever comes back in whatever steps, never more than was paid goes back, and all of it when all came back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Code, Problem
from app.domain.orders import Order, OrderLine, Progress
from app.domain.refunds import is_bundle, refund_line, refund_lines, refuse_tender
from app.domain.returns import Condition, Disposition, Reason, RefundLine, ReturnedPiece, Rule, Tender, take_back
from app.domain.values import LineId, Sku
from tests.unit.domain.samples import act, line, order


def piece(line_id: str | None, quantity: int) -> ReturnedPiece:
    """So many pieces of a line, too small, as new."""
    return ReturnedPiece(
        Sku("sku-a"),
        "8001234567891",
        "Maglia Corsa",
        "nera, M",
        quantity,
        Reason.TOO_SMALL,
        Condition.AS_NEW,
        Disposition.RESTOCK,
        LineId(line_id) if line_id else None,
    )


@st.composite
def sold_lines(draw: st.DrawFn) -> OrderLine:
    """A collected line with any discount up to its price, for bundles or not."""
    quantity = draw(st.integers(1, 12))
    price = draw(st.integers(0, 20_000))
    return line(
        "a",
        Progress(handed_over=quantity),
        unit_price=price,
        discount=draw(st.integers(0, price * quantity)),
        bundle_of=draw(st.integers(0, 5)),
    )


def returned_in_steps(sold: OrderLine, data: st.DataObject) -> list[RefundLine]:
    """Refunds of a random walk that brings all pieces back."""
    current: Order = order((sold,))
    found: list[RefundLine] = []
    number = 0
    while (left := current.lines[0].quantity - current.lines[0].returned) > 0:
        number += 1
        pieces = [piece("a", data.draw(st.integers(1, left)))]
        found += refund_lines(current, pieces, Rule.SHOP_POLICY)
        current = take_back(current, pieces, act(number))
    return found


@given(sold_lines(), st.data())
def test_partial_returns_sum_to_what_was_paid(sold: OrderLine, data: st.DataObject) -> None:
    """No step refunds below zero or above the price, no prefix more than was paid, all of them exactly that."""
    total = 0
    for step in returned_in_steps(sold, data):
        assert 0 <= step.amount == step.price + step.clawback + step.shipping
        assert step.amount <= sold.unit_price * step.quantity
        assert step.clawback <= 0
        total += step.amount
        assert total <= sold.paid
    assert total == sold.paid


@given(sold_lines(), st.data())
def test_the_size_of_the_steps_does_not_matter(sold: OrderLine, data: st.DataObject) -> None:
    """Two returns of one piece refund what one return of two does."""
    if sold.quantity < 2:
        return
    first = refund_line(sold, 1).amount
    once = take_back(order((sold,)), [piece("a", 1)], act()).lines[0]
    assert first + refund_line(once, 1).amount == refund_line(sold, 2).amount


def test_three_for_two_is_lost_piece_by_piece() -> None:
    """3x2 at 29.90: the first piece back costs the promotion, the others come back whole."""
    sold = line("a", Progress(handed_over=3), discount=2990, bundle_of=3)
    assert is_bundle(sold)
    assert refund_line(sold, 1) == RefundLine(LineId("a"), 1, 2990, -2990, 0)
    assert refund_line(sold, 2) == RefundLine(LineId("a"), 2, 5980, -2990, 0)
    assert refund_line(sold, 3).amount == sold.paid == 5980


def test_a_cent_that_cannot_be_shared_goes_to_the_customer_first() -> None:
    """10.00 off three pieces: 3.33, 3.33 and 3.34 are taken off."""
    current = order((line("a", Progress(handed_over=3), unit_price=2000, discount=1000),))
    amounts = []
    for number in range(1, 4):
        amounts.append(refund_lines(current, [piece("a", 1)], Rule.WITHDRAWAL)[0].amount)
        current = take_back(current, [piece("a", 1)], act(number))
    assert amounts == [1667, 1667, 1666]


@pytest.mark.parametrize(
    ("rule", "quantities", "shipping"),
    [
        (Rule.WITHDRAWAL, {"a": 2, "b": 1}, 590),
        (Rule.WITHDRAWAL, {"a": 2}, 0),
        (Rule.SHOP_POLICY, {"a": 2, "b": 1}, 0),
        (Rule.LEGAL_GUARANTEE, {"a": 2, "b": 1}, 0),
        (Rule.EXCEPTION, {"a": 2, "b": 1}, 0),
    ],
)
def test_delivery_goes_back_with_a_whole_withdrawal(rule: Rule, quantities: dict[str, int], shipping: int) -> None:
    """Art. 56: standard delivery, and only when nothing of the order is kept; a cancelled piece does not count."""
    sold = order(
        (line("a", Progress(handed_over=2, cancelled=1)), line("b", Progress(handed_over=1))),
        shipping=590,
    )
    found = refund_lines(sold, [piece(name, count) for name, count in quantities.items()], rule)
    assert sum(step.shipping for step in found) == shipping


def test_delivery_goes_back_once_when_the_last_piece_comes_later() -> None:
    """Two withdrawals that together bring everything back refund the delivery with the second."""
    sold = order((line("a", Progress(handed_over=2)),), shipping=590)
    first = refund_lines(sold, [piece("a", 1)], Rule.WITHDRAWAL)
    second = refund_lines(take_back(sold, [piece("a", 1)], act()), [piece("a", 1)], Rule.WITHDRAWAL)
    assert (first[0].shipping, second[0].shipping) == (0, 590)


@pytest.mark.parametrize(
    ("returned", "wanted", "code"),
    [
        (0, 0, Code.WRONG_QUANTITY),
        (0, -1, Code.WRONG_QUANTITY),
        (0, 3, Code.OVER_RETURN),
        (2, 1, Code.OVER_RETURN),
    ],
)
def test_no_more_comes_back_than_left(returned: int, wanted: int, code: Code) -> None:
    """Pieces still packed or already back cannot come back."""
    sold = order((line("a", Progress(handed_over=2, packed=5), returned=returned),))
    with pytest.raises(Problem) as refused:
        refund_lines(sold, [piece("a", wanted)], Rule.SHOP_POLICY)
    assert refused.value.code is code
    with pytest.raises(Problem) as refused:
        take_back(sold, [piece("a", wanted)], act())
    assert refused.value.code is code


def test_the_same_line_twice_in_one_case_is_added_up() -> None:
    """Splitting a return over two entries does not get round the guard."""
    sold = order((line("a", Progress(handed_over=2)),))
    assert refund_lines(sold, [piece("a", 1), piece("a", 1)], Rule.WITHDRAWAL)[0].quantity == 2
    with pytest.raises(Problem) as refused:
        refund_lines(sold, [piece("a", 2), piece("a", 1)], Rule.WITHDRAWAL)
    assert refused.value.code is Code.OVER_RETURN


def test_counting_a_command_twice_changes_nothing() -> None:
    """An intake that is in the order already is not counted again; blind pieces count nowhere."""
    sold = order((line("a", Progress(handed_over=2)),))
    once = take_back(sold, [piece("a", 1), piece(None, 4)], act(7))
    assert once.lines[0].returned == 1
    assert take_back(once, [piece("a", 1)], act(7)) == once


def test_a_blind_piece_has_no_price() -> None:
    """Without a line nothing is refunded until somebody matches it."""
    with pytest.raises(Problem) as refused:
        refund_lines(order((line("a", Progress(handed_over=2)),)), [piece(None, 1)], Rule.UNMATCHED)
    assert refused.value.code is Code.RETURN_UNMATCHED


def test_a_voucher_needs_a_yes() -> None:
    """Art. 56: the same means of payment unless the customer agreed otherwise."""
    refuse_tender(Tender.ORIGINAL, has_voucher_consent=False)
    refuse_tender(Tender.VOUCHER, has_voucher_consent=True)
    with pytest.raises(Problem) as refused:
        refuse_tender(Tender.VOUCHER, has_voucher_consent=False)
    assert refused.value.code is Code.VOUCHER_NEEDS_CONSENT
