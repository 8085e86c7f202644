"""The door for staff: a hidden gesture or a badge, then who, a PIN, and a right; sixty seconds, recorded."""

from typing import TYPE_CHECKING

from app.domain.errors import Problem
from app.presentation.beeps import Beep
from app.presentation.kiosk.session import OF_STAFF, Page
from app.presentation.operators import PIN_DIGITS
from app.usecases.ports import AuditEntry
from app.usecases.station import Operator

if TYPE_CHECKING:
    from app.presentation.kiosk.model import KioskModel

LEAVE = "kiosk.leave"
MAX_NUMBER = 6
TAPS, TAPS_S = 5, 3.0
"""So many taps into the corner, within so many seconds."""


class StaffDoor:
    """Owns nothing but the taps; the session has the rest. Lives on the loop."""

    def __init__(self, model: "KioskModel") -> None:
        self._model = model
        self._taps: list[float] = []

    def tap(self) -> None:
        """A tap into the hidden corner."""
        now_s = self._model.desk.clock.monotonic_s()
        self._taps = [at_s for at_s in self._taps if now_s - at_s < TAPS_S] + [now_s]
        if len(self._taps) >= TAPS:
            self._taps = []
            self.open()

    def open(self, number: str = "") -> None:
        """The visit that is under way ends; whoever comes in says who they are."""
        if self._model.session.page not in OF_STAFF:
            self._model.end()
            self._model.go(Page.STAFF)
        session = self._model.session
        session.staff_number, session.typed, session.problem = number, "", None
        self._model.refresh()

    async def show_badge(self, text: str) -> None:
        """A badge names somebody and opens nothing."""
        model = self._model
        try:
            staff = await model.desk.sign_in.by_badge(text)
        except Problem:
            model.sound(Beep.REFUSED)
            return
        model.sound(Beep.GOOD)
        self.open(staff.number)

    def press(self, button: str) -> bool:
        """Whether it was one of the staff's own buttons."""
        session = self._model.session
        if button.startswith("key:") and session.page is Page.STAFF:
            self._type(button.removeprefix("key:"))
        elif button == "next" and session.page is Page.STAFF and not session.staff_number and session.typed:
            session.staff_number, session.typed = session.typed, ""
        elif button == "leave" and session.page is Page.SERVICE and session.operator is not None:
            operator = session.operator
            self._model.desk.flights.once("leave", lambda: self._leave(operator))
        elif button in ("back", "exit"):
            self._model.end()
        elif button == "help":
            # Whoever comes next finds nobody signed in behind it.
            self._model.end()
            self._model.calls.help()
        else:
            return False
        return True

    def _type(self, digit: str) -> None:
        session = self._model.session
        most = PIN_DIGITS if session.staff_number else MAX_NUMBER
        if len(session.typed) < most and digit.isdigit():
            session.typed, session.problem = session.typed + digit, None
        if session.staff_number and len(session.typed) == PIN_DIGITS:
            self._model.desk.flights.once("staff", self._enter)

    async def _enter(self) -> None:
        session, model = self._model.session, self._model
        pin, session.typed = session.typed, ""
        try:
            operator = await model.desk.sign_in.sign_in_among_strangers(session.staff_number, pin)
            operator.need(LEAVE)
        except Problem as problem:
            session.problem, session.staff_number = problem, ""
        else:
            if session is model.session:
                session.operator = operator
                session.page = Page.SERVICE
        model.refresh()

    async def _leave(self, operator: Operator) -> None:
        model = self._model
        entry = AuditEntry(model.desk.clock.now_at(), "kiosk_left", operator.id, model.desk.station.device, {})
        await model.desk.door.write(lambda tx: tx.audit(entry))
        model.on_leave()
