"""A QR symbol on a screen, black on white in every theme, with the white around it that readers need."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.facing import Symbol
from app.ui.theme.tokens import printed

QUIET = 4
"""Modules of white around a QR symbol (ISO/IEC 18004, 9.1)."""
LEAST, MOST = 200, 420
"""Pixels of a side: a telephone reads it from the other side of a counter, and none from the end of the queue."""


def paint_symbol(painter: QPainter, area: QRectF, rows: Symbol) -> None:
    """The largest that fits the area, in its middle, with its white.

    Whole pixels to a module: an edge between two is grey, and readers fail at it.
    """
    modules = len(rows) + 2 * QUIET
    side = int(min(area.width(), area.height()) // modules) if rows else 0
    if not side:
        return
    whole = side * modules
    left = round(area.center().x() - whole / 2)
    top = round(area.center().y() - whole / 2)
    painter.fillRect(left, top, whole, whole, Qt.GlobalColor.white)
    black = printed()
    for y, row in enumerate(rows, QUIET):
        for x, is_dark in enumerate(row, QUIET):
            if is_dark:
                painter.fillRect(left + x * side, top + y * side, side, side, black)


class SymbolView(QWidget):
    """Shows one symbol, at most `MOST` to a side; without one it is hidden and keeps none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Symbol = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.hide()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(MOST, MOST)

    def minimumSizeHint(self) -> QSize:
        """What a telephone still reads."""
        return QSize(LEAST, LEAST)

    def show_symbol(self, rows: Symbol, name: str) -> None:
        """This one; none takes it away."""
        self.setAccessibleName(name if rows else "")
        if rows != self._rows:
            self._rows = rows
            self.update()
        self.setVisible(bool(rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The symbol."""
        side = min(MOST, self.width(), self.height())
        area = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_symbol(QPainter(self), area, self._rows)
