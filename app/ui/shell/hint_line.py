"""One line for who is new at a place, in the layout like any other part of it, with a cross."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.presentation.marks import Glyph, Tone
from app.ui.shell.measures import MARGIN
from app.ui.theme.look import theme
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.chip import IconView
from app.ui.widgets.painted import tone_fill
from app.ui.widgets.text import ElidedText

HEIGHT = 44


class HintLine(QFrame):
    """`closed` by its cross. Takes no focus by itself; readers are told when it comes."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, 8, 0)
        row.setSpacing(8)
        self._words = ElidedText("", Type.SMALL)
        self.close_button = IconButton(Glyph.X, "", is_framed=False)
        self.close_button.clicked.connect(self.closed)
        row.addWidget(IconView(Glyph.INFO, 20))
        row.addWidget(self._words, 1)
        row.addWidget(self.close_button)
        self.hide()

    def show_hint(self, words: str, close: str) -> None:
        """Say it; without words there is no line."""
        if words and words != self._words.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, one_line(words)))
        self._words.setText(words)
        self.close_button.name(close)
        self.setAccessibleName(one_line(words))
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted band and its lower edge."""
        painter, shown = QPainter(self), theme()
        painter.fillRect(self.rect(), tone_fill(shown, Tone.INFO))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), shown.colour(Role.BORDER_SUBTLE))
