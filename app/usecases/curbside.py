"""Serving cars: the queue, the exclusive claim, what was found at the car, and the hand-over there."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import msgspec

from app.contract.rows import Place
from app.domain.announcing import Vehicle
from app.domain.commands import MoveVisit
from app.domain.curbside import Arrival, Waits, arrivals, is_by_car, waits_of
from app.domain.errors import Code, Problem
from app.domain.guards import age_asked, guard_rules
from app.domain.handover import BY_NUMBER, HandoverAsk, HandoverRules, is_signature_asked
from app.domain.orders import STANDING, Container, Order, Proof
from app.domain.queue import WAITING
from app.domain.values import CustomerId, OrderId, SignedOn, VisitId
from app.domain.visits import LIVE_VISITS, Trouble, Visit, VisitState
from app.usecases.acting import Acting
from app.usecases.carry import Carrying
from app.usecases.hand_over import HandedOver, HandOver
from app.usecases.kept_vehicles import vehicle_for
from app.usecases.open_orders import OpenOrders
from app.usecases.orders import body_of, visit_of
from app.usecases.ports import AuditEntry, BaseRow, OutboxState, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config

BAY = "bay"
MAX_VISITS = 500
_visits = msgspec.json.Decoder(Visit)


@dataclass(frozen=True, slots=True)
class CarQueue:
    """Who comes by car, first to be served first, what they said of the car, and what the shop says of bays,
    waits, colleagues and guards; `carried` is what this tablet is out with."""

    arrivals: tuple[Arrival, ...] = ()
    waits: Waits = field(default_factory=Waits)
    bays: tuple[Place, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    devices: tuple[tuple[str, str], ...] = ()
    carried: tuple[Order, ...] = ()
    rules: HandoverRules = field(default_factory=HandoverRules)

    def age_of(self, arrival: Arrival) -> int:
        """How old who takes it must be, where this shop looks at a document; else 0."""
        return max((age_asked(order, self.rules) for order in arrival.orders), default=0)

    def name_of(self, operator: str) -> str:
        """A colleague's name, the number of who is not known any more."""
        return dict(self.names).get(operator, operator)

    def vehicle_of(self, arrival: Arrival) -> Vehicle | None:
        """The car somebody waits in, as they said."""
        orders = set(arrival.visit.orders)
        return next((car for car in self.vehicles if car.order in orders), None)

    def device_of(self, device: str) -> str:
        """What another tablet is called."""
        return dict(self.devices).get(device, device)


def bags_of(arrival: Arrival) -> tuple[Container, ...]:
    """What has to be brought to the car, in the order one walks."""
    ready = [order for order in arrival.orders if order.ready_at is not None]
    bags = [bag for order in ready for bag in order.containers if bag.state in STANDING]
    return tuple(sorted(bags, key=lambda bag: (bag.place, bag.code)))


@dataclass(frozen=True, slots=True)
class Curbside:
    """The acts of one tablet; lives on the loop. `is_up`: whether the shop's authority answers."""

    door: StoreDoor
    acting: Acting
    station: Station
    giving: HandOver
    is_up: Callable[[], bool]
    open_orders: OpenOrders = field(default_factory=OpenOrders)

    @property
    def carrying(self) -> Carrying:
        """What is done about orders this tablet takes along."""
        return Carrying(self.door, self.acting, self.station, self.is_up)

    def is_with(self, arrival: Arrival, operator: Operator) -> bool:
        """Whether that operator is out with goods of the car: nobody else serves it."""
        return any(self.carrying.grant_of(order, operator) for order in arrival.orders)

    def at_hand(self, arrival: Arrival, operator: Operator) -> Arrival:
        """The car with what can be handed over there: out of reach only what came along."""
        if self.is_up() or not self.is_with(arrival, operator):
            return arrival
        mine = tuple(order for order in arrival.orders if self.carrying.grant_of(order, operator))
        return replace(arrival, orders=mine)

    async def queue(self, operator: Operator) -> CarQueue:
        """As it is known here, also without a line. Problem(PERMISSION_DENIED)."""
        operator.need("visit.move")
        found = await self.door.read(self._queue)
        return replace(found, carried=await self.carrying.carried())

    def _queue(self, tx: TerminalTx) -> CarQueue:
        config, now_at = load_config(tx, self.station.store), self.acting.clock.now_at()
        rows = tx.base_find("visit", "state:open", MAX_VISITS)
        visits = [visit for visit in _with_unsent(tx, visits_as_known(tx, rows)) if is_by_car(visit)]
        wanted = {order for visit in visits for order in visit.orders}
        found = self.open_orders.of(tx, wanted, self.station.store)
        return CarQueue(
            arrivals(visits, found),
            waits_of(config),
            tuple(place for place in config.places if place.kind == BAY),
            tuple((staff.id, staff.name) for staff in config.staff),
            tuple(car for key in sorted(wanted) if (car := vehicle_for(tx, key, now_at)) is not None),
            tuple((device.id, device.name) for device in config.devices if device.name),
            rules=guard_rules(config),
        )

    async def claim(self, arrival: Arrival, operator: Operator) -> None:
        """Serve it alone. Problem(CLAIMED_BY_OTHER | STEP_NOT_ALLOWED | NO_ANSWER): it needs the shop's yes."""
        await self._move(arrival.visit, VisitState.CLAIMED, operator)

    async def release(self, arrival: Arrival, operator: Operator, trouble: Trouble = Trouble.NONE) -> None:
        """Let others serve it, and say what was found there. Problem as `claim`."""
        await self._move(arrival.visit, VisitState.ARRIVED, operator, trouble)

    async def leave(self, arrival: Arrival, operator: Operator) -> None:
        """The car has gone without its goods: they stay ready. Problem as `claim`."""
        await self._move(arrival.visit, VisitState.LEFT, operator)

    async def arrive(self, order: Order, bay: str, operator: Operator) -> None:
        """A car is there, seen by a colleague; without a line the word waits, with the time it has now.

        Problem(CLAIMED_BY_OTHER): somebody serves it already. As `HandOver.check` for what cannot be collected.
        """
        operator.need("visit.move")
        if order.ready_at is not None:
            try:
                await self.giving.check(order)
            except Problem as problem:
                # Whoever is out with it is told all the same that its car is there.
                if problem.code is not Code.ORDER_CARRIED:
                    raise
        known = await self.door.read(lambda tx: visit_of(tx, order.id))
        if known is not None and known.claimed_by and known.state in LIVE_VISITS:
            raise Problem(Code.CLAIMED_BY_OTHER, by=known.claimed_by)
        now_at = self.acting.clock.now_at()

        def make(tx: TerminalTx) -> MoveVisit:
            zone = ZoneInfo(load_config(tx, self.station.store).timezone)
            is_on = known is not None and known.state in LIVE_VISITS
            visit = known.id if is_on and known else VisitId(f"c-{order.id}-{now_at.astimezone(zone):%Y%m%d%H%M}")
            orders = known.orders if is_on and known else (order.id,)
            return MoveVisit(visit, self.station.store, orders, VisitState.ARRIVED, now_at, bay)

        command = await self.acting.write(make, operator.id)
        if self.is_up():
            await self.acting.refuse(await self.acting.answer(command, is_new=True))

    async def note_typed(self, bag: Container, operator: Operator) -> None:
        """Put on record that a label was typed, not read."""
        entry = AuditEntry(self.acting.clock.now_at(), "bag_typed", operator.id, bag.id, {})
        await self.door.write(lambda tx: tx.audit(entry))

    async def hand_over(
        self,
        arrival: Arrival,
        scanned: Collection[str],
        proofs: Collection[tuple[OrderId, Proof]],
        operator: Operator,
        *,
        is_age_checked: bool,
        signed: SignedOn | None = None,
    ) -> tuple[HandedOver, ...]:
        """All that is ready; the visit ends with its last order.

        What this operator is out with goes under its grant, with or without a line. Problem(CONTAINER_MISSING): a
        bag was not scanned. ORDER_NOT_READY: nothing is. NO_ANSWER without a line; as `HandOver.hand_over`.
        """
        if missing := [bag for bag in bags_of(arrival) if bag.id not in scanned]:
            raise Problem(Code.CONTAINER_MISSING, container=missing[0].code)
        ready = [order for order in arrival.orders if order.ready_at is not None] or list(arrival.orders)
        if not all(self.carrying.grant_of(order, operator) for order in ready):
            self._refuse_silence()
        done, shown, rules = [], dict(proofs), await self.giving.rules()
        for order in ready:
            bags = tuple(bag.id for bag in order.containers if bag.id in scanned)
            proof = shown.get(order.id, BY_NUMBER)
            # Of who signed only what was asked for is kept: not for the car's other orders.
            sign = signed if is_signature_asked(order, proof.kind, rules) else None
            ask = HandoverAsk(containers=bags, proof=proof, is_age_checked=is_age_checked, signed=sign)
            way = self.carrying if self.carrying.grant_of(order, operator) else self.giving
            done.append(await way.hand_over(order, ask, operator))
        return tuple(done)

    async def take_back(self, done: Collection[HandedOver], operator: Operator) -> None:
        """What was just handed over is in the shop again. Problem as `HandOver.undo`."""
        for each in done:
            await self.giving.undo(each.order.id, each.entry.command.id, operator)

    def _refuse_silence(self) -> None:
        """Nothing is asked for that needs a yes nobody can give: it would be given when nobody waits for it."""
        if not self.is_up():
            raise Problem(Code.NO_ANSWER)

    async def _move(
        self, visit: Visit, target: VisitState, operator: Operator, trouble: Trouble = Trouble.NONE
    ) -> None:
        operator.need("visit.move")
        self._refuse_silence()
        now_at = self.acting.clock.now_at()
        body = MoveVisit(visit.id, visit.store, visit.orders, target, now_at, trouble=trouble)
        await self.acting.ask(lambda tx: body, operator.id)


def visits_as_known(tx: TerminalTx, rows: Iterable[BaseRow]) -> list[Visit]:
    """The visits of those rows after what this terminal did since: a yes comes before the row it made."""
    begun = tx.outbox_keys("visit:")
    return [_as_known(tx, row) if f"visit:{row.key}" in begun else _visits.decode(row.body) for row in rows]


def _as_known(tx: TerminalTx, row: BaseRow) -> Visit:
    visit = _visits.decode(row.body)
    for entry in tx.outbox_of(f"visit:{row.key}"):
        body = body_of(entry)
        is_newer = entry.result is not None and entry.result.feed_rev > row.rev
        is_word = entry.state is OutboxState.INTENT
        if isinstance(body, MoveVisit) and (is_newer or (is_word and body.place)):
            if body.target is VisitState.ARRIVED and body.place and visit.state in WAITING:
                # Another bay takes it out of nobody's hands.
                visit = replace(visit, place=body.place)
                continue
            by, at = entry.command.actor, body.at
            with suppress(Problem):
                visit = visit.moved(body.target, at, by=by, place=body.place, trouble=body.trouble)
    return visit


def _with_unsent(tx: TerminalTx, known: Collection[Visit]) -> list[Visit]:
    """With arrivals this tablet has told nobody of yet. Who came for an order already comes once, whatever
    the word that waits here calls it: the shop goes on with the visit it knows."""
    found = {visit.id: visit for visit in known}
    for entry in tx.outbox_list((OutboxState.INTENT,), MAX_VISITS):
        body = body_of(entry)
        if not isinstance(body, MoveVisit) or body.target is not VisitState.ARRIVED or body.visit in found:
            continue
        same = next((visit for visit in found.values() if _is_joined(visit, body)), None)
        if same is None:
            found[body.visit] = _arrived(body)
            continue
        visit = replace(same, place=body.place or same.place)
        found[same.id] = visit if same.state in WAITING else visit.moved(VisitState.ARRIVED, body.at)
    return list(found.values())


def _is_joined(visit: Visit, body: MoveVisit) -> bool:
    return visit.state in LIVE_VISITS and len(body.orders) == 1 and body.orders[0] in visit.orders


def _arrived(body: MoveVisit) -> Visit:
    return Visit(
        body.visit,
        body.store,
        body.orders,
        CustomerId(""),
        VisitState.ARRIVED,
        body.at,
        place=body.place,
        arrived_at=body.at,
    )
