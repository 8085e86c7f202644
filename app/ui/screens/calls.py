"""Who is called for from the kiosks, and beside it what they had done and what becomes of it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.presentation.marks import Tone
from app.presentation.viewmodels.calls import CallRow, CallsModel, CallsState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_RIGHT, text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, InlineNote
from app.ui.widgets.facts import FactRow, PageHeader
from app.ui.widgets.painted import tone_ink
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.text import Text

ROW, MARGIN, END, WAITED = 64, 16, 24, 160
FACTS = 3


def paint_call(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, what is called for and how it stands; on the right for how long."""
    assert isinstance(row, CallRow)
    shown, left = look.theme, rect.left() + 52
    primary, muted = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_SECONDARY))
    is_calm = row.tone is Tone.NEUTRAL or look.ink(Role.TEXT_PRIMARY) is not Role.TEXT_PRIMARY
    strong = primary if is_calm else tone_ink(shown, row.tone)
    draw_icon(painter, row.glyph, rect.left() + MARGIN, rect.center().y() - 12, 24, strong)
    room = rect.width() - 52 - WAITED - END
    half = rect.height() / 2
    text(painter, QRectF(left, rect.top() + 6, room, half - 4), row.title, type_font(Type.ROW, 600), primary)
    text(painter, QRectF(left, rect.top() + half, room, half - 8), row.line, type_font(Type.SMALL, 400), muted)
    ends = QRectF(rect.right() - END - WAITED, rect.top(), WAITED, rect.height())
    text(painter, ends, row.waited, type_font(Type.BODY, 600, is_tabular=True), strong, ALIGN_RIGHT)


class CallsScreen(Screen[CallsModel]):
    """One list; the call that is chosen beside it."""

    def build(self) -> None:
        """Header, list, panel."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._empty = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self.calls = RowList("", paint_call, ROW).fit()
        self.calls.chosen.connect(self.model.choose)
        self.calls.opened.connect(self.model.choose)
        inside.addWidget(self.calls)
        inside.addStretch(1)
        self._card = card
        for part, stretch in ((self._header, 0), (self._empty, 0), (card, 100)):
            self.main.addWidget(part, stretch)
        self.main.addStretch(1)
        self._title = Text("", Type.ROW, 600, is_wrapped=True)
        self._facts = [FactRow() for _ in range(FACTS)]
        self._what_title = Text("", Type.SMALL, 600)
        self._what = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._note = InlineNote()
        for widget in (self._title, *self._facts, self._what_title, self._what, self._note):
            self.panel.body.addWidget(widget)
        self.panel.body.addStretch(1)

    def draw(self, state: CallsState) -> None:
        """List and panel."""
        header = self._header
        header.back_button.name(state.back)
        header.title.setText(state.title)
        header.chip.show_mark(None)
        header.purpose.show_mark(None)
        self._empty.setText(state.empty)
        self._empty.setVisible(not state.rows)
        self._card.setVisible(bool(state.rows))
        self.calls.setAccessibleName(state.title)
        self.calls.show_rows(state.rows, state.selected)
        self._title.setText(state.panel_title)
        for shown, (label, value) in zip(self._facts, state.facts, strict=False):
            shown.show_fact(label, value)
        for shown in self._facts:
            shown.setVisible(bool(state.facts))
        self._what_title.show_words(state.what_title)
        self._what.setText(state.what)
        self._note.show_note(*(state.note or (Tone.NEUTRAL, "", "")))
