"""A kiosk's window over a station at work, handled as a visitor would: touches, the six keys, codes shown."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.adapters.pickup_codes import RosterCodes
from app.bootstrap.words import wording_in
from app.domain.errors import Code
from app.domain.orders import Order
from app.domain.visits import Visit
from app.node.visits import visits_here
from app.presentation.flights import Flights
from app.presentation.jobs import LinkFacts
from app.presentation.kiosk.desk import KioskDesk
from app.presentation.kiosk.model import KioskModel
from app.presentation.kiosk.session import Page
from app.presentation.language import LANGUAGES, Language
from app.presentation.wording import Wording
from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.hands import Fingers
from app.ui.kiosk.parts import Pressable
from app.ui.kiosk.window import KioskWindow
from app.usecases.check_in import CheckIn
from app.usecases.kiosk_calls import KioskCalls
from app.usecases.price_check import PriceCheck
from app.usecases.start_return import StartReturns
from hardware.printing.symbols import qr_rows
from hardware.symbology.reading import scan_read
from tests.ui.pseudo import long_wording
from tests.unit.domain.samples import ready_order
from tests.unit.node.shop import TILL, Shop
from tests.unit.papers.samples import receipts
from tests.unit.usecases.counter import Counter, counter_shop

UPRIGHT, WIDE = (1080, 1920), (1280, 720)
PITCHES = {UPRIGHT: 0.254, WIDE: 0.27}
NAME, NUMBER, PHONE = "Guendalina B.", "SP-7204821", "393331234567"


def kiosk_shop() -> Shop:
    """The counter's shop, whose terminal was enrolled as a kiosk; its staff may leave it."""
    shop = counter_shop()
    devices = [msgspec.structs.replace(d, mode="kiosk") if d.id == TILL else d for d in shop.config.devices]
    return Shop(shop.orders, msgspec.structs.replace(shop.config, devices=devices))


def guest_order(**changes: object) -> Order:
    """What central knows of the visitor's order."""
    made = ready_order(number=NUMBER, customer_name=NAME, phone_tail=PHONE[-6:])
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


@dataclass
class KioskBench(Fingers):
    """The window, what is behind it, and fingers."""

    window: KioskWindow
    counter: Counter
    failures: list[BaseException]

    @property
    def model(self) -> KioskModel:
        """What the window shows."""
        return self.window.model

    @property
    def page(self) -> Page:
        """Where the visitor is."""
        return self.model.session.page

    def at(self, page: Page) -> bool:
        """Whether the visitor is there."""
        return self.page is page

    def show_code(self, code: str) -> None:
        """A code held to the reader."""
        self.window.heard(scan_read(code.encode(), "", self.counter.clock.now_at()))

    def touch(self, widget: QWidget) -> None:
        """A touch in the middle of it, where it enters the window."""
        self.touch_at(QPointF(widget.mapTo(self.window, widget.rect().center())))

    def touch_at(self, at: QPointF) -> None:
        """A touch at a point of the window."""
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
            where = self.window.mapToGlobal(at)
            event = QMouseEvent(kind, at, where, left, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def press_only(self, widget: QWidget) -> None:
        """A finger put down and taken away somewhere else."""
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        here, away = QPointF(widget.rect().center()), QPointF(-50, -50)
        for kind, at, held in (
            (QEvent.Type.MouseButtonPress, here, left),
            (QEvent.Type.MouseMove, away, left),
            (QEvent.Type.MouseButtonRelease, away, none),
        ):
            event = QMouseEvent(kind, at, widget.mapToGlobal(at), left, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(widget, event)

    async def keyed_to(self, press_id: str) -> None:
        """The keys *next* and *choose*, until that control is chosen. AssertionError when it is not reached."""
        await self.settled()
        assert self.window.view is not None
        for _ in range(len(self.window.view.controls) + 1):
            focused = QApplication.focusWidget()
            if isinstance(focused, Pressable) and focused.press_id == press_id:
                self.key(Qt.Key.Key_Return)
                return
            self.key(Qt.Key.Key_Right)
        raise AssertionError(press_id)

    def said(self) -> str:
        """Everything the page says to who reads it or hears it."""
        parts = [self.window, *(part for part in self.window.findChildren(QWidget) if part.isVisible())]
        return "\n".join(f"{part.accessibleName()} {part.accessibleDescription()}" for part in parts)

    async def settled(self) -> None:
        """When what was set off has ended and what went is gone."""
        await super().settled()
        await self.model.desk.flights.settled()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def visits(self) -> list[Visit]:
        """Who is waited for at the shop's counter."""
        with self.counter.shop.edge.write() as tx:
            return visits_here(tx)

    async def begin(self) -> None:
        """The first touch, and the page it wakes."""
        self.touch(self.window)
        await self.settled()
        assert self.page is Page.START

    def pass_by(self, seconds: float) -> None:
        """Time in which nobody touches anything."""
        with self.counter.clock.held():
            for _ in range(round(seconds)):
                self.counter.clock.leapt_s += 1
                self.model.tick()


@asynccontextmanager
async def kiosk_at(
    folder: Path, lookups: TerminalFiles, size: tuple[int, int] = UPRIGHT, language: str = "it"
) -> AsyncIterator[KioskBench]:
    """A kiosk in its shop, closed in order."""
    failures: list[BaseException] = []
    async with Counter(folder, lookups, shop=kiosk_shop()).open() as counter:
        counter.online.orders_at_central = [guest_order()]
        desk = desk_of(counter, failures, language)
        model = KioskModel(desk)
        window = KioskWindow(model, PITCHES[size])
        window.resize(*size)
        window.show()
        await model.open()
        made = KioskBench(window, counter, failures)
        await made.until(lambda: desk.link().is_up)
        model.tick()
        try:
            yield made
        finally:
            model.end()
            await made.settled()
            await desk.flights.close()
            window.leave()
            bridge.end(window)
            await asyncio.get_running_loop().shutdown_default_executor()
    if failures:
        raise BaseExceptionGroup("work of the kiosk failed", failures)


class Ids:
    """Ids in their order."""

    def __init__(self) -> None:
        self._next = count(1)

    def new_id(self) -> str:
        """The next one."""
        return f"{next(self._next):032x}"


def desk_of(counter: Counter, failures: list[BaseException], language: str) -> KioskDesk:
    """What the pages are given, over a station of the tests."""
    link = counter.till.engine.link

    async def no_picture(sha256: str) -> bytes:
        return b""

    def facts() -> LinkFacts:
        since, now_s = link.last_delta_at_s, counter.clock.monotonic_s()
        return LinkFacts(link.is_up, link.code.value, None if since is None else now_s - since)

    door, acting, station, online = counter.door, counter.acting, counter.station, counter.online
    paper, spool, new_id = receipts("it"), counter.spool, Ids().new_id
    check_in = CheckIn(door, acting, online, RosterCodes(), counter.clock, station, paper, spool)
    return KioskDesk(
        station=counter.station,
        clock=counter.clock,
        door=counter.door,
        check_in=check_in,
        returns=StartReturns(door, acting, station, paper, spool, check_in, new_id),
        calls=KioskCalls(door, acting, station, online, new_id, lambda: facts().is_up),
        prices=PriceCheck(counter.lookups, counter.clock, counter.door, counter.station),
        goods=counter.goods,
        sign_in=counter.sign_in,
        link=facts,
        printer_code=lambda: counter.printer_code,
        print_soon=lambda: None,
        picture=no_picture,
        language=Language(_wording, language),
        flights=Flights(failures.append),
        qr=qr_rows,
        home_language=language,
    )


def _wording(name: str) -> Wording:
    """Italian, English, or the language nobody speaks."""
    return wording_in("en" if name == "en" else "it") if name in LANGUAGES else long_wording()


NO_PAPER = Code.PRINTER_PAPER_OUT.value
