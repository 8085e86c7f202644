"""The shop's set-up: its parts over the list of what is set; what can be changed of the chosen one, beside."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.domain.shop_settings import PLACES
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.setup_state import SetupRow, SetupState
from app.presentation.viewmodels.setup import SetupModel
from app.ui.screens.setup_parts import EditorBox, LineBox
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.painting import ALIGN_RIGHT, text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, InlineNote
from app.ui.widgets.chip import chip_width, draw_chip
from app.ui.widgets.empty import EmptyPlace
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import Text

ROW, MARGIN, CODE = 48, 16, 104
_GLYPHS = {Tone.INFO: Glyph.UNDO_2, Tone.WARNING: Glyph.TRIANGLE_ALERT}


def paint_setting(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Name, or code and name, on the left; the value on the right, after a chip for what is new or wrong."""
    assert isinstance(row, SetupRow)
    shown = look.theme
    primary, quiet = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_SECONDARY))
    value, bold = type_font(Type.BODY, 600, is_tabular=True), type_font(Type.BODY, 600)
    left, right = rect.left() + MARGIN, rect.right() - MARGIN
    wide = min(text_width(row.value, value), rect.width() * 0.5)
    text(painter, QRectF(right - wide, rect.top(), wide, rect.height()), row.value, value, primary, ALIGN_RIGHT)
    right -= wide + 12
    if row.mark:
        mark = Mark(row.mark, _GLYPHS[row.tone], row.tone)
        right -= chip_width(mark)
        draw_chip(painter, right, rect.center().y(), mark)
        right -= 12
    if not row.id.startswith(PLACES):
        font = bold if row.mark else type_font(Type.BODY)
        text(painter, QRectF(left, rect.top(), right - left, rect.height()), row.name, font, primary)
        return
    text(painter, QRectF(left, rect.top(), CODE, rect.height()), row.name, bold, primary)
    left += CODE + 8
    text(painter, QRectF(left, rect.top(), right - left, rect.height()), row.line, type_font(Type.BODY), quiet)


class SetupScreen(Screen[SetupModel]):
    """One list a part; the panel changes the chosen row and saves all."""

    def build(self) -> None:
        """Header, parts, list, panel."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self.sections = Segmented("")
        self.sections.chosen.connect(self.model.choose_section)
        self.card = Card()
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(1, 1, 1, 1)
        self.rows = RowList("", paint_setting, ROW).fit()
        self.rows.chosen.connect(self.model.choose)
        self.rows.opened.connect(self._opened)
        inside.addWidget(self.rows)
        self.main.addWidget(self._header)
        self.main.addWidget(self.sections)
        self.main.addWidget(self.card)
        self.empty = EmptyPlace(Glyph.FILE_TEXT)
        self.main.addWidget(self.empty, 100)
        self.main.addStretch(1)
        self._build_panel()

    def _build_panel(self) -> None:
        self._title = Text("", Type.ROW, 600, is_wrapped=True)
        self._meaning = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._lines = LineBox()
        self._before = Text("", Type.SMALL, 400, "muted", is_wrapped=True)
        self.editor, self._note = EditorBox(), InlineNote()
        self.editor.typed.connect(self.model.type)
        self.editor.answered.connect(self.model.answer)
        self.editor.stepped.connect(self.model.step)
        self.editor.parted.connect(self.model.put_part)
        self.editor.moved.connect(self._move)
        for part in (self._title, self._meaning, self._lines, self.editor, self._before, self._note):
            self.panel.body.addWidget(part)
        self.panel.body.addStretch(1)

    def _opened(self, row: str) -> None:
        """Enter or a double tap: type at once."""
        self.model.choose(row)
        self.editor.focus_field()

    def _move(self, step: int) -> None:
        """On to the row before or after, with the cursor in its field."""
        ids = [row.id for row in self.model.state.rows]
        at = ids.index(self.model.state.selected) + step if self.model.state.selected in ids else -1
        if 0 <= at < len(ids):
            self.rows.select(ids[at])
            self.model.choose(ids[at])
            self.editor.focus_field()

    def draw(self, state: SetupState) -> None:
        """List and panel."""
        header = self._header
        header.back_button.name(state.back)
        header.title.setText(state.title)
        header.fact.show_words(state.version)
        for chip in (header.chip, header.purpose):
            chip.show_mark(None)
        self.sections.setAccessibleName(state.title)
        self.sections.offer([Segment(value, words) for value, words in state.sections], state.section)
        self.rows.setAccessibleName(dict(state.sections)[state.section])
        self.rows.show_rows(state.rows, state.selected)
        self.sections.setVisible(bool(state.version))
        self.card.setVisible(bool(state.rows))
        self.empty.show_words(*state.empty)
        self.empty.setVisible(bool(state.empty[0]))
        self._title.show_words(state.panel_title)
        self._meaning.show_words(state.meaning)
        self._lines.show_lines(state.lines)
        self.editor.show_editor(state.editor, state.panel_title)
        self._before.show_words(state.before)
        self._note.show_note(*(state.note or (Tone.NEUTRAL, "", "")))
