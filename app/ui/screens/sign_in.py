"""The locked screen: colleagues as tiles, digits under the finger; nothing personal."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.presentation.operators import PIN_DIGITS, OperatorTile
from app.presentation.viewmodels.sign_in import SignInModel, SignInState
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.painting import ALIGN_CENTRE, box, text
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.card import clear
from app.ui.widgets.keypad import KeyPad, PinField
from app.ui.widgets.painted import PaintedButton
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import Text

COLUMNS = 3


class OperatorButton(PaintedButton):
    """A colleague: initials, name, role."""

    def __init__(self, tile: OperatorTile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile = tile
        self.setCheckable(True)
        self.setAccessibleName(tile.name)
        self.setAccessibleDescription(tile.role)

    def sizeHint(self) -> QSize:
        return QSize(280, 108)

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


class SignInScreen(Screen[SignInModel]):
    """Who, then the PIN; digits come from the pad or from any keyboard."""

    def build(self) -> None:
        """Question and tiles on the left, field and pad on the right."""
        self.panel.primary.key = ""
        self._question = Text("", Type.PAGE, 600)
        self._group = Text("", Type.BODY, 400, "secondary")
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        for part in (self._question, self._group):
            self.main.addWidget(part)
        self.main.addSpacing(8)
        self.main.addLayout(self._grid)
        self.main.addStretch(1)
        self._hint = Text("", Type.SMALL, 400, "muted", is_wrapped=True)
        self._language = Segmented("")
        self._language.chosen.connect(self.model.choose_language)
        foot = QHBoxLayout()
        foot.setSpacing(24)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._language)
        self.main.addLayout(foot)
        self._pin_title = Text("", Type.TITLE, 600, is_wrapped=True)
        self._field = PinField("PIN", PIN_DIGITS)
        self._error = Text("", Type.SMALL, 500, "danger", is_wrapped=True)
        self._pad = KeyPad()
        self._pad.digit.connect(self.model.take_digit)
        self._pad.deleted.connect(self.model.delete)
        self._pad.cleared.connect(self.model.clear)
        for widget in (self._pin_title, self._field, self._pad, self._error):
            self.panel.body.addWidget(widget)
        self.panel.body.addStretch(1)
        self._tiles: tuple[OperatorTile, ...] = ()

    def draw(self, state: SignInState) -> None:
        """Tiles anew only when people changed."""
        self._question.setText(state.question)
        self._group.setText(state.group)
        self._hint.setText(state.hint)
        self._pad.name_keys(*state.pad)
        self._language.setAccessibleName(state.language_title)
        self._language.offer([Segment(value, words) for value, words in state.languages], state.language)
        self._pin_title.setText(state.pin_title)
        self._field.show_filled(state.filled, is_wrong=state.is_wrong)
        self._error.show_words(state.error)
        if state.tiles != self._tiles:
            self._tiles = state.tiles
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
            self.model.choose(button.tile.number)
