"""Another person's yes to one act: their PIN, what they may, and that it counts once and soon."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.contract.rows import RosterStaff
from app.domain.staff import (
    Approval,
    ApprovalReason,
    Ask,
    Permission,
    permission,
    refuse_approval,
    role_of,
    spend,
)
from app.domain.values import OperatorId
from app.usecases.ports import AuditEntry, Clock, StoreDoor
from app.usecases.sign_in import SignIn
from app.usecases.station import Operator


@dataclass(slots=True)
class Approve:
    """Gives approvals at one station and takes them for acts; lives on the loop.

    What was used is kept in memory: an approval does not outlive the program, nor the clock it was timed by.
    """

    door: StoreDoor
    clock: Clock
    sign_in: SignIn
    new_id: Callable[[], str]
    _spent: frozenset[str] = frozenset()

    async def approvers(self, ask: Ask) -> list[RosterStaff]:
        """Who may say yes to it, by name. Problem(WAITING_FOR_CENTRAL) before the first pull."""
        return [
            staff
            for staff in await self.sign_in.operators()
            if staff.id != ask.requester and permission(role_of(staff.role), ask.action) is Permission.ALLOWED
        ]

    async def grant(self, ask: Ask, number: str, pin: str, reason: ApprovalReason) -> Approval:
        """The yes of the operator with that staff number; recorded with both names.

        A wrong PIN counts as at sign-in.
        Problem(OPERATOR_UNKNOWN | APPROVAL_INVALID | PERMISSION_DENIED | PIN_LOCKED | PIN_WRONG).
        """
        staff = await self.sign_in.staff(number)
        made = Approval(self.new_id(), ask, OperatorId(staff.id), reason, self.clock.monotonic_s())
        refuse_approval(made, role_of(staff.role))
        await self.sign_in.prove(number, pin, "approver_proven")
        details: dict[str, str | int | bool] = {
            "approval": made.id,
            "action": ask.action,
            "requester": ask.requester,
            "reason": reason.value,
            "amount": ask.amount,
        }
        entry = AuditEntry(self.clock.now_at(), "approved", staff.id, ask.subject, details)
        await self.door.write(lambda tx: tx.audit(entry))
        return replace(made, at_s=self.clock.monotonic_s())

    def allow(self, ask: Ask, operator: Operator, approval: Approval | None) -> str:
        """Who approved, empty when the operator may alone; the approval is used up by this.

        Problem(PERMISSION_DENIED | APPROVAL_REQUIRED | APPROVAL_INVALID).
        """
        if approval is None:
            operator.need(ask.action)
            return ""
        operator.need(ask.action, is_approved=True)
        self._spent = spend(approval, ask, self.clock.monotonic_s(), self._spent)
        return approval.approver
