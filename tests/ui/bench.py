"""A window over a station at work, handled as a clerk would: keys, clicks, scans; and what is then on screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.bootstrap.words import wording_in
from app.presentation.counter import Counter as Frame
from app.presentation.desk import Desk
from app.presentation.detail_words import Known
from app.presentation.flights import Flights
from app.presentation.language import Language
from app.presentation.navigator import Navigator
from app.presentation.preferences import Preferences
from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.hands import Hands
from app.ui.shell.window import CounterWindow
from hardware.api import ScanRead
from tests.unit.domain.samples import STORE
from tests.unit.node.shop import Shop
from tests.unit.presentation.conftest import jobs_of
from tests.unit.usecases.counter import PIN, Counter, counter_shop

NAMES = Known(stores={STORE: "Milano Corso Vercelli"})


@dataclass
class Bench(Hands):
    """The window, what is behind it, and hands."""

    counter: Counter
    desk: Desk
    frame: Frame
    failures: list[BaseException]
    background: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def on_top(self) -> QWidget:
        """What can be worked with: the sheet over the window while there is one, else the window."""
        sheets = (self.window.palette_sheet, self.window.approval_sheet)
        return next((overlay.sheet for overlay in sheets if overlay.isVisible()), self.window)

    def scan(self, code: str) -> None:
        """A scanner read something."""
        read = ScanRead(code.encode(), None, "", "scanner", self.counter.clock.now_at())
        self.frame.scanned(read)

    async def sign_in(self, name: str = "Sara Lombardi") -> None:
        """A clerk begins to work."""
        await self.until(lambda: self.offers(name))
        self.tap(name)
        await self.keys(PIN)
        await self.until(lambda: self.desk.session.operator is not None)
        await self.until(lambda: getattr(self.frame.model.state, "rows", ()))


@asynccontextmanager
async def bench_at(folder: Path, lookups: TerminalFiles, shop: Shop | None = None) -> AsyncIterator[Bench]:
    """The window at a station of that shop, closed in order."""
    failures: list[BaseException] = []
    async with Counter(folder, lookups, shop=shop or counter_shop()).open() as counter:
        language = Language(lambda name: wording_in("en" if name == "en" else "it", NAMES))
        desk = Desk(
            jobs_of(counter),
            language,
            Navigator(),
            Flights(failures.append),
            Preferences(counter.door, has_hints=False),
        )
        frame = Frame(desk)
        window = CounterWindow(frame)
        window.resize(1366, 768)
        window.show()
        await frame.open()
        made = Bench(window, counter, desk, frame, failures)
        try:
            yield made
        finally:
            desk.session.end()
            await asyncio.gather(*made.background)
            await desk.flights.close()
            bridge.end(window)
            await asyncio.get_running_loop().shutdown_default_executor()
    if failures:
        raise BaseExceptionGroup("work of the window failed", failures)
