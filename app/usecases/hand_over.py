"""Handing an order over to somebody entitled: checked here, decided by the authority, undone within a window."""

from dataclasses import dataclass

from app.domain.commands import HandOverOrder, ReverseHandover
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk, HandoverRules, refuse_not_collectable
from app.domain.orders import Order
from app.domain.values import OrderId
from app.usecases.acting import Acting
from app.usecases.orders import body_of, project
from app.usecases.ports import OutboxEntry, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, document_number, load_config


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What the screen may call done: the order as it stands, and the command that made it so."""

    order: Order
    entry: OutboxEntry
    document_no: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand-overs at one station; lives on the loop."""

    door: StoreDoor
    acting: Acting
    station: Station

    async def check(self, order: Order) -> None:
        """Problem with the most telling reason when this order cannot be collected here now.

        The last word is the authority's; this spares the way to it.
        """
        if order.store != self.station.store:
            config = await self.door.read(lambda tx: load_config(tx, self.station.store))
            name = config.stores.get(order.store, order.store)
            raise Problem(Code.ORDER_OTHER_STORE, order=order.number, store=name)
        refuse_not_collectable(order, self.acting.clock.now_at(), HandoverRules())

    async def hand_over(self, order: Order, ask: HandoverAsk, operator: Operator) -> HandedOver:
        """Ask for the yes and, with it, have receipt and audit written. Only then do goods leave.

        Problem: the authority's reason, or NO_ANSWER, and then nobody acts.
        """
        operator.need("order.hand_over")
        await self.check(order)
        at = self.acting.clock.now_at()

        def make(tx: TerminalTx) -> HandOverOrder:
            return HandOverOrder(order.id, ask, document_number(tx, self.station), at)

        entry = await self.acting.ask(make, operator.id)
        body = body_of(entry)
        assert isinstance(body, HandOverOrder)
        return HandedOver(await self._shown(order.id), entry, body.document_no)

    async def undo(self, order_id: OrderId, handover: str, operator: Operator) -> Order:
        """Take a hand-over back. Problem(UNDO_WINDOW_OVER | NOT_REVERSIBLE | NO_ANSWER)."""
        operator.need("order.reverse_handover")
        body = ReverseHandover(order_id, handover, self.acting.clock.now_at())
        await self.acting.ask(lambda tx: body, operator.id)
        return await self._shown(order_id)

    async def _shown(self, order_id: str) -> Order:
        order = await self.door.read(lambda tx: project(tx, order_id, self.station.store))
        if order is None:
            raise Problem(Code.ORDER_UNKNOWN, order=order_id)
        return order
