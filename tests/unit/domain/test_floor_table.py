"""The table of moves is complete: each of the machines once, each with its right and its rule."""

from collections import Counter

import pytest

from app.domain.floor_table import MOVES, NEW, PREPARING, READY, Move, Part, moves_by
from app.domain.fulfilment import FLOOR_MOVES
from app.domain.leases import LEASE_S
from app.domain.orders import CONTAINER_MOVES, LINE_MOVES, ContainerState, Step
from app.domain.staff import PERMISSIONS, Permission, Role


def ids(move: Move) -> str:
    return f"{move.part}-{move.source}-{move.target}"


def test_every_move_of_the_machines_is_told_once() -> None:
    told = Counter((move.part, move.source, move.target) for move in MOVES)
    lines = {(Part.LINE, source.value, target.value) for source, target in LINE_MOVES}
    bags = {(Part.CONTAINER, source.value, target.value) for source, target in CONTAINER_MOVES}
    created = {(Part.CONTAINER, NEW, ContainerState.OPEN.value)}
    whole = {(Part.ORDER, PREPARING, READY), (Part.ORDER, READY, PREPARING)}
    assert set(told) == lines | bags | created | whole
    assert set(told.values()) == {1}


@pytest.mark.parametrize("move", MOVES, ids=ids)
def test_a_move_has_its_right_and_its_rule(move: Move) -> None:
    is_recall = move.action == "order.answer_recall"
    assert (PERMISSIONS[move.action][Role.CLERK] is Permission.ALLOWED) is not is_recall
    assert 0 <= move.max_age_s <= LEASE_S


def test_the_floor_moves_what_the_table_lets_it() -> None:
    assert moves_by("order.move_lines") == FLOOR_MOVES
    assert (Step.PACKED, Step.HANDED_OVER) not in FLOOR_MOVES
    assert (Step.SHORT, Step.CANCELLED) in FLOOR_MOVES
