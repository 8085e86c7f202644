"""The sheet that is signed before goods leave, where a shop asks for a signature at the counter."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import Code, Problem
from app.usecases.orders import project
from app.usecases.ports import AuditEntry, Clock, Receipts, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, document_number, load_config


@dataclass(frozen=True, slots=True)
class SignSheets:
    """Sheets of one station; lives on the loop. `wake` tells the spool that something waits."""

    door: StoreDoor
    receipts: Receipts
    clock: Clock
    station: Station
    wake: Callable[[], None]

    async def print(self, order_id: str, operator: Operator) -> str:
        """Queue the sheet of all that is packed; its number.

        Problem(ORDER_UNKNOWN | NOTHING_TO_HAND_OVER | PERMISSION_DENIED): there is nothing to sign for.
        """
        operator.need("order.hand_over")
        number = await self.door.write(lambda tx: self._queue(tx, order_id, operator))
        self.wake()
        return number

    def _queue(self, tx: TerminalTx, order_id: str, operator: Operator) -> str:
        order = project(tx, order_id, self.station.store)
        if order is None:
            raise Problem(Code.ORDER_UNKNOWN, order=order_id)
        if not any(line.progress.packed for line in order.lines):
            raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
        number, config = document_number(tx, self.station), load_config(tx, self.station.store)
        at = self.clock.now_at()
        document = self.receipts.sign(order, number, at, config)
        tx.print_add(self.station.printer, number, 0, document, has_value=False)
        tx.audit(AuditEntry(at, "sign_sheet", operator.id, order.id, {"document": number}))
        return number
