"""A return begun at a kiosk: which articles, why, and the slip that goes to the counter with them."""

from typing import TYPE_CHECKING

from app.domain.errors import Problem
from app.domain.floor_calls import ChosenPiece
from app.domain.orders import Order
from app.domain.returns import Reason
from app.domain.values import LineId
from app.presentation.beeps import Beep
from app.presentation.kiosk.session import Page, ReturnDraft, Session
from app.usecases.check_in import Shown
from app.usecases.start_return import Begun

if TYPE_CHECKING:
    from app.presentation.kiosk.model import KioskModel

REASONS = (Reason.TOO_SMALL, Reason.TOO_LARGE, Reason.NOT_LIKED, Reason.DEFECTIVE, Reason.OTHER)
"""As a customer says them; the counter has finer ones."""
ROWS, FEW_ROWS = 3, 1
"""Articles in sight at once, on the smallest screen; of large text fewer."""


def rows_of(session: Session) -> int:
    """How many articles are in sight."""
    return FEW_ROWS if session.is_large else ROWS


class ReturnPath:
    """Owns nothing: the session has what was chosen. Lives on the loop."""

    def __init__(self, model: "KioskModel") -> None:
        self._model = model

    def press(self, button: str) -> bool:
        """Whether it was one of a return's own buttons."""
        session, draft = self._model.session, self._model.session.draft
        if button in ("task:pickup", "task:return"):
            session.is_returning = button == "task:return"
            self._model.go(Page.SCAN)
        elif button.startswith("line:"):
            self._turn(draft, LineId(button.removeprefix("line:")))
        elif button == "lines" and draft.returning is not None:
            after = draft.shown + rows_of(session)
            draft.shown = after if after < len(draft.returning.lines) else 0
        elif button == "next" and session.page is Page.PIECES and draft.chosen:
            self._model.go(Page.REASON)
        elif button.startswith("reason:") and session.page is Page.REASON:
            reason = Reason(button.removeprefix("reason:"))
            self._model.desk.flights.once("slip", lambda: self._start(reason))
        else:
            return False
        return True

    def _turn(self, draft: ReturnDraft, line: LineId) -> None:
        """One more piece of it, and after the last one none."""
        known = {one.line: one for one in draft.returning.lines} if draft.returning else {}
        if line in known:
            count = draft.chosen.get(line, 0) + 1
            draft.chosen[line] = count
            if count > known[line].most:
                del draft.chosen[line]

    async def find(self, shown: Shown) -> None:
        """Somebody shows which order it is about. Problem as `StartReturns.find`."""
        session = self._model.session
        found = await self._model.desk.returns.find(shown)
        if session is self._model.session:
            self._model.sound(Beep.GOOD)
            session.draft = ReturnDraft(found)
            self._model.go(Page.PIECES)

    async def resume(self, order: Order, pieces: tuple[ChosenPiece, ...]) -> None:
        """Go on with what was chosen before. Problem(RETURN_NOT_ELIGIBLE)."""
        session = self._model.session
        found = await self._model.desk.returns.of(order)
        if session is self._model.session:
            session.is_returning = True
            session.draft = ReturnDraft(found, {piece.line: piece.quantity for piece in pieces})
            self._model.go(Page.PIECES)

    async def _start(self, reason: Reason) -> None:
        model, session = self._model, self._model.session
        draft = session.draft
        if draft.returning is None:
            return
        pieces = chosen_pieces(draft, reason)
        try:
            begun = await model.desk.returns.start(draft.returning, pieces)
        except Problem as problem:
            model.refuse(session, problem)
            return
        if session is model.session:
            draft.has_slip = await self._is_printed(draft, pieces, begun)
        if session is not model.session:
            self.leave(draft)
            return
        draft.begun = begun
        draft.returning = None
        model.go(Page.SLIP)
        session.trail = [Page.ATTRACT]

    async def _is_printed(self, draft: ReturnDraft, pieces: tuple[ChosenPiece, ...], begun: Begun) -> bool:
        """Whether a slip comes out: without it the code on the page is enough."""
        desk = self._model.desk
        if not desk.can_print or draft.returning is None:
            return False
        try:
            await desk.returns.print_slip(draft.returning, pieces, begun, desk.language.name)
        except Problem:
            return False
        desk.print_soon()
        return True

    def leave(self, draft: ReturnDraft) -> None:
        """Nobody is there any more for what has not come out yet."""
        if draft.has_slip:
            self._model.desk.flights.latest("slips", self._model.desk.returns.drop_slips)


def chosen_pieces(draft: ReturnDraft, reason: Reason) -> tuple[ChosenPiece, ...]:
    """What was chosen, all of it for that reason."""
    return tuple(ChosenPiece(line, quantity, reason) for line, quantity in draft.chosen.items())
