"""The page of a car's customer as a symbol to photograph: the counter's own, for whom no message reached."""

from functools import partial
from typing import TYPE_CHECKING

from app.domain.errors import Problem
from app.domain.orders import Order
from app.domain.page_links import refuse_page
from app.domain.values import StoreId
from app.presentation.curb.states import Note, Page, Press
from app.presentation.facing import Symbol
from app.presentation.marks import Glyph, Tone
from app.presentation.routes import CustomerPageRoute
from app.presentation.viewmodels.customer_page import BACK, CustomerPageModel
from app.presentation.viewmodels.customer_page import SHOW as ASK

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel
    from app.presentation.curb.pages import PageView

SHOW, OTHER = "show:", "other"
_OPENING = "show"
_FLIGHTS = (_OPENING, f"{SHOW}{ASK}")


class Showing:
    """The page that is shown at the car in hand; lives on the loop.

    `page` is the counter's model: what it asks, refuses and hides is the same at both places. It is there as long
    as the tablet's page is.
    """

    def __init__(self, model: "CurbModel") -> None:
        self._model = model
        self.page: CustomerPageModel | None = None
        self.order: Order | None = None

    @property
    def orders(self) -> tuple[Order, ...]:
        """Of that car, those whose customer has a page."""
        car, store = self._model.arrival, self._model.desk.station.store
        return () if car is None else tuple(order for order in car.orders if _has_page(order, store))

    def begin(self) -> None:
        """The page of the car's first order."""
        if orders := self.orders:
            self._open(orders[0])

    def press(self, button: str) -> None:
        """What its dock offers: away, once more, or the page of the next order."""
        name, page = button.removeprefix(SHOW), self.page
        if page is None:
            return
        if name == OTHER:
            self._open_next()
        elif name == page.foot.primary.id and page.foot.primary.is_enabled:
            self._model.desk.flights.once(f"{SHOW}{name}", partial(page.press, name))

    def _open_next(self) -> None:
        """The one behind it; none, when the last of them has just left."""
        orders = self.orders
        ids = [order.id for order in orders]
        at = ids.index(self.order.id) if self.order is not None and self.order.id in ids else -1
        if orders:
            self._open(orders[(at + 1) % len(orders)])

    def _open(self, order: Order) -> None:
        self.end()
        page = CustomerPageModel(self._model.desk.counter, CustomerPageRoute(order.id))
        self.page, self.order = page, order
        page.subscribe(lambda state: self._model.refresh())
        self._model.go(Page.SHOW)
        self._model.desk.flights.latest(_OPENING, page.open)

    def end(self) -> None:
        """Another page is in front, or nobody is signed in: nothing stays, nothing is asked any more, and a late
        answer is not shown."""
        self._model.desk.flights.drop(*_FLIGHTS)
        if self.page is not None:
            page, self.page, self.order = self.page, None, None
            page.cover()

    def tick(self) -> None:
        """A second less."""
        if self.page is not None:
            self.page.tick()

    async def reload(self) -> None:
        """The store changed: perhaps the goods have left."""
        if self.page is not None:
            await self.page.reload()


def _has_page(order: Order, store: StoreId) -> bool:
    try:
        refuse_page(order, store)
    except Problem:
        return False
    return True


def show_page(view: "PageView") -> tuple[str, Press, tuple[Press, ...]]:
    """The counter's button, and the way back."""
    showing, back = view.model.showing, view.press("back", Glyph.ARROW_LEFT)
    if showing.page is None or (primary := showing.page.foot.primary).id == BACK:
        return view.text("show"), back, ()
    why = "" if primary.is_enabled else view.text("show.asking")
    press = Press(f"{SHOW}{primary.id}", primary.words, primary.glyph or Glyph.QR_CODE, why)
    other = view.press(f"{SHOW}{OTHER}", Glyph.ARROW_RIGHT)
    return view.text("show"), press, (back, other) if len(showing.orders) > 1 else (back,)


def show_notes(view: "PageView") -> list[Note]:
    """Whom to ask for, what happens and for how long; or why there is nothing to be seen."""
    page, order = view.model.showing.page, view.model.showing.order
    if page is None or order is None:
        return []
    state = page.state
    who = view.text("show.who", name=order.customer_name, number=order.number)
    # Nobody is to be asked for whose page there is no more.
    found = [Note(view.text("show.line"), Glyph.USER, who) if state.steps else Note(who, Glyph.USER)]
    if state.left:
        found.append(Note(state.left, Glyph.CLOCK))
    elif state.empty[0]:
        looks = (Glyph.CIRCLE_ALERT, Tone.WARNING) if page.is_refused else (Glyph.EYE_OFF, Tone.INFO)
        found.append(Note(state.empty[1], looks[0], state.empty[0], looks[1]))
    return found


def symbol_of(view: "PageView") -> tuple[Symbol, str]:
    """What is photographed, and what readers are told it is."""
    page = view.model.showing.page
    return ((), "") if page is None else (page.state.symbol, page.state.symbol_name)
