"""The day in figures; how the selected one is counted, and the close, beside."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presentation.day_words import DayRow
from app.presentation.marks import Tone
from app.presentation.viewmodels.day import DayModel, DayState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, InlineNote
from app.ui.widgets.facts import FactRow, PageHeader
from app.ui.widgets.painted import tone_ink
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import Text

ROW, HEAD = 44, 32
SHOP = 0.72
"""Where the shop's column ends; this counter's ends at the margin."""
MARGIN, END = 16, 24


def paint_figure(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon and name, both figures on the right."""
    assert isinstance(row, DayRow)
    shown, left, wide = look.theme, rect.left(), rect.width()
    primary, muted = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_MUTED))
    is_calm = row.tone is Tone.NEUTRAL or look.ink(Role.TEXT_PRIMARY) is not Role.TEXT_PRIMARY
    strong = primary if is_calm else tone_ink(shown, row.tone)
    draw_icon(painter, row.glyph, left + MARGIN, rect.center().y() - 10, 20, muted if is_calm else strong)
    name = QRectF(left + 48, rect.top(), wide * SHOP - 200, rect.height())
    text(painter, name, row.words, type_font(Type.BODY, 400 if is_calm else 600), strong)
    font = type_font(Type.BODY, 600, is_tabular=True)
    ends = ((left + wide * SHOP, row.shop), (rect.right() - END, row.here))
    for end, value in ends:
        text(painter, QRectF(end - 220, rect.top(), 220, rect.height()), value, font, strong, ALIGN_RIGHT)


class _Columns(QWidget):
    """The names of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self._names = ("", "", "")

    def show_names(self, names: tuple[str, str, str]) -> None:
        """These."""
        self._names = names
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Over their columns."""
        painter, ink, wide = QPainter(self), theme().colour(Role.TEXT_SECONDARY), self.width()
        font = type_font(Type.CAPTION, 500)
        what, shop, here = self._names
        text(painter, QRectF(48, 0, wide * 0.4, HEAD), what, font, ink)
        text(painter, QRectF(wide * SHOP - 200, 0, 200, HEAD), shop, font, ink, ALIGN_RIGHT)
        text(painter, QRectF(wide - END - 200, 0, 200, HEAD), here, font, ink, ALIGN_RIGHT)


class DayScreen(Screen[DayModel]):
    """Figures in one list, days above it."""

    def build(self) -> None:
        """Header with the days, list, panel."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self.days = Segmented("")
        self.days.setFixedWidth(420)
        self.days.chosen.connect(self.model.choose_day)
        row = self._header.layout()
        assert row is not None
        row.addWidget(self.days)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._columns = _Columns()
        self.figures = RowList("", paint_figure, ROW).fit()
        self.figures.chosen.connect(self.model.choose)
        self.figures.opened.connect(self.model.choose)
        inside.addWidget(self._columns)
        inside.addWidget(self.figures)
        self.main.addWidget(self._header)
        self.main.addWidget(card, 100)
        self.main.addStretch(1)
        self._build_panel()

    def _build_panel(self) -> None:
        self._title = Text("", Type.ROW, 600, is_wrapped=True)
        self._facts = [FactRow() for _ in range(2)]
        self._how_title = Text("", Type.SMALL, 600)
        self._how = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._note = InlineNote()
        for part in (self._title, *self._facts, self._how_title, self._how, self._note):
            self.panel.body.addWidget(part)
        self.panel.body.addStretch(1)

    def draw(self, state: DayState) -> None:
        """List and panel."""
        header = self._header
        header.back_button.name(state.back)
        header.title.setText(state.title)
        header.chip.show_mark(state.mark)
        header.purpose.show_mark(None)
        self.days.setAccessibleName(state.title)
        self.days.offer([Segment(value, words) for value, words in state.days], state.day)
        self._columns.show_names(state.columns)
        self.figures.setAccessibleName(state.title)
        self.figures.show_rows(state.rows, state.selected)
        self._title.setText(state.panel_title)
        for shown, (label, value) in zip(self._facts, state.facts, strict=False):
            shown.show_fact(label, value)
        self._how_title.show_words(state.how_title)
        self._how.setText(state.how)
        self._note.show_note(*(state.note or (Tone.NEUTRAL, "", "")))
