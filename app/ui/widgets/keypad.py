"""Digits under the finger, and the field that shows how many were typed, never which."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.presentation.marks import Glyph
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, box, text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.painted import PaintedButton

DELETE = "delete"
CLEAR = "clear"
LARGE, SMALL = 64, 52
"""How high a key is."""
_ROWS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (CLEAR, "0", DELETE))


class _Key(PaintedButton):
    def __init__(self, value: str, high: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.value, self._high = value, high
        self.setText(value if value.isdigit() else "")
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(104, self._high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown, radius = self.theme, self.theme.radius("button")
        fill = Role.BG_SELECTED if self.isDown() else Role.BG_HOVER if self.is_hovered else Role.BG_SURFACE
        ink = shown.colour(Role.TEXT_PRIMARY if self.isEnabled() else Role.TEXT_DISABLED)
        box(painter, self.area, radius, shown.colour(fill), shown.colour(Role.BORDER_CONTROL))
        if self.value.isdigit():
            text(painter, self.area, self.value, type_font(Type.HEADING, 600), ink, ALIGN_CENTRE)
        elif self.value == DELETE:
            draw_icon(painter, Glyph.DELETE, (self.width() - 24) / 2, (self.height() - 24) / 2, 24, ink)
        else:
            words = self.area.adjusted(4, 0, -4, 0)
            text(painter, words, self.accessibleName(), type_font(Type.SMALL, 500), ink, ALIGN_CENTRE)
        self.paint_focus(painter, radius)


class KeyPad(QWidget):
    """Twelve keys: `digit(value)` for ten of them, the last one away, all of them away. `is_small` where more than
    the digits must be seen."""

    digit = Signal(str)
    deleted = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_small: bool = False) -> None:
        super().__init__(parent)
        self._keys: dict[str, _Key] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8 if is_small else 12)
        for row, values in enumerate(_ROWS):
            for column, value in enumerate(values):
                key = _Key(value, SMALL if is_small else LARGE, self)
                key.clicked.connect(self._clicked)
                self._keys[value] = key
                grid.addWidget(key, row, column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def name_keys(self, delete: str, clear: str) -> None:
        """What the two keys without a digit do, in words."""
        for value, words in ((DELETE, delete), (CLEAR, clear)):
            self._keys[value].setAccessibleName(words)
            self._keys[value].update()

    def _clicked(self) -> None:
        key = self.sender()
        if not isinstance(key, _Key):
            return
        if key.value.isdigit():
            self.digit.emit(key.value)
        else:
            (self.deleted if key.value == DELETE else self.cleared).emit()


class PinField(QWidget):
    """So many places, so many filled; holds no digit itself."""

    def __init__(self, name: str, length: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._length, self._filled, self._is_wrong = name, length, 0, False
        self.setFixedHeight(52)
        self.show_filled(0)

    def show_filled(self, filled: int, *, is_wrong: bool = False) -> None:
        """How many digits are in, and whether the last try was wrong."""
        self._filled, self._is_wrong = filled, is_wrong
        self.setAccessibleName(f"{self._name} {filled}/{self._length}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dots in a frame."""
        painter = QPainter(self)
        shown = theme()
        edge = Role.DANGER_TEXT if self._is_wrong else Role.FOCUS_OUTER
        rect = QRectF(self.rect())
        box(painter, rect, shown.radius("field"), shown.colour(Role.BG_SURFACE), shown.colour(edge), 2)
        step = 36.0
        left = (self.width() - step * (self._length - 1)) / 2
        for place in range(self._length):
            dot = QRectF(left + place * step - 7, self.height() / 2 - 7, 14, 14)
            if place < self._filled:
                box(painter, dot, 7, shown.colour(Role.TEXT_PRIMARY))
            else:
                box(painter, dot, 7, None, shown.colour(Role.BORDER_CONTROL), 2)
