"""Who waits with nobody at it: sound and a notice on every counter until somebody takes it on."""

from dataclasses import dataclass, field

from app.domain.alerts import IN_CHARGE, Ringing, Told, Waiter, Wants, waiters
from app.domain.floor_calls import FloorCall
from app.domain.visits import Visit
from app.presentation.beeps import Beep
from app.presentation.desk import Desk
from app.presentation.frame import NoticeState
from app.presentation.marks import Glyph, Tone
from app.presentation.routes import CallsRoute, OrderRoute, PickupsRoute, Route
from app.usecases.floor_calls import Callers


@dataclass(slots=True)
class Alarms:
    """What this counter was told of whoever waits; lives on the loop. Also a locked one shows and sounds it: it
    says which kiosk calls and with which number, never who."""

    desk: Desk
    callers: Callers = field(default_factory=Callers)
    _ringing: Ringing = field(default_factory=Ringing)
    _hidden: dict[str, float] = field(default_factory=dict)

    async def read(self) -> None:
        """The store changed: who waits now."""
        self.callers = await self.desk.jobs.calls.waiting()
        self.tick()

    def tick(self) -> None:
        """A second has passed: sound what is due."""
        now_s = self.desk.jobs.clock.monotonic_s()
        if self._ringing.due(self._told, self.desk.now_at, now_s, self.callers.waits):
            self._hidden.clear()
            self.desk.beep(Beep.ALERT)

    @property
    def _told(self) -> tuple[Waiter, ...]:
        now_at, waits = self.desk.now_at, self.callers.waits
        found = waiters(self.callers.calls, self.callers.unserved(now_at))
        return tuple(waiter for waiter in found if waiter.is_told(Told.COUNTER, now_at, waits))

    @property
    def _shown(self) -> tuple[Waiter, ...]:
        """What is new of visitors is told with the queue's news; here they come when they have waited too long."""
        now_at, now_s, waits = self.desk.now_at, self.desk.jobs.clock.monotonic_s(), self.callers.waits
        due = (one for one in self._told if one.wants is not Wants.VISITOR or one.is_late(now_at, waits))
        return tuple(one for one in due if now_s - self._hidden.get(one.id, float("-inf")) >= waits.repeat_s)

    def put_away(self) -> None:
        """Seen; it comes back with the next sound."""
        now_s = self.desk.jobs.clock.monotonic_s()
        self._hidden |= {waiter.id: now_s for waiter in self._shown}

    @property
    def place(self) -> Route | None:
        """Where the notice leads; None when there is none."""
        shown = self._shown
        if not shown:
            return None
        first = max(shown, key=lambda waiter: list(Wants).index(waiter.wants))
        if first.wants is Wants.CALL:
            return CallsRoute()
        orders = [order for visit in self.callers.visits if visit.id == first.id for order in visit.orders]
        return OrderRoute(orders[0]) if len(orders) == 1 else PickupsRoute()

    def notice(self) -> NoticeState:
        """All who wait as one notice; nothing when nobody does, or it was put away."""
        shown, now_at = self._shown, self.desk.now_at
        if not shown:
            return NoticeState()
        words, who = self.desk.words, self.desk.session.operator
        late = [waiter for waiter in shown if waiter.is_late(now_at, self.callers.waits)]
        is_mine = who is not None and who.role in IN_CHARGE
        first = max(late or shown, key=lambda waiter: list(Wants).index(waiter.wants))
        title = self._title(first) if len(shown) == 1 else words.plural("alarm.several", len(shown))
        waited = words.duration(round(max(waiter.waited_s(now_at) for waiter in shown)))
        line = "alarm.new" if not late else "alarm.late.mine" if is_mine else "alarm.late"
        act = words.text("alarm.open") if who is not None else ""
        tone = Tone.DANGER if late else Tone.WARNING
        glyph = Glyph.ALARM_CLOCK if late else Glyph.HAND
        return NoticeState(title, words.text(line, waited=waited), act, words.text("alarm.hide"), glyph, tone)

    def over(self, news: NoticeState) -> NoticeState:
        """The notice of who waits, before what is only new."""
        return alarm if (alarm := self.notice()).title else news

    def _title(self, waiter: Waiter) -> str:
        words = self.desk.words
        call = next((call for call in self.callers.calls if call.id == waiter.id), None)
        if call is not None:
            return call_title(self.desk, self.callers, call)
        visit = next(visit for visit in self.callers.visits if visit.id == waiter.id)
        return words.text(f"alarm.{waiter.wants}", at=_at(visit))


def call_title(desk: Desk, callers: Callers, call: FloorCall) -> str:
    """`Chiosco 1 chiama`, `A 4 aspetta al banco`."""
    return desk.words.text(f"call.{call.kind}", kiosk=callers.kiosk_of(call), number=call.number)


def _at(visit: Visit) -> str:
    return visit.number or visit.place
