"""Whether who a command names may do it, by the store's roster: a terminal asks first, and it can be wrong.

Security requirements of the chain: operators come from the roster, roles from one table, and nobody approves
their own act.
"""

from app.contract.commands import Command
from app.contract.rows import RosterStaff, StoreConfig
from app.contract.scopes import KIOSK_KINDS
from app.domain.commands import Body, MoveCall, MoveVisit, ReceiveReturn, SettleItem
from app.domain.errors import Code, Problem
from app.domain.floor_calls import OF_KIOSK
from app.domain.order_commands import DeclineOrder
from app.domain.returns import Rule
from app.domain.staff import Permission, action_of, permission, refuse_not_permitted, role_of
from app.domain.visits import VisitState

EXCEPTION = "return.exception"
KIOSK = "kiosk"


def refuse_command(config: StoreConfig, device: str, command: Command, body: Body) -> None:
    """Problem(OPERATOR_UNKNOWN | PERMISSION_DENIED | APPROVAL_REQUIRED | APPROVAL_INVALID) unless it may be done.

    At a kiosk customers act themselves: it acts in nobody's name, and may do little.
    """
    approver = body.approved_by if isinstance(body, ReceiveReturn | SettleItem | DeclineOrder) else ""
    is_kiosk = any(known.id == device and known.mode == KIOSK for known in config.devices)
    if is_kiosk:
        if command.actor or approver or not _is_for_customers(body):
            raise Problem(Code.PERMISSION_DENIED, action=action_of(body))
        return
    if approver:
        approved = EXCEPTION if isinstance(body, ReceiveReturn) else action_of(body)
        refuse_approver(config, command.actor, approver, approved)
    refuse_operator(config, command.actor, action_of(body), is_approved=bool(approver))


def _is_for_customers(body: Body) -> bool:
    """Of a visit a customer says nothing but that they are here; nobody at a kiosk takes a call on."""
    if isinstance(body, MoveVisit):
        return body.target is VisitState.ARRIVED
    if isinstance(body, MoveCall):
        return body.target in OF_KIOSK
    return action_of(body) in KIOSK_KINDS


def refuse_operator(config: StoreConfig, actor: str, action: str, *, is_approved: bool = False) -> None:
    """Problem(OPERATOR_UNKNOWN) unless active on the roster; PERMISSION_DENIED | APPROVAL_REQUIRED by the role."""
    staff = _active(config, actor)
    if staff is None:
        raise Problem(Code.OPERATOR_UNKNOWN, operator=actor)
    refuse_not_permitted(role_of(staff.role), action, is_approved=is_approved)


def refuse_approver(config: StoreConfig, actor: str, approver: str, action: str) -> None:
    """Problem(APPROVAL_INVALID) unless another person, active on the roster, may do the action alone."""
    staff = _active(config, approver)
    if approver == actor:
        raise Problem(Code.APPROVAL_INVALID, action=action, why="self")
    if staff is None:
        raise Problem(Code.APPROVAL_INVALID, action=action, why="unknown")
    if permission(role_of(staff.role), action) is not Permission.ALLOWED:
        raise Problem(Code.APPROVAL_INVALID, action=action, why="not_permitted")


def is_exception_allowed(config: StoreConfig, actor: str, body: ReceiveReturn) -> bool:
    """Whether somebody who may wants these goods back although no rule gives a right to it: the approver, or the
    operator alone. Looked at where the money is decided, by the roster of then."""
    try:
        if body.approved_by:
            refuse_approver(config, actor, body.approved_by, EXCEPTION)
        elif body.rule is Rule.EXCEPTION:
            refuse_operator(config, actor, EXCEPTION)
        else:
            return False
    except Problem:
        return False
    return True


def _active(config: StoreConfig, operator: str) -> RosterStaff | None:
    return next((staff for staff in config.staff if staff.id == operator and staff.is_active), None)
