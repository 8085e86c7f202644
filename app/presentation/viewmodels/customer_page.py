"""The page of an order's customer as a symbol to photograph, for a minute, for whom no message reached."""

from dataclasses import dataclass, field
from math import ceil

from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.page_links import refuse_page
from app.presentation.desk import Desk
from app.presentation.error_kinds import KIND_OF, Kind
from app.presentation.facing import NOTHING, Lines, Symbol
from app.presentation.marks import Glyph
from app.presentation.queue_words import number_parts
from app.presentation.routes import CustomerPageRoute
from app.presentation.view_model import Button, Foot, ViewModel

SHOWN_S = 60.0
"""How long the symbol stands there: time to take a telephone out, and too short to be left behind."""
SHOW, HIDE, BACK = "show", "hide", "back"
STEPS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class CustomerPageState:
    """The whole screen; `symbol` is there while the page is shown, `empty` says why it is not and what to do.

    `facts`: whom to look for before it is shown to anybody. `steps` are there while it may be
    shown. `left`: how long it stays.
    """

    back: str
    prefix: str
    tail: str
    symbol: Symbol = field(repr=False)
    symbol_name: str
    is_loading: bool
    empty: tuple[str, str]
    panel_title: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    left: str
    foot: Foot


class CustomerPageModel(ViewModel[CustomerPageState]):
    """One order's page; lives on the loop. Its link is asked for when somebody comes here or presses for it, and
    is gone after `SHOWN_S`, when another place is opened, and when the terminal is locked."""

    def __init__(self, desk: Desk, route: CustomerPageRoute) -> None:
        super().__init__()
        self._desk, self._route = desk, route
        self._order: Order | None = None
        self._symbol: Symbol = ()
        self._until_s = 0.0
        self._asked = 0
        self._is_asking = False
        self._gone: Problem | None = None
        self._refused: Problem | None = None

    async def open(self) -> None:
        """Ask for the link the first time; who comes back presses for it."""
        await self._read()
        if not self._asked and self._problem is None:
            self._ask_soon()
        self.refresh()

    async def reload(self) -> None:
        """The store changed: perhaps the goods have left."""
        await self._read()
        self.refresh()

    async def _read(self) -> None:
        """What is here of the order, and whether its page may be shown: what forbade it may have been undone."""
        item = await self._desk.jobs.queues.order(self._route.order)
        order = None if item is None else item.order
        if order != self._order:
            # Head office refused the order as it was.
            self._refused = None
        self._order, self._gone = order, None
        try:
            if order is None:
                raise Problem(Code.ORDER_UNKNOWN, order=self._route.order)
            refuse_page(order, self._desk.jobs.station.store)
        except Problem as problem:
            self._hide()
            self._gone = problem

    @property
    def _problem(self) -> Problem | None:
        """Why there is no page: what is known here, else what was answered."""
        return self._gone or self._refused

    @property
    def is_refused(self) -> bool:
        """Whether there is a reason why there is none, and nobody simply put it away."""
        return self._problem is not None

    def _ask_soon(self) -> None:
        """Ask, under a name of this model's own: another one of the same order may be asking too."""
        self._asked += 1
        asked, self._refused = self._asked, None
        self._is_asking = self._desk.flights.once(f"page:{id(self)}:{asked}", lambda: self._ask(asked))

    async def _ask(self, asked: int) -> None:
        """For who has gone on to something else nothing is asked, and what is answered then is not shown."""
        if not self._is_awaited(asked):
            return
        symbol: Symbol = ()
        refused: Problem | None = None
        try:
            assert self._order is not None
            symbol = self._desk.jobs.qr(await self._desk.jobs.pages.link(self._order, self._desk.session.who))
        except Problem as problem:
            refused = problem
        finally:
            if self._is_awaited(asked):
                self._is_asking, self._refused, self._symbol = False, refused, symbol
                self._until_s = self._desk.jobs.clock.monotonic_s() + SHOWN_S
                self.refresh()

    def _is_awaited(self, asked: int) -> bool:
        return asked == self._asked and self._is_asking

    def _hide(self) -> None:
        self._symbol, self._is_asking = (), False

    def cover(self) -> None:
        """Nothing stays for who looks next."""
        self._hide()
        self.refresh()

    def tick(self) -> None:
        """A second less."""
        if self._symbol and not self._left_s:
            self._hide()
        self.refresh()

    @property
    def _left_s(self) -> int:
        return max(0, ceil(self._until_s - self._desk.jobs.clock.monotonic_s()))

    async def press(self, button: str) -> None:
        """Away with it, once more, or back to the order."""
        if button == HIDE:
            self._hide()
        elif button == SHOW and not self._symbol and not self._is_asking and self._can_ask:
            self._ask_soon()
        elif button == BACK:
            self._desk.navigator.back()
        self.refresh()

    @property
    def facing(self) -> Lines:
        """What to do with the symbol; whose it is need not be said."""
        return (self._desk.store_words.text("facing.page"), "") if self._symbol else NOTHING

    @property
    def facing_symbol(self) -> Symbol:
        """The same symbol, where the customer has a screen of their own."""
        return self._symbol

    @property
    def _can_ask(self) -> bool:
        """Whether another answer may come: what was refused for a reason stays refused."""
        return self._problem is None or KIND_OF[self._problem.code] is Kind.UNAVAILABLE

    @property
    def foot(self) -> Foot:
        """Away with it while it is there, else once more; back where asking again changes nothing."""
        words = self._desk.words
        if self._symbol:
            return Foot(Button(HIDE, words.text("page_shown.hide"), Glyph.EYE_OFF))
        if not self._can_ask:
            return Foot(Button(BACK, words.text("page_shown.back")))
        return Foot(Button(SHOW, words.text("page_shown.show"), Glyph.QR_CODE, is_enabled=not self._is_asking))

    def render(self) -> CustomerPageState:
        """The facts in words."""
        words, order = self._desk.words, self._order
        title = words.text("page_shown.title")
        prefix, tail = ("", title) if order is None else number_parts(order.number)
        return CustomerPageState(
            back=words.text("back"),
            prefix=prefix,
            tail=tail,
            symbol=self._symbol,
            symbol_name=words.text("page_shown.symbol"),
            is_loading=self._is_asking,
            empty=self._empty(),
            panel_title=title,
            facts=() if order is None else self._facts(order),
            steps=self._steps() if self._can_ask else (),
            left=words.plural("page_shown.left", self._left_s) if self._symbol else "",
            foot=self.foot,
        )

    @property
    def _is_preparing(self) -> bool:
        """Whether the goods cannot be handed over yet: the page says so, and takes word of when they come."""
        return self._order is not None and self._order.ready_at is None

    def _steps(self) -> tuple[str, ...]:
        names = [f"page_shown.step.{n}" for n in STEPS]
        if self._is_preparing:
            names[-1] = "page_shown.step.3.preparing"
        return tuple(map(self._desk.words.text, names))

    def _facts(self, order: Order) -> tuple[tuple[str, str], ...]:
        words, tail = self._desk.words, order.phone_tail[-4:]
        phone = (words.text("page_shown.phone"), f"••• ••• {tail}")
        return ((words.text("page_shown.customer"), order.customer_name), *((phone,) if tail else ()))

    def _empty(self) -> tuple[str, str]:
        """Why there is no symbol; without a line, how the goods go to who comes all the same."""
        words, problem = self._desk.words, self._problem
        if self._symbol or self._is_asking or not (self._order or problem):
            return "", ""
        if problem is None:
            return words.text("page_shown.hidden"), words.text("page_shown.hidden.line")
        if KIND_OF[problem.code] is Kind.UNAVAILABLE:
            instead = "page_shown.instead.preparing" if self._is_preparing else "page_shown.instead"
            return words.text("page_shown.no_line"), words.text(instead)
        explained = self._desk.explain(problem)
        return explained.what, explained.next
