"""Where to walk and what comes next, for one order and for several at once."""

from dataclasses import replace

from app.domain.in_hand import Lease
from app.domain.leases import LEASE_S
from app.domain.orders import Container, ContainerState, Order, Progress
from app.domain.preparing import Phase, next_code, next_of, place_key, walk
from app.domain.values import ContainerId, LineId, OperatorId, OrderId, Sku
from tests.unit.domain.samples import NOW_AT, act, line, order, pieces, ready_order

PLACES = {Sku("sku-a"): "A10", Sku("sku-b"): "A2", Sku("sku-c"): ""}


def another() -> Order:
    return order((line("c", Progress(reserved=1)),), id=OrderId("o-2"), number="2")


def of(phase: Phase, subject: Order, operator: str = "07") -> bool:
    return next_of([subject], walk([subject], PLACES, operator, NOW_AT)).phase is phase


def test_places_come_as_one_walks_past_them() -> None:
    names = ["B1", "A10", "", "A2", "RETRO", "a3"]
    assert sorted(names, key=place_key) == ["A2", "a3", "A10", "B1", "RETRO", ""]


def test_a_walk_goes_by_place_over_all_orders() -> None:
    first = order((line("a", Progress(reserved=2)), line("b", Progress(reserved=1, short=1))))
    found = walk([first, another()], PLACES, "07", NOW_AT)
    assert [(stop.place, stop.line, stop.quantity) for stop in found] == [
        ("A2", "b", 1),
        ("A10", "a", 2),
        ("", "c", 1),
    ]


def test_a_colleagues_lines_are_not_walked_for_until_the_lease_is_over() -> None:
    lease = Lease(LineId("a"), OperatorId("03"), NOW_AT)
    subject = order((line("a", Progress(picking=2)), line("b", Progress(reserved=1))), leases=(lease,))
    assert [stop.line for stop in walk([subject], PLACES, "07", NOW_AT)] == ["b"]
    mine = walk([subject], PLACES, "03", NOW_AT)
    assert [(stop.line, stop.is_mine) for stop in mine] == [("b", False), ("a", True)]
    assert len(walk([subject], PLACES, "07", act(1, after_s=LEASE_S).at)) == 2


def test_a_piece_put_back_from_a_walk_is_not_among_those_to_take_now() -> None:
    lease = Lease(LineId("a"), OperatorId("03"), NOW_AT)
    subject = order((line("a", Progress(reserved=1, picking=2)),), leases=(lease,))
    assert [(stop.quantity, stop.is_mine) for stop in walk([subject], PLACES, "03", NOW_AT)] == [(2, True)]
    fetched = order((line("a", Progress(reserved=1, picked=2)),), leases=(lease,))
    assert [(stop.quantity, stop.is_mine) for stop in walk([fetched], PLACES, "03", NOW_AT)] == [(1, False)]


def test_nobody_walks_for_an_order_that_is_over_or_asked_back() -> None:
    cancelled = replace(another(), cancelled_at=NOW_AT)
    asked_back = replace(another(), cancel_requested_at=NOW_AT)
    assert walk([cancelled, asked_back, ready_order()], PLACES, "07", NOW_AT) == ()
    assert len(walk([another()], PLACES, "07", NOW_AT)) == 1


def test_what_comes_next_follows_the_pieces() -> None:
    open_bag = Container(ContainerId("1"), "4821-1", ContainerState.OPEN, pieces(a=1))
    packed = order((line("a", Progress(packed=1)),), (open_bag,))
    stands = replace(packed, containers=(replace(open_bag, state=ContainerState.STAGED, place="R01"),))
    lease = Lease(LineId("a"), OperatorId("07"), NOW_AT)
    assert of(Phase.BEGIN, order((line("a", Progress(reserved=1)),)))
    assert of(Phase.PICK, order((line("a", Progress(picking=1)),), leases=(lease,)))
    assert of(Phase.PACK, order((line("a", Progress(picked=1)),)))
    assert of(Phase.STAGE, packed)
    assert of(Phase.READY, stands)
    assert of(Phase.WAIT, order((line("a", Progress(short=1)),)))
    assert of(Phase.DONE, ready_order())


def test_nobody_bags_half_an_order_while_a_colleague_walks() -> None:
    lease = Lease(LineId("b"), OperatorId("03"), NOW_AT)
    subject = order((line("a", Progress(picked=1)), line("b", Progress(picking=1))), leases=(lease,))
    assert of(Phase.WAIT, subject)


def test_a_bag_takes_the_first_code_no_other_has() -> None:
    bags = tuple(Container(ContainerId(n), f"4821-{n}", ContainerState.OPEN) for n in "13")
    assert next_code(order((line("a", Progress(picked=1)),), bags)) == "4821-2"
