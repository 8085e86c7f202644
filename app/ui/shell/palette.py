"""The command palette over the window: a field, what fits, the keys."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presentation.viewmodels.palette import CommandRow, PaletteState
from app.ui.shell.overlay import Overlay
from app.ui.shell.reading_order import step
from app.ui.theme.fonts import type_font
from app.ui.theme.painting import text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.key_cap import draw_cap
from app.ui.widgets.row_list import Row, RowList, RowLook, draw_icon_tile
from app.ui.widgets.search_field import SearchField
from app.ui.widgets.text import Text

WIDTH, TOP, ROW, MARGIN = 720, 84, 52, 24


def paint_command(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, title with its English name, the key."""
    assert isinstance(row, CommandRow)
    shown, middle = look.theme, rect.center().y()
    primary = shown.colour(look.ink(Role.TEXT_PRIMARY))
    muted = shown.colour(look.ink(Role.TEXT_MUTED))
    draw_icon_tile(painter, rect.left() + 16, middle, row.glyph, look)
    font = type_font(Type.BODY, 600)
    left = rect.left() + 68
    text(painter, QRectF(left, rect.top(), rect.width() - 180, rect.height()), row.title, font, primary)
    x = left + text_width(row.title, font) + 12
    alias = QRectF(x, rect.top(), rect.right() - x - 100, rect.height())
    text(painter, alias, row.alias, type_font(Type.SMALL), muted)
    if row.key:
        draw_cap(painter, rect.right() - 20, middle, row.key, muted if look.is_selected else None)


class PaletteOverlay(Overlay):
    """Covers the window while it is open. `typed`, `stepped`, `entered`, `picked(id)`, `left`."""

    typed = Signal(str)
    stepped = Signal(int)
    entered = Signal()
    picked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(1, 12, 1, 12)
        column.setSpacing(8)
        self._field = SearchField()
        self._field.setFixedHeight(48)
        self._field.setFont(type_font(Type.TITLE, 400))
        self._field.textChanged.connect(self.typed)
        self._field.stepped.connect(self.stepped)
        self._field.entered.connect(self.entered)
        self._field.left.connect(self.left)
        self._list = RowList("", paint_command, ROW)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.has_rules = False
        self._list.opened.connect(self.picked)
        self._none = Text("", Type.BODY, 400, "secondary")
        self._none.setContentsMargins(20, 8, 20, 8)
        self._lay(column)

    def _lay(self, column: QVBoxLayout) -> None:
        inset = QVBoxLayout()
        inset.setContentsMargins(16, 4, 16, 4)
        inset.addWidget(self._field)
        column.addLayout(inset)
        for part in (self._list, self._none):
            column.addWidget(part)

    def show_state(self, state: PaletteState) -> None:
        """Open, closed, and what fits."""
        was_open = self.isVisible()
        self._field.setPlaceholderText(state.hint)
        self._field.setAccessibleName(state.hint)
        self._list.setAccessibleName(state.hint)
        self._list.show_rows(state.rows, state.selected)
        self._list.setFixedHeight(ROW * max(1, len(state.rows)))
        self._list.setVisible(bool(state.rows))
        self._none.show_words("" if state.rows else state.none)
        if state.is_open and not was_open:
            self._field.clear()
            self.show()
            self.raise_()
            self._field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.setVisible(state.is_open)
        self.place()

    def place(self) -> None:
        """Over the whole window, the sheet in its upper middle."""
        self.setGeometry(self.below.rect())
        wide = min(WIDTH, self.width() - 2 * MARGIN)
        self.sheet.setGeometry((self.width() - wide) // 2, TOP, wide, self.sheet.sizeHint().height())

    def focusNextPrevChild(self, is_next: bool) -> bool:  # Qt's signature
        """Tab stays in the field: arrows move among the actions."""
        return step((self.sheet,), is_next=is_next)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tap beside the sheet closes."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.left.emit()
