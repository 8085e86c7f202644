"""The small cap that says which key does the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.theme.fonts import type_font
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, box, text, text_width
from app.ui.theme.tokens import Role, Type

HEIGHT = 20
_PADDING = 6


def cap_width(words: str) -> float:
    """How wide the cap of a key is."""
    return max(HEIGHT, text_width(words, type_font(Type.CAPTION, 500)) + 2 * _PADDING)


def draw_cap(
    painter: QPainter,
    right: float,
    middle: float,
    words: str,
    ink: QColor | None = None,
    edge: QColor | None = None,
) -> float:
    """A cap that ends at `right`, centred on `middle`; its width."""
    width = cap_width(words)
    shown = theme()
    rect = QRectF(right - width, round(middle - HEIGHT / 2), width, HEIGHT)
    box(painter, rect, shown.radius("field"), None, edge or ink or shown.colour(Role.BORDER_SUBTLE))
    text(painter, rect, words, type_font(Type.CAPTION, 500), ink or shown.colour(Role.TEXT_MUTED), ALIGN_CENTRE)
    return width


class KeyCap(QLabel):
    """A cap by itself."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The cap."""
        return QSize(round(cap_width(self.text())), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_cap(QPainter(self), self.width(), self.height() / 2, self.text())
