"""Line and devices; how the chosen one is, and what can be tried of it, beside."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.presentation.device_trials import MAX_FACTS
from app.presentation.marks import Tone
from app.presentation.viewmodels.devices import DeviceRow, DevicesModel, DevicesState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, InlineNote
from app.ui.widgets.chip import StatusChip, chip_width, draw_chip
from app.ui.widgets.facts import FactRow, PageHeader
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.text import Text

ROW = 76


def paint_device(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, name over the next step and the last bytes, state on the right."""
    assert isinstance(row, DeviceRow)
    shown, top = look.theme, rect.top()
    draw_icon(painter, row.glyph, rect.left() + 20, top + 26, 24, shown.colour(look.ink(Role.TEXT_SECONDARY)))
    wide = chip_width(row.mark)
    draw_chip(painter, rect.right() - 16 - wide, rect.center().y(), row.mark)
    room = rect.width() - 64 - 32 - wide
    left, down = rect.left() + 64, 7 if row.said else 15
    primary, muted = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_MUTED))
    text(painter, QRectF(left, top + down, room, 24), row.name, type_font(Type.ROW, 600), primary)
    text(painter, QRectF(left, top + down + 25, room, 20), row.line, type_font(Type.SMALL), muted)
    text(painter, QRectF(left, top + down + 45, room, 18), row.said, type_font(Type.CAPTION), muted)


class DevicesScreen(Screen[DevicesModel]):
    """One row each."""

    def build(self) -> None:
        """Header, list, panel."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self.devices = RowList("", paint_device, ROW).fit()
        self.devices.chosen.connect(self.model.choose)
        inside.addWidget(self.devices)
        self.main.addWidget(self._header)
        self.main.addWidget(card)
        self.main.addStretch(1)
        self._title, self._mark = Text("", Type.ROW, 600, is_wrapped=True), StatusChip()
        self._line = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._facts = [FactRow() for _ in range(MAX_FACTS)]
        self._note = InlineNote()
        for part in (self._title, self._mark, self._line, self._note, *self._facts):
            self.panel.body.addWidget(part)
        self.panel.body.addStretch(1)

    def draw(self, state: DevicesState) -> None:
        """Rows and panel."""
        self._header.back_button.name(state.back)
        self._header.title.setText(state.title)
        self.devices.setAccessibleName(state.title)
        self.devices.show_rows(state.rows, state.selected)
        self._title.setText(state.panel_title)
        self._mark.show_mark(state.mark)
        self._line.show_words(state.line)
        self._note.show_note(*(state.note or (Tone.NEUTRAL, "", "")))
        for at, shown in enumerate(self._facts):
            is_there = at < len(state.facts)
            shown.setVisible(is_there)
            if is_there:
                shown.show_fact(*state.facts[at])
