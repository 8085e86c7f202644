"""What the omnibox found, under it: rows with what fits underlined, and what Enter does."""

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.presentation.viewmodels.omnibox import OmniboxState, ResultRow
from app.ui.theme.fonts import type_font
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, box, shadow, text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.row_list import Row, RowList, RowLook, draw_icon_tile
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import Text

ROW_HEIGHT = 56
SHADOW = 16


def paint_result(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, title with the match, what it is, and a fact on the right."""
    assert isinstance(row, ResultRow)
    shown = look.theme
    draw_icon_tile(painter, rect.left() + 16, rect.center().y(), row.glyph, look)
    left, bold = rect.left() + 68, type_font(Type.BODY, 600)
    right = QRectF(rect.right() - 200, rect.top(), 184, rect.height())
    text(painter, right, row.right, type_font(Type.BODY, 500, is_tabular=True), _ink(look), ALIGN_RIGHT)
    wide = rect.width() - 84 - 16 - text_width(row.right, type_font(Type.BODY, 500))
    text(painter, QRectF(left, rect.top() + 8, wide, 22), row.title, bold, _ink(look))
    _underline(painter, QRectF(left, rect.top() + 8, wide, 22), row.title, row.match, bold, look)
    small = type_font(Type.SMALL)
    line = " · ".join(part for part in (row.group, row.line) if part)
    below = QRectF(left, rect.top() + 30, wide, 18)
    text(painter, below, line, small, shown.colour(look.ink(Role.TEXT_MUTED)))
    before = len(line) - len(row.line)
    start, end = row.line_match
    _underline(painter, below, line, (start + before, end + before) if end else (0, 0), small, look)


def _ink(look: RowLook) -> QColor:
    return look.theme.colour(look.ink(Role.TEXT_PRIMARY))


def _underline(
    painter: QPainter, rect: QRectF, words: str, match: tuple[int, int], font: QFont, look: RowLook
) -> None:
    start, end = match
    if end <= start:
        return
    x = rect.left() + text_width(words[:start], font)
    wide = text_width(words[:end], font) - text_width(words[:start], font)
    accent = look.theme.colour(look.ink(Role.ACCENT_TEXT))
    text(painter, QRectF(x, rect.top(), wide + 1, rect.height()), words[start:end], font, accent)
    painter.setPen(QPen(accent, 2))
    painter.drawLine(round(x), round(rect.bottom()), round(x + wide), round(rect.bottom()))


class ResultPopup(QFrame):
    """`picked(id)` for a result, `purposed(value)` for why a profile is opened."""

    picked = Signal(str)
    purposed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW + 1, 8, SHADOW + 1, SHADOW + 16)
        column.setSpacing(8)
        self._note = Text("", Type.BODY, 500, is_wrapped=True)
        self._note.setContentsMargins(16, 8, 16, 8)
        self.list = RowList("", paint_result, ROW_HEIGHT)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.has_rules = False
        self.list.stand_on(Role.BG_SURFACE)
        self.list.opened.connect(self.picked)
        self._foot = Text("", Type.SMALL, 400, "muted")
        self._foot.setContentsMargins(16, 0, 16, 0)
        self._shown: OmniboxState | None = None
        self._purposes = Segmented("")
        self._purposes.chosen.connect(self.purposed)
        holder = QVBoxLayout()
        holder.setContentsMargins(16, 0, 16, 0)
        holder.addWidget(self._purposes)
        for part in (self._note, self.list):
            column.addWidget(part)
        column.addLayout(holder)
        column.addWidget(self._foot)
        self.hide()

    def show_state(self, state: OmniboxState) -> None:
        """Results, or why there are none; the same under another word typed is not painted again."""
        state = replace(state, typed="")
        if state == self._shown:
            return
        self._shown = state
        self._note.show_words(state.note)
        self.list.setAccessibleName(state.hint)
        self.list.show_rows(state.rows, state.selected)
        self.list.setVisible(bool(state.rows))
        self.list.setFixedHeight(ROW_HEIGHT * max(1, len(state.rows)))
        self._purposes.setAccessibleName(state.purpose_title)
        self._purposes.offer([Segment(value, words) for value, words in state.purposes], state.purpose)
        has_people = any(row.id.startswith("customer:") for row in state.rows)
        self._purposes.setVisible(has_people)
        self._foot.setText(state.foot)
        self._foot.setVisible(bool(state.rows))
        self.setVisible(state.is_open)
        if state.is_open:
            self.resize(self.width(), self.sizeHint().height())
            self.raise_()

    def place(self, left: int, top: int, width: int) -> None:
        """Under the omnibox, as wide; the shadow needs room around."""
        height = self.sizeHint().height()
        self.setGeometry(left - SHADOW, top, width + 2 * SHADOW, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A lifted surface."""
        painter, shown = QPainter(self), theme()
        rect = QRectF(self.rect()).adjusted(SHADOW, 0, -SHADOW, -SHADOW - 8)
        if shown.has_shadows:
            shadow(painter, rect, shown.radius("panel"), 2)
        edge = shown.colour(Role.BORDER_CONTROL)
        box(painter, rect, shown.radius("panel"), shown.colour(Role.BG_SURFACE), edge)
