"""The frame of the clerk's screen: where we are, who works, how the line is, what was just done."""

import asyncio
from itertools import count
from typing import Any

from app.domain.errors import Problem
from app.presentation.alarms import Alarms
from app.presentation.beeps import Beep
from app.presentation.desk import Desk
from app.presentation.drawer_watch import DrawerWatch
from app.presentation.first_hints import FirstHints
from app.presentation.frame import (
    FOOT,
    STARTS,
    WORK,
    CounterState,
    Facts,
    NoticeState,
    fault,
    read_facts,
    strip,
    tiles,
    toast,
)
from app.presentation.help_pages import page_about
from app.presentation.left_places import LeftPlaces, at_places, still_open
from app.presentation.news import QueueNews
from app.presentation.operators import initials
from app.presentation.palette_places import commands_of
from app.presentation.places import make_model
from app.presentation.routes import (
    HelpRoute,
    Route,
    Section,
    SignInRoute,
    section_of,
)
from app.presentation.scan_path import ScanPath
from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.approval import ApprovalModel
from app.presentation.viewmodels.omnibox import OmniboxModel
from app.presentation.viewmodels.palette import PaletteModel
from app.presentation.viewmodels.unread import UnreadModel
from app.usecases.print_documents import sign_of
from hardware.api import ScanRead

LOCK_AFTER_S = 180.0
"""Without a key, a tap or a scan; then the terminal locks itself (security requirements of the chain)."""
Model = ViewModel[Any]


class Counter(ViewModel[CounterState]):
    """Owns the models of the places that are open; lives on the loop."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.omnibox = OmniboxModel(desk)
        self.palette = PaletteModel(desk, commands_of(self))
        self.approval = ApprovalModel(desk)
        self.unread = UnreadModel(desk)
        self._path, self._scans = ScanPath(desk, self, self.unread), count(1)
        self._left = LeftPlaces()
        self._locked_at: Route = SignInRoute()
        self._touched_s = desk.jobs.clock.monotonic_s()
        self._models: dict[Route, Model] = {}
        self._opened: Model | None = None
        self._front: Model | None = None
        self._facts = Facts()
        self._hints = FirstHints(desk.jobs.door)
        self._news, self._is_queue_due = QueueNews(), True
        self._alarms, self._drawer = Alarms(desk), DrawerWatch(desk)
        desk.navigator.listen(self._arrived)
        desk.session.listen(self._worker_changed)
        desk.approvals.listen(self._moved)
        desk.notices.listen(self.refresh)
        desk.faults.listen(self.refresh)
        desk.language.listen(self._reworded)
        desk.preferences.listen(self._preferred)

    @property
    def _at(self) -> Route:
        """Where we are: of a locked terminal nothing but the way in, and help."""
        return self._locked_at if self.desk.session.operator is None else self.desk.navigator.at

    @property
    def model(self) -> Model:
        """The model of where we are; made when we first come there, kept while the place is open."""
        if self._at not in self._models:
            self._models[self._at] = self._make(self._at)
        return self._models[self._at]

    def _make(self, place: Route) -> Model:
        model = make_model(self.desk, place)
        model.subscribe(lambda _: self._moved())
        return model

    def _moved(self) -> None:
        """While a question about money is open nothing is to be scanned, but for the badge of who must say yes."""
        is_badge_due = self.desk.approvals.pending is not None
        self.desk.ears.turn(are_open=is_badge_due or not self.model.foot.enter)
        self._face()
        self._hint_moved()

    def _face(self) -> None:
        """The customer reads of the place in front only, and a welcome where it has nothing for them."""
        covered, self._front = self._front, self.model
        if covered is not None and covered is not self._front:
            covered.cover()
        is_open = self.desk.session.operator is not None
        welcome = (self.desk.store_words.text("facing.welcome"), "")
        is_facing = is_open and any(self.model.facing)
        self.desk.facing.turn(
            self.model.facing if is_facing else welcome, self.model.facing_symbol if is_facing else ()
        )

    def _hint_moved(self) -> None:
        """What the screen in front can do changed, and with it whether its hint is true."""
        if self._hint != self.state.first_use:
            self.refresh()

    @property
    def open_models(self) -> tuple[Model, ...]:
        """The models of all places that are open, also of who is away: their screens stay."""
        return (self.model, *at_places(self._models, self.desk.navigator.trail), *self._left.models)

    async def open(self) -> None:
        """Read what frame and screen need."""
        opened, self._opened = self._opened, None
        await asyncio.gather(self._read_facts(), *(() if self.model is opened else (self.model.open(),)))
        self.refresh()
        if self._is_queue_due:
            await self._read_queue()
            self.refresh()

    async def reload(self) -> None:
        """The store changed: the screen shown reads again, the others when they are next seen."""
        await self._read_facts()
        await self.model.reload()
        await self._read_queue()
        self.refresh()

    def tick(self) -> None:
        """A second has passed: ages and waiting times move on."""
        if self.desk.notices.latest is not None and not self._left_s:
            self.desk.notices.tell(None)
        self._lock_if_idle()
        self._news.tick(self.desk.now_at, self.desk.jobs.clock.monotonic_s())
        self._alarms.tick()
        self._look_at_news()
        self._drawer.tick()
        self.model.tick()
        self.approval.tick()
        self._moved()
        self.desk.flights.once("count", self._count)
        self.refresh()

    async def _read_queue(self) -> None:
        """The queue, for whoever may see it: what came to it since it was last read is news."""
        jobs, who = self.desk.jobs, self.desk.session.operator
        await self._alarms.read()
        self._is_queue_due = True
        if who is None:
            return
        try:
            queue = await jobs.queues.pickups(who)
        except Problem:
            return
        self._is_queue_due = False
        self._news.come(queue, jobs.clock.monotonic_s(), is_first=jobs.link().age_s is None)
        self._look_at_news()

    def _look_at_news(self) -> None:
        if self.desk.session.operator is not None:
            self._news.seen_at(self.desk.navigator.at)

    async def _count(self) -> None:
        await self._read_facts()
        self.refresh()

    def touch(self) -> None:
        """A key, a tap or a scan: somebody is here."""
        self._touched_s = self.desk.jobs.clock.monotonic_s()

    def _lock_if_idle(self) -> None:
        is_idle = self.desk.jobs.clock.monotonic_s() - self._touched_s >= LOCK_AFTER_S
        is_working = any(model.is_working for model in self._models.values())
        if is_idle and not is_working and self.desk.session.operator is not None:
            self.lock()

    def go_to(self, section: str) -> None:
        """A tile of the rail, or its key."""
        if self.desk.session.operator is not None:
            self.desk.navigator.home(STARTS[Section(section)])

    def go(self, route: Route) -> None:
        """A place by name: what a fact of the strip speaks of, help."""
        if self.desk.session.operator is not None:
            self.desk.navigator.go(route)

    def help(self) -> None:
        """Help, at the page about where we are; also on a locked terminal."""
        if not isinstance(self._at, HelpRoute):
            self._go_or_stand(HelpRoute(page_about(self._at)))

    def back(self) -> None:
        """One step back; nothing that was begun is lost, and on a locked terminal no place is left."""
        if self.desk.session.operator is None:
            self._go_or_stand(SignInRoute())
        else:
            self.desk.navigator.back()

    def _go_or_stand(self, route: Route) -> None:
        if self.desk.session.operator is not None:
            self.desk.navigator.go(route)
            return
        self._locked_at = route
        self.desk.flights.latest("open", self.open)
        self.refresh()

    def escape(self) -> None:
        """Esc: what was read for nothing goes away first, and a question about money is answered no."""
        if self.unread.is_open:
            self.unread.hide()
        elif self.model.foot.enter:
            self.press_foot(self.model.foot.enter)
        else:
            self.back()

    @property
    def is_covered(self) -> bool:
        """Whether something lies over the screen, or asks what a code was. A key meant for that presses nothing
        behind it, least of all the hand-over of somebody else's order."""
        return self.palette.state.is_open or self.unread.is_open or self.omnibox.state.is_open

    def lock(self) -> None:
        """Leave the terminal; the places stay open for who comes back."""
        self.desk.session.end()

    def open_palette(self) -> None:
        """Every action by name."""
        if self.desk.session.operator is not None:
            self.palette.show()

    def undo(self) -> None:
        """Take back what was just done; on a locked terminal the offer waits for who comes back in time."""
        latest = self.desk.notices.latest
        if self.desk.session.operator is not None and latest is not None and latest.undo is not None:
            self.desk.notices.tell(None)
            latest.undo()

    def open_news(self) -> None:
        """To who waits with nobody at it, or else to what came to the queue."""
        self.go(self._alarms.place or self._news.place)

    def close_news(self) -> None:
        """Later; the count on the rail stays."""
        if self._alarms.place:
            self._alarms.put_away()
        else:
            self._news.put_away()
            self._drawer.put_away()
        self.refresh()

    def close_hint(self) -> None:
        """Read: this operator is not told it again at this terminal."""
        hint = self._hints.at(self.desk.navigator.at)
        self.desk.flights.once("hint", lambda: self._hints.put_away(hint, self.refresh))

    @property
    def _hint(self) -> str:
        hint = self._hints.at(self.desk.navigator.at) if self.desk.preferences.has_hints else ""
        is_due = bool(hint) and self.desk.session.operator is not None and self.model.is_hint_due
        return self.desk.words.text(f"hint.first.{hint}") if is_due else ""

    def close_fault(self) -> None:
        """Somebody has read what broke."""
        self.desk.faults.tell("")

    def press_foot(self, button: str) -> None:
        """A button of the screen's foot."""
        model = self.model
        self.desk.flights.once(f"press:{button}", lambda: model.press(button))

    def scanned(self, read: ScanRead) -> None:
        """A scan on whatever screen: it takes the place of whatever lies over it. Another person's yes stays, and
        hears badges only."""
        who = self.desk.session.operator
        if not self._path.lets_in(read, who):
            return
        self.touch()
        # The same code again is another piece. The number names the task in reports, not what was read.
        flight = f"scan:{next(self._scans)}"
        if self.desk.approvals.pending is not None:
            self.desk.flights.once(flight, lambda: self._answer_by_badge(read))
            return
        self.palette.hide()
        self.unread.hide()
        self.omnibox.set_aside()
        self.desk.flights.once(flight, lambda: self._path.take(read, who))

    async def _answer_by_badge(self, read: ScanRead) -> None:
        is_chosen = await self.approval.take_scan(read)
        self.desk.beep(Beep.GOOD if is_chosen else Beep.REFUSED, read.device)

    async def go_opened(self, route: Route) -> None:
        """To a place this terminal knows all about: read before it is shown, and so built and painted once."""
        who, model = self.desk.session.operator, self._models.get(route) or self._make(route)
        model.come_by(route)
        await model.open()
        if self.desk.session.operator == who:
            self._opened = None if route == self.desk.navigator.at else model
            # Whoever went there by another way meanwhile looks at another model of it.
            if (shown := self._models.setdefault(route, model)) is not model:
                shown.come_by(route)
            self.desk.navigator.go(route)

    def _arrived(self, route: Route) -> None:
        self.unread.hide()
        self.palette.hide()
        self._look_at_news()
        self._models = still_open(self._models, self.desk.navigator.trail)
        self.desk.flights.latest("open", self.open)
        self._face()
        self.refresh()

    def _worker_changed(self) -> None:
        self._locked_at = SignInRoute()
        self._models = still_open(self._models, self.desk.navigator.trail)
        self.desk.approvals.answer(self.desk.approvals.pending, None)
        self.palette.hide()
        self.unread.hide()
        self.touch()
        operator = self.desk.session.operator
        if operator is not None and operator.id != self._left.worker:
            self._change_hands(operator.id)
        self.desk.flights.latest("open", self.open)
        self._face()
        self.refresh()

    def _change_hands(self, worker: str) -> None:
        """Somebody else works here now: their own places, and nothing of the one before."""
        trail, self._models = self._left.change(worker, self.desk.navigator.trail, self._models)
        self.desk.navigator.resume(trail)
        self.omnibox.type("")
        self.desk.notices.tell(None)

    def _preferred(self) -> None:
        if self.desk.preferences.language:
            self.desk.language.speak(self.desk.preferences.language)
        self.model.refresh()
        self.refresh()

    def _reworded(self) -> None:
        self.omnibox.reworded()
        for part in (self.model, self.palette, self.approval, self.unread, self):
            part.refresh()

    async def _read_facts(self) -> None:
        jobs, who = self.desk.jobs, self.desk.session.operator
        await self._hints.read("" if who is None else who.id)
        self._facts = await jobs.door.read(lambda tx: read_facts(tx, jobs.station))

    @property
    def _left_s(self) -> int:
        return self.desk.notices.left_s(self.desk.jobs.clock.monotonic_s())

    def render(self) -> CounterState:
        """The facts in words."""
        words, operator, now_at = self.desk.words, self.desk.session.operator, self.desk.now_at
        lit = section_of(self.desk.navigator.at)
        is_quiet = operator is not None and self.desk.notices.latest is None
        badges = {Section.ATTENTION: self._facts.attention, Section.PICKUPS: self._news.count}
        hints = (("F1", words.text("hint.help")), ("F10", words.text("hint.commands")))
        return CounterState(
            place=self._at,
            is_locked=operator is None,
            tiles=tiles(words, WORK, lit, badges),
            foot_tiles=tiles(words, FOOT, lit, badges),
            lock=words.text("rail.lock"),
            chain=sign_of(self._facts.chain),
            station=words.text("top.station", shop=self._facts.shop, station=self.desk.jobs.station.device),
            time=words.formats.time(now_at),
            date=words.formats.short_day(now_at),
            initials="" if operator is None else initials(operator.name),
            operator="" if operator is None else operator.name,
            worker="" if operator is None else operator.id,
            facts=strip(words, self.desk.jobs.link(), self._facts),
            hints=hints[:1] if operator is None else hints,
            toast=toast(words, self.desk.notices.latest, self._left_s),
            news=self._alarms.over(
                self._drawer.before(self._news.notice(words, now_at)) if is_quiet else NoticeState()
            ),
            fault=fault(words, self.desk.faults.latest),
            back=words.text("back"),
            first_use=self._hint,
            close=words.text("notice.close"),
        )
