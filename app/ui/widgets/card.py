"""Surfaces: a card on the canvas, with a head and lines between its parts; notes that say one thing."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.presentation.marks import Glyph, Tone
from app.ui.theme.look import theme
from app.ui.theme.painting import box, shadow
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.chip import IconView
from app.ui.widgets.painted import tone_edge, tone_fill
from app.ui.widgets.text import Text

_TOP = Qt.AlignmentFlag.AlignTop
NOTE_GLYPHS = {
    Tone.SUCCESS: Glyph.BADGE_CHECK,
    Tone.WARNING: Glyph.TRIANGLE_ALERT,
    Tone.DANGER: Glyph.CIRCLE_ALERT,
    Tone.INFO: Glyph.INFO,
}


class Card(QFrame):
    """A white surface with a thin edge. Children are laid out by whoever fills it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface."""
        painter = QPainter(self)
        shown, radius = theme(), theme().radius("card")
        rect = QRectF(self.rect())
        if shown.has_shadows:
            painter.setClipRect(self.rect())
            shadow(painter, rect.adjusted(0, 0, 0, -2), radius, 1)
        box(painter, rect, radius, shown.colour(Role.BG_SURFACE), shown.colour(Role.BORDER_SUBTLE))


class Rule(QWidget):
    """A hairline between parts, lying or standing."""

    def __init__(self, *, is_upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if is_upright:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(self.rect(), theme().colour(Role.BORDER_SUBTLE))


class CardHead(QWidget):
    """The first row of a card: its title on the left, whatever belongs beside it after that."""

    def __init__(
        self, title: str = "", step: Type = Type.SMALL, height: int = 44, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 0, 16, 0)
        self.row.setSpacing(12)
        self.title = Text(title, step, 600)
        self.row.addWidget(self.title)


class InlineNote(QFrame):
    """Something to know before acting: icon, one line, and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.NEUTRAL
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        self._icon = IconView(Glyph.INFO, 20)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Text("", Type.BODY, 600, is_wrapped=True)
        self._body = Text("", Type.SMALL, is_wrapped=True)
        words.addWidget(self._title)
        words.addWidget(self._body)
        row.addWidget(self._icon, 0, _TOP)
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_note(self, tone: Tone, title: str, body: str = "", glyph: Glyph | None = None) -> None:
        """Say it; an empty title takes the note away."""
        if not title and self.isHidden():
            return
        self._tone = tone
        self._title.setText(title)
        self._body.show_words(body)
        is_hc = theme().name is ThemeName.HC
        role = Role.TEXT_PRIMARY if is_hc and tone is Tone.NEUTRAL else Role(f"{tone}.text")
        self._icon.show_icon(glyph or NOTE_GLYPHS.get(tone, Glyph.INFO), role)
        self._body.set_tone(tone.value if tone is Tone.WARNING else "")
        self._title.set_tone(tone.value if tone in (Tone.WARNING, Tone.SUCCESS, Tone.DANGER) else "")
        self.setAccessibleName(one_line(f"{title}. {body}".strip()))
        self.setVisible(bool(title))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the words are in this width; the layout's own hint is a guess at another width."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tinted box."""
        shown = theme()
        edge = tone_edge(shown, self._tone)
        box(QPainter(self), QRectF(self.rect()), shown.radius("card"), tone_fill(shown, self._tone), edge)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets end."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
