"""What every view-model of a terminal is given: the jobs, the language, who works here, and where we are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.errors import Code, Problem
from app.domain.staff import Approval, Ask
from app.presentation.approvals import Approvals
from app.presentation.beeps import Beep, Beeps
from app.presentation.ears import Ears
from app.presentation.facing import Facing
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.jobs import Jobs
from app.presentation.language import Language
from app.presentation.navigator import Navigator
from app.presentation.preferences import Preferences
from app.presentation.routes import Route
from app.presentation.wording import Explanation, Wording
from app.usecases.station import Operator

TOAST_S = 12.0
MAX_SEEN = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """A place somebody opened, by its name."""

    route: Route
    title: str
    line: str = ""


@dataclass(slots=True)
class Session:
    """Who is signed in, and what they opened since, newest first; lives on the loop.

    `last`: who signed in last, also while the terminal is locked.
    """

    operator: Operator | None = None
    last: Operator | None = None
    seen: list[Seen] = field(default_factory=list)
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    @property
    def who(self) -> Operator:
        """The operator. Problem(OPERATOR_UNKNOWN) when nobody is."""
        if self.operator is None:
            raise Problem(Code.OPERATOR_UNKNOWN)
        return self.operator

    def begin(self, operator: Operator) -> None:
        """Somebody signed in."""
        self.last = operator
        self._set(operator)

    def end(self) -> None:
        """Nobody works here any more."""
        self._set(None)

    def saw(self, seen: Seen) -> None:
        """A place was opened; kept in memory until the operator leaves."""
        self.seen = [seen, *(other for other in self.seen if other.route != seen.route)][:MAX_SEEN]

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told who comes and goes."""
        self._listeners.append(listener)

    def _set(self, operator: Operator | None) -> None:
        self.operator = operator
        self.seen.clear()
        for listener in list(self._listeners):
            listener()


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was just done, or `is_refused`; `undo` takes it back, None when it cannot be."""

    title: str
    line: str
    at_s: float
    undo: Callable[[], None] | None = None
    is_refused: bool = False


@dataclass(slots=True)
class Notices:
    """What was just done, shown for a while on whatever screen; lives on the loop."""

    latest: Done | None = None
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told of a new one, and when it goes."""
        self._listeners.append(listener)

    def tell(self, done: Done | None) -> None:
        """Show it instead of the one before; None takes it away."""
        self.latest = done
        for listener in list(self._listeners):
            listener()

    def left_s(self, now_s: float) -> int:
        """Seconds it stays, 0 when there is none."""
        return 0 if self.latest is None else max(0, round(self.latest.at_s + TOAST_S - now_s))


@dataclass(frozen=True, slots=True)
class Desk:
    """One terminal as its screens see it; lives on the loop."""

    jobs: Jobs
    language: Language
    navigator: Navigator
    flights: Flights
    preferences: Preferences
    session: Session = field(default_factory=Session)
    notices: Notices = field(default_factory=Notices)
    approvals: Approvals = field(default_factory=Approvals)
    beeps: Beeps = field(default_factory=Beeps)
    ears: Ears = field(default_factory=Ears)
    facing: Facing = field(default_factory=Facing)
    faults: Faults = field(default_factory=Faults)

    @property
    def words(self) -> Wording:
        """The texts in use."""
        return self.language.wording

    @property
    def store_words(self) -> Wording:
        """The texts for whoever stands before the counter."""
        return self.language.of_store

    @property
    def now_at(self) -> datetime:
        """Aware UTC."""
        return self.jobs.clock.now_at()

    def explain(self, problem: Problem) -> Explanation:
        """A refusal in words."""
        return self.words.explain_problem(problem, now_at=self.now_at)

    def beep(self, beep: Beep, scanner: str = "") -> None:
        """Say it by sound, in answer to what that scanner read, unless this terminal is to be quiet."""
        if self.preferences.has_beeps:
            self.beeps.sound(beep, scanner)

    async def approval_for(self, ask: Ask) -> Approval | None:
        """Another person's yes where the operator needs one, None where they may alone.

        Problem(PERMISSION_DENIED); APPROVAL_REQUIRED when nobody said yes.
        """
        try:
            self.session.who.need(ask.action)
        except Problem as problem:
            if problem.code is not Code.APPROVAL_REQUIRED:
                raise
            approval = await self.approvals.ask(ask)
            if approval is None:
                raise
            return approval
        return None

    def is_with(self, who: Operator) -> bool:
        """Whether no other person has signed in since; a terminal that is locked meanwhile is still theirs."""
        return self.session.last is None or self.session.last.id == who.id

    def done(self, who: Operator, title: str, line: str = "", undo: Callable[[], None] | None = None) -> None:
        """Say what `who` did. To nobody else: an act may end after the terminal changed hands."""
        if self.is_with(who):
            self.notices.tell(Done(title, line, self.jobs.clock.monotonic_s(), undo))

    def not_done(self, who: Operator, problem: Problem) -> None:
        """Say what `who` asked for and did not get, and the next step."""
        if self.is_with(who):
            explained = self.explain(problem)
            now_s = self.jobs.clock.monotonic_s()
            self.notices.tell(Done(explained.what, explained.next, now_s, is_refused=True))
