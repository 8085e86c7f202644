"""A person is called for from a kiosk: by a visitor, for a task that goes on at the counter, for its troubles."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import NewType

from app.domain.errors import Code, Problem
from app.domain.returns import Reason
from app.domain.values import LineId, OrderId, Sku, StationId, StoreId

CallId = NewType("CallId", str)


class CallKind(StrEnum):
    """What a person is called for."""

    HELP = "help"
    COUNTER = "counter"
    PAPER = "paper"
    OUT = "out"
    CODES = "codes"


TROUBLES = (CallKind.PAPER, CallKind.OUT, CallKind.CODES)
"""What a kiosk itself needs somebody for: it ends when the kiosk says so or somebody has seen to it."""


class CallState(StrEnum):
    """How far a call has come. BACK: the visitor may go on at the kiosk; RESUMED: does; OVER: needed no more."""

    OPEN = "open"
    CLAIMED = "claimed"
    BACK = "back"
    RESUMED = "resumed"
    DONE = "done"
    OVER = "over"


LIVE_CALLS = frozenset({CallState.OPEN, CallState.CLAIMED, CallState.BACK})
OF_KIOSK = frozenset({CallState.OPEN, CallState.RESUMED, CallState.OVER})
"""What a kiosk says itself, in nobody's name, and of its own calls only; the rest is a colleague's."""
_S = CallState
CALL_MOVES: frozenset[tuple[CallState, CallState]] = frozenset(
    {
        (_S.OPEN, _S.CLAIMED),
        (_S.CLAIMED, _S.OPEN),
        (_S.CLAIMED, _S.DONE),
        (_S.CLAIMED, _S.BACK),
        (_S.BACK, _S.RESUMED),
        (_S.BACK, _S.CLAIMED),
        (_S.OPEN, _S.OVER),
        (_S.CLAIMED, _S.OVER),
        (_S.BACK, _S.OVER),
    }
)


class Stage(StrEnum):
    """Where a visitor was when their task left the kiosk."""

    NONE = ""
    CHECK_IN = "check_in"
    RETURN = "return"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class ChosenPiece:
    """Pieces of an order's line that somebody wants to bring back, and why."""

    line: LineId
    quantity: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class KioskWork:
    """What a visitor had done at the kiosk: ids only, no name, no phone."""

    stage: Stage = Stage.NONE
    order: OrderId | None = None
    pieces: tuple[ChosenPiece, ...] = ()
    sku: Sku | None = None


NO_WORK = KioskWork()


@dataclass(frozen=True, slots=True)
class FloorCall:
    """One call of one kiosk. `number` is what the visitor is called with; `claimed_by` stays once it is over."""

    id: CallId
    store: StoreId
    kind: CallKind
    device: StationId
    called_at: datetime
    state: CallState = CallState.OPEN
    number: str = ""
    work: KioskWork = NO_WORK
    claimed_by: str = ""
    claimed_at: datetime | None = None
    ended_at: datetime | None = None

    def moved(self, target: CallState, at: datetime, *, by: str = "", may_free: bool = False) -> "FloorCall":
        """The call in `target`; Problem(STEP_NOT_ALLOWED | CLAIMED_BY_OTHER). The same again changes nothing.

        Only whoever took it on says what became of it; a kiosk, which acts in nobody's name, may take it back.
        Who `may_free` calls of others, because they went home, leaves it to whoever comes.
        """
        is_others = self.state is CallState.CLAIMED and by and by != self.claimed_by
        if is_others and not (may_free and target is CallState.OPEN):
            raise Problem(Code.CLAIMED_BY_OTHER, by=self.claimed_by)
        if self.state is target:
            return self
        if (self.state, target) not in CALL_MOVES:
            raise Problem(Code.STEP_NOT_ALLOWED, step=self.state.value, target=target.value)
        moved = replace(self, state=target)
        if target is CallState.CLAIMED:
            return replace(moved, claimed_by=by, claimed_at=at)
        if target is CallState.OPEN:
            return replace(moved, claimed_by="", claimed_at=None)
        return moved if target in LIVE_CALLS else replace(moved, ended_at=at)

    @property
    def is_live(self) -> bool:
        """Whether somebody still waits for something."""
        return self.state in LIVE_CALLS

    def waited_s(self, now_at: datetime) -> float:
        """For how many seconds somebody has waited; a clock that is behind counts as none."""
        return max(0.0, (now_at - self.called_at).total_seconds())

    def is_left_over(self, now_at: datetime, zone: tzinfo) -> bool:
        """Whether it goes on although it is of another day: nobody waits through a night, a kiosk does."""
        if self.kind in TROUBLES:
            return False
        return self.is_live and self.called_at.astimezone(zone).date() < now_at.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class CallNews:
    """What the kiosk that called is told of its call: nobody's order, and a colleague's first name at most."""

    id: CallId
    kind: CallKind
    state: CallState
    stage: Stage = Stage.NONE
    number: str = ""
    name: str = ""


def call_terms(state: CallState) -> tuple[str, ...]:
    """By what a call is found: whether it goes on."""
    return ("state:open",) if state in LIVE_CALLS else ("state:ended",)
