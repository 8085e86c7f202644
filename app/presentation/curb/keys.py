"""What is typed on the tablet: who somebody is, a bag, an order, a bay; signs go where the page wants them."""

from functools import partial
from typing import TYPE_CHECKING

from app.contract.rows import Place
from app.domain.curbside import Arrival, bay_number
from app.domain.errors import Code, Problem
from app.presentation.curb.states import Page
from app.presentation.operators import PIN_DIGITS
from app.usecases.station import Operator

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel

MAX_NUMBER, MAX_BAY, MAX_DIGITS = 6, 3, 12
_NUMBERED = (Page.BAG, Page.ORDER, Page.TAKE, Page.RETURN_ORDER)
_LENGTHS = {Page.BAY: MAX_BAY, **dict.fromkeys(_NUMBERED, MAX_DIGITS)}


class Keys:
    """Owns nothing: what was typed lies in the session, but for another person's PIN. Lives on the loop."""

    def __init__(self, model: "CurbModel") -> None:
        self._model = model

    def take(self, button: str) -> None:
        """A key with a sign on it; of the PIN by which somebody says yes it goes to nobody but who checks it."""
        if not button.startswith("key:"):
            return
        sign = button.removeprefix("key:")
        if self._model.session.page is Page.RETURN_YES:
            self._model.returning.take_pin(sign)
            return
        session = self._model.session
        most = _LENGTHS.get(session.page, PIN_DIGITS if session.number else MAX_NUMBER)
        if not sign.isdigit() or len(session.typed) >= most:
            return
        session.typed, session.problem = session.typed + sign, None
        if session.page is Page.SIGN_IN and session.number and len(session.typed) == PIN_DIGITS:
            self._model.desk.flights.once("enter", self._enter)

    def delete(self) -> None:
        """The last sign away."""
        if self._model.session.page is Page.RETURN_YES:
            self._model.returning.approval.delete()
            return
        self._model.session.typed, self._model.session.problem = self._model.session.typed[:-1], None

    def next(self) -> None:
        """What was typed is all of it."""
        model, session = self._model, self._model.session
        typed = session.typed
        if session.page is Page.SIGN_IN and not session.number:
            session.number, session.typed = typed, ""
        elif session.page is Page.BAG and typed:
            model.act(partial(model.scans.take_typed, typed))
        elif session.page is Page.ORDER and typed:
            model.act(partial(self._find, typed))
        elif session.page is Page.TAKE and typed:
            model.act(partial(model.along.take_typed, typed))
        elif session.page is Page.RETURN_ORDER and typed:
            model.act(partial(model.returning.find_typed, typed))
        elif session.page is Page.BAY and (bay := self.bay) is not None:
            model.act(partial(self._arrive, bay))

    @property
    def bay(self) -> Place | None:
        """The bay whose number is typed."""
        typed = self._model.session.typed
        fits = (bay for bay in self._model.cars.bays if typed and bay_number(bay.code) == typed)
        return next(fits, None)

    async def _enter(self) -> None:
        model, session = self._model, self._model.session
        pin, session.typed = session.typed, ""
        try:
            operator = await model.desk.sign_in.sign_in_among_strangers(session.number, pin)
            operator.need("visit.move")
        except Problem as problem:
            session.number = ""
            model.refuse(problem)
            return
        session.operator = operator
        model.desk.counter.session.begin(operator)
        model.go(Page.QUEUE)
        await model.reload()

    async def _find(self, typed: str, operator: Operator, arrival: Arrival | None) -> None:
        found = await self._model.desk.queues.by_number(typed, operator)
        if len(found) != 1:
            raise Problem(Code.ORDER_UNKNOWN, order=typed)
        await self._model.scans.came(found[0], operator)

    async def _arrive(self, bay: Place, operator: Operator, arrival: Arrival | None) -> None:
        session = self._model.session
        if session.order is not None:
            await self._model.desk.curbside.arrive(session.order, bay.code, operator)
            session.order = None
            self._model.go(Page.QUEUE)
