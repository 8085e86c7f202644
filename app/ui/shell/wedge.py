"""Keys on their way into the window: a scanner's are taken out, whatever had the focus keeps none of them."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from hardware.drivers.scanners.layouts import as_scanned
from hardware.drivers.scanners.wedge import TERMINATORS, Heard, WedgeDecoder

GS = "\x1d"
# A little longer than what comes next may take: of a person's single key, and inside a code.
_HELD_MS, _CODE_MS = 45, 110
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)


@dataclass(frozen=True, slots=True)
class _Before:
    """A field as it was."""

    field: QLineEdit
    text: str
    cursor: int

    def restore(self) -> None:
        if self.field.text() != self.text:
            self.field.setText(self.text)
        self.field.setCursorPosition(self.cursor)


class WedgeGuard(QObject):
    """Owns the decoder of one window; GUI thread. `scanned(text)` for a code, `typed(text)` for a
    key that was held back until it was clear that a person had pressed it."""

    scanned = Signal(str)
    typed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._decoder = WedgeDecoder()
        self._fields: list[_Before] = []
        self._focus: QWidget | None = None
        self._held = ""
        self._waiting = QElapsedTimer()
        self._close = QTimer(self)
        self._close.setSingleShot(True)
        self._close.timeout.connect(self._paused)

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key is a scanner's and goes no further; fields may have got the first ones."""
        at_s = _moment_s(event)
        follows = self._decoder.follows(at_s)
        text = key_text(event, is_fast=follows)
        # A key that repeats itself does so long after it was pressed. What comes at once is the same key again,
        # which the platform takes for a repetition when both fall into one millisecond.
        if (event.isAutoRepeat() and not follows) or not text:
            # Function keys and arrows that a scanner puts around a code mean nothing here.
            return follows and self._decoder.is_burst and event.key() not in _MODIFIERS
        if not follows:
            self._type_held()
        had_digits = bool(self._held)
        heard = self._decoder.key(text, at_s)
        match heard:
            case Heard.MAYBE:
                if self._decoder.is_first:
                    self._remember()
                return self._is_unsafe(text, follows=follows, had_digits=had_digits)
            case Heard.BURST:
                self._restore()
            case Heard.SCAN:
                self._restore()
                self._finish()
                return True
            case Heard.MORE | Heard.DROPPED:
                pass
        self._wait()
        return True

    def _is_unsafe(self, text: str, *, follows: bool, had_digits: bool) -> bool:
        """A key that would act, too fast for a person: a shortcut, a blank that presses the button in focus, an
        Enter behind digits that are still held."""
        if text in TERMINATORS:
            return had_digits
        return text < " " or (text == " " and follows and not isinstance(QApplication.focusWidget(), QLineEdit))

    def hold(self, text: str) -> None:
        """A single key that chooses: done once no other key has followed at a scanner's speed."""
        self._held += text
        self._wait()

    def _wait(self) -> None:
        self._waiting.start()
        self._close.start(_CODE_MS if self._decoder.is_burst else _HELD_MS)

    def _remember(self) -> None:
        fields = self._window.findChildren(QLineEdit)
        self._fields = [_Before(field, field.text(), field.cursorPosition()) for field in fields]
        self._focus = QApplication.focusWidget()

    def _restore(self) -> None:
        self._held = ""
        # Fields and what had the focus may be gone: their screen was closed or drawn anew between two keys.
        there = self._window.findChildren(QLineEdit)
        for before in self._fields:
            if before.field in there:
                before.restore()
        self._fields = []
        wanted = self._focus if self._focus in self._window.findChildren(QWidget) else self._window
        if QApplication.focusWidget() is not wanted:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _paused(self) -> None:
        if self._waiting.elapsed() > 2 * self._close.interval():
            # The loop was held up: keys may wait behind this timer, so they get their turn first.
            self._wait()
            return
        if self._decoder.is_burst:
            self._finish()
            return
        self._type_held()

    def _type_held(self) -> None:
        held, self._held = self._held, ""
        for char in held:
            self.typed.emit(char)

    def _finish(self) -> None:
        self._close.stop()
        self._held = ""
        if menu := QApplication.activePopupWidget():
            # Not before the last key: those on their way to it would go with it.
            menu.close()
        self.scanned.emit(as_scanned(self._decoder.take()))


def _moment_s(event: QKeyEvent) -> float:
    """When the key was pressed, by the system's own stamp where it gives one: a busy window hears keys late and
    all at once."""
    return event.timestamp() / 1000 if event.timestamp() else time.monotonic()


def key_text(event: QKeyEvent, *, is_fast: bool) -> str:
    """What a key types. Too fast for a person, Ctrl with a letter or `]` spells a control byte; `]` is `+` on an
    Italian keyboard."""
    key = Qt.Key(event.key())
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        if key == Qt.Key.Key_BracketRight or (is_fast and key == Qt.Key.Key_Plus):
            return GS
        is_letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z
        return chr(key - Qt.Key.Key_A + 1) if is_fast and is_letter else ""
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return "\r"
    if key == Qt.Key.Key_Tab:
        return "\t"
    return event.text() if event.text().isprintable() else ""
