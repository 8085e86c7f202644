"""The calls of the shop's kiosks: who waits, who is at it, what they had done, and what becomes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.errors import Problem
from app.domain.floor_calls import CallKind, CallState, FloorCall, Stage
from app.domain.staff import Permission, permission
from app.presentation.alarms import call_title
from app.presentation.desk import Desk
from app.presentation.marks import Glyph, Tone
from app.presentation.routes import ArticleRoute, OrderRoute, ReturnRoute, Route
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.floor_calls import FREE_OTHER, Callers
from app.usecases.station import Operator

CLAIM, DONE, BACK, PUT_BACK, FREE, GO = "claim", "done", "send_back", "put_back", "free", "go"
GLYPHS = {
    CallKind.HELP: Glyph.HAND,
    CallKind.COUNTER: Glyph.TICKET,
    CallKind.PAPER: Glyph.PRINTER,
    CallKind.OUT: Glyph.TRIANGLE_ALERT,
    CallKind.CODES: Glyph.KEYBOARD,
}


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call in its list."""

    id: str
    glyph: Glyph
    tone: Tone
    title: str
    line: str
    waited: str
    spoken: str


@dataclass(frozen=True, slots=True)
class CallsState:
    """The whole screen."""

    back: str
    title: str
    empty: str
    rows: tuple[CallRow, ...]
    selected: str
    panel_title: str
    facts: tuple[tuple[str, str], ...]
    what_title: str
    what: str
    note: tuple[Tone, str, str] | None
    foot: Foot


class CallsModel(ViewModel[CallsState]):
    """All calls that go on, longest wait first; lives on the loop."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._callers = Callers()
        self._chosen = ""
        self._is_busy = False
        self._problem: Problem | None = None

    async def open(self) -> None:
        """Read who waits."""
        self._callers = await self._desk.jobs.calls.waiting()
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    @property
    def is_working(self) -> bool:
        """While an answer is awaited."""
        return self._is_busy

    def choose(self, call_id: str) -> None:
        """Look at that call."""
        self._chosen, self._problem = call_id, None
        self.refresh()

    @property
    def _call(self) -> FloorCall | None:
        calls = self._callers.calls
        return next((call for call in calls if call.id == self._chosen), calls[0] if calls else None)

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        call, jobs = self._call, self._desk.jobs
        if call is None:
            return
        acts: dict[str, Callable[[FloorCall, Operator], Awaitable[None]]] = {
            CLAIM: jobs.calls.claim,
            DONE: jobs.calls.finish,
            BACK: jobs.calls.send_back,
            PUT_BACK: jobs.calls.put_back,
            FREE: jobs.calls.free,
        }
        place = place_of(call)
        if button == GO and place is not None:
            self._desk.navigator.go(place)
        elif button in acts:
            self._desk.flights.once(f"call:{button}", lambda: self._do(acts[button], call))

    async def _do(self, act: Callable[[FloorCall, Operator], Awaitable[None]], call: FloorCall) -> None:
        self._is_busy, self._problem, self._chosen = True, None, call.id
        self.refresh()
        try:
            await act(call, self._desk.session.who)
        except Problem as problem:
            self._problem = problem
        finally:
            self._is_busy = False
        await self.open()

    @property
    def foot(self) -> Foot:
        """Take it on; then what became of it."""
        call, words = self._call, self._desk.words
        who = self._desk.session.operator
        if call is None or who is None:
            return Foot()
        is_mine = call.state is CallState.CLAIMED and call.claimed_by == who.id
        if not is_mine:
            why = ""
            if call.state is CallState.CLAIMED:
                why = words.text("call.taken", name=self._callers.name_of(call.claimed_by))
            is_free = not why and not self._is_busy
            claim = Button(CLAIM, words.text("call.do.claim"), Glyph.USER_CHECK, is_free, why)
            can_free = bool(why) and permission(who.role, FREE_OTHER) is Permission.ALLOWED
            free = Button(FREE, words.text("call.do.free"), Glyph.UNDO_2, not self._is_busy)
            return Foot(claim, (free,) if can_free else ())
        others = [Button(PUT_BACK, words.text("call.do.put_back"), Glyph.UNDO_2, not self._is_busy)]
        if call.kind is CallKind.COUNTER:
            send = Button(BACK, words.text("call.do.send_back"), Glyph.MONITOR_SMARTPHONE, not self._is_busy)
            others.append(send)
        if place_of(call) is not None:
            others.append(Button(GO, words.text("call.do.go"), Glyph.ARROW_RIGHT))
        return Foot(Button(DONE, words.text("call.do.done"), Glyph.CHECK, not self._is_busy), tuple(others))

    def render(self) -> CallsState:
        """The facts in words."""
        words, call = self._desk.words, self._call
        return CallsState(
            back=words.text("back"),
            title=words.text("call.title"),
            empty=words.text("call.none"),
            rows=tuple(self._row(one) for one in self._callers.calls),
            selected="" if call is None else call.id,
            panel_title="" if call is None else call_title(self._desk, self._callers, call),
            facts=() if call is None else self._facts(call),
            what_title="" if call is None else words.text("call.what"),
            what="" if call is None else words.text(_what(call), pieces=len(call.work.pieces)),
            note=self._note(call),
            foot=self.foot,
        )

    def _waited(self, call: FloorCall) -> str:
        return self._desk.words.duration(round(call.waited_s(self._desk.now_at)))

    def _row(self, call: FloorCall) -> CallRow:
        title, line, waited = call_title(self._desk, self._callers, call), self._line(call), self._waited(call)
        is_late = call.waited_s(self._desk.now_at) >= self._callers.waits.late_s
        tone = Tone.NEUTRAL if call.state is not CallState.OPEN else Tone.DANGER if is_late else Tone.WARNING
        return CallRow(call.id, GLYPHS[call.kind], tone, title, line, waited, f"{title}, {line}, {waited}")

    def _line(self, call: FloorCall) -> str:
        name = self._callers.name_of(call.claimed_by)
        return self._desk.words.text(f"call.state.{call.state}", name=name)

    def _facts(self, call: FloorCall) -> tuple[tuple[str, str], ...]:
        words = self._desk.words
        return (
            (words.text("call.fact.kiosk"), self._callers.kiosk_of(call)),
            (words.text("call.fact.waited"), self._waited(call)),
            (words.text("call.fact.number"), call.number or "—"),
        )

    def _note(self, call: FloorCall | None) -> tuple[Tone, str, str] | None:
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
            return Tone.DANGER, explained.what, explained.next
        if call is not None and call.state is CallState.BACK:
            return Tone.INFO, self._desk.words.text("call.back"), self._desk.words.text("call.back.line")
        return None


def _what(call: FloorCall) -> str:
    if call.kind is not CallKind.COUNTER:
        return f"call.what.{call.kind}"
    return f"call.what.{call.work.stage or Stage.CHECK_IN}"


def place_of(call: FloorCall) -> Route | None:
    """Where a colleague goes on with it; None where there is nothing to open."""
    work = call.work
    if work.stage is Stage.RETURN and work.order is not None:
        return ReturnRoute(order=work.order, call=call.id)
    if work.order is not None:
        return OrderRoute(work.order)
    return ArticleRoute(work.sku) if work.sku is not None else None
