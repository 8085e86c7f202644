"""Line and printer in full."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.presentation.viewmodels.devices import DeviceRow, DevicesModel, DevicesState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card
from app.ui.widgets.chip import chip_width, draw_chip
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.row_list import Row, RowList, RowLook

ROW = 76


def paint_device(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, name over the next step, state on the right."""
    assert isinstance(row, DeviceRow)
    shown, top = look.theme, rect.top()
    draw_icon(painter, row.glyph, rect.left() + 20, top + 26, 24, shown.colour(Role.TEXT_SECONDARY))
    wide = chip_width(row.mark)
    draw_chip(painter, rect.right() - 16 - wide, rect.center().y(), row.mark)
    room = rect.width() - 64 - 32 - wide
    left = rect.left() + 64
    primary, muted = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_MUTED)
    text(painter, QRectF(left, top + 15, room, 24), row.name, type_font(Type.ROW, 600), primary)
    text(painter, QRectF(left, top + 41, room, 20), row.line, type_font(Type.SMALL), muted)


class DevicesScreen(Screen[DevicesModel]):
    """One row each."""

    def build(self) -> None:
        """Header and list."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self._list = RowList("", paint_device, ROW, can_choose=False).fit()
        inside.addWidget(self._list)
        self.main.addWidget(self._header)
        self.main.addWidget(card)
        self.main.addStretch(1)

    def draw(self, state: DevicesState) -> None:
        """The rows."""
        self._header.back_button.name(state.back)
        self._header.title.setText(state.title)
        self._list.setAccessibleName(state.title)
        self._list.show_rows(state.rows)
