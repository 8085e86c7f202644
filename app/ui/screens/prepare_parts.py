"""What the shop floor's screen is made of: what is read while walking, the lines, the four steps."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.presentation.marks import Glyph
from app.presentation.prepare_state import Big, PieceRow
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, ALIGN_RIGHT, box, text, text_width
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, Rule
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.row_list import Row, RowLook
from app.ui.widgets.text import ElidedText, Text

LINE, PICTURE = 64, 176
PLACE, NAME, QUANTITY, ORDER = 0.02, 0.135, 0.64, 0.665
"""Where the columns stand, as parts of the width: quantity ends there, the others begin."""


def paint_piece(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Place, picture, name over variant, how many, for which order, how far it is."""
    assert isinstance(row, PieceRow)
    shown, wide, top = look.theme, rect.width(), rect.top()
    primary = shown.colour(look.ink(Role.TEXT_PRIMARY if row.is_going else Role.TEXT_MUTED))
    muted, secondary = shown.colour(look.ink(Role.TEXT_MUTED)), shown.colour(look.ink(Role.TEXT_SECONDARY))
    if row.is_now:
        painter.fillRect(QRectF(rect.left(), top, 4, rect.height()), shown.colour(Role.ACCENT_SOLID))
    place = QRectF(rect.left() + wide * PLACE, top, wide * (NAME - PLACE) - 4, rect.height())
    text(painter, place, row.place, type_font(Type.ROW, 700, is_tabular=True), primary)
    begin = NAME if row.place else PLACE
    x = rect.left() + wide * begin
    draw_picture(painter, QRectF(x, top + 8, 48, 48), row.sku)
    room = wide * (QUANTITY - begin) - 60 - 52
    text(painter, QRectF(x + 60, top + 10, room, 24), row.name, type_font(Type.BODY, 600), primary)
    text(painter, QRectF(x + 60, top + 34, room, 18), row.variant, type_font(Type.SMALL), muted)
    count = QRectF(rect.left() + wide * QUANTITY - 48, top, 48, rect.height())
    times = text_width(" ×", type_font(Type.SMALL))
    text(painter, count, " ×", type_font(Type.SMALL), muted, ALIGN_RIGHT)
    count.adjust(0, 0, -times, 0)
    text(painter, count, str(row.quantity), type_font(Type.ROW, 700, is_tabular=True), primary, ALIGN_RIGHT)
    x = rect.left() + wide * ORDER
    draw_icon(painter, Glyph.SHOPPING_BAG, x, rect.center().y() - 8, 16, secondary)
    order = QRectF(x + 22, top, wide * 0.12, rect.height())
    text(painter, order, row.order, type_font(Type.SMALL, is_tabular=True), secondary)
    ink = shown.colour(look.ink(Role(f"{row.mark.tone}.text")))
    font = type_font(Type.SMALL, 600)
    x = rect.right() - 16 - text_width(row.mark.words, font)
    text(painter, QRectF(x, top, rect.right() - x, rect.height()), row.mark.words, font, ink)
    draw_icon(painter, row.mark.glyph, x - 22, rect.center().y() - 8, 16, ink)


class PieceColumns(QWidget):
    """The heads of the columns."""

    _words = ("", "", "")

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(32)

    def show_words(self, place: str, heading: str, quantity: str) -> None:
        """Other words."""
        self._words = (place, heading, quantity)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The heads."""
        painter, ink, wide = QPainter(self), theme().colour(Role.TEXT_SECONDARY), self.width()
        font, place, heading, quantity = type_font(Type.CAPTION, 500), *self._words
        text(painter, QRectF(wide * PLACE, 0, wide * 0.12, 32), place, font, ink)
        text(painter, QRectF(wide * (NAME if place else PLACE), 0, wide * 0.4, 32), heading, font, ink)
        text(painter, QRectF(wide * QUANTITY - 60, 0, 60, 32), quantity, font, ink, ALIGN_RIGHT)


class _Picture(QWidget):
    """The article as it looks, or an icon for what is no article."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(PICTURE, PICTURE)
        self._sku, self._glyph = "", Glyph.SHOPPING_BAG

    def show_picture(self, sku: str, glyph: Glyph) -> None:
        """Another one."""
        self._sku, self._glyph = sku, glyph
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture or icon on its tile."""
        painter, shown, rect, at = QPainter(self), theme(), QRectF(self.rect()), (PICTURE - 64) / 2
        if self._sku:
            draw_picture(painter, rect, self._sku)
            return
        box(painter, rect, shown.radius("button"), shown.colour(Role.BG_HOVER))
        draw_icon(painter, self._glyph, at, at, 64, shown.colour(Role.TEXT_SECONDARY))


class BigCard(Card):
    """The one thing to do now: where, how many, what it looks like."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 20, 16)
        row.setSpacing(24)
        self.picture = _Picture()
        self.labels = [Text("", Type.CAPTION, 500, "secondary") for _ in range(2)]
        self.values = [ElidedText("", Type.HERO, 700), Text("", Type.HERO, 700)]
        self.lines = [ElidedText("", Type.SMALL, 400, "secondary") for _ in range(2)]
        self.title = ElidedText("", Type.HEADING, 600)
        self.subtitle = ElidedText("", Type.ROW, 400, "secondary")
        self.chip = StatusChip()
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(), 1)

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(0)
        for number, parts in enumerate(zip(self.labels, self.values, self.lines, strict=True)):
            for line, part in enumerate(parts):
                grid.addWidget(part, line, number * 2)
        grid.addWidget(Rule(is_upright=True), 0, 1, 3, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 2)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(self.title)
        under = QHBoxLayout()
        under.setSpacing(12)
        under.addWidget(self.subtitle, 1)
        under.addWidget(self.chip)
        column.addLayout(under)
        return column

    def show_big(self, big: Big | None) -> None:
        """Another thing to do; nothing hides the card."""
        self.setVisible(big is not None)
        if big is None:
            return
        self.picture.show_picture(big.sku, big.glyph)
        shown, said = (*self.labels, *self.values, *self.lines), (*big.labels, *big.values, *big.lines)
        for part, words in zip(shown, said, strict=True):
            part.setText(words)
        self.title.setText(big.title)
        self.subtitle.setText(big.subtitle)
        self.chip.show_mark(big.mark)
        self.setAccessibleName(one_line(big.spoken))


class StepRail(QWidget):
    """The four steps, each behind us, now, or still to come."""

    HEIGHT = 30

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[tuple[str, bool], ...] = ()

    def show_steps(self, steps: tuple[tuple[str, bool], ...]) -> None:
        """How far we are."""
        self._steps = steps
        self.setFixedHeight(self.HEIGHT * max(1, len(steps)))
        self.setVisible(bool(steps))
        self.setAccessibleName(", ".join(words for words, _ in steps[: sum(done for _, done in steps) + 1]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line from mark to mark, and the words beside."""
        painter, shown = QPainter(self), theme()
        now = sum(is_done for _, is_done in self._steps)
        for number, (words, is_done) in enumerate(self._steps):
            middle = self.HEIGHT * (number + 0.5)
            is_now = number == now
            ink = shown.colour(Role.TEXT_PRIMARY if is_now else Role.TEXT_SECONDARY)
            if number + 1 < len(self._steps):
                painter.fillRect(QRectF(9.5, middle + 11, 1, self.HEIGHT - 22), shown.colour(Role.BORDER_CONTROL))
            if is_done:
                draw_icon(painter, Glyph.CIRCLE_CHECK, 0, middle - 10, 20, shown.colour(Role.SUCCESS_TEXT))
            else:
                _ring(painter, middle, str(number + 1), is_now=is_now)
            rect = QRectF(32, middle - 12, self.width() - 32, 24)
            text(painter, rect, words, type_font(Type.BODY, 600 if is_now else 400), ink)


def _ring(painter: QPainter, middle: float, number: str, *, is_now: bool) -> None:
    shown, rect = theme(), QRectF(0, middle - 10, 20, 20)
    fill = shown.colour(Role.ACCENT_SOLID) if is_now else None
    box(painter, rect, 10, fill, shown.colour(Role.ACCENT_SOLID if is_now else Role.BORDER_CONTROL))
    ink = shown.colour(Role.ACCENT_ON if is_now else Role.TEXT_SECONDARY)
    text(painter, rect, number, type_font(Type.CAPTION, 600), ink, ALIGN_CENTRE)
