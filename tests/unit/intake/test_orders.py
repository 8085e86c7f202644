"""A platform's order as ours adds up to what was charged, whatever the platform left out."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.money_text import minor_units
from app.central.connectors.port import PlatformLine, PlatformState
from app.central.intake.orders import new_order, payment, settled, short_name, spread
from app.domain.handover import amount_due
from app.domain.values import ByWeight, OrderId, StoreId
from tests.unit.intake.kit import Office, lines_of, order_of, sample_customer

_money = st.integers(0, 2_000_00)
_line = st.builds(
    PlatformLine,
    id=st.uuids().map(str),
    sku=st.just("SKU"),
    name=st.just("Maglia"),
    quantity=st.integers(0, 5),
    unit_price=_money,
    discount=st.integers(0, 50_00),
)


@given(st.lists(_line, min_size=1, max_size=6), _money, st.integers(0, 10_000_00))
def test_lines_and_shipping_add_up_to_the_total(lines: list[PlatformLine], shipping: int, total: int) -> None:
    told = order_of(lines=tuple(lines), shipping=shipping, total=total)
    ours, sent = settled(told)
    assert sum(line.paid for line in ours) + sent == total
    assert all(line.paid >= 0 for line in ours)
    assert sent >= 0


@given(st.lists(_money, min_size=1, max_size=8), st.integers(0, 10_000_00))
def test_what_is_spread_is_all_of_it_and_never_more_than_a_part_bears(weights: list[int], amount: int) -> None:
    amount = min(amount, sum(weights))
    shares = spread(amount, weights)
    assert sum(shares) == amount
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


def test_a_cart_discount_is_borne_by_every_line_for_its_price() -> None:
    told = order_of(lines=lines_of(("a", 1, 3000), ("b", 2, 1000)), total=4500)
    lines, shipping = settled(told)
    assert ([(line.id, line.discount, line.paid) for line in lines], shipping) == (
        [("a", 300, 2700), ("b", 200, 1800)],
        0,
    )


def test_gift_paper_counts_with_the_shipping_and_money_that_went_back_does_not() -> None:
    told = order_of(lines=lines_of(("a", 1, 3000)), shipping=500, total=3800)
    assert settled(told)[1] == 800
    assert settled(replace(told, refunded=100))[1] == 700
    cancelled = order_of(lines=lines_of(("a", 1, 3000)), shipping=500, total=6800, refunded=3000)
    assert settled(cancelled)[1] == 800
    assert settled(replace(cancelled, total=3800, charged=6800))[1] == 800


def test_money_with_three_decimals_is_rounded_once() -> None:
    assert [minor_units(Decimal(text), "EUR") for text in ("29.645", "83.4779", "0.005")] == [2965, 8348, 1]


def test_one_piece_with_its_grams_is_sold_by_weight_and_several_are_pieces() -> None:
    told = order_of(lines=[replace(line, ordered_g=500) for line in lines_of(("a", 1, 1245), ("b", 2, 1245))])
    lines, _ = settled(told)
    assert [line.weight for line in lines] == [ByWeight(500), None]


def test_what_the_shop_weighed_is_taken_off_what_the_till_takes_once() -> None:
    """The platform tells of the order again, and knows nothing of the weight."""
    told = order_of(lines=(replace(lines_of(("a", 1, 1245))[0], ordered_g=500),), total=1245)
    told = replace(told, is_paid=False)
    made = new_order(told, StoreId("ST01"), None, OrderId("o1"), Office().desk.rules)
    weighed = replace(made, lines=(replace(made.lines[0], weight=ByWeight(500, 486)),))
    assert amount_due(replace(weighed, payment=payment(told, weighed))) == 1210


def test_an_order_becomes_ours_with_everything_a_counter_needs() -> None:
    office = Office()
    told = order_of(customer_phone="333 123 4567", payment="carta •••• 4471", shipping=300, total=12280)
    order = new_order(told, StoreId("ST01"), None, OrderId("o1"), office.desk.rules)
    assert (order.number, order.customer_name, order.phone_tail) == ("1001", "Giulia B.", "234567")
    assert (order.customer, order.platform_ref, order.shipping) == ("guest-o1", told.ref, 300)
    assert (order.payment.label, order.payment.is_paid) == ("carta •••• 4471", True)
    assert [(line.id, line.progress.reserved, line.paid) for line in order.lines] == [
        ("l1", 2, 9980),
        ("l2", 1, 2000),
    ]
    assert order.promised_at == told.placed_at + office.desk.rules.promise
    assert 0 < order.public_no < 2**64


def test_what_was_collected_or_cancelled_there_is_so_here() -> None:
    rules = Office().desk.rules
    told = order_of(state=PlatformState.COLLECTED)
    collected = new_order(told, StoreId(""), None, OrderId("o1"), rules)
    assert (collected.is_collected, collected.closed_at) == (True, told.updated_at)
    cancelled = new_order(order_of(state=PlatformState.CANCELLED), StoreId(""), None, OrderId("o1"), rules)
    assert (cancelled.is_collected, cancelled.cancelled_at) == (False, told.updated_at)
    part = replace(told, state=PlatformState.READY, lines=(replace(told.lines[0], fulfilled=1), told.lines[1]))
    line = new_order(part, StoreId("ST01"), None, OrderId("o1"), rules).lines[0]
    assert (line.progress.reserved, line.progress.handed_over) == (1, 1)


def test_names_are_short_on_papers() -> None:
    names = ["Giulia Bianchi", "Maria Pia De Luca", " Cher ", ""]
    assert [short_name(name) for name in names] == ["Giulia B.", "Maria L.", "Cher", ""]
    assert sample_customer().given_name == "Giulia"
