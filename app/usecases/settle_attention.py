"""What was refused, parked or in conflict reaches a person: the list, and how each is settled."""

from dataclasses import dataclass, replace

import msgspec

from app.contract.ids import parse_command_id
from app.domain.attention import COMMAND, PARKED, Dismissal, Remedy
from app.domain.commands import HandOverOrder, ReverseHandover, SettleItem
from app.domain.errors import Code, Problem
from app.domain.staff import Approval, Ask
from app.domain.values import OperatorId
from app.usecases.acting import ABANDONED, Acting
from app.usecases.approve import Approve
from app.usecases.intents import Author, write_intent
from app.usecases.orders import body_of
from app.usecases.ports import AttentionItem, AuditEntry, Clock, OutboxEntry, OutboxState, StoreDoor, TerminalTx
from app.usecases.station import Operator

MAX_SHOWN = 200
_items = msgspec.json.Decoder(AttentionItem)


@dataclass(frozen=True, slots=True)
class SettleAttention:
    """The attention desk of one terminal; lives on the loop.

    What waits at the shop's authority is settled by a command to it, so that two terminals cannot decide
    differently; what waits here, here.
    """

    door: StoreDoor
    clock: Clock
    acting: Acting
    approve: Approve

    async def open_items(self, operator: Operator) -> list[AttentionItem]:
        """What nobody has settled, of this terminal and of the shop's authority, oldest first."""
        operator.need("attention.list")
        return await self.door.read(open_items)

    async def dismiss(
        self, item_id: str, reason: Dismissal, operator: Operator, approval: Approval | None = None
    ) -> None:
        """Nothing more is tried, for a reason that is recorded with who says so; twice is once.

        Problem(PERMISSION_DENIED | APPROVAL_REQUIRED | APPROVAL_INVALID | NOT_FOUND), or what the shop's authority
        has against it: STEP_NOT_ALLOWED, NO_ANSWER.
        """
        approver = self.approve.allow(settle_ask(item_id, operator), operator, approval)
        if await self.door.read(lambda tx: tx.attention_get(item_id)) is not None:
            details = {"item": item_id, "reason": reason.value, **_approved(approver)}
            await self.door.write(lambda tx: self._settle(tx, item_id, operator.id, details))
            return
        item = await self._of_shop(item_id)
        if item.settled_at is None:
            await self._ask(SettleItem(item_id, Remedy.DISMISS, self.clock.now_at(), reason, approver), operator)

    async def try_again(self, item_id: str, operator: Operator, approval: Approval | None = None) -> None:
        """Have what an item (or a command, by its id) is about tried once more; recorded.

        A parked command is sent again. One whose number was another's goes under a new number, unless it is a
        hand-over or its reversal: nobody stands there any more, so these are done anew at the counter.
        Problem(NOT_FOUND) when there is nothing of the kind; else as `dismiss`.
        """
        approver = self.approve.allow(settle_ask(item_id, operator), operator, approval)
        command_id = item_id.removeprefix(PARKED).removeprefix(COMMAND)
        if await self.door.write(lambda tx: self._again_here(tx, command_id, operator.id, approver)):
            self.acting.wake()
            return
        item = await self._of_shop(f"{PARKED}{command_id}", command=command_id)
        if item.settled_at is not None:
            raise Problem(Code.NOT_FOUND, command=command_id)
        await self._ask(SettleItem(item.id, Remedy.AGAIN, self.clock.now_at(), approved_by=approver), operator)

    async def _ask(self, body: SettleItem, operator: Operator) -> None:
        await self.acting.ask(lambda tx: body, operator.id)

    async def _of_shop(self, item_id: str, **named: str) -> AttentionItem:
        row = await self.door.read(lambda tx: tx.base_get("attention", item_id))
        if row is None:
            raise Problem(Code.NOT_FOUND, **(named or {"item": item_id}))
        return _items.decode(row.body)

    def _settle(self, tx: TerminalTx, item_id: str, who: str, details: dict[str, str | int | bool]) -> None:
        item = tx.attention_get(item_id)
        if item is None or item.settled_at is not None:
            return
        now_at = self.clock.now_at()
        tx.attention_put(replace(item, settled_at=now_at, settled_by=who))
        tx.audit(AuditEntry(now_at, "attention_settled", who, item.subject, details))

    def _again_here(self, tx: TerminalTx, command_id: str, who: str, approver: str) -> bool:
        """Whether it was this terminal's to try again."""
        entry = tx.outbox_get(command_id)
        if entry is None:
            return False
        details: dict[str, str | int | bool] = {"how": Remedy.AGAIN.value, **_approved(approver)}
        if _is_open(tx, f"{PARKED}{command_id}") and entry.state is OutboxState.PARKED:
            tx.outbox_set(command_id, OutboxState.INTENT, None, tries=0)
            item_id = f"{PARKED}{command_id}"
        elif _is_open(tx, f"{COMMAND}{command_id}") and _is_forked(entry):
            item_id = f"{COMMAND}{command_id}"
            author = Author(parse_command_id(command_id).device, entry.command.actor)
            details["command"] = write_intent(tx, body_of(entry), author, self.clock.now_at()).id
        else:
            return False
        self._settle(tx, item_id, who, {"item": item_id, **details})
        return True


def settle_ask(item_id: str, operator: Operator) -> Ask:
    """What is asked for when somebody settles an item."""
    return Ask("attention.settle", item_id, OperatorId(operator.id))


def _approved(approver: str) -> dict[str, str | int | bool]:
    return {"approved_by": approver} if approver else {}


def can_try_again(tx: TerminalTx, item: AttentionItem) -> bool:
    """Whether trying again is a way out of this item, here or at the shop's authority."""
    entry = tx.outbox_get(item.id.removeprefix(PARKED).removeprefix(COMMAND))
    if item.id.startswith(PARKED):
        return entry is None or entry.state is OutboxState.PARKED
    return entry is not None and _is_forked(entry)


def is_harmless(tx: TerminalTx, item: AttentionItem) -> bool:
    """Whether a refusal came after the counter had given up: nobody acted, so nothing is to be put right."""
    entry = tx.outbox_get(item.id.removeprefix(COMMAND)) if item.id.startswith(COMMAND) else None
    is_refused = entry is not None and entry.state is OutboxState.REJECTED
    return is_refused and bool(tx.meta(f"{ABANDONED}{item.id.removeprefix(COMMAND)}"))


def _is_open(tx: TerminalTx, item_id: str) -> bool:
    item = tx.attention_get(item_id)
    return item is not None and item.settled_at is None


def _is_forked(entry: OutboxEntry) -> bool:
    """Whether nobody decided the command because its number was taken, and it is a fact that is still true."""
    result = entry.result
    is_forked = entry.state is OutboxState.REJECTED and result is not None and result.code == Code.SEQ_FORK
    return is_forked and not isinstance(body_of(entry), HandOverOrder | ReverseHandover)


def open_items(tx: TerminalTx) -> list[AttentionItem]:
    """What nobody has settled, of this terminal and of the shop's authority, oldest first."""
    shop = [_items.decode(row.body) for row in tx.base_find("attention", "open:", MAX_SHOWN)]
    return sorted([*tx.attention_open(MAX_SHOWN), *shop], key=lambda item: item.at)
