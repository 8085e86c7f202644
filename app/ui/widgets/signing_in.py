"""Who works here, and their PIN: the parts of a locked screen, the same while the terminal is being opened."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.presentation.operators import PIN_DIGITS, OperatorTile
from app.ui.theme.fonts import type_font
from app.ui.theme.painting import ALIGN_CENTRE, box, text
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.card import clear
from app.ui.widgets.keypad import KeyPad, PinField
from app.ui.widgets.painted import PaintedButton
from app.ui.widgets.text import Text

COLUMNS, HEIGHT = 3, 108


class OperatorButton(PaintedButton):
    """A colleague: initials, name, role."""

    def __init__(self, tile: OperatorTile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile = tile
        self.setCheckable(True)
        self.setMinimumHeight(HEIGHT)
        self.setAccessibleName(tile.name)
        self.setAccessibleDescription(tile.role)

    def sizeHint(self) -> QSize:
        return QSize(280, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown, tile, radius = self.theme, self.tile, self.theme.radius("card")
        is_black = tile.is_chosen and shown.name is ThemeName.HC
        ink = Role.TEXT_INVERSE if is_black else Role.TEXT_PRIMARY
        if tile.is_chosen:
            box(painter, self.area, radius, shown.colour(Role.BG_SELECTED), shown.colour(Role.ACCENT_SOLID), 2)
        else:
            fill = Role.BG_HOVER if self.is_hovered else Role.BG_SURFACE
            box(painter, self.area, radius, shown.colour(fill), shown.colour(Role.BORDER_SUBTLE))
        badge = QRectF(16, (self.height() - 48) / 2, 48, 48)
        box(painter, badge, 24, shown.colour(Role.NEUTRAL_SUBTLE))
        neutral = shown.colour(Role.NEUTRAL_TEXT)
        text(painter, badge, tile.initials, type_font(Type.ROW, 600), neutral, ALIGN_CENTRE)
        middle = self.height() / 2
        wide = self.width() - 92.0
        text(painter, QRectF(80, middle - 24, wide, 24), tile.name, type_font(Type.ROW, 600), shown.colour(ink))
        role = shown.colour(ink if is_black else Role.TEXT_MUTED)
        text(painter, QRectF(80, middle + 2, wide, 20), tile.role, type_font(Type.SMALL), role)
        self.paint_focus(painter, radius)


class People(QWidget):
    """The question, and a tile for everybody who may answer it. `chosen(number)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._question = Text("", Type.PAGE, 600)
        self._group = Text("", Type.BODY, 400, "secondary")
        for part in (self._question, self._group):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._scrolled(), 1)
        self._tiles: tuple[OperatorTile, ...] = ()

    def _scrolled(self) -> QScrollArea:
        """The tiles: those there is no room for are scrolled to, none becomes smaller."""
        inside, scroll = QWidget(), QScrollArea()
        room = QVBoxLayout(inside)
        room.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        room.addLayout(self._grid)
        room.addStretch(1)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll

    def show_people(self, question: str, group: str, tiles: Sequence[OperatorTile]) -> None:
        """Tiles anew only when people changed; another choice among them leaves each where it is."""
        self._question.setText(question)
        self._group.setText(group)
        if tuple(tiles) != self._tiles:
            self._tiles = tuple(tiles)
            self._rebuild()

    def _rebuild(self) -> None:
        clear(self._grid)
        for number, tile in enumerate(self._tiles):
            button = OperatorButton(tile)
            button.setChecked(tile.is_chosen)
            button.clicked.connect(self._chosen)
            self._grid.addWidget(button, number // COLUMNS, number % COLUMNS, Qt.AlignmentFlag.AlignTop)

    def _chosen(self) -> None:
        button = self.sender()
        if isinstance(button, OperatorButton):
            self.chosen.emit(button.tile.number)


class PinEntry(QWidget):
    """Whose PIN, how much of it is there, the digits under the finger, and what was wrong with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._title = Text("", Type.TITLE, 600, is_wrapped=True)
        self._field = PinField("PIN", PIN_DIGITS)
        self._error = Text("", Type.SMALL, 500, "danger", is_wrapped=True)
        self.pad = KeyPad()
        for widget in (self._title, self._field, self.pad, self._error):
            column.addWidget(widget)

    def show_pin(self, title: str, filled: int, pad: tuple[str, str], error: str = "", *, is_wrong: bool) -> None:
        """`pad`: what the two keys without a digit do."""
        self._title.setText(title)
        self._field.show_filled(filled, is_wrong=is_wrong)
        self.pad.name_keys(*pad)
        self._error.show_words(error)
