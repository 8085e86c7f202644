"""Orders a tablet takes along out of reach: asked for, handed over with nobody asked, given back, taken back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.domain.carrying import may_hand_over, refuse_without_bags
from app.domain.commands import CarryOrder, GiveBackOrder, HandOverOrder, TakeBackOrder
from app.domain.errors import Code, Problem
from app.domain.guards import guard_rules
from app.domain.handover import HandoverAsk, hand_over
from app.domain.in_hand import Carry
from app.domain.orders import Order
from app.domain.values import Act, OperatorId, StationId
from app.usecases.acting import HAND_OVER, Acting, has_left
from app.usecases.hand_over import HandedOver
from app.usecases.orders import body_of, project, projected
from app.usecases.ports import EPOCH, SUSPENDED, AuditEntry, OutboxEntry, OutboxState, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, document_number, load_config

MAX_ORDERS = 500
CARRIED_OUT = "handed_over_out_of_reach"


@dataclass(frozen=True, slots=True)
class Carrying:
    """The grants of one terminal; lives on the loop. `is_up`: whether the shop's authority answers."""

    door: StoreDoor
    acting: Acting
    station: Station
    is_up: Callable[[], bool]

    def grant_of(self, order: Order, operator: Operator) -> Carry | None:
        """The grant under which that operator is out with the order at this device, None for none."""
        carry = order.carried
        is_ours = carry is not None and carry.device == self.station.device and carry.operator == operator.id
        return carry if is_ours else None

    async def carried(self) -> tuple[Order, ...]:
        """What this device is out with, who is expected back first at the front."""

        def look(tx: TerminalTx) -> list[Order]:
            rows = tx.base_find("order", f"carried:{self.station.device}", MAX_ORDERS)
            return [projected(tx, row, self.station.store) for row in rows]

        found = await self.door.read(look)
        mine = [(order.carried, order) for order in found if order.carried is not None]
        mine = [(carry, order) for carry, order in mine if carry.device == self.station.device]
        return tuple(order for carry, order in sorted(mine, key=lambda pair: (pair[0].until_at, pair[1].number)))

    async def take_along(self, order: Order, operator: Operator) -> None:
        """Have it entrusted to this device, or for longer. Problem: the shop's reason, or NO_ANSWER.

        A yes that comes when nobody waits for it any more is given back.
        """
        operator.need("order.carry")
        self._refuse_silence()
        body = CarryOrder(order.id, order.custody.epoch, self.acting.clock.now_at())
        await self.acting.ask(lambda tx: body, operator.id)

    async def give_back(self, order: Order, operator: Operator) -> None:
        """Its bags are in the shop again: it is nobody's from now on, told when somebody listens.

        Problem(NOT_CARRIED): this device does not have it.
        """
        operator.need("order.give_back")
        now_at = self.acting.clock.now_at()

        def make(tx: TerminalTx) -> GiveBackOrder:
            known = project(tx, order.id, self.station.store)
            carry = None if known is None else known.carried
            if carry is None or carry.device != self.station.device:
                raise Problem(Code.NOT_CARRIED, order=order.number)
            return GiveBackOrder(order.id, carry.grant, now_at)

        command = await self.acting.write(make, operator.id)
        if self.is_up():
            await self.acting.refuse(await self.acting.answer(command, is_new=True))

    async def take_back(self, order: Order, scanned: Collection[str], operator: Operator) -> None:
        """End the grant of a device that does not come back, its bags being here.

        Problem(NOT_CARRIED | CONTAINER_MISSING | PERMISSION_DENIED | NO_ANSWER).
        """
        operator.need("order.take_back")
        self._refuse_silence()
        carry = order.carried
        if carry is None:
            raise Problem(Code.NOT_CARRIED, order=order.number)
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        is_revoked = any(device.id == carry.device and device.is_revoked for device in config.devices)
        refuse_without_bags(order, scanned, is_revoked=is_revoked)
        bags = tuple(bag.id for bag in order.containers if bag.id in scanned or bag.code in scanned)
        body = TakeBackOrder(order.id, carry.grant, bags, self.acting.clock.now_at())
        await self.acting.ask(lambda tx: body, operator.id)

    async def hand_over(self, order: Order, ask: HandoverAsk, operator: Operator) -> HandedOver:
        """Let the goods go with nobody asked: the grant is used in the commit that writes it, and then it is told.

        Problem(NOT_CARRIED | ORDER_CARRIED): it was not entrusted to this device and operator, or is not any more.
        As `domain.handover.hand_over` by the store's rules as they are known here.
        """
        operator.need("order.hand_over")
        at = self.acting.clock.now_at()

        def make(tx: TerminalTx) -> HandOverOrder:
            known, carry = granted(tx, order.id, self.station, operator.id)
            act = Act("", at, OperatorId(operator.id), StationId(self.station.device), self.station.store)
            refuse_here(tx, known, ask, act)
            number = document_number(tx, self.station)
            details: dict[str, str | int | bool] = {"grant": carry.grant}
            tx.audit(AuditEntry(at, CARRIED_OUT, operator.id, f"order:{order.id}", details))
            return HandOverOrder(order.id, ask, number, at, carry.grant)

        command = await self.acting.write(make, operator.id)
        return await self.door.read(lambda tx: self._shown(tx, order, command))

    def _shown(self, tx: TerminalTx, order: Order, command: str) -> HandedOver:
        entry, after = tx.outbox_get(command), project(tx, order.id, self.station.store)
        body = None if entry is None else body_of(entry)
        if entry is None or after is None or not isinstance(body, HandOverOrder):
            raise Problem(Code.INTERNAL, command=command)
        return HandedOver(after, entry, body.document_no)

    def _refuse_silence(self) -> None:
        """Nothing is asked for that needs a yes nobody can give."""
        if not self.is_up():
            raise Problem(Code.NO_ANSWER)


def granted(tx: TerminalTx, order_id: str, station: Station, operator: str) -> tuple[Order, Carry]:
    """The order as it stands here, and the grant this operator may use at this device now.

    In the transaction that uses it: what was used or given back a moment ago is not used again. Problem: as
    `may_hand_over`; NOT_CARRIED also while this terminal waits for another authority, as the grants of the one
    before have ended. TAKING_BACK: it was asked for in the plain way before, and the yes may be on its way.
    """
    order = project(tx, order_id, station.store)
    if order is None:
        raise Problem(Code.ORDER_UNKNOWN, order=order_id)
    if tx.meta(SUSPENDED) == "1":
        raise Problem(Code.NOT_CARRIED, order=order.number)
    if any(_is_asked(entry) for entry in tx.outbox_of(f"order:{order_id}")):
        raise Problem(Code.TAKING_BACK, order=order.number)
    return order, may_hand_over(order, station.device, operator, int(tx.meta(EPOCH) or 0))


def _is_asked(entry: OutboxEntry) -> bool:
    """Whether it is a hand-over that somebody may still say yes to."""
    return entry.state is OutboxState.INTENT and entry.command.kind == HAND_OVER and not has_left(entry)


def refuse_here(tx: TerminalTx, order: Order, ask: HandoverAsk, act: Act) -> None:
    """Problem when the store's own rules, as they are known here, do not let these goods go."""
    hand_over(order, ask, act, guard_rules(load_config(tx, act.store)))
