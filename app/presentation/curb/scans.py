"""What is held to the tablet's reader: badges, labels of bags, codes of orders; and labels that are typed."""

import asyncio
from itertools import count
from typing import TYPE_CHECKING

from app.domain.curbside import Arrival
from app.domain.errors import Code, Problem
from app.domain.folding import digits
from app.domain.orders import Container, Order, Proof, ProofKind
from app.domain.scanning import ContainerCode, classify
from app.presentation.beeps import Beep
from app.presentation.curb.session import Said
from app.presentation.curb.states import AT_CAR, RETURNING, Page
from app.presentation.marks import Glyph, Tone
from app.presentation.routes import ReturnRoute
from app.usecases.route_scan import ToOrder, ToSlip
from app.usecases.scanned_goods import refuse_damaged
from app.usecases.station import Operator
from hardware.api import Rate, ScanRate, ScanRead

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel


class Scans:
    """Changes what the colleague has in hand; lives on the loop. `reader` read last, empty after presses."""

    def __init__(self, model: "CurbModel") -> None:
        self._model = model
        self.reader = ""
        self._rate, self._turn, self._numbers = ScanRate(), asyncio.Lock(), count(1)

    def scanned(self, read: ScanRead) -> None:
        """A label, a code or a badge was read."""
        self.reader = read.device
        if (rate := self._rate.take(read)) is not Rate.FINE:
            if rate is Rate.BEGAN:
                self._model.refuse(Problem(Code.SCANNER_RAVING))
            return
        self._model.touch()
        who = self._model.session.operator
        self._model.desk.flights.once(f"scan:{next(self._numbers)}", lambda: self._in_turn(read, who))

    async def _in_turn(self, read: ScanRead, who: Operator | None) -> None:
        """Codes may come faster than an order is looked up: none is passed over, but for whoever has left."""
        async with self._turn:
            if self._model.session.operator is who:
                await self._take(read)

    async def _take(self, read: ScanRead) -> None:
        session = self._model.session
        try:
            refuse_damaged(read)
            if session.operator is None:
                await self._take_badge(read)
            elif session.page in AT_CAR and self._take_label(read):
                pass
            elif session.page is Page.REFUSE and self._model.refusing.take(read):
                session.problem = None
            elif session.page in RETURNING:
                session.problem = None
                await self._model.returning.take(read, session.operator)
            else:
                await self._take_order(read, session.operator)
        except Problem as problem:
            self._model.refuse(problem)
        self._model.refresh()

    async def _take_badge(self, read: ScanRead) -> None:
        number = await self._model.desk.scans.staff(read)
        if number is None:
            raise Problem(Code.CODE_UNKNOWN)
        self._model.session.number, self._model.session.typed, self._model.session.problem = number, "", None

    def _take_label(self, read: ScanRead) -> bool:
        """Whether it was the label of a bag."""
        scanned = classify(read.raw, dict(read.elements))
        if not isinstance(scanned, ContainerCode):
            return False
        self._take_bag(next((bag for bag in self._model.bags() if bag.code == scanned.code), None), scanned.code)
        return True

    async def take_typed(self, typed: str, operator: Operator, arrival: Arrival | None) -> None:
        """A bag by the last digits of its label, which is on record: nobody held it to the reader."""
        fits = [bag for bag in self._model.bags() if len(typed) > 2 and digits(bag.code).endswith(typed)]
        bag = fits[0] if len(fits) == 1 else None
        if bag is not None:
            await self._model.desk.curbside.note_typed(bag, operator)
        self._model.go(Page.VISIT)
        self._take_bag(bag, typed)

    def _take_bag(self, bag: Container | None, code: str) -> None:
        """A right one is ticked; a wrong one changes nothing else."""
        if bag is None:
            self._model.hands.wrong, self._model.hands.said = code, None
            self._model.desk.beeps.sound(Beep.REFUSED, self.reader)
            return
        self._model.hands.scanned.add(bag.id)
        self._model.hands.wrong, self._model.hands.said, self._model.session.problem = "", None, None
        self._model.desk.beeps.sound(Beep.GOOD, self.reader)

    async def _take_order(self, read: ScanRead, operator: Operator) -> None:
        """A pickup code at the car is the proof; on the queue any code of an order says that its car is here, or
        that something of it comes back. A kiosk's return slip begins its return."""
        route = await self._model.desk.scans.route(read, operator)
        if not isinstance(route, ToOrder | ToSlip):
            raise Problem(Code.CODE_UNKNOWN)
        if self._model.session.operator is not operator:
            return
        self._model.desk.beeps.sound(Beep.GOOD, self.reader)
        if isinstance(route, ToSlip):
            await self._model.returning.open(ReturnRoute(order=route.order, slip=route.slip), operator)
            return
        arrival = self._model.arrival if self._model.session.page in AT_CAR else None
        if self._model.session.page in (Page.CARRIED, Page.TAKE):
            await self._model.along.take(route.order, operator)
        elif arrival is None:
            await self.came(route.order, operator)
        elif route.order.id not in arrival.visit.orders:
            name = route.order.customer_name
            self._model.hands.said = Said("other_order", "other_order.line", Glyph.CIRCLE_X, Tone.DANGER, name)
        elif route.generation:
            self._model.hands.proofs[route.order.id] = Proof(ProofKind.CODE, route.generation)
            self._model.hands.said, self._model.session.problem = None, None
            if self._model.session.page is Page.SHOW:
                # The code was on the page that was shown: it has done what it was for.
                self._model.go(Page.VISIT)

    async def came(self, order: Order, operator: Operator) -> None:
        """Somebody is here with that order: to fetch it, or, where all of it was fetched, to bring some back."""
        if order.is_collected:
            await self._model.returning.open(ReturnRoute(order=order.id), operator)
            return
        self._model.session.order = order
        self._model.go(Page.BAY)
