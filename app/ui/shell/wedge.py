"""Keys on their way into the window: a scanner's are taken out, whatever had the focus keeps none of them."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from hardware.drivers.scanners.layouts import as_scanned
from hardware.drivers.scanners.wedge import TERMINATORS, Heard, WedgeDecoder

GS = "\x1d"
# A little longer than what comes next may take: of a person's single key, and inside a code; and one more turn.
_HELD_MS, _CODE_MS, _TURN_MS = 45, 110, 20
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
    key that was held back until it was clear that a person had pressed it. `as_typed` is the last code as the keys
    said it, before it was turned back, with the key that ended it."""

    scanned = Signal(str)
    typed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._decoder = WedgeDecoder()
        self._fields: list[_Before] = []
        self._focus: QWidget | None = None
        self._held = self.as_typed = ""
        self._waiting = QElapsedTimer()
        self._close = QTimer(self)
        self._close.setSingleShot(True)
        self._close.timeout.connect(self._paused)
        self._is_last_turn = False

    @property
    def is_waiting(self) -> bool:
        """Whether the next key tells what the last ones were."""
        return self._close.isActive()

    def expect(self, prefix: str) -> None:
        """What every code of the scanner begins with, as the keyboard types it: it may then be a slow one."""
        self._decoder.prefix = prefix

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key is a scanner's and goes no further; fields may have got the first ones."""
        at_s = _moment_s(event)
        follows = self._decoder.follows(at_s)
        if not follows:
            self._type_held()
        text = key_text(event, is_fast=follows)
        # A key that repeats itself does so long after it was pressed. What comes at once is the same key again,
        # which the platform takes for a repetition when both fall into one millisecond.
        if (event.isAutoRepeat() and not follows) or not text:
            # Function keys and arrows that a scanner puts around a code mean nothing here.
            return follows and self._decoder.is_burst and event.key() not in _MODIFIERS
        had_digits = bool(self._held)
        heard = self._decoder.key(text, at_s)
        if self._decoder.is_first:
            self._remember()
        match heard:
            case Heard.MAYBE:
                return self._is_unsafe(text, follows=follows, had_digits=had_digits)
            case Heard.BURST:
                self._restore()
            case Heard.SCAN:
                self._restore()
                self._finish(text)
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
        self._is_last_turn = False
        self._watch(_CODE_MS if self._decoder.is_burst else _HELD_MS)

    def _watch(self, for_ms: int) -> None:
        self._waiting.start()
        self._close.start(for_ms)

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
        # Qt asks its timers before the keys that came meanwhile, and drawing or a busy machine may have held both
        # up: keys that were pressed in time get their turn before anything is done.
        if self._waiting.elapsed() > 2 * self._close.interval():
            self._wait()
            return
        if not self._is_last_turn:
            self._is_last_turn = True
            self._watch(_TURN_MS)
            return
        if self._decoder.is_burst:
            self._finish()
            return
        self._type_held()

    def _type_held(self) -> None:
        held, self._held = self._held, ""
        for char in held:
            self.typed.emit(char)

    def _finish(self, end: str = "") -> None:
        self._close.stop()
        self._held = ""
        if menu := QApplication.activePopupWidget():
            # Not before the last key: those on their way to it would go with it.
            menu.close()
        code = self._decoder.take()
        self.as_typed = f"{code}{end}" if code else ""
        if code:
            self.scanned.emit(as_scanned(code))


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
