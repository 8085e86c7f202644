"""The table of ways is complete: every command once, with its right, its rule, and a name in both languages."""

import pytest

from app.domain.order_commands import CALLED_OFF_KINDS, EndHold, PutAway
from app.domain.order_table import WAYS, Doer, Way, WayRow, max_age_s
from app.domain.staff import PERMISSIONS, Permission, Role
from app.domain.values import OrderId
from app.domain.visits import Trouble, VisitState
from tests.unit.domain.samples import NOW_AT

TOLD_BY_VISITS = {Trouble.NOT_READY.value, Trouble.WRONG_CAR.value, VisitState.LEFT.value}


def test_every_command_and_every_way_is_in_it() -> None:
    assert {row.body for row in WAYS if row.body is not None} == set(CALLED_OFF_KINDS.values())
    assert [row.way for row in WAYS] == list(Way)
    assert {row.way.value for row in WAYS if row.body is None} == TOLD_BY_VISITS | {Way.TRANSFERRED.value}


@pytest.mark.parametrize("row", WAYS, ids=lambda row: str(row.way))
def test_a_way_has_its_right_and_its_rule(row: WayRow) -> None:
    rights = PERMISSIONS[row.action]
    assert (rights[Role.MANAGER] is Permission.DENIED) is (row.doer is Doer.AUTHORITY)
    if row.body is not None:
        assert CALLED_OFF_KINDS[row.action] is row.body
    if row.moves_money:
        assert row.back is None
        assert row.max_age_s == 0


def test_only_what_lies_in_its_place_is_written_without_a_line() -> None:
    assert [row.way for row in WAYS if row.max_age_s] == [Way.PUT_AWAY]
    assert max_age_s(PutAway(OrderId("o-1"), "1", NOW_AT)) > 0
    assert max_age_s(EndHold(OrderId("o-1"), NOW_AT)) == 0
