"""Where a section begins: ways to find something, what was opened lately, and one thing to know."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Glyph, Tone
from app.presentation.viewmodels.start import RecentRow, StartModel, StartState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, CardHead, InlineNote, Rule
from app.ui.widgets.chip import IconView
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.text import ElidedText, Text

ROW, HINTS = 56, 3


def paint_recent(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, what it is, what for, the way in."""
    assert isinstance(row, RecentRow)
    shown = look.theme
    primary, muted = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_MUTED))
    middle = rect.center().y()
    draw_icon(painter, row.glyph, rect.left() + 16, middle - 10, 20, muted)
    top = rect.top() + (8 if row.line else 17)
    room = rect.width() - 104
    text(painter, QRectF(rect.left() + 56, top, room, 22), row.title, type_font(Type.BODY, 600), primary)
    text(painter, QRectF(rect.left() + 56, top + 22, room, 18), row.line, type_font(Type.SMALL), muted)
    draw_icon(painter, Glyph.CHEVRON_RIGHT, rect.right() - 36, middle - 10, 20, muted)


class _HintRow(QWidget):
    """A way to find something."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(64)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        self.icon = IconView(Glyph.SEARCH, 24, Role.ACCENT_TEXT)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title, self.line = Text("", Type.BODY, 600), ElidedText("", Type.SMALL, 400, "secondary")
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.line)
        words.addStretch(1)
        row.addWidget(self.icon)
        row.addLayout(words, 1)


class StartScreen(Screen[StartModel]):
    """Nothing is opened yet: the search has the focus."""

    wants_search = True

    def build(self) -> None:
        """Title, hints, what was opened lately."""
        self._title, self._line = (
            Text("", Type.HEADING, 600),
            Text("", Type.BODY, 400, "secondary", is_wrapped=True),
        )
        self._title.setFixedHeight(44)
        self.main.addWidget(self._title)
        self.main.addWidget(self._line)
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._hints = [_HintRow() for _ in range(HINTS)]
        for number, hint in enumerate(self._hints):
            if number:
                column.addWidget(Rule())
            column.addWidget(hint)
        self.main.addWidget(card)
        lately = Card()
        inside = QVBoxLayout(lately)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._head = CardHead("", Type.BODY)
        self._empty = Text("", Type.SMALL, 400, "secondary", is_wrapped=True)
        self._empty.setContentsMargins(16, 0, 16, 16)
        self.recent = RowList("", paint_recent, ROW).fit()
        self.recent.opened.connect(self.model.open_recent)
        for part in (self._head, self._empty):
            inside.addWidget(part)
        inside.addWidget(self.recent, 1)
        self.main.addWidget(lately)
        self.main.addStretch(1)
        self._panel_title, self._note = Text("", Type.ROW, 600), InlineNote()
        self.panel.body.addSpacing(10)
        self.panel.body.addWidget(self._panel_title)
        self.panel.body.addWidget(self._note)
        self.panel.body.addStretch(1)

    def draw(self, state: StartState) -> None:
        """The words of the section."""
        self._title.setText(state.title)
        self._line.setText(state.line)
        for row, hint in zip(self._hints, state.hints, strict=True):
            row.icon.show_icon(hint.glyph, Role.ACCENT_TEXT)
            row.title.setText(hint.title)
            row.line.setText(hint.line)
        self._head.title.setText(state.recent_title)
        self._empty.show_words(state.recent_empty)
        self.recent.setAccessibleName(state.recent_title)
        self.recent.setVisible(bool(state.recent))
        self.recent.show_rows(state.recent)
        self._panel_title.setText(state.panel_title)
        self._note.show_note(Tone.NEUTRAL, state.note, state.note_line)
