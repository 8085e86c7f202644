"""A quiet card over the free band of the screen: what happened, one thing to press, and a way to put it away."""

from PySide6.QtCore import QElapsedTimer, QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.frame import NoticeState
from app.presentation.marks import Glyph
from app.ui.theme.look import theme
from app.ui.theme.painting import box, shadow
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import SURE_MS, IconButton, SecondaryButton
from app.ui.widgets.chip import IconView
from app.ui.widgets.painted import tone_edge, tone_fill
from app.ui.widgets.text import ElidedText

HEIGHT = 60


class NoticeBar(QFrame):
    """`pressed` by its button, `closed` by its cross. Takes no focus; screen readers are told when it comes."""

    pressed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = NoticeState()
        self._since = QElapsedTimer()
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        self._icon = IconView(Glyph.INFO, 24)
        words = QVBoxLayout()
        words.setContentsMargins(0, 8, 0, 8)
        words.setSpacing(0)
        self._title = ElidedText("", Type.BODY, 600)
        self._line = ElidedText("", Type.SMALL)
        words.addWidget(self._title)
        words.addWidget(self._line)
        self.act, self.close_button = SecondaryButton(), IconButton(Glyph.X, "", is_framed=False)
        self.act.clicked.connect(self._press)
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.act)
        row.addWidget(self.close_button)
        self.hide()

    def show_notice(self, state: NoticeState) -> None:
        """Say it; without a title there is none."""
        if state.title and (state.title, state.line) != (self._state.title, self._state.line):
            self._since.start()
            self._announce(f"{state.title}. {state.line}")
        self._state = state
        self._title.setText(state.title)
        self._line.show_words(state.line)
        self._icon.show_icon(state.glyph, Role(f"{state.tone}.text"))
        self.act.setText(state.act)
        self.act.setVisible(bool(state.act))
        self.act.updateGeometry()
        self.close_button.name(state.close)
        self.setAccessibleName(one_line(f"{state.title}. {state.line}"))
        self.setVisible(bool(state.title))
        self.update()

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, one_line(words)))

    def _press(self) -> None:
        if self._since.hasExpired(SURE_MS):
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted card above the page."""
        painter, shown, rect = QPainter(self), theme(), QRectF(self.rect())
        if shown.has_shadows:
            shadow(painter, rect, shown.radius("card"), 2)
        tone = self._state.tone
        edge = tone_edge(shown, tone) or shown.colour(Role(f"{tone}.text"))
        box(painter, rect, shown.radius("card"), tone_fill(shown, tone), edge)
