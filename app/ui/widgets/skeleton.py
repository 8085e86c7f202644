"""What is on its way: quiet bars where rows will be, so that nothing jumps when they come."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.look import theme
from app.ui.theme.painting import box
from app.ui.theme.tokens import Role

_WIDTHS = (0.34, 0.27, 0.38, 0.22)


class Skeleton(QWidget):
    """Bars for rows of one height; it does not move, and readers are told by its name."""

    def __init__(self, row_height: int, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._rows = row_height, rows
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """All its rows."""
        return QSize(240, self._row * self._rows)

    def minimumSizeHint(self) -> QSize:
        """One row: what is on its way pushes nothing aside."""
        return QSize(120, self._row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tile, a bar for the name, a shorter one under it, one at the right."""
        painter, shown = QPainter(self), theme()
        fill, wide = shown.colour(Role.BG_HOVER), self.width()
        edge = None if shown.has_shadows else shown.colour(Role.BORDER_SUBTLE)
        for number in range(self._rows):
            middle = number * self._row + self._row / 2
            tile = min(48, self._row - 12)
            box(painter, QRectF(12, middle - tile / 2, tile, tile), shown.radius("button"), fill, edge)
            name = wide * _WIDTHS[number % len(_WIDTHS)]
            box(painter, QRectF(tile + 24, middle - 14, name, 12), 4, fill, edge)
            box(painter, QRectF(tile + 24, middle + 4, name * 0.6, 9), 4, fill, edge)
            box(painter, QRectF(wide - 120, middle - 6, 88, 12), 4, fill, edge)
