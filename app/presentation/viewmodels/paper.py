"""A paper as it was laid out, how each of its copies stands, and the copy or answer it may need."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import Problem
from app.presentation.desk import Desk
from app.presentation.events import Choice
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.paper_acts import reprint, settle
from app.presentation.paper_words import paper_answers, paper_name, paper_state, paper_step, paper_tone
from app.presentation.routes import PaperRoute
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.reprint import PaperView
from app.usecases.spool import JobState, PrintJob

REPRINT, SETTLE = "reprint", "settle"
MAX_STEPS = 4
_MOVING = (JobState.QUEUED, JobState.SENDING, JobState.SENT)
_GLYPHS = {Tone.SUCCESS: Glyph.CHECK, Tone.DANGER: Glyph.CIRCLE_X, Tone.INFO: Glyph.CIRCLE_X}


@dataclass(frozen=True, slots=True)
class PaperState:
    """The whole screen; `picture` is a PNG, `lines` is what it says."""

    back: str
    title: str
    mark: Mark | None
    picture: bytes
    lines: tuple[str, ...]
    empty: tuple[str, str]
    steps: tuple[tuple[Tone, str, str], ...]
    question: str
    answers: tuple[Choice, ...]
    answer: str
    note: tuple[Tone, str, str] | None
    foot: Foot


class PaperModel(ViewModel[PaperState]):
    """One document of this station with its copies; the newest is shown."""

    def __init__(self, desk: Desk, route: PaperRoute) -> None:
        super().__init__()
        self._desk, self._number = desk, route.document_no
        self._copies: Sequence[PrintJob] = ()
        self._view: PaperView | None = None
        self._answer, self._is_busy = "", False
        self._problem: Problem | None = None

    async def open(self) -> None:
        """Read the copies; lay the newest one out when it is another one."""
        who, papers = self._desk.session.operator, self._desk.jobs.papers
        if who is None:
            return
        try:
            copies = await papers.copies(self._number, who)
            if self._view is None or len(copies) != len(self._copies):
                self._view = papers.view(copies[-1])
            self._copies = copies
        except Problem as problem:
            self._problem = problem
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    def tick(self) -> None:
        """Look again at a paper that is on its way."""
        if any(job.state in _MOVING for job in self._copies):
            self._desk.flights.once(f"paper:{self._number}", self.open)
        self.refresh()

    def choose_answer(self, value: str) -> None:
        """What was seen of the paper."""
        self._answer, self._problem = value, None
        self.refresh()

    @property
    def takes_digits(self) -> bool:
        """The caps on the screen."""
        return bool(self._answers)

    def take_digit(self, digit: str) -> bool:
        """The answer with that digit."""
        found = next((answer for answer in self._answers if answer.digit == digit), None)
        if found is not None:
            self.choose_answer(found.value)
        return found is not None

    async def press(self, button: str) -> None:
        """A copy, or what was seen."""
        self._desk.flights.once(f"paper:{button}:{self._number}", lambda: self._do(button))

    async def _do(self, button: str) -> None:
        doubtful, self._is_busy, self._problem = self._doubtful, True, None
        self.refresh()
        try:
            if button == SETTLE and doubtful is not None:
                await settle(self._desk, doubtful, self._answer)
                self._answer = ""
            elif button == REPRINT:
                await reprint(self._desk, self._number)
        except Problem as problem:
            self._problem = problem
        finally:
            self._is_busy = False
        await self.open()

    @property
    def _doubtful(self) -> PrintJob | None:
        return next((job for job in self._copies if job.state is JobState.UNKNOWN), None)

    @property
    def _answers(self) -> tuple[Choice, ...]:
        return paper_answers(self._doubtful, self._desk.words)

    @property
    def foot(self) -> Foot:
        """First the question that is open, else another copy."""
        words = self._desk.words
        if self._answers:
            name = f"recent.act.{self._answer}" if self._answer else "recent.act"
            return Foot(Button(SETTLE, words.text(name), is_enabled=bool(self._answer) and not self._is_busy))
        can = bool(self._copies) and not self._is_busy
        return Foot(Button(REPRINT, words.text("recent.reprint"), is_enabled=can))

    def render(self) -> PaperState:
        """The facts in words."""
        words, newest = self._desk.words, self._copies[-1] if self._copies else None
        view = self._view or PaperView(b"", ())
        problem = None if self._problem is None else self._desk.explain(self._problem)
        return PaperState(
            back=words.text("back"),
            title=self._number if newest is None else paper_name(newest, words),
            mark=None if newest is None else _mark(newest, paper_state(newest, words)),
            picture=view.picture,
            lines=view.lines,
            empty=("", "") if problem is None or self._copies else (problem.what, problem.next),
            steps=tuple(paper_step(job, words) for job in self._copies[-MAX_STEPS:]),
            question=words.text("recent.question") if self._answers else "",
            answers=self._answers,
            answer=self._answer,
            note=self._note(),
            foot=self.foot,
        )

    def _note(self) -> tuple[Tone, str, str] | None:
        """What was refused; else why the printer does not print, and the next step."""
        words, code = self._desk.words, self._desk.jobs.printer_code()
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
        elif code and any(job.state in (*_MOVING, JobState.FAILED) for job in self._copies):
            explained = words.explain(code)
        else:
            return None
        return (Tone.WARNING, explained.what, explained.next)


def _mark(job: PrintJob, state: str) -> Mark:
    tone = paper_tone(job)
    return Mark(state.capitalize(), _GLYPHS.get(tone, Glyph.PRINTER), tone)
