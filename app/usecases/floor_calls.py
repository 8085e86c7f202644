"""The calls of the shop's kiosks at a counter: who waits, who takes it on, what became of it."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from app.domain.commands import MoveCall
from app.domain.curbside import Waits, waits_of
from app.domain.errors import Problem
from app.domain.floor_calls import CallState, FloorCall
from app.domain.in_hand import Carry
from app.domain.orders import Order
from app.domain.queue import WAITING
from app.domain.values import VisitId
from app.domain.visits import Visit
from app.usecases.acting import Acting
from app.usecases.curbside import visits_as_known
from app.usecases.open_orders import OpenOrders
from app.usecases.orders import body_of
from app.usecases.ports import BaseRow, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config

CALL = "call"
MAX_CALLS, MAX_VISITS = 200, 500
ACTION, FREE_OTHER = "call.move", "call.free_other"
_calls = msgspec.json.Decoder(FloorCall)


@dataclass(frozen=True, slots=True)
class Callers:
    """Who waits in the shop: calls of kiosks, longest wait first, and visitors who have arrived.

    `out` are the visits whose goods another device is out with, and until when it is expected back.
    """

    calls: tuple[FloorCall, ...] = ()
    visits: tuple[Visit, ...] = ()
    waits: Waits = field(default_factory=Waits)
    names: tuple[tuple[str, str], ...] = ()
    kiosks: tuple[tuple[str, str], ...] = ()
    out: tuple[tuple[VisitId, datetime], ...] = ()

    def unserved(self, now_at: datetime) -> tuple[Visit, ...]:
        """Visits somebody here has to hear of: not those whose goods are on their way with a colleague, while that
        one is not missed."""
        served = {visit for visit, until_at in self.out if now_at < until_at}
        return tuple(visit for visit in self.visits if visit.id not in served)

    def name_of(self, operator: str) -> str:
        """A colleague's name, the number of who is not known any more."""
        return dict(self.names).get(operator, operator)

    def kiosk_of(self, call: FloorCall) -> str:
        """What the kiosk is called, its number when it has no name."""
        return dict(self.kiosks).get(call.device, "") or call.device


@dataclass(frozen=True, slots=True)
class FloorCalls:
    """Calls at one terminal; lives on the loop."""

    door: StoreDoor
    acting: Acting
    station: Station
    open_orders: OpenOrders = field(default_factory=OpenOrders)

    async def waiting(self) -> Callers:
        """As it is known here, also without a line and with nobody signed in: no customer's name is in it."""
        return await self.door.read(self._waiting)

    def _waiting(self, tx: TerminalTx) -> Callers:
        config = load_config(tx, self.station.store)
        calls = [_as_known(tx, row) for row in tx.base_find(CALL, "state:open", MAX_CALLS)]
        known = visits_as_known(tx, tx.base_find("visit", "state:open", MAX_VISITS))
        orders = self._orders(tx, [visit for visit in known if visit.state in WAITING])
        visits = [visit for visit in known if visit.id in orders and not is_given(orders[visit.id])]
        return Callers(
            tuple(sorted((call for call in calls if call.is_live), key=lambda call: (call.called_at, call.id))),
            tuple(visits),
            waits_of(config),
            tuple((staff.id, staff.name) for staff in config.staff),
            tuple((device.id, device.name) for device in config.devices),
            tuple((visit.id, carry.until_at) for visit in visits for carry in self._out_with(orders[visit.id])),
        )

    def _orders(self, tx: TerminalTx, visits: list[Visit]) -> dict[VisitId, tuple[Order, ...]]:
        """What each is about, as far as it is known here."""
        wanted = {order for visit in visits for order in visit.orders}
        found = self.open_orders.of(tx, wanted, self.station.store)
        return {visit.id: tuple(found[key] for key in visit.orders if key in found) for visit in visits}

    def _out_with(self, orders: tuple[Order, ...]) -> tuple[Carry, ...]:
        """The grants of other devices."""
        carried = (order.carried for order in orders)
        return tuple(carry for carry in carried if carry is not None and carry.device != self.station.device)

    async def call(self, call_id: str) -> FloorCall | None:
        """One call as it is known here."""
        row = await self.door.read(lambda tx: tx.base_get(CALL, call_id))
        return None if row is None else _calls.decode(row.body)

    async def claim(self, call: FloorCall, operator: Operator) -> None:
        """Take it on alone. Problem(CLAIMED_BY_OTHER | STEP_NOT_ALLOWED | NO_ANSWER): it needs the shop's yes."""
        await self._move(call, CallState.CLAIMED, operator)

    async def put_back(self, call: FloorCall, operator: Operator) -> None:
        """Somebody else is to come. Problem as `claim`."""
        await self._move(call, CallState.OPEN, operator)

    async def free(self, call: FloorCall, operator: Operator) -> None:
        """Who took it on went home: somebody else is to come. Problem as `claim`; PERMISSION_DENIED."""
        operator.need(FREE_OTHER)
        await self._move(call, CallState.OPEN, operator)

    async def finish(self, call: FloorCall, operator: Operator) -> None:
        """The visitor has what they came for, or the kiosk works again. Problem as `claim`."""
        await self._move(call, CallState.DONE, operator)

    async def send_back(self, call: FloorCall, operator: Operator) -> None:
        """The visitor goes on at the kiosk, where they were. Problem as `claim`."""
        await self._move(call, CallState.BACK, operator)

    async def _move(self, call: FloorCall, target: CallState, operator: Operator) -> None:
        operator.need(ACTION)

        def make(tx: TerminalTx) -> MoveCall:
            return MoveCall(call.id, call.store, call.kind, target, self.acting.clock.now_at())

        await self.acting.ask(make, operator.id)


def is_given(orders: tuple[Order, ...]) -> bool:
    """Whether all of it has gone: out of reach a tablet knows it before anybody can be told."""
    return bool(orders) and all(order.is_collected for order in orders)


def _as_known(tx: TerminalTx, row: BaseRow) -> FloorCall:
    """The call of that row after what this terminal did since: a yes comes before the row it made."""
    call = _calls.decode(row.body)
    for entry in tx.outbox_of(f"call:{row.key}"):
        body = body_of(entry)
        if isinstance(body, MoveCall) and entry.result is not None and entry.result.feed_rev > row.rev:
            with suppress(Problem):
                call = call.moved(body.target, body.at, by=entry.command.actor, may_free=True)
    return call
