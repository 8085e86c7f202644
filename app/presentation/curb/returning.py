"""Goods that come back at the car: the counter's own return, asked one question a page, at the tablet."""

from functools import partial
from typing import TYPE_CHECKING

from app.domain.curbside import Arrival
from app.domain.errors import Code, Problem
from app.presentation.beeps import Beep
from app.presentation.curb.states import AT_CAR, RETURNING, Page
from app.presentation.flights import Work
from app.presentation.return_draft import ASK, CONFIRM, NOT_NOW, TENDER, Stage
from app.presentation.return_state import ReturnState
from app.presentation.routes import ReturnRoute
from app.presentation.viewmodels.approval import ApprovalModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.usecases.route_scan import ToCustomer, ToOrder, ToSlip
from app.usecases.station import Operator
from hardware.api import ScanRead

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel

RETURN, YES = "return:", "yes:"
SURE_S = 0.4
"""So soon after the question about money, or its end, a press is still the one before."""
_BACK = {Page.RETURN_ORDER: Page.RETURN, Page.RETURN_STATE: Page.RETURN_LINE}
_ASKED = (Page.RETURN_WHY, Page.RETURN_STATE, Page.RETURN_LINE)


class Returning:
    """The return that is under way, and where it began; lives on the loop.

    `goods` and `approval` are the counter's models: what they decide, say and ask is the same at both places. What
    was begun outlives a lock, for the same colleague at the same car.
    """

    def __init__(self, model: "CurbModel") -> None:
        self._model = model
        self.goods: ReturnModel | None = None
        self.approval = ApprovalModel(model.desk.counter)
        self.origin, self._of = Page.QUEUE, ("", "")
        self._route, self._asked_s, self._is_over = ReturnRoute(), 0.0, False
        model.desk.counter.approvals.listen(self._yes_asked)
        self.approval.subscribe(lambda state: model.refresh())

    @property
    def is_working(self) -> bool:
        """While goods are being taken in."""
        return self.goods is not None and self.goods.is_working

    # where it begins

    def begin(self) -> None:
        """From the car in hand its customer's purchases; from the queue whatever is scanned."""
        self._model.act(self._begin)

    async def _begin(self, operator: Operator, arrival: Arrival | None) -> None:
        self._remember_origin()
        if self.goods is not None and self.goods.is_begun and self._of == self._place(operator):
            self._show(Page.RETURN)
            return
        route = await self._of_customer(arrival) if self.origin is Page.VISIT else ReturnRoute()
        await self.open(route, operator)

    def _remember_origin(self) -> None:
        if self._model.session.page not in RETURNING:
            self.origin = Page.VISIT if self._model.session.page in AT_CAR else Page.QUEUE

    async def _of_customer(self, arrival: Arrival | None) -> ReturnRoute:
        """What the customer of that car may bring back; nothing listed where this tablet keeps none of it."""
        customer = "" if arrival is None else arrival.orders[0].customer
        lines = await self._model.desk.counter.jobs.returns.of_customer(customer) if customer else ()
        return ReturnRoute(customer=customer if any(line.returned < line.quantity for line in lines) else "")

    async def open(self, route: ReturnRoute, operator: Operator) -> None:
        """A return of what the route names, in place of the one before. Nothing while goods are being taken in."""
        if self.is_working:
            return
        self._remember_origin()
        goods = ReturnModel(self._model.desk.counter, route)
        self.goods, self._route, self._of = goods, route, self._place(operator)
        goods.subscribe(partial(self._changed, goods))
        await goods.open()
        self._show(Page.RETURN)

    async def find_typed(self, typed: str, operator: Operator, arrival: Arrival | None) -> None:
        """The order with that number, or that ends in those digits. Problem(ORDER_UNKNOWN): none, or several."""
        found = await self._model.desk.counter.jobs.returns.orders_ending_in(typed, operator)
        if len(found) != 1:
            raise Problem(Code.ORDER_UNKNOWN, order=typed)
        await self.open(ReturnRoute(order=found[0]), operator)

    async def take(self, read: ScanRead, operator: Operator) -> None:
        """A piece, an order, a card, a slip; while somebody's yes is asked for only their badge is heard.

        Problem: as `RouteScan.route`; CODE_UNKNOWN for what leads to no return.
        """
        if self._model.session.page is Page.RETURN_YES:
            is_badge = await self.approval.take_scan(read)
            self._model.desk.beeps.sound(Beep.GOOD if is_badge else Beep.REFUSED, read.device)
            return
        goods = self.goods
        if goods is None:
            return
        if not await goods.take_scan(read):
            await self.open(await self._route_of(read, operator), operator)
        elif goods is self.goods:
            page = self._model.session.page
            self._show(Page.RETURN if page is Page.RETURN_ORDER else page)
        is_lost = self.goods is not None and self.goods.state.stage is Stage.START
        self._model.desk.beeps.sound(Beep.REFUSED if is_lost else Beep.GOOD, read.device)

    async def _route_of(self, read: ScanRead, operator: Operator) -> ReturnRoute:
        match await self._model.desk.scans.route(read, operator):
            case ToSlip(slip, order):
                return ReturnRoute(order=order, slip=slip)
            case ToOrder(order):
                return ReturnRoute(order=order.id)
            case ToCustomer(customer):
                return ReturnRoute(customer=customer)
            case _:
                raise Problem(Code.CODE_UNKNOWN)

    # what is pressed

    def press(self, button: str) -> None:
        """A choice of one of its pages, or what its dock offers."""
        goods = self.goods
        if goods is None or goods.is_working:
            return
        name, _, value = button.removeprefix(RETURN).partition(":")
        if name in ("leave", "next") and self._is_unsure:
            return
        match name:
            case "line":
                goods.choose_line(value)
            case "why" | "state" if goods.is_begun:
                choose = goods.choose_reason if name == "why" else goods.choose_condition
                choose(value)
                self._model.go(Page.RETURN_LINE)
            case "more" if goods.state.quantity:
                goods.choose_quantity(goods.state.quantity % goods.state.most + 1)
            case "exception":
                goods.choose_rule(name)
            case "voucher":
                self._fly(partial(self._turn_tender, goods))
            case "leave":
                self._leave()
            case "next":
                self._model.act(lambda operator, arrival: self.open(self._route, operator))
            case _:
                self._foot(goods, name)

    def _foot(self, goods: ReturnModel, button: str) -> None:
        """As the counter's foot. Of a question about money the press that asked it is no answer."""
        if button == CONFIRM and self._is_unsure:
            return
        if button == ASK:
            self._asked_s = self._model.desk.clock.monotonic_s()
        if button in {shown.id for shown in (goods.foot.primary, *goods.foot.secondary)}:
            self._fly(partial(goods.press, button))

    @property
    def _is_unsure(self) -> bool:
        return self._model.desk.clock.monotonic_s() - self._asked_s < SURE_S

    async def _turn_tender(self, goods: ReturnModel) -> None:
        """A voucher only because the customer asks for it: saying so and choosing it are one press."""
        is_voucher = bool(goods.state.consent)
        await goods.press(TENDER)
        goods.consent(not is_voucher)

    def answer(self, button: str) -> None:
        """Who says yes, or why."""
        name, _, value = button.removeprefix(YES).partition(":")
        if name == "who":
            self.approval.choose(value)
        elif name == "why":
            self.approval.choose_reason(value)

    def take_pin(self, sign: str) -> None:
        """A digit of the PIN by which somebody says yes, once it is known who and why."""
        if sign.isdigit() and self.approval.state.reason:
            self.approval.take_pin(sign)

    def back(self) -> None:
        """One question back; from the first one to where it began, and nothing was taken in."""
        goods, page = self.goods, self._model.session.page
        if self.is_working or (goods is not None and goods.state.is_over and self._is_unsure):
            return
        if page is Page.RETURN_YES:
            self.approval.cancel()
        elif goods is None or page is Page.RETURN:
            self._leave()
        elif page is Page.RETURN_WHY:
            goods.discard()
            self._model.go(Page.RETURN)
        elif page is Page.RETURN_LINE and goods.state.is_over:
            self._leave()
        elif page is Page.RETURN_LINE and goods.state.is_asking:
            self._fly(partial(goods.press, NOT_NOW))
        else:
            self._model.go(_BACK.get(page, Page.RETURN_WHY))

    def lock(self) -> None:
        """Whoever asked for a yes has left: nobody gives it. What was only looked at goes."""
        self.approval.cancel()
        if self.goods is not None and not self.goods.is_begun:
            self.goods = None

    async def reload(self) -> None:
        """The store changed: what is shown is reckoned anew; what was chosen stays."""
        if self.goods is not None and self._model.session.page in RETURNING and not self.is_working:
            await self.goods.reload()

    def _leave(self) -> None:
        """Back to the car, as long as it is still in these hands."""
        self.goods = None
        model, operator = self._model, self._model.session.operator
        car = model.arrival
        is_mine = operator is not None and car is not None and model.is_in_hand(car, operator)
        is_there = self.origin is Page.VISIT and self._of[1] == model.session.chosen
        model.go(Page.VISIT if is_there and is_mine else Page.QUEUE)

    # what follows

    def _place(self, operator: Operator) -> tuple[str, str]:
        """Whose return it is, and at which car."""
        return operator.id, self._model.session.chosen if self.origin is Page.VISIT else ""

    def _fly(self, press: Work) -> None:
        self._model.desk.flights.once("return:press", press)

    def _changed(self, goods: ReturnModel, state: ReturnState) -> None:
        if state.is_over and not self._is_over:
            # A case number that comes up under the finger is not put away by the same press.
            self._asked_s = self._model.desk.clock.monotonic_s()
        self._is_over = state.is_over
        if goods is self.goods and self._model.session.page in RETURNING:
            self._show(self._model.session.page)
        self._model.refresh()

    def _show(self, page: Page) -> None:
        """The page of what is to be answered next; one that was turned to stays."""
        if self.goods is None or page is Page.RETURN_YES:
            return
        state, target = self.goods.state, Page.RETURN
        if state.stage in (Stage.LINE, Stage.BLIND):
            is_answered = bool(state.questions.reason) or state.is_over
            target = Page.RETURN_LINE if is_answered else Page.RETURN_WHY
            if is_answered and not state.is_over and page in _ASKED:
                target = page
        elif page is Page.RETURN_ORDER and self._model.session.page is page:
            return
        if target is not self._model.session.page:
            self._model.go(target)

    def _yes_asked(self) -> None:
        """Somebody else's yes is asked for, or that is over."""
        is_asked, page = self._model.desk.counter.approvals.pending is not None, self._model.session.page
        if is_asked and page in RETURNING:
            self._model.go(Page.RETURN_YES)
        elif not is_asked and page is Page.RETURN_YES:
            self._model.go(Page.RETURN_LINE)
            # Who did not say yes may be asked again, or somebody else.
            self._model.desk.flights.latest("return:asked", self.reload)
