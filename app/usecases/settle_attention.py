"""What was refused, parked or in conflict reaches a person: the list, and how each is settled."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from app.domain.errors import Code, Problem
from app.usecases.ports import AttentionItem, AuditEntry, Clock, OutboxState, StoreDoor, TerminalTx
from app.usecases.station import Operator

MAX_SHOWN = 200
_items = msgspec.json.Decoder(AttentionItem)


@dataclass(frozen=True, slots=True)
class SettleAttention:
    """The attention desk of one terminal; lives on the loop."""

    door: StoreDoor
    clock: Clock
    wake: Callable[[], None] = lambda: None

    async def open_items(self, operator: Operator) -> list[AttentionItem]:
        """What nobody has settled, of this terminal and of the shop's authority, oldest first."""
        operator.need("attention.list")
        return await self.door.read(_open_items)

    async def settle(self, item_id: str, operator: Operator) -> None:
        """Mark an item as settled by this operator; recorded. Problem(NOT_FOUND)."""
        operator.need("attention.settle")
        await self.door.write(lambda tx: self._settle(tx, item_id, operator.id))

    async def seen(self, command_id: str, operator: Operator) -> None:
        """The operator stood before the screen that said no: nobody else needs to be told."""
        await self.door.write(lambda tx: self._settle_if_there(tx, f"command:{command_id}", operator.id))

    async def try_again(self, command_id: str, operator: Operator) -> None:
        """Send a parked command again. Problem(NOT_FOUND) when it is not parked."""
        operator.need("attention.settle")
        await self.door.write(lambda tx: self._unpark(tx, command_id, operator.id))
        self.wake()

    def _settle(self, tx: TerminalTx, item_id: str, who: str) -> None:
        item = tx.attention_get(item_id)
        if item is None:
            raise Problem(Code.NOT_FOUND, item=item_id)
        now_at = self.clock.now_at()
        tx.attention_put(replace(item, settled_at=now_at, settled_by=who))
        tx.audit(AuditEntry(now_at, "attention_settled", who, item.subject, {"item": item.id}))

    def _settle_if_there(self, tx: TerminalTx, item_id: str, who: str) -> None:
        if tx.attention_get(item_id) is not None:
            self._settle(tx, item_id, who)

    def _unpark(self, tx: TerminalTx, command_id: str, who: str) -> None:
        entry = tx.outbox_get(command_id)
        if entry is None or entry.state is not OutboxState.PARKED:
            raise Problem(Code.NOT_FOUND, command=command_id)
        tx.outbox_set(command_id, OutboxState.INTENT, None, tries=0)
        self._settle_if_there(tx, f"parked:{command_id}", who)


def _open_items(tx: TerminalTx) -> list[AttentionItem]:
    shop = [_items.decode(row.body) for row in tx.base_find("attention", "open:", MAX_SHOWN)]
    return sorted([*tx.attention_open(MAX_SHOWN), *shop], key=lambda item: item.at)
