"""A long shift at the window: actions drawn from a seed, valid and not, and what must hold after each of them."""

import asyncio
import ctypes
import gc
import random
import sys
import threading
from collections import Counter as Tally
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

from app.bootstrap.bench_memory import resident_mb
from app.demo.scans import DAMAGED, HOSTILE, TOO_LONG, UNKNOWN
from app.domain.errors import Code
from app.domain.values import OrderId
from app.node.custody import allocate
from app.node.documents import put_cart
from app.presentation.places import make_model
from app.presentation.routes import HomeRoute, PaperRoute, Route
from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.ui.theme.look import Look
from app.ui.theme.tokens import ThemeName
from hardware.api import ScanRead
from tests.ui.bench import Bench
from tests.ui.places import PLACES
from tests.ui.stages import asking, keep_paper
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.papers.samples import handed_over
from tests.unit.usecases.counter import (
    ADA_BADGE,
    LEFT_BADGE,
    PIN,
    SARA_BADGE,
    SIGNER,
    STRANGE_BADGE,
    TYPED,
    sample_cart,
)
from tests.unit.usecases.sample_files import BOTTLE, CARD, GHOST, SHIRT

SHIFT_S = 4 * 3600.0
LAST = 25
REST_S = 8.0
LET_IN = 0.4
WORKERS = (("07", "Sara Lombardi"), ("01", "Ada Neri"))
PICKUP = SIGNER.issue(order_no=4821, store_no=12, generation=1, expires_at=NOW_AT + timedelta(days=3_650))
GTIN = SHIRT.zfill(14)
CODES = (
    *(TYPED, PICKUP, SHIRT, BOTTLE, GHOST, CARD, "4821", "48213", "4830", "4832", "4900", "4821-1", "ORD-0", ""),
    *(f"]d201{GTIN}10LOT7\x1d21S9", f"https://id.gs1.org/01/{GTIN}?17=261231", "R-T1AA-0042", SARA_BADGE),
    *(ADA_BADGE, LEFT_BADGE, STRANGE_BADGE, "6006491234567890", UNKNOWN, DAMAGED, HOSTILE, TOO_LONG),
)
TYPED_TEXTS = ("4821", "giulia", "maglia", "567", "borr", "zzz", "0", "8001234567897", "' OR 1=1", "settings")
KEYS = (
    *(getattr(Qt.Key, f"Key_F{number}") for number in range(1, 13)),
    *(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Space,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Home,
    ),
)
JOBS: dict[str, tuple[Qt.Key | str, ...]] = {
    "hand over": (TYPED, Qt.Key.Key_F9),
    "take back": (Qt.Key.Key_F7, SHIRT, "1", Qt.Key.Key_F9, Qt.Key.Key_F9),
    "serve a cart": (CARD, BOTTLE, Qt.Key.Key_F9),
    "take a cart to the till": (CARD, "1", Qt.Key.Key_F9, Qt.Key.Key_F9),
    "reserve a cart": (CARD, "2", Qt.Key.Key_F9, Qt.Key.Key_F9),
    "hold a cart": (CARD, "3", Qt.Key.Key_F9, Qt.Key.Key_F9),
    "find an action by name": (Qt.Key.Key_F10, "riep", Qt.Key.Key_Return),
    "lock": (Qt.Key.Key_F12,),
    "look somebody up": ("giul", Qt.Key.Key_Down, Qt.Key.Key_Return),
    "undo": (Qt.Key.Key_F9, Qt.Key.Key_Escape),
}
CONTROL = Qt.KeyboardModifier.ControlModifier
SIZES = ((1280, 720), (1366, 768), (1920, 1080))
WALK: tuple[Route, ...] = (*PLACES.values(), PaperRoute("T1AA-000001"))
MAX_NEW = 6
PRINTER = ("", "", Code.PRINTER_PAPER_OUT.value, Code.PRINTER_COVER_OPEN.value)


@dataclass
class Held:
    """What a window at rest holds; compared between two rests."""

    widgets: Tally[str]
    models: Tally[str]
    begun: int
    tasks: list[str]
    threads: list[str]


@dataclass
class LongShift:
    """Owns the dice and what went wrong; GUI thread."""

    bench: Bench
    look: Look
    seed: int
    actions: int
    done: deque[str] = field(default_factory=lambda: deque(maxlen=LAST))
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self._came = 0
        self._walk: list[Route] = []
        self._jobs: list[str] = []
        self.been: set[str] = set()
        keep_paper(self.bench, handed_over())
        self.bench.counter.till.engine.on_change = self._follow
        self._kinds: tuple[tuple[int, Callable[[], Awaitable[str]]], ...] = (
            (22, self.press_key),
            (26, self.tap),
            (8, self.tap_row),
            (12, self.scan),
            (6, self.scan_rubbish),
            (6, self.type_text),
            (8, self.job),
            (2, self.sign_in),
            (1, self.wrong_pin),
            (2, self.change_line),
            (2, self.change_office),
            (2, self.change_printer),
            (2, self.change_words_or_look),
            (1, self.resize),
            (2, self.new_order),
            (1, self.ask_for_a_yes),
            (2, self.order_comes),
            (8, self.visit),
            (3, self.leap),
        )

    def heard(self, kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        """What no handler expected, as `sys.excepthook`."""
        self.wrong.append(f"{kind.__name__}: {error}")

    async def work(self, count: int) -> None:
        """So many actions; AssertionError with the seed and the last of them when something broke."""
        weights = [weight for weight, _ in self._kinds]
        before, sys.excepthook = sys.excepthook, self.heard
        try:
            for _ in range(count):
                ((_, drawn),) = self.dice.choices(self._kinds, weights)
                is_let_in = self.bench.frame.state.is_locked and self.dice.random() < LET_IN
                act = self.sign_in if is_let_in else drawn
                self.done.append(act.__name__)
                self.done[-1] = f"{act.__name__} {await act()}".rstrip()
                await self._turn()
                self._look_round()
                assert not self.wrong and not self.bench.failures, self.story()
        finally:
            sys.excepthook = before

    async def make_up(self) -> None:
        """What the dice left out: every place and every job once, by somebody who works here."""
        await self.rest()
        for route in WALK:
            if screen_of(self.bench, route) not in self.been:
                self.bench.frame.go(route)
                await self._idle()
                self._look_round()
        for name in sorted(set(JOBS) - self.been):
            await self._do(name)
            await self.rest()

    def _look_round(self) -> None:
        """Where one is and what lies over it, for whoever asks what was never seen."""
        frame = self.bench.frame
        self.been.add(type(frame.model).__name__)
        self.been |= {name for name, is_seen in over(self.bench).items() if is_seen}

    def story(self) -> str:
        """What is needed to see it again."""
        last = "\n  ".join(self.done)
        return f"seed {self.seed}: {self.wrong or self.bench.failures!r}; the last actions:\n  {last}"

    async def _turn(self) -> None:
        """Some turns of the loop, and the time an action takes on a shift of four hours."""
        self.bench.counter.clock.leapt_s += SHIFT_S / self.actions
        for _ in range(4):
            await asyncio.sleep(0)
        if self.dice.random() < 0.3:
            await self.bench.pause(0.003)
        if self.dice.random() < 0.1:
            self.bench.frame.tick()

    async def job(self) -> str:
        """The begin of something sensible, at the pace of somebody in a hurry."""
        self._jobs = self._jobs or self.dice.sample(sorted(JOBS), len(JOBS))
        return await self._do(self._jobs.pop())

    async def _do(self, name: str) -> str:
        self.been.add(name)
        for step in JOBS[name]:
            if isinstance(step, Qt.Key):
                self.bench.key(step)
            elif step in CODES:
                self.bench.wedge(step)
            else:
                await self.bench.keys(step)
            await self.bench.pause(0.02)
        return name

    async def ask_for_a_yes(self) -> str:
        """Another person is asked; whoever taps, locks or gives up answers."""
        self.bench.desk.flights.once("asked", lambda: asking(self.bench))
        return ""

    async def press_key(self) -> str:
        """Any key that means something, or a letter."""
        if self.dice.random() < 0.3:
            char = self.dice.choice("abz0123456789+")
            self.bench.run_of(char)
            return char
        key = self.dice.choice(KEYS)
        modifier = CONTROL if self.dice.random() < 0.1 else Qt.KeyboardModifier.NoModifier
        self.bench.key(self.dice.choice((Qt.Key.Key_Z, Qt.Key.Key_K)) if modifier is CONTROL else key, modifier)
        return str(key.name)

    async def tap(self) -> str:
        """Anything that can be tapped."""
        buttons = [button for button in self.bench.all(QAbstractButton) if button.isEnabled()]
        if not buttons:
            return ""
        button = self.dice.choice(buttons)
        words = button.accessibleName() or button.text()
        self.bench.click(button)
        return words

    async def tap_row(self) -> str:
        """A place in a list, twice as a double tap."""
        lists = self.bench.all(QAbstractItemView)
        if not lists:
            return ""
        area = self.dice.choice(lists).viewport()
        at = QPointF(area.width() * self.dice.random(), area.height() * self.dice.random())
        for _ in range(self.dice.choice((1, 2))):
            click_at(area, at)
        return f"{at.x():.0f},{at.y():.0f}"

    async def scan(self) -> str:
        """A code of this shop, from the scanner's port or as keys."""
        code = self.dice.choice(CODES)
        if self.dice.random() < 0.5 and code:
            self.bench.wedge(code)
        else:
            self.bench.scan(code)
        return code

    async def scan_rubbish(self) -> str:
        """Bytes that are no code."""
        length = self.dice.choice((0, 1, 5, 13, 40, 900, 9_000))
        raw = self.dice.randbytes(length)
        if self.dice.random() < 0.3:
            raw = bytes(32 + byte % 95 for byte in raw)
        bench = self.bench
        bench.frame.scanned(ScanRead(raw, None, "", "scanner", bench.counter.clock.now_at()))
        return repr(raw[:20])

    async def type_text(self) -> str:
        """Something typed into wherever the focus is."""
        text = self.dice.choice(TYPED_TEXTS)
        for char in text:
            self.bench.run_of(char)
            await asyncio.sleep(0)
        return text

    async def sign_in(self, number: int | None = None) -> str:
        """One of the two who work here, as the sign-in screen's own model is told by tile and pad."""
        model = self.bench.frame.model
        staff, name = self.dice.choice(WORKERS) if number is None else WORKERS[number]
        if isinstance(model, SignInModel):
            self._type_pin(model, staff, PIN)
            await self._flown("enter")
        elif self.dice.random() < 0.3:
            self.bench.key(Qt.Key.Key_F12)
        return name

    async def wrong_pin(self) -> str:
        """Somebody else's birthday."""
        model = self.bench.frame.model
        if isinstance(model, SignInModel):
            self._type_pin(model, WORKERS[1][0], "000000")
        return ""

    def _type_pin(self, model: SignInModel, staff: str, pin: str) -> None:
        model.choose(staff)
        for digit in pin:
            model.take_digit(digit)

    async def _flown(self, name: str) -> None:
        flights = self.bench.desk.flights
        await self.bench.wait_for(lambda: not flights.is_flying(name))

    async def change_line(self) -> str:
        """Cut or mended."""
        is_cut = self.dice.random() < 0.4
        (self.bench.counter.cut if is_cut else self.bench.counter.mend)()
        return "cut" if is_cut else "mended"

    async def change_office(self) -> str:
        """Head office does not answer, answers, or says something unkind."""
        fault = self.dice.choice((None, None, Code.NO_ANSWER, Code.BUSY, Code.SERVER_ERROR, Code.CART_CHANGED))
        self.bench.counter.online.fault = fault
        self.bench.counter.is_line_up = self.dice.random() < 0.7
        return str(fault)

    async def change_printer(self) -> str:
        """Paper, no paper, cover open."""
        self.bench.counter.printer_code = self.dice.choice(PRINTER)
        return self.bench.counter.printer_code

    async def change_words_or_look(self) -> str:
        """Another language, another theme."""
        self.bench.desk.language.speak(self.dice.choice(("it", "en")))
        name = self.dice.choice(list(ThemeName))
        self.look.show(name)
        return name

    async def resize(self) -> str:
        """Another size of the window."""
        size = self.dice.choice(SIZES)
        self.bench.window.resize(*size)
        return str(size)

    async def new_order(self) -> str:
        """The order with the typed code is ready once more: there is always something to do."""
        self.bench.counter.publish(
            "o-4821", lines=ready_order().lines, handovers=(), containers=ready_order().containers
        )
        self.bench.counter.online.carts["k-1"] = sample_cart()
        with self.bench.counter.shop.central.write() as tx:
            put_cart(tx, sample_cart())
        return ""

    async def order_comes(self) -> str:
        """Central allots another order to the shop, a few times: that is news."""
        number = 7_000 + self._came
        if self._came < MAX_NEW:
            self._came += 1
            made = ready_order(id=OrderId(f"o-{number}"), number=str(number), public_no=number)
            with self.bench.counter.shop.central.write() as tx:
                allocate(tx, made, STORE)
        return str(number)

    async def visit(self) -> str:
        """The next of all places there are, in an order that is drawn; every one once before one comes again."""
        if self.bench.frame.state.is_locked:
            return ""
        self._walk = self._walk or self.dice.sample(WALK, len(WALK))
        route = self._walk.pop()
        self.bench.frame.go(route)
        return repr(route)

    def _follow(self, feed: str) -> None:
        """The window reads again what its store was told, as in the shop."""
        self.bench.desk.flights.latest("reload", self.bench.frame.reload)

    async def leap(self) -> str:
        """Nobody is there for a while."""
        seconds = self.dice.choice((5.0, 30.0, 200.0, 1_000.0))
        self.bench.counter.clock.leapt_s += seconds
        self.bench.frame.tick()
        return f"{seconds:.0f} s"

    async def rest(self) -> Held:
        """Everything put down: both at their start, nothing asked, nothing under way; what is held then."""
        bench = self.bench
        bench.counter.mend()
        bench.counter.online.fault, bench.counter.is_line_up, bench.counter.printer_code = None, True, ""
        bench.desk.language.speak("it")
        self.look.show(ThemeName.LIGHT)
        bench.window.resize(1366, 768)
        for number in (1, 0):
            bench.desk.approvals.answer(bench.desk.approvals.pending, None)
            bench.frame.lock()
            await self._idle()
            bench.counter.clock.leapt_s += 3_600.0
            await self.sign_in(number)
            who = bench.desk.session.operator
            assert who is not None and who.number == WORKERS[number][0], self.story()
            bench.desk.navigator.home(HomeRoute())
            bench.window.top.omnibox.clear()
            bench.frame.palette.hide()
            bench.frame.unread.hide()
            await self._idle()
        bench.desk.notices.tell(None)
        await all_built(bench)
        model = bench.frame.model
        assert isinstance(model, HomeModel), self.story()
        model.choose_card("pickups")
        model.choose_filter("all")
        await self._idle()
        found = held()
        # As many as the queue asks for just now are no leftovers: goods to put back, several orders to prepare.
        found.widgets["SecondaryButton"] -= len(model.foot.secondary)
        return found

    async def _idle(self) -> None:
        """Nothing under way, nor keys that are waited for: they may still become a scan."""
        timers = self.bench.window.wedge.findChildren(QTimer)
        async with asyncio.timeout(REST_S):
            await self.bench.until(lambda: not any(timer.isActive() for timer in timers))
            await self.bench.settled()


def screen_of(bench: Bench, route: Route) -> str:
    """The name of the model a place has."""
    return type(make_model(bench.desk, route)).__name__


def over(bench: Bench) -> dict[str, bool]:
    """What can lie over a place, and whether it does."""
    frame, window = bench.frame, bench.window
    return {
        "palette": frame.palette.state.is_open,
        "unread": frame.unread.is_open,
        "approval": frame.approval.state.is_open,
        "news": window.news.isVisible(),
        "toast": window.toast.isVisible(),
        "found": window.results.isVisible(),
        "locked": frame.state.is_locked,
    }


def click_at(widget: QWidget, at: QPointF) -> None:
    """A tap at a place."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, down in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        event = QMouseEvent(kind, at, widget.mapToGlobal(at), left, down, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(widget, event)


async def all_built(bench: Bench) -> None:
    """Wait until the screens that are built ahead are there."""
    await bench.until(lambda: not any(timer.isActive() for timer in bench.window.stack.findChildren(QTimer)))


def held() -> Held:
    """Widgets, models, tasks and threads that are alive; models that keep what somebody began only as a number."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.unfreeze()
    gc.collect()
    widgets = Tally(type(widget).__name__ for widget in QApplication.allWidgets())
    found = models_alive()
    models = Tally(type(model).__name__ for model in found if not model.is_begun)
    tasks = sorted(task.get_name().rstrip("0123456789") for task in asyncio.all_tasks())
    threads = sorted(thread.name for thread in threading.enumerate())
    return Held(widgets, models, sum(model.is_begun for model in found), tasks, threads)


def models_alive() -> list[ViewModel[Any]]:
    """Every model there is, whoever holds it."""
    return [item for item in gc.get_objects() if issubclass(type(item), ViewModel)]


def idle_models(of: Tally[str]) -> list[ViewModel[Any]]:
    """Models of those kinds where nothing is begun."""
    return [model for model in models_alive() if type(model).__name__ in of and not model.is_begun]


def held_mb() -> float:
    """Resident memory that is in use; what the C library keeps of an earlier peak is handed back before."""
    ctypes.CDLL(None).malloc_trim(0)
    return resident_mb()[0]
