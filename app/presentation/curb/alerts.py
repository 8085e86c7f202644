"""The tablet tells of a car that nobody serves until somebody does, also while it is locked: by sound then."""

from typing import TYPE_CHECKING

from app.domain.alerts import Ringing, Told, Waiter, waiters
from app.domain.curbside import bay_number
from app.presentation.beeps import Beep
from app.presentation.curb.session import Said
from app.presentation.marks import Glyph, Tone
from app.usecases.floor_calls import Callers

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel


class CurbAlerts:
    """Owns who waits and when it was told last; lives on the loop."""

    def __init__(self, model: "CurbModel") -> None:
        self._model = model
        self._callers = Callers()
        self._ringing = Ringing()

    async def read(self) -> None:
        """The store changed: who waits now."""
        self._callers = await self._model.desk.calls.waiting()

    def tick(self) -> None:
        """A second has passed: sound what is due, and say it where somebody looks."""
        model = self._model
        now_at, now_s = model.desk.clock.now_at(), model.desk.clock.monotonic_s()
        waiting = self._told
        if not self._ringing.due(waiting, now_at, now_s, self._callers.waits):
            return
        model.desk.beeps.sound(Beep.ALERT)
        if model.session.operator is None or model.session.undo:
            return
        late = [waiter for waiter in waiting if waiter.is_late(now_at, self._callers.waits)]
        name, tone = ("alert.late", Tone.DANGER) if late else ("alert.new", Tone.WARNING)
        first = (late or list(waiting))[0]
        model.say(Said(name, f"{name}.line", Glyph.CAR, tone, self._bay(first)))

    @property
    def _told(self) -> tuple[Waiter, ...]:
        """Not the car whose goods came along while it is served: it cannot be claimed out of reach."""
        now_at, at_car = self._model.desk.clock.now_at(), self._model.at_car
        found, waits = waiters((), self._callers.unserved(now_at)), self._callers.waits
        return tuple(one for one in found if one.is_told(Told.TABLET, now_at, waits) and one.id != at_car)

    def _bay(self, waiter: Waiter) -> str:
        """What is painted on the ground there; a dash where nobody has said."""
        place = next((visit.place for visit in self._callers.visits if visit.id == waiter.id), "")
        return bay_number(place) or "—"
