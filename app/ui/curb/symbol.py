"""A symbol on the tablet that a telephone reads through a car's window."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.facing import Symbol
from app.ui.curb.scale import TabletScale
from app.ui.theme.readable import readable
from app.ui.widgets.symbol import paint_symbol

SIDE_MM = 74.0
"""Large enough for an arm's length and a window between, and no larger than the page has room for."""


class SymbolPart(QWidget):
    """Shows one symbol, black on white in every theme; keeps none that is not shown. GUI thread."""

    def __init__(self, scale: TabletScale) -> None:
        super().__init__()
        self._rows: Symbol = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(scale.px(SIDE_MM))

    def show_symbol(self, rows: Symbol, name: str) -> None:
        """This one, called so."""
        self.setAccessibleName(readable(name))
        self._rows = rows
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The symbol."""
        paint_symbol(QPainter(self), self.rect().toRectF(), self._rows)
