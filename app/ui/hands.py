"""A clerk's hands at the window: keys, taps, a scanner that types; sent as events, the way the system does."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.ui.shell.window import CounterWindow
from app.ui.widgets.row_list import ROW_ROLE, RowList

W = TypeVar("W", bound=QWidget)
HUMAN_S = 0.06
SCANNER_MS = 2
LOOK_S = 0.01
PATIENCE_S = 30.0
"""A bound for what never comes, however busy the machine is; no measure."""
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def key_of(char: str) -> Qt.Key:
    """The key that types a character; one no keyboard has comes from a key without a name."""
    try:
        return Qt.Key(ord(char.upper()[0]))
    except ValueError:
        return Qt.Key.Key_unknown


@dataclass
class Fingers:
    """Keys, taps and eyes at one window, whichever it is; GUI thread."""

    window: QWidget

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """A key, wherever the focus is."""
        self._send_key(key, modifier, "")

    async def keys(self, text: str) -> None:
        """Keys at the speed of a person."""
        for char in text:
            self.run_of(char)
            await asyncio.sleep(HUMAN_S)

    def run_of(self, text: str, separator: Qt.Key = Qt.Key.Key_BracketRight, at_ms: int = 0) -> None:
        """Keys without a pause, as a scanner types; the separator of GS1 data as Ctrl and that key. `at_ms`: when
        the first one was pressed, 0 for a system that does not tell."""
        for n, char in enumerate(text):
            when_ms = at_ms and at_ms + n * SCANNER_MS
            if char == "\x1d":
                self._send_key(separator, Qt.KeyboardModifier.ControlModifier, char, when_ms)
            else:
                self._send_key(key_of(char), NO_MODIFIER, char, when_ms)

    def enter(self, at_ms: int = 0) -> None:
        """The key a scanner ends with."""
        self._send_key(Qt.Key.Key_Return, NO_MODIFIER, "\r", at_ms)

    def wedge(self, text: str, separator: Qt.Key = Qt.Key.Key_BracketRight) -> None:
        """A scanner that types, with Enter behind; its keys carry stamps, however busy the window is."""
        at_ms = round(time.monotonic() * 1000)
        self.run_of(text, separator, at_ms)
        self.enter(at_ms + len(text) * SCANNER_MS)

    def _send_key(self, key: Qt.Key, modifier: Qt.KeyboardModifier, text: str, at_ms: int = 0) -> None:
        """Into the window, as the system does; QTest would run other tasks in the middle of this one."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifier, text)
            event.setTimestamp(at_ms)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def click(self, widget: QWidget, point: QPointF | None = None) -> None:
        """A tap in the middle, or at a point of it."""
        at = QPointF(widget.width() / 2, widget.height() / 2) if point is None else point
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
            event = QMouseEvent(kind, at, widget.mapToGlobal(at), left, held, NO_MODIFIER)
            QCoreApplication.sendEvent(widget, event)

    def tap(self, words: str) -> None:
        """A tap on the button with those words. LookupError when there is none, or several."""
        self.click(self.button(words))

    def tap_row(self, row_id: str) -> bool:
        """A tap on the row with that id; whether there is one."""
        for shown in self.all(RowList):
            for index in (shown.model().index(n, 0) for n in range(shown.model().rowCount())):
                if index.data(ROW_ROLE).id == row_id:
                    shown.scrollTo(index)
                    self.click(shown.viewport(), QPointF(shown.visualRect(index).center()))
                    return True
        return False

    def offers(self, words: str) -> bool:
        """Whether there is something to press with those words."""
        return bool(self._buttons(words))

    def button(self, words: str) -> QAbstractButton:
        """The visible button with those words. LookupError when there is none, or several."""
        found = self._buttons(words)
        if len(found) != 1:
            raise LookupError(words, [b.text() or b.accessibleName() for b in self.all(QAbstractButton)])
        return found[0]

    def _buttons(self, words: str) -> list[QAbstractButton]:
        return [b for b in self.all(QAbstractButton) if words in (b.text(), b.accessibleName())]

    def all(self, kind: type[W]) -> list[W]:
        """Every visible widget of a kind."""
        return [widget for widget in self.window.findChildren(kind) if widget.isVisible()]

    def words(self) -> set[str]:
        """What can be read on screen."""
        labels = {label.text() for label in self.all(QLabel)}
        return labels | {button.text() for button in self.all(QAbstractButton)} - {""}

    async def settled(self) -> None:
        """When what was set off has had its turn."""
        for _ in range(3):
            await asyncio.sleep(0)

    async def until(self, is_so: Callable[[], object], within_s: float = PATIENCE_S) -> None:
        """Wait for something. TimeoutError when it does not come."""
        async with asyncio.timeout(within_s):
            while not is_so():
                await self.settled()
                await asyncio.sleep(LOOK_S)

    async def wait_for(self, is_so: Callable[[], object], within_s: float = PATIENCE_S) -> None:
        """Wait for something while work goes on that waits for a person. TimeoutError when it does not come."""
        async with asyncio.timeout(within_s):
            while not is_so():
                await self.pause(LOOK_S)

    async def pause(self, seconds: float) -> None:
        """As long as a person hesitates."""
        await asyncio.sleep(seconds)


@dataclass
class Hands(Fingers):
    """A clerk's, who waits for what was set off; GUI thread."""

    window: CounterWindow

    async def settled(self) -> None:
        """When everything that was set off has ended."""
        await super().settled()
        await self.window.counter.desk.flights.settled()
