"""What stands where: the columns of a product card's list of places."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.presentation.article_words import StockLine
from app.presentation.marks import Tone
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, text
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.row_list import Row, RowLook

ROW, HEAD = 44, 32
NAME, LINE, PIECES, STATE = 0.068, 0.302, 0.705, 0.715
"""Where the columns stand: name, line and state begin there, pieces end there."""


def paint_stock(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon, place, what is known, pieces, their state, how old that is."""
    assert isinstance(row, StockLine)
    shown, left, wide = look.theme, rect.left(), rect.width()
    primary, second = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_SECONDARY)
    draw_icon(painter, row.glyph, left + 16, rect.center().y() - 10, 20, second)

    def put(x: float, width: float, words: str, step: Type, weight: int = 400) -> None:
        area = QRectF(left + x, rect.top(), width, rect.height())
        ink = primary if weight == 600 else second
        text(painter, area, words, type_font(step, weight, is_tabular=True), ink)

    room = LINE if row.line else PIECES - 0.08
    put(wide * NAME, wide * (room - NAME) - 12, row.name, Type.BODY, 600)
    put(wide * LINE, wide * (PIECES - LINE) - 56, row.line, Type.SMALL)
    count = QRectF(left + wide * PIECES - 56, rect.top(), 56, rect.height())
    ink = shown.colour(Role.WARNING_TEXT) if row.tone is Tone.WARNING else primary
    text(painter, count, row.pieces, type_font(Type.TITLE, 600, is_tabular=True), ink, ALIGN_RIGHT)
    put(wide * STATE, wide * 0.17, row.state, Type.SMALL)
    age = QRectF(rect.right() - 126, rect.top(), 110, rect.height())
    text(painter, age, row.age, type_font(Type.SMALL), shown.colour(Role.TEXT_MUTED), ALIGN_RIGHT)


class StockColumns(QWidget):
    """The heads of the stock list."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self._title, self._words = "", ("", "")

    def show_words(self, title: str, words: tuple[str, str]) -> None:
        self._title, self._words = title, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, wide, ink = QPainter(self), self.width(), theme().colour(Role.TEXT_SECONDARY)
        font = type_font(Type.CAPTION, 500)
        text(painter, QRectF(wide * NAME, 0, 300, HEAD), self._title, font, ink)
        text(painter, QRectF(wide * PIECES - 80, 0, 80, HEAD), self._words[0], font, ink, ALIGN_RIGHT)
        text(painter, QRectF(wide - 136, 0, 120, HEAD), self._words[1], font, ink, ALIGN_RIGHT)
