"""The aisles of the shop seen from above, with the shelf to go to."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.fonts import type_font
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, box, text
from app.ui.theme.tokens import Role, Type

_TOP, _HIGH, _WIDE = 10.0, 88.0, 44.0


class PlaceMap(QWidget):
    """Aisles side by side, the right one in accent with its shelves, the counter below; its words say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._aisles: tuple[str, ...] = ()
        self._shelves: tuple[str, ...] = ()
        self._aisle = self._shelf = self._desk = ""

    def show_place(
        self, aisle: str, shelf: str, aisles: tuple[str, ...], shelves: tuple[str, ...], desk: str
    ) -> None:
        """Another place; without aisles there is no map."""
        self._aisle, self._shelf, self._aisles, self._shelves, self._desk = aisle, shelf, aisles, shelves, desk
        self.setVisible(bool(aisles))
        self.update()

    def sizeHint(self) -> QSize:
        """A small plan."""
        return QSize(336, 152)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Aisles, their names, the counter."""
        if not self._aisles:
            return
        painter, shown = QPainter(self), theme()
        step = self.width() / len(self._aisles)
        wide = min(_WIDE, step - 8)
        caption, bold = type_font(Type.CAPTION), type_font(Type.CAPTION, 700)
        for number, name in enumerate(self._aisles):
            rect = QRectF(round(step * number + (step - wide) / 2), _TOP, round(wide), _HIGH)
            is_here = name == self._aisle
            if is_here:
                edge = shown.colour(Role.ACCENT_SOLID)
                box(painter, rect, shown.radius("field"), shown.colour(Role.ACCENT_SUBTLE), edge, 2)
                self._paint_shelves(painter, rect)
            else:
                edge = shown.colour(Role.BORDER_SUBTLE)
                box(painter, rect, shown.radius("field"), shown.colour(Role.BG_HOVER), edge)
            under = QRectF(rect.center().x() - step / 2, _TOP + _HIGH + 4, step, 18)
            ink = shown.colour(Role.ACCENT_TEXT if is_here else Role.TEXT_SECONDARY)
            text(painter, under, name, bold if is_here else caption, ink, ALIGN_CENTRE)
        painter.fillRect(QRectF(12, _TOP + _HIGH + 28, self.width() - 24, 1), shown.colour(Role.BORDER_CONTROL))
        below = QRectF(0, _TOP + _HIGH + 31, self.width(), 18)
        text(painter, below, self._desk, caption, shown.colour(Role.TEXT_SECONDARY), ALIGN_CENTRE)

    def _paint_shelves(self, painter: QPainter, aisle: QRectF) -> None:
        """The shelves from the counter's side up; the one to go to is filled and named."""
        shown, count = theme(), max(1, len(self._shelves))
        inside = aisle.adjusted(5, 5, -5, -5)
        pitch = inside.height() / count
        for number, shelf in enumerate(self._shelves):
            rect = QRectF(inside.left(), inside.top() + pitch * number + 1, inside.width(), max(2.0, pitch - 2))
            if shelf == self._shelf:
                box(painter, rect, 2, shown.colour(Role.ACCENT_SOLID))
            else:
                box(painter, rect, 2, shown.colour(Role.BG_SURFACE), shown.colour(Role.ACCENT_SOLID))
