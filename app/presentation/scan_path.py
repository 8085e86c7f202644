"""What a scan leads to: the screen in front takes it, or routing says where to go, or a panel asks."""

import asyncio
import weakref
from typing import Any, Protocol

from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.presentation.beeps import Beep
from app.presentation.desk import Desk
from app.presentation.error_kinds import KIND_OF, Kind
from app.presentation.routes import ArticleRoute, CustomerRoute, OrderRoute, ReturnRoute, Route
from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.presentation.viewmodels.unread import UnreadModel
from app.usecases.route_scan import Route as Found
from app.usecases.route_scan import ToArticle, ToCart, ToCustomer, ToOrder, ToReturn, ToSlip, ToStaff
from app.usecases.scanned_goods import refuse_damaged
from app.usecases.station import Operator
from hardware.api import Pack, Pairing, Rate, ScanRate, ScanRead


class Places(Protocol):
    """The frame, as far as a scan goes."""

    @property
    def model(self) -> ViewModel[Any]:
        """Of where we are."""

    def lock(self) -> None:
        """Leave the terminal."""

    async def go_opened(self, route: Route) -> None:
        """To a place, read before it is shown."""


class ScanPath:
    """Owns the order of scans; lives on the loop."""

    def __init__(self, desk: Desk, places: Places, unread: UnreadModel) -> None:
        self._desk, self._places, self._unread = desk, places, unread
        self._turn = asyncio.Lock()
        self._pairing, self._rate = Pairing(), ScanRate()
        self._is_raving_told = True
        # Weak: a place that was left is not kept for the sake of a scan that was made there.
        self._answered: weakref.ref[ViewModel[Any]] | None = None

    def lets_in(self, read: ScanRead, who: Operator | None) -> bool:
        """Whether it is to be dealt with. What comes of a scanner that does not stop is left out, and that is told
        once."""
        rate = self._rate.take(read)
        if rate is Rate.FINE:
            return True
        if rate is Rate.BEGAN:
            self._is_raving_told = False
            self._desk.beep(Beep.REFUSED, read.device)
        if who is not None and not self._is_raving_told:
            self._is_raving_told = True
            self._desk.not_done(who, Problem(Code.SCANNER_RAVING))
        return False

    async def take(self, read: ScanRead, who: Operator | None) -> None:
        """One after the other, in the order they were read; nothing for whoever came in between.

        The other code of a pack that was just read is no second piece, as long as nobody has gone elsewhere; it
        is heard when it says more.
        """
        async with self._turn:
            if self._answered is None or self._places.model is not self._answered():
                self._pairing.forget()
            paired = self._pairing.take(read)
            if self._desk.session.operator == who and paired is not None:
                await self._heard(paired, who)
            self._answered = weakref.ref(self._places.model)

    async def _heard(self, read: ScanRead, who: Operator | None) -> None:
        try:
            refuse_damaged(read)
            is_taken = await self._places.model.take_scan(read)
            found = None if is_taken or who is None else await self._desk.jobs.scans.route(read, who)
        except Problem as problem:
            self._ask(read, problem, who)
            return
        if found is not None and self._desk.session.operator == who:
            await self._follow(found, read.device)
        else:
            beep = await self._beep_of_piece(read.pack) if is_taken else Beep.REFUSED
            self._desk.beep(beep, read.device)

    def _ask(self, read: ScanRead, problem: Problem, who: Operator | None) -> None:
        """What is wrong with the code is asked on its panel; what is wrong with the line is said in passing."""
        if who is None or self._desk.session.operator != who:
            self._desk.beep(Beep.REFUSED, read.device)
        elif KIND_OF[problem.code] is Kind.REFUSED:
            self._desk.beep(Beep.QUESTION, read.device)
            self._unread.show(read, problem)
        else:
            self._desk.beep(Beep.REFUSED, read.device)
            self._desk.not_done(who, problem)

    async def _follow(self, found: Found, scanner: str) -> None:
        go, beep = self._desk.navigator.go, Beep.GOOD
        match found:
            case ToOrder(order, generation):
                await self._places.go_opened(OrderRoute(order.id, generation))
                beep = await self._beep_of(found)
            case ToCustomer(customer):
                go(CustomerRoute(customer, Purpose.ASSISTANCE))
            case ToCart(customer):
                await self._go_to_cart(customer)
            case ToArticle(hit, pack):
                await self._places.go_opened(ArticleRoute(hit.article.sku, pack))
                beep = await self._beep_of_piece(pack)
            case ToReturn():
                go(ReturnRoute())
            case ToSlip(slip, order):
                go(ReturnRoute(order=order, slip=slip))
            case ToStaff(number):
                self._hand_over_to(number)
        self._desk.beep(beep, scanner)

    async def _go_to_cart(self, customer: str) -> None:
        """To the cart that was just handed over: in front, whatever for, when its customer is there already."""
        at, who = self._desk.navigator.at, self._desk.session.who
        if isinstance(at, CustomerRoute) and at.customer == customer:
            await self._places.model.open()
        else:
            self._desk.navigator.go(CustomerRoute(customer, Purpose.ASSISTANCE))
        self._desk.done(who, self._desk.words.text("scan.cart_taken"))

    def _hand_over_to(self, number: str) -> None:
        """A colleague's badge: who was here keeps what is open, the PIN is asked for. One's own is heard only."""
        if number == self._desk.session.who.number:
            return
        self._places.lock()
        if isinstance(self._places.model, SignInModel):
            self._places.model.choose(number)

    async def _beep_of_piece(self, pack: Pack) -> Beep:
        """A piece that must not be sold is told by ear too."""
        troubles = await self._desk.jobs.scans.goods.troubles(pack) if pack.gtin else ()
        return Beep.REFUSED if troubles else Beep.GOOD

    async def _beep_of(self, found: ToOrder) -> Beep:
        """An order that may not leave is told by ear before anybody reads why."""
        try:
            await self._desk.jobs.hand_over.check(found.order, found.generation)
        except Problem:
            return Beep.REFUSED
        return Beep.GOOD
