"""Composition of the demo's second window: its hands over the running chain, beside the terminal's window."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QRect

from app.bootstrap.demo_chain import STORE, Chain
from app.demo.chain_model import DemoChain
from app.demo.chain_stores import DemoOperator
from app.demo.crew import Member
from app.demo.line import Weather
from app.demo.scans import people_of, samples_of
from app.presentation.flights import Flights
from app.presentation.viewmodels.hands import COVER_OPEN, PAPER_OUT, SHOP_DOWN, HandsModel
from app.ui import bridge
from app.ui.hands import Hands
from app.ui.hands_window import HEIGHT, WIDTH, HandsWindow
from app.ui.shell.window import CounterWindow
from hardware.drivers.printers.twin_client import TwinControl
from hardware.drivers.printers.twin_control import CoverOpen, Order, PaperLeft, PowerCycle

FULL_ROLL = 100_000
FRONT_S = 0.4
ROOM_FOR_BOTH = 1280 + WIDTH


@dataclass
class ChainHands:
    """Reaches into the chain of this machine; lives on Qt's loop."""

    here: Chain
    folder: Path
    window: CounterWindow
    _edge: Member = field(init=False)

    def __post_init__(self) -> None:
        self._edge = self.here.edge

    async def scan(self, code: str) -> None:
        """A scanner types into the window in front: the terminal's comes there first."""
        hands = Hands(self.window)
        self.window.activateWindow()
        with contextlib.suppress(TimeoutError):
            await hands.wait_for(self.window.isActiveWindow, FRONT_S)
        hands.wedge(code)

    async def fault(self, name: str, *, is_on: bool) -> None:
        """Paper or cover of the printer, or the shop's server. DeviceError or TourFailed when it does not obey."""
        if name == PAPER_OUT:
            await self._printer(PaperLeft(0 if is_on else FULL_ROLL))
        elif name == COVER_OPEN:
            await self._printer(CoverOpen(is_on))
        elif name == SHOP_DOWN:
            await self._shop_server(is_up=not is_on)

    async def power_cycle(self) -> None:
        """The printer off and on. DeviceError when it does not obey."""
        await self._printer(PowerCycle())

    async def line(self, name: str) -> None:
        """Another weather on the line to head office."""
        self.here.line.turn(Weather(name))

    async def _printer(self, order: Order) -> None:
        port = int(str(self.here.printer.ready["control_port"]))

        def tell() -> None:
            with TwinControl(port) as control:
                control.send(order)

        await asyncio.to_thread(tell)

    async def _shop_server(self, *, is_up: bool) -> None:
        crew = self.here.crew
        if not is_up:
            await crew.kill(self._edge)
            return
        where = urlsplit(self.here.edge.text("url")).netloc
        self._edge = await crew.start("edge", ["edge", "--data", str(self.folder / "edge"), "--listen", where])


@contextlib.asynccontextmanager
async def hands_window(
    here: Chain, folder: Path, sample: DemoChain, clerk: DemoOperator, window: CounterWindow
) -> AsyncIterator[HandsWindow]:
    """The hands over a terminal's window, in its language and look; not shown yet."""
    samples = await samples_of(sample, here.admin, clerk)
    flights = Flights(_broken)
    language = window.counter.desk.language
    world = ChainHands(here, folder, window)
    made = HandsWindow(HandsModel(world, language, flights, samples, people_of(sample, STORE)))
    try:
        yield made
    finally:
        await flights.close()
        bridge.end(made)


def _broken(failure: BaseException) -> None:
    sys.excepthook(type(failure), failure, failure.__traceback__)


def show_beside(window: CounterWindow, hands: HandsWindow) -> None:
    """Both side by side where the screen has room, otherwise the hands over the corner of a full screen."""
    room = window.screen().availableGeometry()
    high = min(HEIGHT, room.height())
    hands.setGeometry(QRect(room.right() + 1 - WIDTH, room.bottom() + 1 - high, WIDTH, high))
    if room.width() >= ROOM_FOR_BOTH:
        window.setGeometry(room.adjusted(0, 0, -WIDTH, 0))
        hands.setGeometry(room.adjusted(room.width() - WIDTH, 0, 0, 0))
        window.show()
    else:
        window.showMaximized()
    hands.show()
    window.activateWindow()
