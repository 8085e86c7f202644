"""The tablet's one model: who is signed in, which page they are at, and what every press and scan does."""

from collections.abc import Awaitable, Callable
from functools import partial

from app.domain.curbside import Arrival
from app.domain.errors import Problem
from app.domain.orders import Container, Order
from app.domain.visits import Trouble
from app.presentation.beeps import Beep
from app.presentation.curb.alerts import CurbAlerts
from app.presentation.curb.along import Along
from app.presentation.curb.desk import CurbDesk
from app.presentation.curb.keys import Keys
from app.presentation.curb.pages import page_state
from app.presentation.curb.refusing import LINE, WHY, Refusing
from app.presentation.curb.returning import RETURN, YES, Returning
from app.presentation.curb.scans import Scans
from app.presentation.curb.session import LOCK_S, SAID_S, Hands, Said, Session
from app.presentation.curb.showing import SHOW, Showing
from app.presentation.curb.signing import Signing
from app.presentation.curb.states import AT_CAR, RETURNING, CurbState, Page
from app.presentation.curb.taker import WHO, Taker
from app.presentation.language import LANGUAGES
from app.presentation.marks import Glyph, Tone
from app.presentation.view_model import ViewModel
from app.usecases.curbside import CarQueue, bags_of
from app.usecases.hand_over import HandedOver
from app.usecases.station import Operator

HELD_S = 5.0
"""A finger that is down for longer has left where nobody saw it."""
LOOKS = ("sun", "dark")


class CurbModel(ViewModel[CurbState]):
    """Owns the session and what is in the colleague's hands; lives on the loop."""

    def __init__(self, desk: CurbDesk) -> None:
        super().__init__()
        self.desk = desk
        self.session = Session()
        self._hands: dict[str, Hands] = {}
        self.cars = CarQueue()
        self._alike: dict[str, Order] = {}
        self.look, self.is_mirrored = LOOKS[0], False
        self._held_s: float | None = None
        self.scans, self.alerts, self.along = Scans(self), CurbAlerts(self), Along(self)
        self.signing, self.refusing, self.taker = Signing(self), Refusing(self), Taker(self)
        self.returning, self.showing, self.keys = Returning(self), Showing(self), Keys(self)
        self._presses = self._acts()
        self._picks: dict[str, Callable[[str], None]] = {
            **dict.fromkeys((LINE, WHY), self.refusing.pick),
            WHO: self.taker.pick,
            RETURN: self.returning.press,
            YES: self.returning.answer,
            SHOW: self.showing.press,
        }
        desk.language.listen(self.refresh)

    def _acts(self) -> dict[str, Callable[[], None]]:
        return {
            "claim": lambda: self.act(self._claim),
            "serve": lambda: self.go(Page.VISIT),
            "hand_over": lambda: self.act(self._hand_over),
            "age": self._age,
            "drawn": self.signing.drawn,
            "clear": self.signing.clear,
            "signed": self.signing.confirm,
            "refuse": self.refusing.confirm,
            "release": lambda: self.act(partial(self._release, Trouble.NONE)),
            "not_ready": lambda: self.act(partial(self._release, Trouble.NOT_READY)),
            "wrong_car": lambda: self.act(partial(self._release, Trouble.WRONG_CAR)),
            "left": lambda: self.act(self._leave),
            "undo": lambda: self.act(self._undo),
            "take": lambda: self.act(self.along.take_chosen),
            "extend": lambda: self.act(self.along.extend),
            "give_back": lambda: self.act(self.along.give_back),
            "next": self.keys.next,
            "back": self.back,
            "delete": self.keys.delete,
            "mirror": self._mirror,
            "look": self._next_look,
            "language": self._next_language,
            "lock": self.lock,
            **{f"to:{page}": partial(self.go, page) for page in Page},
            "to:return": self.returning.begin,
            "to:show": self.showing.begin,
        }

    # what happens

    async def open(self) -> None:
        """Nobody is signed in yet."""
        self.session.touched_s = self._now_s
        self.refresh()

    async def reload(self) -> None:
        """Visits or orders changed: the queue anew, once no finger is on what is shown."""
        await self.alerts.read()
        operator = self.session.operator
        if operator is None:
            return
        found = await self.desk.curbside.queue(operator)
        alike = await self._like_named(found, operator)
        if operator is self.session.operator and self._held_s is None:
            self.cars = found
            self._alike = alike
            await self.returning.reload()
            await self.showing.reload()
            here = {arrival.visit.id for arrival in found.arrivals}
            self._hands = {visit: hands for visit, hands in self._hands.items() if visit in here}
            self._keep_choice()
            self.refresh()

    async def _like_named(self, found: CarQueue, operator: Operator) -> dict[str, Order]:
        """By order of the cars in hand: who else waits under a name that may be taken for its customer's."""
        alike: dict[str, Order] = {}
        for car in found.arrivals:
            if self.is_in_hand(car, operator):
                for order in car.orders:
                    other = await self.desk.queues.like_named(order, operator, besides=car.visit.orders)
                    if other is not None:
                        alike[order.id] = other
        return alike

    def is_in_hand(self, car: Arrival, operator: Operator) -> bool:
        """Whether that operator serves the car: it was claimed, or its goods came along."""
        return car.is_claimed_by(operator.id) or self.desk.curbside.is_with(car, operator)

    def hold(self, *, is_down: bool) -> None:
        """A finger is on the screen: nothing moves under it."""
        was, self._held_s = self._held_s, self._now_s if is_down else None
        if was is not None and not is_down:
            self.reload_soon()

    def reload_soon(self) -> None:
        """The queue anew, soon."""
        self.desk.flights.latest("reload", self.reload)

    def touch(self) -> None:
        """Somebody is here."""
        self.session.touched_s = self._now_s

    def tick(self) -> None:
        """A second has passed: waits grow, what was said goes, and a tablet nobody touches locks."""
        session = self.session
        if session.said is not None and self._now_s - session.said_s >= SAID_S:
            session.said, session.undo = None, ()
        if self._held_s is not None and self._now_s - self._held_s >= HELD_S:
            self.hold(is_down=False)
        if session.operator is not None and self._now_s - session.touched_s >= LOCK_S:
            self.lock()
        self.alerts.tick()
        self.showing.tick()
        self.along.remind()
        self.refresh()

    def lock(self) -> None:
        """Names and cars go from the screen; who comes back types the PIN alone. An act under way ends first."""
        if self.desk.flights.is_flying("act") or self.returning.is_working:
            return
        self.returning.lock()
        self.showing.end()
        self.desk.counter.session.end()
        number = self.session.number if self.session.operator is not None else ""
        self.session, self.cars = Session(number=number, touched_s=self._now_s), CarQueue()
        self.refresh()

    def go(self, page: Page) -> None:
        """On to a page."""
        self.session.go(page)
        if page is not Page.SHOW:
            self.showing.end()
        self.refresh()

    def back(self) -> None:
        """To the car in hand, or to the queue; from the PIN to the question who it is."""
        session = self.session
        if session.page is Page.SIGN_IN:
            session.number, session.typed, session.problem = "", "", None
        elif session.page in RETURNING:
            self.returning.back()
        else:
            if session.page is Page.SIGN:
                self.signing.clear()
            ways = {Page.TAKE: Page.CARRIED, Page.SIGN_WORD: Page.SIGN, Page.VISIT: Page.QUEUE}
            ways |= {Page.REFUSE: Page.TROUBLE, Page.REFUSE_WHY: Page.REFUSE, Page.SHOW: Page.TROUBLE}
            self.go(ways.get(session.page, Page.VISIT if session.page in AT_CAR else Page.QUEUE))

    def pressed(self, button: str) -> None:
        """Something on the page was pressed."""
        self.scans.reader = ""
        self.touch()
        pick = next((take for prefix, take in self._picks.items() if button.startswith(prefix)), None)
        if button.startswith("visit:"):
            self.session.chosen = button.removeprefix("visit:")
        elif pick is not None:
            pick(button)
        elif button in self._presses:
            self._presses[button]()
        else:
            self.keys.take(button)
        self.refresh()

    def act(self, work: Callable[[Operator, Arrival | None], Awaitable[None]]) -> None:
        """One act at a time; what is refused is said where the colleague looks."""
        operator, arrival = self.session.operator, self.arrival

        async def act() -> None:
            assert operator is not None
            try:
                await work(operator, arrival)
            except Problem as problem:
                self.refuse(problem)
            await self.reload()

        if operator is not None:
            self.desk.flights.once("act", act)

    # what is in hand

    @property
    def arrival(self) -> Arrival | None:
        """The car that is chosen, or served."""
        chosen, operator = self.session.chosen, self.session.operator
        found = next((arrival for arrival in self.cars.arrivals if arrival.visit.id == chosen), None)
        return found if found is None or operator is None else self.desk.curbside.at_hand(found, operator)

    @property
    def at_car(self) -> str:
        """The visit that is served now, also until what was just done there is known; empty for none."""
        page, is_flying = self.session.page, self.desk.flights.is_flying("act")
        is_returning = page in RETURNING and self.returning.origin is Page.VISIT
        return self.session.chosen if page in AT_CAR or is_flying or is_returning else ""

    @property
    def hands(self) -> Hands:
        """What was proved for that car."""
        return self._hands.setdefault(self.session.chosen, Hands())

    @property
    def alike(self) -> tuple[tuple[Order, Order], ...]:
        """Orders of that car, each with the one somebody else may be given it for."""
        orders = () if self.arrival is None else self.arrival.orders
        return tuple((order, self._alike[order.id]) for order in orders if order.id in self._alike)

    def bags(self) -> tuple[Container, ...]:
        """What has to be brought to it."""
        return () if self.arrival is None else bags_of(self.arrival)

    def _keep_choice(self) -> None:
        """The choice stays; when it went, the first car. Whoever loses a car in hand is told who has it."""
        session, operator = self.session, self.session.operator
        arrival = self.arrival
        # A return goes on without the car it came with.
        is_served = bool(self.at_car) and session.page in AT_CAR
        if is_served and operator is not None and not self.desk.flights.is_flying("act"):
            if arrival is None:
                self._lose("gone")
            elif not self.is_in_hand(arrival, operator):
                by = arrival.visit.claimed_by
                self._lose("taken" if by else "put_back", by)
        if self.arrival is None:
            session.chosen = self.cars.arrivals[0].visit.id if self.cars.arrivals else ""

    def _lose(self, name: str, by: str = "") -> None:
        self.go(Page.QUEUE)
        who = self.cars.name_of(by) if by else ""
        self.say(Said(f"lost.{name}", "lost.next", Glyph.INFO, Tone.WARNING, who))
        self.desk.beeps.sound(Beep.QUESTION)

    def say(self, said: Said, undo: tuple[HandedOver, ...] = ()) -> None:
        """Said where the colleague looks, for a while."""
        self.session.said, self.session.said_s, self.session.undo = said, self._now_s, undo

    def refuse(self, problem: Problem) -> None:
        """Said where the colleague looks."""
        self.desk.beeps.sound(Beep.REFUSED, self.scans.reader)
        self.session.problem = problem
        self.refresh()

    async def _claim(self, operator: Operator, arrival: Arrival | None) -> None:
        if arrival is None:
            return
        await self.desk.curbside.claim(arrival, operator)
        self._hands[arrival.visit.id] = Hands()
        self.go(Page.VISIT)

    async def _release(self, trouble: Trouble, operator: Operator, arrival: Arrival | None) -> None:
        if arrival is not None:
            if arrival.is_claimed_by(operator.id) or trouble is not Trouble.NONE:
                await self.desk.curbside.release(arrival, operator, trouble)
            self.go(Page.QUEUE)

    async def _leave(self, operator: Operator, arrival: Arrival | None) -> None:
        if arrival is not None:
            await self.desk.curbside.leave(arrival, operator)
            self.go(Page.QUEUE)

    async def _hand_over(self, operator: Operator, arrival: Arrival | None) -> None:
        if arrival is None:
            return
        hands, name = self.hands, self.taker.name_at(arrival)
        done = await self.desk.curbside.hand_over(
            arrival,
            hands.scanned,
            self.taker.proofs(arrival),
            operator,
            is_age_checked=hands.is_age_checked,
            signed=hands.signed,
        )
        self._hands.pop(arrival.visit.id, None)
        self.go(Page.QUEUE)
        self.desk.beeps.sound(Beep.GOOD)
        is_asked = not any(self.desk.curbside.carrying.grant_of(order, operator) for order in arrival.orders)
        line = "done.line" if is_asked else "done.carried"
        self.say(Said("done", line, Glyph.CIRCLE_CHECK, Tone.SUCCESS, name), done if is_asked else ())

    async def _undo(self, operator: Operator, arrival: Arrival | None) -> None:
        done, self.session.undo = self.session.undo, ()
        await self.desk.curbside.take_back(done, operator)
        self.say(Said("undone", "undone.line", Glyph.UNDO_2, Tone.INFO))

    def _age(self) -> None:
        self.hands.is_age_checked = True

    # the tablet itself

    def _mirror(self) -> None:
        self.is_mirrored = not self.is_mirrored

    def _next_look(self) -> None:
        self.look = LOOKS[(LOOKS.index(self.look) + 1) % len(LOOKS)]

    def _next_language(self) -> None:
        at = LANGUAGES.index(self.desk.language.name)
        self.desk.language.speak(LANGUAGES[(at + 1) % len(LANGUAGES)])

    @property
    def _now_s(self) -> float:
        return self.desk.clock.monotonic_s()

    def render(self) -> CurbState:
        """The page in words."""
        return page_state(self)
