"""An online cart while it is on screen: read by the clock, written press by press, reserved by one command."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.cart_terms import Terms
from app.domain.carts import LineComparison
from app.domain.errors import Code, Problem
from app.presentation.desk import Desk
from app.usecases.ports import OutboxEntry, OutboxState
from app.usecases.serve_cart import ServedCart

LIVE_S = 0.9
CHANGED_S = 10.0
MAX_PIECES = 99
Details = Mapping[str, str | int | bool]


@dataclass(slots=True)
class LiveCart:
    """What is known of a customer's cart, as read and as asked of it since; lives on the loop.

    `drawn` is called when it is to be shown anew; `refused` gets what has nothing to do with the cart itself.
    """

    desk: Desk
    customer: str
    drawn: Callable[[], None]
    refused: Callable[[Problem], None]
    served: ServedCart | None = None
    problem: Problem | None = None
    is_read: bool = False
    read_at: datetime | None = None
    added: set[str] = field(default_factory=set)
    wanted: dict[str, int] = field(default_factory=dict)
    _read_s: float = 0.0
    _changed_s: float | None = None

    @property
    def lines(self) -> tuple[LineComparison, ...]:
        """Its lines beside the shop's offers."""
        return () if self.served is None else self.served.comparison.lines

    @property
    def is_open(self) -> bool:
        """Whether it can be changed here."""
        return self.served is not None and self.problem is None

    @property
    def age_s(self) -> float:
        """Seconds since it was read."""
        return self.desk.jobs.clock.monotonic_s() - self._read_s

    @property
    def was_changed(self) -> bool:
        """Whether somebody else changed it a moment ago."""
        return self._changed_s is not None and self.desk.jobs.clock.monotonic_s() - self._changed_s < CHANGED_S

    def quantity(self, sku: str) -> int:
        """Pieces of an article in it, 0 when there are none."""
        return next((item.line.quantity for item in self.lines if item.line.sku == sku), 0)

    async def read(self) -> None:
        """Read it from its authority; what was read before stays when nobody answers, to look at only.

        Its age counts from the question: a platform that takes its time must not make it be asked half as often.
        """
        asked_s = self.desk.jobs.clock.monotonic_s()
        try:
            self._take(await self.desk.jobs.cart.open(self.customer, self.desk.session.who))
            self._read_s = asked_s
            self.problem = None
        except Problem as problem:
            self.problem = problem
            if problem.code is Code.CART_UNKNOWN:
                self.served = None
        self.is_read = True
        self.drawn()

    def read_if_old(self) -> None:
        """The customer may change it on the phone, and stands here: what is seen must be what is there."""
        if self.served is not None and self.age_s > LIVE_S and self.desk.jobs.link().is_linked:
            self.desk.flights.once(f"cart:{self.customer}", self._read_again)

    async def _read_again(self) -> None:
        before = self.lines
        await self.read()
        if [item.line for item in self.lines] != [item.line for item in before] and not self.wanted:
            self._changed_s = self.desk.jobs.clock.monotonic_s()
            self.drawn()

    def want(self, sku: str, quantity: int) -> None:
        """Ask for a quantity, 0 to take the line out; a press while another is written is not lost."""
        if not self.is_open or not 0 <= quantity <= MAX_PIECES:
            return
        self.wanted[sku] = quantity
        self.drawn()
        self.desk.flights.once(f"write:{self.customer}", self._write_wanted)

    async def _write_wanted(self) -> None:
        while self.wanted and self.served is not None:
            sku, quantity = next(iter(self.wanted.items()))
            try:
                self._take(
                    await self.desk.jobs.cart.change(self.served.cart, sku, quantity, self.desk.session.who)
                )
            except Problem as problem:
                self.wanted.clear()
                await self._failed(problem)
            else:
                if self.wanted[sku] == quantity:
                    del self.wanted[sku]
        self.drawn()

    async def add_scanned(self, gtin: str) -> None:
        """One piece more of a scanned article."""
        if self.served is None:
            return
        before = {item.line.sku: item.line.quantity for item in self.lines}
        try:
            self._take(await self.desk.jobs.cart.add_scanned(self.served.cart, gtin, self.desk.session.who))
        except Problem as problem:
            await self._failed(problem)
        else:
            more = (item.line for item in self.lines)
            self.added |= {line.sku for line in more if line.quantity > before.get(line.sku, 0)}
        self.drawn()

    async def reserve(self, terms: Terms) -> Details | None:
        """Make the pickup order: its id and number, empty while nobody answered yet, None when it was refused."""
        jobs, who = self.desk.jobs, self.desk.session.who
        return await self._accepted(lambda served: jobs.cart.reserve(served, who, terms))

    async def sell(self, terms: Terms, points: int) -> Details | None:
        """Hand it to the till: what is to be paid, empty while nobody answered yet, None when it was refused."""
        jobs, who = self.desk.jobs, self.desk.session.who
        return await self._accepted(lambda served: jobs.cart.sell(served, who, terms, points))

    async def hold(self, terms: Terms, until_at: datetime) -> Details | None:
        """Put it aside here: empty details also while nobody answered yet, None when it was refused."""
        jobs, who = self.desk.jobs, self.desk.session.who
        return await self._accepted(lambda served: jobs.cart.hold(served, who, terms, until_at))

    async def release(self) -> Details | None:
        """Put back what stood aside."""
        jobs, who = self.desk.jobs, self.desk.session.who
        return await self._accepted(lambda served: jobs.cart.release(served.cart.id, who))

    async def look_again(self) -> None:
        """The shop's side of it may have changed: prices, pieces, what stands aside."""
        if self.served is not None:
            self.served = await self.desk.jobs.cart.compared(self.served.cart)
            self.drawn()

    async def _accepted(self, ask: Callable[[ServedCart], Awaitable[OutboxEntry]]) -> Details | None:
        if self.served is None:
            return None
        try:
            entry = await ask(self.served)
            await self.desk.jobs.acting.refuse(entry)
        except Problem as problem:
            await self._failed(problem)
            return None
        await self.read()
        is_final = entry.state is OutboxState.FINAL and entry.result is not None
        return entry.result.details if is_final and entry.result is not None else {}

    def _take(self, served: ServedCart) -> None:
        """What is older than what is here was asked for before, and answered later."""
        if self.served is None or served.cart.id != self.served.cart.id or served.cart.rev >= self.served.cart.rev:
            self.served = served
        self._read_s, self.read_at = self.desk.jobs.clock.monotonic_s(), self.desk.now_at

    async def _failed(self, problem: Problem) -> None:
        """A cart that somebody else changed is opened anew and says so; without a line it is only to be read."""
        if problem.code is Code.CART_CHANGED:
            await self.read()
            self._changed_s = self.desk.jobs.clock.monotonic_s()
        elif problem.code is Code.CART_OFFLINE:
            self.problem = problem
        else:
            if problem.code is Code.PRICE_CHANGED:
                await self.read()
            self.refused(problem)
