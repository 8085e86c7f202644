"""Who may do what: roles and permissions as data, and the approval of one act by somebody who may."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from app.domain.commands import KIND_OF, Body, ReceiveReturn
from app.domain.errors import Code, Problem
from app.domain.returns import Rule
from app.domain.values import OperatorId


class Role(StrEnum):
    """What an operator is in the shop: addetto, capo turno, responsabile, servizio chiosco, tecnico."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    KIOSK_SERVICE = "kiosk_service"
    TECHNICIAN = "it"


class Permission(StrEnum):
    """The answer of the table."""

    ALLOWED = "allowed"
    DENIED = "denied"
    APPROVAL = "approval"


ROLES = (Role.CLERK, Role.SUPERVISOR, Role.MANAGER, Role.KIOSK_SERVICE, Role.TECHNICIAN)
_ANSWERS = {"+": Permission.ALLOWED, "-": Permission.DENIED, "?": Permission.APPROVAL}

# One sign per role in the order of ROLES. What a machine writes by itself (close, answer to a recall) is nobody's,
# nor is what only a visitor at a kiosk begins.
_TABLE: dict[str, str] = {
    "order.hand_over": "+++--",
    "order.reverse_handover": "+++--",
    "order.close": "-----",
    "order.move_lines": "+++--",
    "order.move_container": "+++--",
    "order.mark_ready": "+++--",
    "order.carry": "+++--",
    "order.give_back": "+++--",
    "order.take_back": "-++--",
    "order.answer_recall": "-----",
    "order.shorten": "-----",
    "order.accept": "+++--",
    "order.decline": "?++--",
    "order.transfer": "?++--",
    "order.substitute": "+++--",
    "order.give_up": "+++--",
    "order.refuse_goods": "+++--",
    "order.extend_hold": "+++--",
    "order.end_hold": "+++--",
    "order.put_away": "+++--",
    "order.judge_hold": "-----",
    "return.receive": "+++--",
    "return.exception": "?++--",
    "return.start": "-----",
    "call.move": "+++++",
    "call.free_other": "-++--",
    "visit.move": "+++--",
    "customer.note": "+++--",
    "customer.unnote": "+++--",
    "customer.unnote_other": "-++--",
    "customer.consent": "+++--",
    "cart.reserve": "+++--",
    "cart.sell": "+++--",
    "cart.hold": "+++--",
    "cart.release": "+++--",
    "cart.change": "+++--",
    "cart.open": "+++--",
    "customer.search": "+++--",
    "customer.open": "+++--",
    "customer.full_phone": "?++--",
    "customer.notes": "+++--",
    "order.search": "+++--",
    "order.open": "+++--",
    "order.page": "+++--",
    "product.search": "+++++",
    "product.margin": "--+--",
    "loyalty.redeem": "+++--",
    "attention.list": "+++-+",
    "attention.settle": "?++--",
    "print.reprint": "+++--",
    "drawer.open": "-++-+",
    "day.summary": "+++--",
    "day.close": "?++--",
    "day.close_unsent": "?++--",
    "audit.read": "--+-+",
    "device.test": "+++++",
    "device.enrol": "--+-+",
    "settings.change": "--+-+",
    "settings.read": "-++-+",
    "staff.unlock": "-++--",
    "kiosk.leave": "-++++",
}

PERMISSIONS: dict[str, dict[Role, Permission]] = {
    action: dict(zip(ROLES, (_ANSWERS[sign] for sign in signs), strict=True)) for action, signs in _TABLE.items()
}

APPROVAL_S = 60.0


class ApprovalReason(StrEnum):
    """Why somebody says yes; a closed list, because free text ends in records that must name nobody."""

    CHECKED = "checked"
    CUSTOMER_CARE = "customer_care"
    OUR_MISTAKE = "our_mistake"


def role_of(text: str) -> Role | None:
    """The role a roster names, or None when this release does not know it: who has no role may do nothing."""
    try:
        return Role(text)
    except ValueError:
        return None


def permission(role: Role | None, action: str) -> Permission:
    """What the table says; an unknown role or action is denied."""
    if role is None:
        return Permission.DENIED
    return PERMISSIONS.get(action, {}).get(role, Permission.DENIED)


def action_of(body: Body) -> str:
    """The action a command needs permission for: its kind, unless what it asks weighs more."""
    if isinstance(body, ReceiveReturn) and body.rule is Rule.EXCEPTION:
        return "return.exception"
    return KIND_OF[type(body)]


@dataclass(frozen=True, slots=True)
class Ask:
    """One act somebody wants to do: the action, the object's id and the amount in minor units it is about."""

    action: str
    subject: str
    requester: OperatorId
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Approval:
    """One act of one operator, approved by another; `at_s` is the monotonic clock, `reason` a code.

    Made only after badge and PIN of the approver were checked; both are named in the audit.
    """

    id: str
    ask: Ask
    approver: OperatorId
    reason: str
    at_s: float


def refuse_approval(approval: Approval, role: Role | None) -> None:
    """Problem(APPROVAL_INVALID) by oneself or without a reason, PERMISSION_DENIED when the approver's own `role`
    may not do what they approve."""
    action = approval.ask.action
    if approval.approver == approval.ask.requester:
        raise Problem(Code.APPROVAL_INVALID, action=action, why="self")
    if not approval.reason:
        raise Problem(Code.APPROVAL_INVALID, action=action, why="reason")
    if permission(role, action) is not Permission.ALLOWED:
        raise Problem(Code.PERMISSION_DENIED, action=action)


def spend(approval: Approval, ask: Ask, now_s: float, spent: Set[str]) -> frozenset[str]:
    """The ids of used approvals with this one; Problem(APPROVAL_INVALID) unless it is for exactly this ask, not
    used yet and at most 60 s old."""
    why = ""
    if approval.id in spent:
        why = "used"
    elif approval.ask != ask:
        why = "other"
    elif not 0 <= now_s - approval.at_s <= APPROVAL_S:
        why = "old"
    if why:
        raise Problem(Code.APPROVAL_INVALID, action=ask.action, why=why)
    return frozenset({*spent, approval.id})


def refuse_not_permitted(role: Role | None, action: str, *, is_approved: bool = False) -> None:
    """Problem(PERMISSION_DENIED | APPROVAL_REQUIRED) unless the role may; an approval never lifts a denial."""
    answer = permission(role, action)
    if answer is Permission.DENIED:
        raise Problem(Code.PERMISSION_DENIED, action=action)
    if answer is Permission.APPROVAL and not is_approved:
        raise Problem(Code.APPROVAL_REQUIRED, action=action)
