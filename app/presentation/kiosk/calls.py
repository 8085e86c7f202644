"""A kiosk calls a person: for its visitor, for a task that goes on at the counter, for its own troubles."""

from contextlib import suppress
from typing import TYPE_CHECKING

from app.domain.errors import Code, Problem
from app.domain.floor_calls import TROUBLES, CallId, CallKind, CallNews, CallState, KioskWork, Stage
from app.domain.guesses import PER_SESSION
from app.domain.returns import Reason
from app.domain.values import OrderId, Sku
from app.presentation.kiosk.returns import chosen_pieces
from app.presentation.kiosk.session import Page, Session
from app.usecases.kiosk_calls import Called

if TYPE_CHECKING:
    from app.presentation.kiosk.model import KioskModel

PAPER_CODES = frozenset({Code.PRINTER_PAPER_OUT.value, Code.PRINTER_COVER_OPEN.value, Code.PRINTER_OFFLINE.value})


class CallDesk:
    """Owns the calls for the kiosk's own troubles, and what was sent back to it; lives on the loop."""

    def __init__(self, model: "KioskModel") -> None:
        self._model = model
        self.back: tuple[CallNews, ...] = ()
        self._open: dict[CallKind, Called] = {}
        self._is_known = False
        self._epoch = 0
        self._said: set[CallId] = set()
        self._seen: set[CallId] = set()

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
        await self._mind_troubles(known)
        model.refresh()

    async def _hear(self, session: Session, called: Called) -> None:
        news = await self._model.desk.calls.news(called.id)
        session.is_coming = news is not None and news.state is CallState.CLAIMED
        session.helper = news.name if news is not None and session.is_coming else ""
        if news is not None and news.state is CallState.DONE and session is self._model.session:
            self._model.end()

    async def _mind_troubles(self, known: tuple[CallNews, ...]) -> None:
        """Each by itself: one the shop says no to keeps no other from being told."""
        await self._forget_ended(frozenset(news.id for news in known))
        wanted = self._wanted()
        for kind in TROUBLES:
            with suppress(Problem):
                await self._mind(kind, self._open.get(kind), is_wanted=kind in wanted)

    async def _forget_ended(self, live: frozenset[CallId]) -> None:
        """What somebody ended is called for anew while it lasts; what was lost on the way is said again."""
        calls = self._model.desk.calls
        epoch = await calls.epoch()
        if epoch != self._epoch:
            # Another authority: it may never have heard of them.
            self._epoch = epoch
            self._said.clear()
            self._seen.clear()
        for kind, called in tuple(self._open.items()):
            news = await calls.news(called.id)
            if called.id in live:
                self._seen.add(called.id)
            elif news is not None:
                del self._open[kind]
            elif called.id in self._seen:
                self._seen.discard(called.id)
                self._said.discard(called.id)

    async def _mind(self, kind: CallKind, called: Called | None, *, is_wanted: bool) -> None:
        desk = self._model.desk
        if called is None:
            made = await desk.calls.call(kind) if is_wanted else None
            if made is not None:
                self._open[kind] = made
                self._said.add(made.id)
        elif not desk.link().is_up:
            return
        elif not is_wanted:
            del self._open[kind]
            await desk.calls.take_back(called.id, kind)
        elif called.id not in self._said:
            self._said.add(called.id)
            await desk.calls.say_again(called)

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
