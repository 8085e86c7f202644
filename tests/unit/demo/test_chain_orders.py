"""Every order of the demo is one the domain could have brought about, and every state is there."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.contract.ids import parse_command_id
from app.domain.fulfilment import is_hold_over
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.orders import ContainerState, Order, Proof, ProofKind, Step
from app.domain.pickup_code import read_typed
from app.domain.values import Act, OperatorId, StationId
from tests.unit.demo.built import NOW_AT, built

RULES = HandoverRules()
INSIDE = (ContainerState.OPEN, ContainerState.STAGED, ContainerState.CLAIMED)


def _pieces(order: Order, step: Step) -> int:
    return sum(line.progress.at(step) for line in order.lines)


def _is_ready(order: Order) -> bool:
    return (
        order.ready_at is not None
        and order.cancelled_at is None
        and order.cancel_requested_at is None
        and not order.is_collected
    )


def test_has_three_hundred_orders_with_unique_numbers() -> None:
    orders = built().orders
    assert len(orders) >= 300
    for keys in ([o.id for o in orders], [o.number for o in orders], [o.public_no for o in orders]):
        assert len(set(keys)) == len(orders)
    assert all(o.number.isdigit() and len(o.number) == 4 for o in orders)
    assert all(0 < o.public_no < 1 << 64 for o in orders)
    assert [o.placed_at for o in orders] == sorted(o.placed_at for o in orders)
    assert [int(o.number) for o in orders] == list(range(int(orders[0].number), int(orders[-1].number) + 1))


def test_lines_add_up_and_come_from_the_assortment() -> None:
    chain = built()
    articles = {article.sku: article for article in chain.articles}
    for order in chain.orders:
        assert order.lines
        for line in order.lines:
            assert line.gtin == articles[line.sku].gtin
            assert line.progress.total == line.quantity > 0
            assert 0 <= line.returned <= line.progress.handed_over
            assert 0 <= line.discount < line.unit_price * line.quantity
            assert all(line.progress.at(step) >= 0 for step in Step)


def test_containers_hold_exactly_what_is_packed() -> None:
    for order in built().orders:
        inside: Counter[str] = Counter()
        for container in order.containers:
            if container.state in INSIDE:
                inside.update({piece.line: piece.quantity for piece in container.contents})
            if container.state is ContainerState.STAGED:
                assert container.place
        packed = {line.id: line.progress.packed for line in order.lines if line.progress.packed}
        if order.cancelled_at is None:
            assert dict(inside) == packed, order.number
        assert [c.code for c in order.containers] == [
            f"{order.number}-{n + 1}" for n in range(len(order.containers))
        ]


def test_no_moment_lies_ahead_but_promises_and_holds() -> None:
    for order in built().orders:
        past = [order.placed_at, order.ready_at, order.cancelled_at, order.cancel_requested_at, order.closed_at]
        past += [entry.act.at for entry in order.handovers]
        moments = [at for at in past if at is not None]
        assert all(order.placed_at <= at <= NOW_AT for at in moments), order.number
        assert order.promised_at is not None
        assert order.promised_at > order.placed_at


def test_every_ready_order_can_be_handed_over() -> None:
    ready = [order for order in built().orders if _is_ready(order)]
    assert len(ready) >= 70
    act = Act("TEST.1:1", NOW_AT, OperatorId("op"), StationId("TEST"), ready[0].store)
    for order in ready:
        ask = HandoverAsk(
            containers=tuple(c.id for c in order.containers),
            proof=Proof(ProofKind.CODE, order.pickup.generation),
            is_age_checked=True,
            is_paid_here=True,
        )
        after = hand_over(order, ask, act, HandoverRules(must_scan_containers=True))
        assert after.is_collected


def test_every_ready_order_has_its_own_typed_code_and_no_hash() -> None:
    chain = built()
    codes = chain.typed_codes
    assert len(set(codes.values())) == len(codes)
    assert all(read_typed(code) == code for code in codes.values())
    assert all(order.id in codes for order in chain.orders if _is_ready(order))
    assert not any(order.pickup.code_hash for order in chain.orders)


SHOP_STATES: dict[str, Callable[[Order], bool]] = {
    "reserved": lambda o: _pieces(o, Step.RESERVED) == sum(line.quantity for line in o.lines),
    "picking": lambda o: _pieces(o, Step.PICKING) > 0,
    "short": lambda o: _pieces(o, Step.SHORT) > 0,
    "packed": lambda o: any(c.state is ContainerState.OPEN for c in o.containers),
    "staged": lambda o: o.is_staged and o.ready_at is None,
    "ready": lambda o: _is_ready(o) and not is_hold_over(o, NOW_AT),
    "expired": lambda o: is_hold_over(o, NOW_AT),
    "partial": lambda o: bool(o.live_handovers) and not o.is_collected,
    "just collected": lambda o: o.is_collected and o.closed_at is None,
    "collected": lambda o: o.is_collected and o.closed_at is not None,
    "returned": lambda o: any(line.returned for line in o.lines),
    "cancelled": lambda o: o.cancelled_at is not None,
    "cancel requested": lambda o: o.cancel_requested_at is not None and o.cancelled_at is None,
}


@pytest.mark.parametrize("store", ["MI01", "BO01", "TO01"])
@pytest.mark.parametrize("state", list(SHOP_STATES))
def test_every_shop_has_orders_in_every_state(store: str, state: str) -> None:
    found = [order for order in built().orders if order.store == store and SHOP_STATES[state](order)]
    assert len(found) >= 2


def test_just_collected_orders_can_still_be_undone() -> None:
    for order in built().orders:
        if order.is_collected and order.closed_at is None:
            left_at = order.live_handovers[-1].act.at
            assert NOW_AT - left_at < timedelta(seconds=RULES.undo_window_s)


def test_the_kinds_the_counter_must_cope_with_are_there() -> None:
    orders = built().orders
    lines = [line for order in orders for line in order.lines]
    assert sum(len(order.containers) > 1 for order in orders) >= 30
    assert sum(bool(order.pickup.delegate) for order in orders) >= 5
    assert sum(line.is_final_sale for line in lines) >= 10
    assert sum(line.min_age >= 18 for line in lines) >= 2
    assert sum(line.bundle_of == 3 for line in lines) >= 10
    assert sum(line.discount > 0 and line.bundle_of == 0 for line in lines) >= 10
    assert sum(order.store == "DC01" and order.is_collected for order in orders) >= 30


def test_three_for_two_gives_the_cheapest_away_to_the_cent() -> None:
    promoted = {price.sku for price in built().prices if price.promo == "3x2"}
    for order in built().orders:
        lines = [line for line in order.lines if line.sku in promoted]
        prices = sorted(line.unit_price for line in lines for _ in range(line.quantity))
        assert sum(line.discount for line in lines) == sum(prices[: len(prices) // 3])


def test_commands_before_the_demo_are_numbered_without_gaps() -> None:
    chain = built()
    numbers: dict[str, set[int]] = defaultdict(set)
    ids = [command for order in chain.orders for command in order.applied]
    ids += [case.act.id for case in chain.returns]
    for command in ids:
        parsed = parse_command_id(command)
        numbers[parsed.stream].add(parsed.seq)
    assert len(numbers) == 4
    for seqs in numbers.values():
        assert seqs == set(range(1, len(seqs) + 1))


def test_what_left_is_central_s_and_what_stands_is_the_shop_s() -> None:
    for order in built().orders:
        is_over = order.closed_at is not None or order.cancelled_at is not None
        assert order.custody.holder == ("central" if is_over else order.store)


def test_settled_returns_refund_no_more_than_was_paid() -> None:
    chain = built()
    assert len(chain.returns) >= 10
    for case in chain.returns:
        order = next(order for order in chain.orders if order.id == case.order)
        line = order.line(str(case.pieces[0].line))
        assert line.returned == 1
        assert 0 <= case.refund <= sum(line.paid for line in order.lines) + order.shipping
        assert case.act.at < NOW_AT
