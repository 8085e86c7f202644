"""Keys on their way into the window: a scanner's are taken out, whatever had the focus keeps none of them."""

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from hardware.drivers.scanners.wedge import Heard, WedgeDecoder

GS = "\x1d"
_CLOSE_MS = 45


class WedgeGuard(QObject):
    """Owns the decoder of one window; GUI thread. `scanned(text)` for a code, `typed(text)` for a key that was
    held back until it was clear that a person had pressed it."""

    scanned = Signal(str)
    typed = Signal(str)

    def __init__(self, parent: QObject, decoder: WedgeDecoder | None = None) -> None:
        super().__init__(parent)
        self._decoder = decoder or WedgeDecoder()
        self._snapshots: list[tuple[QLineEdit, str]] = []
        self._focus: QWidget | None = None
        self._held = ""
        self._close = QTimer(self)
        self._close.setSingleShot(True)
        self._close.setInterval(_CLOSE_MS)
        self._close.timeout.connect(self._paused)

    def take(self, event: QKeyEvent, fields: list[QLineEdit]) -> bool:
        """Whether the key is a scanner's and goes no further; `fields` may have got the first ones."""
        text = key_text(event)
        if not text or event.isAutoRepeat():
            return False
        heard = self._decoder.key(text, time.monotonic())
        match heard:
            case Heard.MAYBE:
                if self._decoder.is_first:
                    self._snapshots = [(field, field.text()) for field in fields]
                    self._focus = QApplication.focusWidget()
                return False
            case Heard.BURST:
                self._restore()
            case Heard.SCAN:
                self._finish()
                return True
            case Heard.MORE | Heard.DROPPED:
                pass
        self._close.start()
        return True

    def hold(self, text: str) -> None:
        """A single key that chooses: done once no other key has followed at a scanner's speed."""
        self._held += text
        self._close.start()

    def _restore(self) -> None:
        self._held = ""
        for field, before in self._snapshots:
            if field.text() != before:
                field.setText(before)
        focused = QApplication.focusWidget()
        if self._focus is not None and focused is not self._focus:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _paused(self) -> None:
        if self._decoder.is_burst:
            self._finish()
            return
        held, self._held = self._held, ""
        for char in held:
            self.typed.emit(char)

    def _finish(self) -> None:
        self._close.stop()
        self._held = ""
        self.scanned.emit(self._decoder.take())


def key_text(event: QKeyEvent) -> str:
    """What a key types; Ctrl+] is how a keyboard spells the separator of GS1 codes."""
    is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if is_control:
        return GS if event.key() == Qt.Key.Key_BracketRight else ""
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return "\r"
    return event.text()
