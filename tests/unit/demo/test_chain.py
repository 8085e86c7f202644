"""The chain repeats to the byte, follows its moment, and has the cases the tour calls by name."""

from datetime import datetime, timedelta

import msgspec
import pytest

from app.demo.chain import DemoChain, build_chain, demo_cases
from app.domain.handover import HandoverAsk, HandoverRules, amount_due, hand_over
from app.domain.orders import Order, Proof, ProofKind
from app.domain.returnables import LineFound, find_line
from app.domain.values import Act, OperatorId, StationId, StoreId
from tests.unit.demo.built import NOW_AT, SEED, built


def _bytes(chain: DemoChain) -> bytes:
    return msgspec.json.encode(chain)


def test_same_seed_and_moment_give_the_same_bytes() -> None:
    assert _bytes(build_chain(SEED, NOW_AT)) == _bytes(built())


def test_another_seed_gives_another_chain_with_the_same_cases() -> None:
    other = build_chain(SEED + 1, NOW_AT)
    assert _bytes(other) != _bytes(built())
    assert demo_cases(other).hand_over.order.number == "4821"


def test_everything_moves_with_the_moment() -> None:
    later = build_chain(SEED, NOW_AT + timedelta(days=200, hours=7))
    shift = later.now_at - NOW_AT
    pairs = zip(built().orders, later.orders, strict=True)
    assert all(after.placed_at - before.placed_at == shift for before, after in pairs)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_seed_builds(seed: int) -> None:
    chain = build_chain(seed, NOW_AT)
    assert len(chain.articles) >= 2_000
    demo_cases(chain)


def test_refuses_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        build_chain(SEED, datetime(2026, 3, 5, 9, 31))  # noqa: DTZ001


def test_stores_are_three_with_places_and_no_secrets() -> None:
    chain = built()
    assert [store.store for store in chain.stores] == ["MI01", "BO01", "TO01"]
    assert chain.stores[0].address == "Milano, Corso Vercelli"
    for store in chain.stores:
        assert {"shelf", "pickup", "desk", "bay", "returns"} <= {place.kind for place in store.places}
        assert not (store.code_secret or store.catalogue_key or store.staff or store.devices or store.pickup_keys)


def _hand_over(order: Order) -> Order:
    act = Act("TEST.1:1", NOW_AT, OperatorId("op"), StationId("TEST"), order.store)
    ask = HandoverAsk(proof=Proof(ProofKind.CODE, order.pickup.generation), is_age_checked=True)
    return hand_over(order, ask, act, HandoverRules())


def test_orders_of_the_tour_can_be_handed_over() -> None:
    cases = demo_cases(built())
    for coded in (cases.hand_over, cases.offline, cases.cart_order, cases.delegate, cases.age_check):
        assert coded.order.store == "MI01"
        assert _hand_over(coded.order).is_collected
        assert coded.typed_code == built().typed_codes[coded.order.id]
    assert cases.hand_over.order.number == "4821"
    assert len(cases.hand_over.order.containers) == 3
    assert cases.delegate.order.pickup.delegate
    assert cases.age_check.order.lines[0].min_age == 18


def test_an_order_is_to_be_paid_in_the_shop() -> None:
    order = demo_cases(built()).unpaid.order
    assert (order.payment.is_paid, order.ready_at is not None) == (False, True)
    assert amount_due(order) == sum(line.paid for line in order.lines) > 0


def test_the_cart_of_the_tour_has_every_difference() -> None:
    chain = built()
    cases = demo_cases(chain)
    assert cases.cart.customer == cases.cart_customer.id == cases.cart_order.order.customer
    prices = {price.sku: price for price in chain.prices}
    stock = {row.sku: row for row in chain.stock[StoreId("MI01")]}
    free = {line.sku: stock[line.sku].on_hand - stock[line.sku].reserved for line in cases.cart.lines}
    assert sum(prices[line.sku].site != prices[line.sku].shop for line in cases.cart.lines) == 1
    assert sum(free[line.sku] == 0 for line in cases.cart.lines) == 1
    assert sum(0 < free[line.sku] < line.quantity for line in cases.cart.lines) == 1
    assert cases.cart_customer.loyalty_level


def test_look_alikes_are_ready_on_the_same_day_under_one_short_name() -> None:
    one, other = (coded.order for coded in demo_cases(built()).look_alikes)
    assert one.customer != other.customer
    assert one.customer_name == other.customer_name == "Giulia B."
    assert one.ready_at is not None
    assert other.ready_at is not None
    assert abs(one.ready_at - other.ready_at) < timedelta(hours=12)


def test_the_returnable_article_is_found_by_its_barcode_alone() -> None:
    chain = built()
    row = demo_cases(chain).returnable
    assert not row.is_final_sale
    found = find_line(chain.returnables, row.gtin, NOW_AT)
    assert isinstance(found, LineFound)
    assert found.line == row


def test_the_promotion_of_the_tour_is_shared_over_lines() -> None:
    order = demo_cases(built()).promo
    shares = [line.discount for line in order.lines]
    assert sum(shares) == 1490
    assert sum(share > 0 for share in shares) == 3


def test_the_refusals_of_the_tour_are_what_they_say() -> None:
    cases = demo_cases(built())
    assert cases.other_store.order.store == "BO01"
    assert cases.other_store.order.ready_at is not None
    assert cases.cancelled.order.cancelled_at is not None
    assert cases.collected.order.is_collected
    assert cases.collected.order.closed_at is None


def test_returnables_are_open_rows_of_orders_that_left() -> None:
    chain = built()
    assert len(chain.returnables) >= 100
    assert all(row.returned < row.quantity and row.returnable_until >= NOW_AT for row in chain.returnables)
    assert {order.store for order in chain.orders if order.is_collected} >= {"MI01", "BO01", "TO01", "DC01"}
