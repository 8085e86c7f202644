"""The kiosk's one model: who stands there, which page they are at, and what every press and scan does."""

from collections.abc import Callable
from functools import partial

from app.domain.errors import Code, Problem
from app.domain.guesses import PER_SESSION
from app.domain.pickup_code import TYPED_CHARS, read_typed
from app.domain.scanning import Article, PickupCode, Scanned, StaffBadge, TypedCode, classify
from app.presentation.beeps import Beep
from app.presentation.kiosk.blocks import KioskState
from app.presentation.kiosk.calls import CallDesk
from app.presentation.kiosk.desk import KioskDesk
from app.presentation.kiosk.pages import page_state
from app.presentation.kiosk.return_pages import NUMBER_SIGNS, PHONE_DIGITS
from app.presentation.kiosk.returns import ReturnPath
from app.presentation.kiosk.session import ASK_S, LEFT_AFTER_S, OF_STAFF, TIMELESS, Page, ReturnDraft, Session
from app.presentation.kiosk.staff import StaffDoor
from app.presentation.kiosk.view import Shop
from app.presentation.language import LANGUAGES
from app.presentation.view_model import ViewModel
from app.usecases.check_in import CheckedIn, NumberAndPhone, Shown, Waiting
from app.usecases.price_check import ProductCard
from app.usecases.scanned_goods import refuse_damaged
from app.usecases.station import load_config
from hardware.api import Rate, ScanRate, ScanRead

STALE_S = 24 * 3600.0
"""Data older than this, and nobody to ask: the kiosk says so and sends people to the desk."""
FAULTS, FAULTS_S = 3, 600.0
"""So many faults of ours within so many seconds."""
CALL_EVERY_S = 5
COUNTED_S = (10, 5)
"""Seconds before the end that are heard too."""
_QUESTIONS = ("scan", "check-in", "article", "picture", "resume")
"""What is only asked ends with the visit; what was said to the counter is said."""
_TASKS = {"task:price": Page.LOOK_UP, "type": Page.TYPE, "number": Page.NUMBER}
_MOST = {Page.TYPE: TYPED_CHARS, Page.NUMBER: NUMBER_SIGNS, Page.PHONE: PHONE_DIGITS}


class KioskModel(ViewModel[KioskState]):
    """Owns the session; lives on the loop. `on_wipe` and `on_leave` are the window's."""

    def __init__(self, desk: KioskDesk) -> None:
        super().__init__()
        self.desk = desk
        self.session = Session(1)
        self.shop = Shop()
        self.staff, self.returns, self.calls = StaffDoor(self), ReturnPath(self), CallDesk(self)
        self.on_wipe: Callable[[], None] = lambda: None
        self.on_leave: Callable[[], None] = lambda: None
        self._faults_s: list[float] = []
        self._reader, self._rate = "", ScanRate()
        self._presses: dict[str, Callable[[], None]] = {
            "help": self.calls.help,
            "back": self.back,
            "exit": self.end,
            "more": self.stay,
            "large": partial(self._turn, "is_large"),
            "contrast": partial(self._turn, "is_contrast"),
            "low": partial(self._turn, "is_low"),
            "language": self._next_language,
            "delete": self._delete,
            "next": self._next,
            "again": self._look_up_again,
        }
        desk.faults.listen(self._broke)
        desk.language.listen(self.refresh)

    # what happens

    async def open(self) -> None:
        """Read what stands over the pages: the shop's name."""
        config = await self.desk.door.read(lambda tx: load_config(tx, self.desk.station.store))
        self.shop = Shop(config.chain, config.name, self.shop.is_out)
        self._drop_tickets()
        self.tick()

    def pressed(self, button: str) -> None:
        """Something on the page was pressed."""
        session, self._reader = self.session, ""
        self.touch()
        if session.page is Page.IDLE:
            (self.stay if button == "more" else self.end)()
        elif session.page is Page.ATTRACT:
            self.wake()
        elif (session.page in OF_STAFF and self.staff.press(button)) or self._is_of_path(button):
            pass
        elif button in _TASKS:
            self.go(_TASKS[button])
        elif button in self._presses:
            self._presses[button]()
        elif button.startswith("key:"):
            self._type(button.removeprefix("key:"))
        elif button.startswith("language:"):
            self.desk.language.speak(button.removeprefix("language:"))
        elif button.startswith("sku:"):
            self._show(button.removeprefix("sku:"))
        self.refresh()

    def _is_of_path(self, button: str) -> bool:
        return self.calls.press(button) or self.returns.press(button)

    def touch(self) -> None:
        """A touch or a key: somebody is here. The question whether they are is answered by its buttons."""
        if self.session.asked_s is None:
            self.session.touched_s = self._now_s

    def wake(self) -> None:
        """The first touch only wakes."""
        if self.session.page is Page.ATTRACT and not self.shop.is_out:
            self.go(Page.START)

    def go(self, page: Page) -> None:
        """On to a page."""
        self.session.go(page)
        self.session.touched_s = self._now_s
        self.refresh()

    def back(self) -> None:
        """One page back; from the first one to the invitation."""
        self.session.back()
        if self.session.page is Page.ATTRACT:
            self.end()
        self.refresh()

    def stay(self) -> None:
        """More time: exactly where one was."""
        if self.session.page is Page.IDLE:
            self.session.page = self.session.trail.pop()
        self.session.asked_s, self.session.touched_s = None, self._now_s
        self.refresh()

    def end(self) -> None:
        """The visit is over: nothing of it stays."""
        self.desk.flights.drop(*_QUESTIONS)
        if self.session.has_ticket:
            self._drop_tickets()
        self.returns.leave(self.session.draft)
        self.session = Session(self.session.number + 1, touched_s=self._now_s)
        self.desk.language.speak(self.desk.home_language)
        self.refresh()
        self.on_wipe()

    def tick(self) -> None:
        """A second has passed."""
        self._look_around()
        self.calls.tick()
        session = self.session
        if session.page is Page.IDLE:
            if round(self.left_s) in COUNTED_S:
                self.desk.beeps.sound(Beep.QUESTION)
            if self.left_s <= 0:
                self.end()
        elif session.page not in TIMELESS and self.left_s <= 0:
            self._time_is_up()
        if session.page is Page.HELP and not session.is_coming and round(self.left_s) % CALL_EVERY_S == 0:
            self.desk.beeps.sound(Beep.QUESTION)
        self.refresh()

    def _time_is_up(self) -> None:
        if self.session.page in LEFT_AFTER_S:
            self.end()
        else:
            self.ask()

    def ask(self) -> None:
        """Whether more time is needed; nothing of the page stays in sight."""
        self.session.trail.append(self.session.page)
        self.session.page, self.session.asked_s = Page.IDLE, self._now_s
        self.desk.beeps.sound(Beep.QUESTION)
        self.refresh()

    def _look_around(self) -> None:
        """Whether the kiosk can be of any use at all."""
        link = self.desk.link()
        is_stale = link.age_s is None or link.age_s > STALE_S
        self._faults_s = [at_s for at_s in self._faults_s if self._now_s - at_s < FAULTS_S]
        is_out = len(self._faults_s) >= FAULTS or (is_stale and not link.is_up)
        self.shop = Shop(self.shop.chain, self.shop.name, is_out)

    def _broke(self) -> None:
        """A fault of ours ends the visit: what it left behind is not to be seen by the next."""
        self._faults_s.append(self._now_s)
        self.end()

    @property
    def _now_s(self) -> float:
        return self.desk.clock.monotonic_s()

    @property
    def left_s(self) -> float:
        """Seconds until something happens by itself."""
        session = self.session
        if session.asked_s is not None:
            return session.asked_s + ASK_S * session.pace - self._now_s
        return session.touched_s + session.patience_s - self._now_s

    # modes and signs

    def _turn(self, mode: str) -> None:
        setattr(self.session, mode, not getattr(self.session, mode))

    def _next_language(self) -> None:
        at = LANGUAGES.index(self.desk.language.name)
        self.desk.language.speak(LANGUAGES[(at + 1) % len(LANGUAGES)])

    def _type(self, sign: str) -> None:
        session = self.session
        if len(session.typed) < _MOST.get(session.page, 0):
            session.typed, session.problem = session.typed + sign, None

    def _delete(self) -> None:
        self.session.typed = self.session.typed[:-1]
        self.session.problem = None

    def _next(self) -> None:
        session = self.session
        code = read_typed(session.typed) if session.page is Page.TYPE else None
        if code is not None and len(session.typed) == TYPED_CHARS:
            self.desk.flights.once("check-in", lambda: self._check_in(TypedCode(code)))
        elif session.page is Page.NUMBER and session.typed:
            number = session.typed
            self.go(Page.PHONE)
            session.order_number = number
        elif session.page is Page.PHONE and len(session.typed) == PHONE_DIGITS:
            both = NumberAndPhone(session.order_number, session.typed)
            self.desk.flights.once("check-in", lambda: self._check_in(both))
        elif session.page is Page.FOUND and session.waiting is not None:
            waiting = session.waiting
            self.desk.flights.once("arrive", lambda: self._arrive(waiting))

    # scans

    def scanned(self, read: ScanRead) -> None:
        """A code was shown."""
        self._reader = read.device
        if (rate := self._rate.take(read)) is not Rate.FINE:
            if rate is Rate.BEGAN:
                self.refuse(self.session, Problem(Code.SCANNER_RAVING))
            return
        self.touch()
        if self.session.page is Page.IDLE:
            self.stay()
        self.wake()
        self.desk.flights.once("scan", lambda: self._take(read))

    def sound(self, beep: Beep) -> None:
        """Answered where the code was shown; a press, by the kiosk."""
        self.desk.beeps.sound(beep, self._reader)

    async def _take(self, read: ScanRead) -> None:
        session = self.session
        try:
            refuse_damaged(read)
            scanned: Scanned | None = classify(read.raw, dict(read.elements))
        except Problem:
            scanned = None
        match scanned:
            case StaffBadge():
                await self.staff.show_badge(scanned.text)
            case PickupCode() | TypedCode() if session.page not in OF_STAFF:
                await self._check_in(scanned)
            case Article() if session.page not in OF_STAFF:
                await self._find(scanned, read)
            case _:
                self.refuse(session, Problem(Code.CODE_UNKNOWN))

    async def _check_in(self, shown: Shown) -> None:
        session = self.session
        if session.wrong >= PER_SESSION:
            self.refuse(session, Problem(Code.CODE_TRIES_OVER))
            return
        try:
            if session.is_returning:
                await self.returns.find(shown)
                return
            waiting = await self.desk.check_in.find(shown)
        except Problem as problem:
            session.wrong += problem.code is Code.CODE_UNKNOWN
            over = session.wrong >= PER_SESSION
            self.refuse(session, Problem(Code.CODE_TRIES_OVER) if over else problem)
            return
        if session is self.session:
            self.sound(Beep.GOOD)
            session.waiting = waiting
            self.go(Page.FOUND)

    async def _arrive(self, waiting: Waiting) -> None:
        session = self.session
        try:
            checked = await self.desk.check_in.arrive(waiting)
        except Problem as problem:
            self.refuse(session, problem)
            return
        session.has_ticket = session is self.session and await self._is_printed(waiting, checked)
        if session is self.session:
            self._done(checked)
        elif session.has_ticket:
            self._drop_tickets()

    def _drop_tickets(self) -> None:
        """Nobody is there any more for those in the queue; a full disk keeps the kiosk from nothing else."""
        self.desk.flights.latest("tickets", self.desk.check_in.drop_tickets)

    async def _is_printed(self, waiting: Waiting, checked: CheckedIn) -> bool:
        """Whether a ticket comes out: without it the number on the page is enough."""
        if not self.desk.can_print:
            return False
        try:
            await self.desk.check_in.print_ticket(waiting, checked, self.desk.language.name)
        except Problem:
            return False
        self.desk.print_soon()
        return True

    def _done(self, checked: CheckedIn) -> None:
        """The number stays on the page; what it was for goes at once."""
        session = self.session
        session.checked, session.waiting = checked, None
        self.go(Page.DONE)
        session.trail = [Page.ATTRACT]

    async def _find(self, article: Article, read: ScanRead) -> None:
        session = self.session
        try:
            goods = await self.desk.goods.find(article, read)
            card = await self.desk.prices.shown(goods.hit.article.sku)
        except Problem as problem:
            self.refuse(session, problem)
            return
        if session is self.session:
            self.sound(Beep.GOOD)
            if session.page is not Page.ARTICLE:
                self.go(Page.ARTICLE)
            self._lay_out(session, card)

    def end_task(self, session: Session) -> None:
        """What a task was about goes at once; the visit goes on."""
        session.waiting, session.card, session.picture, session.draft = None, None, b"", ReturnDraft()

    def show_article(self, sku: str) -> None:
        """That article, on its page."""
        if self.session.page is not Page.ARTICLE:
            self.go(Page.ARTICLE)
        self._show(sku)

    def _show(self, sku: str) -> None:
        async def show() -> None:
            session = self.session
            try:
                card = await self.desk.prices.shown(sku)
            except Problem as problem:
                self.refuse(session, problem)
                return
            if session is self.session:
                self._lay_out(session, card)

        self.desk.flights.latest("article", show)

    def _lay_out(self, session: Session, card: ProductCard) -> None:
        session.card, session.problem, session.picture = card, None, b""
        self.desk.flights.latest("picture", lambda: self._bring_picture(session, card))
        self.refresh()

    async def _bring_picture(self, session: Session, card: ProductCard) -> None:
        if not card.hit.article.image:
            return
        try:
            picture = await self.desk.picture(card.hit.article.image)
        except Problem:
            return
        if session is self.session and session.card is card:
            session.picture = picture
            self.refresh()

    def picture(self, sku: str) -> bytes | None:
        """The picture of the article in front, as far as it came."""
        card = self.session.card
        return self.session.picture or None if card is not None and card.hit.article.sku == sku else None

    def _look_up_again(self) -> None:
        self.session.back()
        self.session.page = Page.LOOK_UP

    def refuse(self, session: Session, problem: Problem) -> None:
        """Said where the visitor is; to nobody else."""
        if session is not self.session:
            return
        self.sound(Beep.REFUSED)
        session.problem, session.touched_s = problem, self._now_s
        self.refresh()

    def render(self) -> KioskState:
        """The page in words."""
        return page_state(self.desk, self.session, self.shop, self.left_s, self.calls.back)
