"""Handing an order over to somebody entitled: checked here, decided by the authority, undone within a window."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.carrying import carried_by_other
from app.domain.commands import HandOverOrder, ReverseHandover
from app.domain.errors import Code, Problem
from app.domain.guards import guard_rules
from app.domain.handover import HandoverAsk, HandoverRules, refuse_not_collectable
from app.domain.orders import Order
from app.domain.transfers import fetched_at
from app.domain.values import OrderId
from app.usecases.acting import HAND_OVER, REVERSE, Acting, is_given_up
from app.usecases.orders import body_of, project
from app.usecases.ports import OutboxEntry, OutboxState, StoreDoor, TerminalTx
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

    async def rules(self) -> HandoverRules:
        """What this shop wants checked before goods leave. Problem(WAITING_FOR_CENTRAL) before the first pull."""
        return await self.door.read(lambda tx: guard_rules(load_config(tx, self.station.store)))

    async def names(self) -> Mapping[str, str]:
        """Colleagues' names by id, those who left too: who was there when an order went."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return {staff.id: staff.name for staff in config.staff}

    async def check(self, order: Order, generation: int = 0) -> None:
        """Problem with the most telling reason when this order cannot be collected here now.

        `generation` of the code it was opened by: PROOF_REVOKED when that was issued anew or taken back since.

        The last word is the authority's; this spares the way to it. Problem(TAKING_BACK) while a hand-over of this
        terminal is on its way back: nothing left by it.
        """
        await self._before(order)
        pickup = order.pickup
        if generation and (pickup.is_revoked or generation != pickup.generation):
            raise Problem(Code.PROOF_REVOKED, order=order.number)

    async def _before(self, order: Order) -> OutboxEntry | None:
        """As `check`; this terminal's own hand-over of the order that was given up and has no answer yet."""
        store = fetched_at(order)
        if store != self.station.store:
            config = await self.door.read(lambda tx: load_config(tx, self.station.store))
            name = config.stores.get(store, store)
            raise Problem(Code.ORDER_OTHER_STORE, order=order.number, store=name)
        before = await self.door.read(lambda tx: unanswered(tx, order))
        if before is not None and before.command.kind != HAND_OVER:
            raise Problem(Code.TAKING_BACK, order=order.number)
        carry = order.carried
        if carry is not None and carry.device != self.station.device:
            raise carried_by_other(order, carry)
        refuse_not_collectable(order, self.acting.clock.now_at(), HandoverRules())
        return before

    async def hand_over(self, order: Order, ask: HandoverAsk, operator: Operator) -> HandedOver:
        """Ask for the yes and, with it, have receipt and audit written. Only then do goods leave.

        Problem: the authority's reason, or NO_ANSWER, and then nobody acts. The same asked again by the same
        person waits for the same command; anybody else until it is taken back, Problem(TAKING_BACK).
        """
        operator.need("order.hand_over")
        before = await self._before(order)
        if before is not None:
            return await self._again(order, before, ask, operator)
        at = self.acting.clock.now_at()

        def make(tx: TerminalTx) -> HandOverOrder:
            return HandOverOrder(order.id, ask, document_number(tx, self.station), at)

        return await self._handed_over(await self.acting.ask(make, operator.id))

    async def _again(self, order: Order, before: OutboxEntry, ask: HandoverAsk, operator: Operator) -> HandedOver:
        body = body_of(before)
        if not isinstance(body, HandOverOrder) or body.ask != ask or before.command.actor != operator.id:
            raise Problem(Code.TAKING_BACK, order=order.number)
        return await self._handed_over(await self.acting.ask_again(before))

    async def _handed_over(self, entry: OutboxEntry) -> HandedOver:
        body = body_of(entry)
        assert isinstance(body, HandOverOrder)
        return HandedOver(await self._shown(body.order), entry, body.document_no)

    async def receipt_of(self, order: Order) -> str:
        """The number of the receipt of its last hand-over that stands, empty when it was not made here."""
        if not order.live_handovers:
            return ""
        command = order.live_handovers[-1].act.id
        entry = await self.door.read(lambda tx: tx.outbox_get(command))
        body = None if entry is None else body_of(entry)
        return body.document_no if isinstance(body, HandOverOrder) else ""

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


def unanswered(tx: TerminalTx, order: Order) -> OutboxEntry | None:
    """This terminal's own act that stands between the order and the next one: a hand-over that was given up, or a
    reversal, the last one without an answer. One that somebody may still act on does not."""
    found = [entry for entry in tx.outbox_of(f"order:{order.id}") if _is_in_the_way(tx, entry)]
    return found[-1] if found else None


def _is_in_the_way(tx: TerminalTx, entry: OutboxEntry) -> bool:
    if entry.command.kind == HAND_OVER:
        return is_given_up(tx, entry)
    return entry.command.kind == REVERSE and entry.state is OutboxState.INTENT
