"""Words on a surface: always plain text, in a step of the type scale, in a tone of the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.theme.fonts import type_font
from app.ui.theme.readable import breakable, one_line, tip
from app.ui.theme.tokens import Type


class Text(QLabel):
    """A label. What comes from outside can never become markup here."""

    def __init__(
        self,
        words: str = "",
        step: Type = Type.BODY,
        weight: int = 400,
        tone: str = "",
        *,
        is_tabular: bool = False,
        is_wrapped: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(type_font(step, weight, is_tabular=is_tabular))
        self.setWordWrap(is_wrapped)
        self.setProperty("tone", tone)
        self.setText(words)

    def setText(self, words: str) -> None:
        """Words as they can be read: lines only where they may be."""
        shown = breakable(words) if self.wordWrap() else one_line(words)
        if shown != self.text():
            super().setText(shown)

    def set_tone(self, tone: str) -> None:
        """Another tone of the theme, empty for primary text."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def show_words(self, words: str) -> None:
        """New words; a label without any takes no room."""
        self.setText(words)
        self.setVisible(bool(words))


class ElidedText(Text):
    """One line that ends in an ellipsis when there is no room; the whole is in its tool tip and for readers."""

    def __init__(
        self,
        words: str = "",
        step: Type = Type.BODY,
        weight: int = 400,
        tone: str = "",
        *,
        is_tabular: bool = False,
    ) -> None:
        super().__init__(words, step, weight, tone, is_tabular=is_tabular)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any column."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else tip(self.text()))
        painter.drawText(self.rect(), int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), shown)
