"""What was done here lately: taken back in time, printed again as COPIA, and whether the paper came out."""

from dataclasses import dataclass

from app.domain.errors import Problem
from app.presentation.desk import Desk
from app.presentation.events import Choice, EventLine
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.paper_acts import reprint, settle
from app.presentation.paper_words import paper_answers, paper_line, paper_step
from app.presentation.queue_words import span
from app.presentation.routes import DayRoute, OrderRoute, PaperRoute
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.ports import OutboxState
from app.usecases.recent_acts import RecentAct, recent_acts
from app.usecases.spool import JobState, PrintJob

UNDO, REPRINT, GO_ORDER, SETTLE, PAPER = "undo", "reprint", "order", "settle", "paper"
_OUT = "order.hand_over"


@dataclass(frozen=True, slots=True)
class RecentState:
    """The whole screen."""

    title: str
    subtitle: str
    day: str
    rows: tuple[EventLine, ...]
    selected: str
    empty: tuple[str, str]
    panel_title: str
    mark: Mark | None
    about: str
    steps: tuple[tuple[Tone, str, str], ...]
    question: str
    answers: tuple[Choice, ...]
    answer: str
    note: tuple[Tone, str, str] | None
    foot: Foot


class RecentModel(ViewModel[RecentState]):
    """The newest acts of this station with their papers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._acts: list[RecentAct] = []
        self._selected, self._answer = "", ""
        self._is_read = self._is_busy = False
        self._problem: Problem | None = None

    async def open(self) -> None:
        """Read acts and papers; what was selected stays."""
        jobs = self._desk.jobs
        if self._desk.session.operator is None:
            return
        papers = await jobs.papers.recent()
        self._acts = await jobs.door.read(lambda tx: recent_acts(tx, jobs.station, papers))
        self._is_read = True
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    def choose(self, act: str) -> None:
        """Look at one."""
        if act != self._selected:
            self._selected, self._answer, self._problem = act, "", None
            self.refresh()

    def open_day(self) -> None:
        """What all of it came to."""
        self._desk.navigator.go(DayRoute())

    def choose_answer(self, value: str) -> None:
        """What was seen of the paper."""
        self._answer, self._problem = value, None
        self.refresh()

    @property
    def takes_digits(self) -> bool:
        """The caps on the screen."""
        return True

    def take_digit(self, digit: str) -> bool:
        """The answer with that digit."""
        found = next((answer for answer in self._answers if answer.digit == digit), None)
        if found is not None:
            self.choose_answer(found.value)
        return found is not None

    async def press(self, button: str) -> None:
        """Take back, print again, say what was seen, or look at the order."""
        act = self._chosen
        if act is None:
            return
        if button == GO_ORDER and act.order is not None:
            self._desk.navigator.go(OrderRoute(act.order.id))
        elif button == PAPER:
            self._desk.navigator.go(PaperRoute(act.document_no))
        elif button in (UNDO, REPRINT, SETTLE):
            self._desk.flights.once(f"recent:{act.entry.command.id}", lambda: self._do(button, act))

    async def _do(self, button: str, act: RecentAct) -> None:
        self._is_busy, self._problem = True, None
        self.refresh()
        try:
            match button:
                case "undo":
                    await self._undo(act)
                case "reprint":
                    await reprint(self._desk, act.document_no)
                case _:
                    await self._settle()
        except Problem as problem:
            self._problem = problem
        finally:
            self._is_busy = False
        await self.open()

    async def _undo(self, act: RecentAct) -> None:
        assert act.order is not None
        who, words = self._desk.session.who, self._desk.words
        await self._desk.jobs.hand_over.undo(act.order.id, act.entry.command.id, who)
        self._desk.done(who, words.text("order.undone", number=act.order.number))

    async def _settle(self) -> None:
        if self._unknown is not None:
            await settle(self._desk, self._unknown, self._answer)
            self._answer = ""

    @property
    def _chosen(self) -> RecentAct | None:
        found = next((act for act in self._acts if act.entry.command.id == self._selected), None)
        return found or (self._acts[0] if self._acts else None)

    @property
    def _unknown(self) -> PrintJob | None:
        """The paper of the selected act nobody is sure about."""
        act = self._chosen
        papers = () if act is None else act.papers
        return next((job for job in papers if job.state is JobState.UNKNOWN), None)

    @property
    def _answers(self) -> tuple[Choice, ...]:
        return paper_answers(self._unknown, self._desk.words)

    def _can_undo(self, act: RecentAct) -> bool:
        return act.undo_until is not None and act.order is not None and self._desk.now_at < act.undo_until

    @property
    def foot(self) -> Foot:
        """First the question that is open, then the paper, then the way back."""
        words, act = self._desk.words, self._chosen
        if act is None:
            return Foot(Button(REPRINT, words.text("recent.reprint"), is_enabled=False))
        undo = Button(UNDO, words.text("recent.undo"), Glyph.UNDO_2, is_enabled=not self._is_busy)
        order = Button(GO_ORDER, words.text("attention.order"), Glyph.PACKAGE)
        paper = Button(PAPER, words.text("paper_view.open"), Glyph.RECEIPT_TEXT)
        offered = ((undo, self._can_undo(act)), (order, act.order is not None), (paper, bool(act.papers)))
        ways = tuple(way for way, is_offered in offered if is_offered)
        if self._answers:
            name = f"recent.act.{self._answer}" if self._answer else "recent.act"
            can = bool(self._answer) and not self._is_busy
            return Foot(Button(SETTLE, words.text(name), is_enabled=can), ways)
        can = bool(act.papers) and not self._is_busy
        why = "" if act.papers else words.text("recent.no_paper")
        return Foot(Button(REPRINT, words.text("recent.reprint"), is_enabled=can, why_not=why), ways)

    def render(self) -> RecentState:
        """The facts in words."""
        words, act = self._desk.words, self._chosen
        rows = tuple(self._row(act) for act in self._acts)
        is_empty = self._is_read and not rows
        problem = None if self._problem is None else self._desk.explain(self._problem)
        return RecentState(
            title=words.text("recent.title"),
            subtitle=words.text("recent.subtitle"),
            day=words.text("day.open"),
            rows=rows,
            selected="" if act is None else act.entry.command.id,
            empty=(words.text("recent.empty"), words.text("recent.empty.line")) if is_empty else ("", ""),
            panel_title="" if act is None else self._title(act),
            mark=None if act is None else self._mark(act),
            about="" if act is None else self._about(act),
            steps=() if act is None else self._steps(act),
            question=words.text("recent.question") if self._answers else "",
            answers=self._answers,
            answer=self._answer,
            note=None if problem is None else (Tone.WARNING, problem.what, problem.next),
            foot=self.foot,
        )

    def _title(self, act: RecentAct) -> str:
        words = self._desk.words
        if act.entry.command.kind == _OUT:
            return words.text("recent.out", number="" if act.order is None else act.order.number).strip()
        return words.text("recent.back", case=act.case)

    @staticmethod
    def _about(act: RecentAct) -> str:
        return "" if act.order is None else act.order.customer_name

    def _mark(self, act: RecentAct) -> Mark | None:
        """What a person should know at a glance; nothing of what went as it should."""
        words, state = self._desk.words, act.entry.state
        if act.is_reversed:
            return Mark(words.text("recent.mark.undone"), Glyph.UNDO_2)
        if state is OutboxState.REJECTED:
            return Mark(words.text("attention.mark.rejected"), Glyph.CIRCLE_X, Tone.DANGER)
        if state is OutboxState.PARKED:
            return Mark(words.text("attention.mark.parked"), Glyph.CLOCK, Tone.WARNING)
        if any(job.state is JobState.UNKNOWN for job in act.papers):
            return Mark(words.text("recent.mark.paper"), Glyph.PRINTER, Tone.WARNING)
        if state is OutboxState.INTENT:
            return Mark(words.text("recent.mark.to_send"), Glyph.CLOUD_UPLOAD)
        return None

    def _row(self, act: RecentAct) -> EventLine:
        words, now_at, made_at = self._desk.words, self._desk.now_at, act.entry.created_at
        title, about = self._title(act), self._about(act)
        paper = paper_line(act.papers[-1], words) if act.papers else words.text("recent.paper.none")
        is_today = words.formats.local_date(made_at) == words.formats.local_date(now_at)
        time = words.formats.time(made_at) if is_today else words.formats.day(made_at)
        mark = self._mark(act)
        age = ""
        if mark is None and act.undo_until is not None and self._can_undo(act):
            age = words.text("recent.undo.left", time=span(now_at, act.undo_until, words))
        line = " · ".join(part for part in (paper, act.by) if part)
        is_out = act.entry.command.kind == _OUT
        return EventLine(
            id=act.entry.command.id,
            glyph=Glyph.PACKAGE_CHECK if is_out else Glyph.UNDO_2,
            tone=Tone.NEUTRAL if mark is None else mark.tone,
            title=title,
            why=about,
            about=line,
            time=time,
            age=age,
            mark=mark,
            spoken=", ".join(part for part in (title, about, line, time, age) if part),
        )

    def _steps(self, act: RecentAct) -> tuple[tuple[Tone, str, str], ...]:
        """Done, sent, printed: each by itself."""
        words, now_at, state = self._desk.words, self._desk.now_at, act.entry.state
        made = ", ".join(part for part in (words.moment(act.entry.created_at, now_at), act.by) if part)
        steps = [(Tone.SUCCESS, words.text("attention.step.made"), made)]
        tone = {OutboxState.FINAL: Tone.SUCCESS, OutboxState.REJECTED: Tone.DANGER}.get(state, Tone.WARNING)
        steps.append((tone, words.text(f"recent.sent.{state}"), words.text(f"recent.sent.{state}.line")))
        if act.is_reversed:
            steps.append((Tone.INFO, words.text("recent.mark.undone"), words.text("recent.undone.line")))
        return (*steps, *(paper_step(job, words) for job in act.papers[-2:]))
