"""A kiosk calls a person: for its visitor, for a task that goes on at the counter, for its own troubles."""

from typing import TYPE_CHECKING

from app.domain.errors import Code, Problem
from app.domain.floor_calls import CallKind, CallNews, CallState, KioskWork, Stage
from app.domain.guesses import PER_SESSION
from app.domain.returns import Reason
from app.domain.values import OrderId, Sku
from app.presentation.kiosk.returns import chosen_pieces
from app.presentation.kiosk.session import Page, Session
from app.usecases.kiosk_calls import Called

if TYPE_CHECKING:
    from app.presentation.kiosk.model import KioskModel

PAPER_CODES = frozenset({Code.PRINTER_PAPER_OUT.value, Code.PRINTER_COVER_OPEN.value, Code.PRINTER_OFFLINE.value})
TROUBLES = (CallKind.PAPER, CallKind.OUT, CallKind.CODES)


class CallDesk:
    """Owns the calls for the kiosk's own troubles, and what was sent back to it; lives on the loop."""

    def __init__(self, model: "KioskModel") -> None:
        self._model = model
        self.back: tuple[CallNews, ...] = ()
        self._open: dict[CallKind, Called] = {}
        self._is_known = False

    def help(self) -> None:
        """Sound and a whole screen at once; and every counter hears of it, where there is a line."""
        model = self._model
        model.go(Page.HELP)
        session = model.session
        if session.called is None:
            model.desk.flights.once("call", lambda: self._call_help(session))

    async def _call_help(self, session: Session) -> None:
        try:
            called = await self._model.desk.calls.call(CallKind.HELP)
        except Problem:
            return
        if session is self._model.session and session.page is Page.HELP:
            session.called = called
            self._model.refresh()
        elif called is not None and session is self._model.session:
            await self._say_over(called)

    def press(self, button: str) -> bool:
        """Whether it was one of the buttons of a call."""
        model, session = self._model, self._model.session
        if session.page is Page.HELP and button in ("exit", "back"):
            self._take_back(session)
            return False
        if button == "counter" and work_of(session).stage is not Stage.NONE:
            model.desk.flights.once("call", self._move)
        elif button.startswith("resume:"):
            news = next((one for one in self.back if f"resume:{one.id}" == button), None)
            if news is not None:
                model.desk.flights.once("resume", lambda: self._resume(news))
        else:
            return False
        return True

    def _take_back(self, session: Session) -> None:
        called, session.called = session.called, None
        session.is_coming, session.helper = False, ""
        if called is not None:
            self._model.desk.flights.once(f"over:{called.id}", lambda: self._say_over(called))

    async def _say_over(self, called: Called) -> None:
        try:
            await self._model.desk.calls.take_back(called.id, called.kind)
        except Problem:
            return

    async def _move(self) -> None:
        """The visit goes on at the counter: a number stays on the page, what it was about goes at once."""
        model, session = self._model, self._model.session
        work = work_of(session)
        try:
            called = await model.desk.calls.call(CallKind.COUNTER, work)
            if called is None or not called.is_heard:
                raise Problem(Code.NO_ANSWER)
        except Problem as problem:
            model.refuse(session, problem)
            return
        if session is model.session:
            model.end_task(session)
            session.called = called
            model.go(Page.MOVED)
            session.trail = [Page.ATTRACT]

    async def _resume(self, news: CallNews) -> None:
        model, session = self._model, self._model.session
        try:
            found = await model.desk.calls.resume(news)
            self.back = tuple(one for one in self.back if one.id != news.id)
            if session is not model.session:
                return
            if found.order is None:
                model.show_article(found.sku)
            elif news.stage is Stage.RETURN:
                await model.returns.resume(found.order, found.pieces)
            else:
                session.waiting = await model.desk.check_in.waiting(found.order)
                model.go(Page.FOUND)
        except Problem as problem:
            model.refuse(session, problem)

    # what is heard of them

    def tick(self) -> None:
        """A second has passed: what became of the calls, and whether the kiosk itself needs somebody."""
        self._model.desk.flights.once("calls", self._look)

    async def _look(self) -> None:
        model, session = self._model, self._model.session
        known = await model.desk.calls.known()
        if not self._is_known:
            self._is_known = True
            self._open = {one.kind: Called(one.id, one.kind) for one in known if one.kind in TROUBLES}
        self.back = tuple(one for one in known if one.state is CallState.BACK)
        called = session.called
        if called is not None and session.page is Page.HELP:
            await self._hear(session, called)
        await self._mind_troubles()
        model.refresh()

    async def _hear(self, session: Session, called: Called) -> None:
        news = await self._model.desk.calls.news(called.id)
        session.is_coming = news is not None and news.state is CallState.CLAIMED
        session.helper = news.name if news is not None and session.is_coming else ""
        if news is not None and news.state is CallState.DONE and session is self._model.session:
            self._model.end()

    async def _mind_troubles(self) -> None:
        wanted = self._wanted()
        try:
            for kind in TROUBLES:
                if kind in wanted and kind not in self._open:
                    called = await self._model.desk.calls.call(kind)
                    if called is not None:
                        self._open[kind] = called
                elif kind not in wanted and kind in self._open and self._model.desk.link().is_up:
                    await self._model.desk.calls.take_back(self._open[kind].id, kind)
                    del self._open[kind]
        except Problem:
            return

    def _wanted(self) -> frozenset[CallKind]:
        model = self._model
        is_over = model.session.wrong >= PER_SESSION or (
            model.session.problem is not None and model.session.problem.code is Code.CODE_TRIES_OVER
        )
        found = {
            CallKind.PAPER: model.desk.printer_code() in PAPER_CODES,
            CallKind.OUT: model.shop.is_out,
            CallKind.CODES: is_over,
        }
        return frozenset(kind for kind, is_so in found.items() if is_so)


def work_of(session: Session) -> KioskWork:
    """What the visitor had done, as it goes to the counter: ids alone."""
    draft = session.draft
    if draft.returning is not None and session.page in (Page.PIECES, Page.REASON):
        pieces = chosen_pieces(draft, Reason.OTHER)
        return KioskWork(Stage.RETURN, draft.returning.order, pieces)
    if session.waiting is not None:
        return KioskWork(Stage.CHECK_IN, OrderId(session.waiting.order))
    if session.card is not None:
        return KioskWork(Stage.ARTICLE, sku=Sku(session.card.hit.article.sku))
    return KioskWork()
