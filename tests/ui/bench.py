"""A window over a station at work, handled as a clerk would: keys, clicks, scans; and what is then on screen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

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
from app.ui.shell.window import CounterWindow
from hardware.api import ScanRead
from tests.unit.domain.samples import STORE
from tests.unit.presentation.conftest import jobs_of
from tests.unit.usecases.counter import PIN, Counter

W = TypeVar("W", bound=QWidget)
HUMAN_S = 0.06
NAMES = Known(stores={STORE: "Milano Corso Vercelli"})


@dataclass
class Bench:
    """The window, what is behind it, and hands."""

    counter: Counter
    desk: Desk
    frame: Frame
    window: CounterWindow

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, wherever the focus is."""
        self._send_key(key, modifier, "")

    async def keys(self, text: str) -> None:
        """Keys at the speed of a person."""
        for char in text:
            self._send_key(Qt.Key(ord(char.upper())), Qt.KeyboardModifier.NoModifier, char)
            await _moment(HUMAN_S)

    def wedge(self, text: str) -> None:
        """A scanner that types, with Enter behind."""
        for char in text:
            self._send_key(Qt.Key(ord(char.upper())), Qt.KeyboardModifier.NoModifier, char)
        self._send_key(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")

    def _send_key(self, key: Qt.Key, modifier: Qt.KeyboardModifier, text: str) -> None:
        """Into the window, as the system does; QTest would run other tasks in the middle of this one."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self.window.windowHandle(), QKeyEvent(kind, key, modifier, text))

    def click(self, widget: QWidget) -> None:
        """A tap in the middle."""
        at = QPointF(widget.width() / 2, widget.height() / 2)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        modifier = Qt.KeyboardModifier.NoModifier
        for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
            event = QMouseEvent(kind, at, widget.mapToGlobal(at), left, held, modifier)
            QCoreApplication.sendEvent(widget, event)

    def offers(self, words: str) -> bool:
        """Whether there is something to press with those words."""
        return any(words in (button.text(), button.accessibleName()) for button in self.all(QAbstractButton))

    def button(self, words: str) -> QAbstractButton:
        """The visible button with those words. AssertionError when there is none, or several."""
        found = [
            button for button in self.all(QAbstractButton) if words in (button.text(), button.accessibleName())
        ]
        assert len(found) == 1, (words, [b.text() or b.accessibleName() for b in self.all(QAbstractButton)])
        return found[0]

    def all(self, kind: type[W]) -> list[W]:
        """Every visible widget of a kind."""
        return [widget for widget in self.window.findChildren(kind) if widget.isVisible()]

    def words(self) -> set[str]:
        """What can be read on screen."""
        labels = {label.text() for label in self.all(QLabel)}
        return labels | {button.text() for button in self.all(QAbstractButton)} - {""}

    def scan(self, code: str) -> None:
        """A scanner read something."""
        read = ScanRead(code.encode(), None, "", "scanner", self.counter.clock.now_at())
        self.frame.scanned(read)

    async def settled(self) -> None:
        """When everything that was set off has ended."""
        for _ in range(3):
            await asyncio.sleep(0)
        await self.desk.flights.settled()

    async def pause(self, seconds: float) -> None:
        """As long as a person hesitates."""
        await _moment(seconds)

    async def until(self, is_so: Callable[[], object], within_s: float = 8.0) -> None:
        """Wait for something; fails when it does not come."""
        async with asyncio.timeout(within_s):
            while not is_so():
                await self.settled()
                await _moment()

    async def wait_for(self, is_so: Callable[[], object], within_s: float = 8.0) -> None:
        """Wait for something while work goes on that waits for a person."""
        async with asyncio.timeout(within_s):
            while not is_so():
                await _moment()

    async def sign_in(self) -> None:
        """A clerk begins to work."""
        await self.until(lambda: self.offers("Sara Lombardi"))
        self.click(self.button("Sara Lombardi"))
        await self.keys(PIN)
        await self.until(lambda: self.desk.session.operator is not None)
        await self.until(lambda: getattr(self.frame.model.state, "rows", ()))

    def targets(self) -> Iterator[QAbstractButton]:
        """Everything that can be pressed."""
        yield from self.all(QAbstractButton)


async def _moment(seconds: float = 0.01) -> None:
    try:
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
    except TimeoutError:
        return


@asynccontextmanager
async def bench_at(folder: Path, lookups: TerminalFiles) -> AsyncIterator[Bench]:
    """The window at a station, closed in order."""
    failures: list[BaseException] = []
    async with Counter(folder, lookups).open() as counter:
        language = Language(lambda name: wording_in("en" if name == "en" else "it", NAMES))
        desk = Desk(jobs_of(counter), language, Navigator(), Flights(failures.append), Preferences(counter.door))
        frame = Frame(desk)
        window = CounterWindow(frame)
        window.resize(1366, 768)
        window.show()
        await frame.open()
        try:
            yield Bench(counter, desk, frame, window)
        finally:
            await desk.flights.close()
            bridge.end(window)
            await asyncio.get_running_loop().shutdown_default_executor()
    assert failures == []
