"""The end of the day: what it came to, what is still open, its paper, and the close that is asked for once."""

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.day import DaySummary
from app.domain.errors import Code, Problem
from app.domain.staff import Approval
from app.presentation.day_words import PLACES, DayRow, DayWords
from app.presentation.desk import Desk
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.routes import PaperRoute
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.day_summary import close_ask
from app.usecases.station import Operator

ASK, CONFIRM, NOT_NOW, PRINT, GO, PAPER = "ask", "confirm", "not_now", "print", "go", "paper"


@dataclass(frozen=True, slots=True)
class DayState:
    """The whole screen."""

    back: str
    title: str
    days: tuple[tuple[str, str], ...]
    day: str
    columns: tuple[str, str, str]
    rows: tuple[DayRow, ...]
    selected: str
    mark: Mark | None
    panel_title: str
    facts: tuple[tuple[str, str], ...]
    how_title: str
    how: str
    note: tuple[Tone, str, str] | None
    foot: Foot


class DayModel(ViewModel[DayState]):
    """One day at a time; today first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._days: list[date] = []
        self._day: date | None = None
        self._summary: DaySummary | None = None
        self._selected = ""
        self._is_asking = self._is_busy = False
        self._problem: Problem | None = None

    async def open(self) -> None:
        """Read the days and the one that is shown."""
        who, job = self._desk.session.operator, self._desk.jobs.day
        if who is None:
            return
        try:
            self._days = await job.days()
            if self._day not in self._days:
                self._day = self._days[0]
            self._summary = await job.read(self._day, who)
        except Problem as problem:
            self._problem = problem
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    def choose_day(self, day: str) -> None:
        """Another day."""
        self._day, self._is_asking, self._problem = date.fromisoformat(day), False, None
        self._desk.flights.latest("day:read", self.open)

    def choose(self, row: str) -> None:
        """How a figure is counted."""
        self._selected = row
        self.refresh()

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        summary, row = self._summary, self._chosen
        match button:
            case "ask" | "not_now":
                self._is_asking, self._problem = button == ASK, None
                self.refresh()
            case "confirm" if summary is not None:
                self._desk.flights.once("day:close", lambda: self._do(self._close(summary)))
            case "print" if summary is not None:
                self._desk.flights.once("day:print", lambda: self._do(self._print(summary)))
            case "paper" if summary is not None and summary.closing is not None:
                self._desk.navigator.go(PaperRoute(summary.closing.document_no))
            case "go" if row is not None and row.id in PLACES:
                self._desk.navigator.go(PLACES[row.id])

    async def _do(self, act: Coroutine[Any, Any, None]) -> None:
        self._is_busy, self._problem = True, None
        self.refresh()
        try:
            await act
        except Problem as problem:
            self._problem = problem
        finally:
            self._is_busy = self._is_asking = False
        await self.open()

    async def _print(self, summary: DaySummary) -> None:
        who = self._desk.session.who
        number = await self._desk.jobs.day.print(summary.day, who)
        self._desk.done(who, self._desk.words.text("day.done.print"), number)

    async def _close(self, summary: DaySummary) -> None:
        who = self._desk.session.who
        approval = await self._approval(summary, who)
        number = await self._desk.jobs.day.close(summary.day, who, approval)
        self._desk.done(who, self._desk.words.text("day.done.close", day=self._name(summary.day)), number)

    async def _approval(self, summary: DaySummary, who: Operator) -> Approval | None:
        """Another person's yes: where the operator needs one, and from everybody while money is unsent."""
        ask = close_ask(summary, who)
        approval = await self._desk.approval_for(ask)
        if approval is None and summary.unsent_money:
            approval = await self._desk.approvals.ask(ask)
        return approval

    @property
    def _chosen(self) -> DayRow | None:
        rows = self._rows()
        return next((row for row in rows if row.id == self._selected), rows[0] if rows else None)

    def _rows(self) -> tuple[DayRow, ...]:
        if self._summary is None:
            return ()
        return DayWords(self._summary, self._desk.words, self._desk.now_at).rows()

    def _name(self, day: date) -> str:
        return self._desk.words.formats.spoken_day(day)

    @property
    def foot(self) -> Foot:
        """Close, asked once; then the paper of the close."""
        words, summary, row = self._desk.words, self._summary, self._chosen
        if summary is None:
            return Foot(Button(ASK, words.text("day.close"), is_enabled=False))
        can = not self._is_busy
        if self._is_asking:
            sure = Button(CONFIRM, words.text("day.confirm"), is_enabled=can)
            return Foot(sure, (Button(NOT_NOW, words.text("day.not_now")),), enter=NOT_NOW)
        ways = [Button(PRINT, words.text("day.print"), Glyph.PRINTER, is_enabled=can)]
        if row is not None and row.id in PLACES:
            ways.insert(0, Button(GO, words.text("day.go"), Glyph.EYE))
        if summary.closing is not None:
            return Foot(Button(PAPER, words.text("day.paper")), tuple(ways))
        return Foot(Button(ASK, words.text("day.close"), is_enabled=can), tuple(ways))

    def render(self) -> DayState:
        """The facts in words."""
        words, row, summary = self._desk.words, self._chosen, self._summary
        columns = tuple(words.text(f"day.column.{name}") for name in ("what", "shop", "here"))
        what, shop, here = columns
        return DayState(
            back=words.text("back"),
            title=words.text("day.title"),
            days=tuple((day.isoformat(), self._tab(day)) for day in self._days),
            day="" if self._day is None else self._day.isoformat(),
            columns=(what, shop, here),
            rows=self._rows(),
            selected="" if row is None else row.id,
            mark=self._mark(summary),
            panel_title="" if row is None else row.words,
            facts=() if row is None else ((shop, row.shop), (here, row.here)),
            how_title="" if row is None else words.text("day.how"),
            how="" if row is None else row.how,
            note=self._note(summary),
            foot=self.foot,
        )

    def _tab(self, day: date) -> str:
        if day == self._days[0]:
            return self._desk.words.text("day.today")
        return self._desk.words.formats.short_day(day)

    def _mark(self, summary: DaySummary | None) -> Mark | None:
        if summary is None or summary.closing is None:
            return None
        at = self._desk.words.moment(summary.closing.at, self._desk.now_at)
        return Mark(self._desk.words.text("day.closed", at=at), Glyph.LOCK)

    def _note(self, summary: DaySummary | None) -> tuple[Tone, str, str] | None:
        """What was refused; else what holds the close up; else the question."""
        words = self._desk.words
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
            return (Tone.WARNING, explained.what, explained.next)
        if summary is None or summary.closing is not None:
            return None
        if summary.unsent_money:
            explained = self._desk.explain(Problem(Code.MONEY_UNSENT, count=summary.unsent_money))
            return (Tone.WARNING, explained.what, explained.next)
        if self._is_asking:
            return (Tone.NEUTRAL, words.text("day.sure", day=self._name(summary.day)), words.text("day.sure.line"))
        return None
