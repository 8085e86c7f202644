"""Every action of every role, and approvals that fit one act, once, for a minute."""

from dataclasses import replace

import pytest

from app.domain.commands import KINDS, NoteCustomer, ReceiveReturn
from app.domain.errors import Code, Problem
from app.domain.returns import Rule, Tender
from app.domain.staff import (
    PERMISSIONS,
    ROLES,
    Approval,
    Ask,
    Permission,
    Role,
    action_of,
    permission,
    refuse_approval,
    refuse_not_permitted,
    role_of,
    spend,
)
from app.domain.values import OperatorId, ReturnId
from tests.unit.domain.samples import NOW_AT, STORE

BY_MACHINES = {"order.close", "order.answer_recall", "order.shorten", "order.judge_hold", "return.start"}
APPROVED_FOR_CLERKS = {
    "return.exception",
    "order.decline",
    "order.transfer",
    "customer.full_phone",
    "attention.settle",
    "day.close",
    "day.close_unsent",
}
NOT_FOR_CLERKS = BY_MACHINES | {
    "order.take_back",
    "customer.unnote_other",
    "call.free_other",
    "product.margin",
    "drawer.open",
    "audit.read",
    "device.enrol",
    "settings.change",
    "settings.read",
    "staff.unlock",
    "kiosk.leave",
}
SERVICE = {"product.search", "device.test", "kiosk.leave", "call.move"}
SETTINGS = {"settings.read", "settings.change"}
TECHNICAL = SERVICE | SETTINGS | {"attention.list", "drawer.open", "audit.read", "device.enrol"}
ASK = Ask("return.exception", "r-1", OperatorId("07"), 7190)
APPROVAL = Approval("a-1", ASK, OperatorId("01"), "goodwill", 1000.0)


def expected(role: Role, action: str) -> Permission:
    """The table once more, told by role."""
    allowed = {
        Role.CLERK: set(PERMISSIONS) - NOT_FOR_CLERKS - APPROVED_FOR_CLERKS,
        Role.SUPERVISOR: set(PERMISSIONS)
        - BY_MACHINES
        - {"product.margin", "audit.read", "device.enrol", "settings.change"},
        Role.MANAGER: set(PERMISSIONS) - BY_MACHINES,
        Role.KIOSK_SERVICE: SERVICE,
        Role.TECHNICIAN: TECHNICAL,
    }[role]
    if action in allowed:
        return Permission.ALLOWED
    is_approved = role is Role.CLERK and action in APPROVED_FOR_CLERKS
    return Permission.APPROVAL if is_approved else Permission.DENIED


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", list(PERMISSIONS))
def test_the_whole_matrix(role: Role, action: str) -> None:
    """Every action × role, and what the guard makes of it with and without an approval."""
    answer = permission(role, action)
    assert answer is expected(role, action)
    for is_approved in (False, True):
        if answer is Permission.ALLOWED or (answer is Permission.APPROVAL and is_approved):
            refuse_not_permitted(role, action, is_approved=is_approved)
            continue
        with pytest.raises(Problem) as refused:
            refuse_not_permitted(role, action, is_approved=is_approved)
        is_denied = answer is Permission.DENIED
        assert refused.value.code is (Code.PERMISSION_DENIED if is_denied else Code.APPROVAL_REQUIRED)


def test_every_command_is_in_the_table_and_every_role_in_use() -> None:
    """A new kind of command without a line in the table fails here; unknown roles and actions may nothing."""
    assert set(KINDS) <= set(PERMISSIONS)
    assert set(ROLES) == set(Role)
    assert role_of("clerk") is Role.CLERK
    assert role_of("root") is None
    assert permission(None, "product.search") is Permission.DENIED
    assert permission(Role.MANAGER, "order.delete") is Permission.DENIED


def test_an_exception_weighs_more_than_a_return() -> None:
    """The action of a command is its kind, unless it asks for an exception."""
    case = ReceiveReturn(
        ReturnId("r-1"), "R-T1AA-0001", STORE, (), Rule.SHOP_POLICY, Tender.ORIGINAL, "RESI", "T1-1", NOW_AT
    )
    assert action_of(case) == "return.receive"
    assert action_of(replace(case, rule=Rule.EXCEPTION)) == "return.exception"
    assert action_of(NoteCustomer("c-1", "x", NOW_AT)) == "customer.note"


@pytest.mark.parametrize("now_s", [1000.0, 1060.0])
def test_an_approval_is_spent_on_its_act(now_s: float) -> None:
    """Within the minute; the id then is among the used ones."""
    assert spend(APPROVAL, ASK, now_s, {"a-0"}) == {"a-0", "a-1"}


@pytest.mark.parametrize(
    ("ask", "now_s", "spent", "why"),
    [
        (ASK, 1060.1, set(), "old"),
        (ASK, 999.9, set(), "old"),
        (ASK, 1001.0, {"a-1"}, "used"),
        (replace(ASK, amount=7191), 1001.0, set(), "other"),
        (replace(ASK, subject="r-2"), 1001.0, set(), "other"),
        (replace(ASK, action="day.close"), 1001.0, set(), "other"),
        (replace(ASK, requester=OperatorId("09")), 1001.0, set(), "other"),
    ],
)
def test_an_approval_fits_nothing_else(ask: Ask, now_s: float, spent: set[str], why: str) -> None:
    """Another act, object, amount or operator, a second time, or too late."""
    with pytest.raises(Problem) as refused:
        spend(APPROVAL, ask, now_s, spent)
    assert (refused.value.code, refused.value.details["why"]) == (Code.APPROVAL_INVALID, why)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_who_may_approve(role: Role | None) -> None:
    """Whoever may do it themselves, and nobody else."""
    if role in (Role.SUPERVISOR, Role.MANAGER):
        refuse_approval(APPROVAL, role)
        return
    with pytest.raises(Problem) as refused:
        refuse_approval(APPROVAL, role)
    assert refused.value.code is Code.PERMISSION_DENIED


@pytest.mark.parametrize("changes", [{"approver": OperatorId("07")}, {"reason": ""}])
def test_nobody_approves_themselves_or_without_a_reason(changes: dict[str, str]) -> None:
    """Also not a manager."""
    made = Approval("a-2", ASK, OperatorId(changes.get("approver", "01")), changes.get("reason", "goodwill"), 1.0)
    with pytest.raises(Problem) as refused:
        refuse_approval(made, Role.MANAGER)
    assert refused.value.code is Code.APPROVAL_INVALID
