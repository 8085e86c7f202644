"""The receipt that goes into a present: of what was handed over, without prices and without a name."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import Code, Problem
from app.usecases.orders import project
from app.usecases.ports import AuditEntry, Clock, Receipts, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, document_number, load_config


@dataclass(frozen=True, slots=True)
class GiftReceipts:
    """Gift receipts of one station; lives on the loop. `wake` tells the spool that something waits."""

    door: StoreDoor
    receipts: Receipts
    clock: Clock
    station: Station
    wake: Callable[[], None]

    async def print(self, order_id: str, operator: Operator) -> str:
        """Queue the gift receipt of the last hand-over that stands; its number. The order's number finds it again.

        Problem(ORDER_UNKNOWN | NOTHING_HANDED_OVER | PERMISSION_DENIED): nothing of it was handed over.
        """
        operator.need("order.hand_over")
        number = await self.door.write(lambda tx: self._queue(tx, order_id, operator))
        self.wake()
        return number

    def _queue(self, tx: TerminalTx, order_id: str, operator: Operator) -> str:
        order = project(tx, order_id, self.station.store)
        if order is None:
            raise Problem(Code.ORDER_UNKNOWN, order=order_id)
        if not order.live_handovers:
            raise Problem(Code.NOTHING_HANDED_OVER, order=order.number)
        number, config = document_number(tx, self.station), load_config(tx, self.station.store)
        document = self.receipts.gift(order, order.live_handovers[-1], order.number, config)
        tx.print_add(self.station.printer, number, 0, document, has_value=False)
        tx.audit(AuditEntry(self.clock.now_at(), "gift_receipt", operator.id, order.id, {"document": number}))
        return number
