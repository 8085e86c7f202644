"""The rows of a return: purchases to choose from, and the article that was found."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.presentation.return_words import ChoiceLine, FoundCard
from app.ui.theme.fonts import type_font
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, text, text_width
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card
from app.ui.widgets.chip import draw_chip
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.row_list import Row, RowLook

CHOICE_ROW = 76
FACTS = 330
"""Width of the found card's facts."""


def paint_choice(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Picture, article, order and customer, when it was received and how much of it is still out."""
    assert isinstance(row, ChoiceLine)
    shown, top, wide = look.theme, rect.top(), rect.width()
    primary, muted = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_MUTED))
    draw_picture(painter, QRectF(rect.left() + 8, top + 8, 60, 60), row.sku)
    room = wide * 0.44 - 96
    text(painter, QRectF(rect.left() + 84, top + 14, room, 26), row.name, type_font(Type.ROW, 600), primary)
    text(painter, QRectF(rect.left() + 84, top + 41, room, 20), row.variant, type_font(Type.SMALL), muted)
    left = rect.left() + wide * 0.44
    bold = type_font(Type.BODY, 600)
    text(painter, QRectF(left, top + 14, wide * 0.23, 26), row.customer, bold, primary)
    quiet, strong = type_font(Type.SMALL), type_font(Type.SMALL, 600)
    number = text(painter, QRectF(left, top + 41, wide * 0.23, 20), row.prefix, quiet, muted)
    text(painter, QRectF(left + number, top + 41, wide * 0.23 - number, 20), row.tail, strong, primary)
    right = QRectF(rect.right() - 16 - wide * 0.3, top + 14, wide * 0.3, 26)
    text(painter, right, row.received, type_font(Type.BODY), primary, ALIGN_RIGHT)
    below = QRectF(right.left(), top + 41, right.width(), 20)
    text(painter, below, row.pieces, quiet, muted, ALIGN_RIGHT)


class FoundView(Card):
    """The article on the counter: picture, name, how sure it is; four facts beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(100)
        self._card: FoundCard | None = None

    def show_card(self, card: FoundCard | None) -> None:
        """Another article, or none."""
        self._card = card
        self.setVisible(card is not None)
        if card is not None:
            facts = ", ".join(f"{label} {prefix}{value}" for label, prefix, value in card.facts)
            self.setAccessibleName(one_line(f"{card.name}, {card.variant}, {card.mark.words}, {facts}"))
            self.update()

    def sizeHint(self) -> QSize:
        """The whole width."""
        return QSize(480, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card and what is on it."""
        super().paintEvent(event)
        if self._card is None:
            return
        painter, shown, card = QPainter(self), theme(), self._card
        primary, second = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_SECONDARY)
        edge = self.width() - FACTS
        draw_picture(painter, QRectF(12, 12, 76, 76), card.sku)
        room = edge - 104 - 16
        text(painter, QRectF(104, 9, room, 28), card.name, type_font(Type.TITLE, 600), primary)
        text(painter, QRectF(104, 37, room, 20), card.variant, type_font(Type.BODY), second)
        draw_chip(painter, 104, 76, card.mark, is_small=True)
        painter.fillRect(QRectF(edge, 8, 1, self.height() - 16), shown.colour(Role.BORDER_SUBTLE))
        self._facts(painter, edge + 24, card)

    def _facts(self, painter: QPainter, left: float, card: FoundCard) -> None:
        shown = theme()
        primary, second = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_SECONDARY)
        muted = shown.colour(Role.TEXT_MUTED)
        small, value, quiet = type_font(Type.CAPTION), type_font(Type.BODY, 500), type_font(Type.BODY)
        columns = (left, left + 122)
        for number, (label, prefix, words) in enumerate(card.facts):
            x, y = columns[number % 2], 8 + 46 * (number // 2)
            room = (columns[1] - 12 if number % 2 == 0 else self.width() - 8) - x
            text(painter, QRectF(x, y, room, 18), label, small, second)
            text(painter, QRectF(x, y + 18, room, 22), prefix, quiet, muted)
            begun = text_width(prefix, quiet) if prefix else 0.0
            text(painter, QRectF(x + begun, y + 18, room - begun, 22), words, value, primary)
