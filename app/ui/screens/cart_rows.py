"""How a line of a cart, an entry of the history, an open order and a wish look in a list."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.presentation.cart_words import CartRow
from app.presentation.customer_state import WishRow
from app.presentation.marks import Glyph, Tone
from app.presentation.profile_words import HistoryRow, OrderLink
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, box, text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.chip import chip_width, draw_chip
from app.ui.widgets.painted import tone_edge, tone_fill
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.row_list import Row, RowLook

LINE, HISTORY, LINK, HEAD = 56, 24, 56, 26
QUANTITY, SITE, SHOP, STOCK = 0.418, 0.558, 0.706, 0.733
"""Where the columns stand: quantity, site and shop end there, availability begins."""
_LEFT, _CELL = 68, 44


def paint_cart_line(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Picture, name over variant, quantity, both prices, what is here; cells that differ are marked."""
    assert isinstance(row, CartRow)
    shown, left, wide = look.theme, rect.left(), rect.width()
    primary, muted = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_MUTED))
    draw_picture(painter, QRectF(left + 8, rect.top() + 4, 48, 48), row.sku)
    room = wide * QUANTITY - _LEFT - 40
    body, small = type_font(Type.BODY, 600), type_font(Type.SMALL)
    text(painter, QRectF(left + _LEFT, rect.top() + 8, room, 22), row.name, body, primary)
    under = QRectF(left + _LEFT, rect.top() + 30, room, 18)
    variant = f"{row.variant} · " if row.added and row.variant else row.variant
    x = text(painter, under, variant, small, muted)
    if row.added:
        added = shown.colour(look.ink(Role.INFO_TEXT))
        text(painter, under.adjusted(x, 0, 0, 0), row.added, type_font(Type.SMALL, 600), added)
    figures = type_font(Type.BODY, 600, is_tabular=True)
    _right(painter, rect, left + wide * QUANTITY, row.quantity, figures, Role.TEXT_PRIMARY, look)
    _paint_prices(painter, rect, row, look)
    _paint_stock(painter, rect, row, look)
    draw_icon(painter, Glyph.ELLIPSIS, rect.right() - 34, rect.center().y() - 10, 20, muted)


def _right(
    painter: QPainter, rect: QRectF, end: float, words: str, font: QFont, role: Role, look: RowLook
) -> None:
    area = QRectF(end - 110, rect.top(), 110, rect.height())
    text(painter, area, words, font, look.theme.colour(look.ink(role)), ALIGN_RIGHT)


def _paint_prices(painter: QPainter, rect: QRectF, row: CartRow, look: RowLook) -> None:
    shown, left, wide = look.theme, rect.left(), rect.width()
    plain = type_font(Type.BODY, 500, is_tabular=True)
    bold = type_font(Type.BODY, 600, is_tabular=True)
    if not row.difference:
        _right(painter, rect, left + wide * SITE, row.site, plain, Role.TEXT_PRIMARY, look)
        _right(painter, rect, left + wide * SHOP, row.shop, plain, Role.TEXT_PRIMARY, look)
        return
    is_shop = row.is_at_shop_price
    site = Role.TEXT_PRIMARY if is_shop else Role.ACCENT_TEXT
    _right(painter, rect, left + wide * SITE, row.site, plain if is_shop else bold, site, look)
    if not is_shop:
        x = left + wide * SITE - text_width(row.site, bold) - 22
        tick = shown.colour(look.ink(Role.ACCENT_TEXT))
        draw_icon(painter, Glyph.CHECK, x, rect.center().y() - 8, 16, tick)
    cell = _cell(rect, left + wide * SHOP - 100, 108)
    _paint_cell(painter, cell, Glyph.CHECK if is_shop else Glyph.ARROW_LEFT_RIGHT, look)
    ink = shown.colour(Role.WARNING_TEXT)
    text(painter, QRectF(cell.left() + 28, cell.top() + 3, 72, 20), row.shop, bold, ink, ALIGN_RIGHT)
    small = type_font(Type.CAPTION, is_tabular=True)
    text(painter, QRectF(cell.left() + 28, cell.top() + 23, 72, 16), row.difference, small, ink, ALIGN_RIGHT)


def _paint_stock(painter: QPainter, rect: QRectF, row: CartRow, look: RowLook) -> None:
    shown, x = look.theme, rect.left() + rect.width() * STOCK
    end = rect.right() - 44
    if row.is_short:
        _paint_cell(painter, _cell(rect, x - 8, end - x + 8), row.glyph, look)
        first = second = shown.colour(Role.WARNING_TEXT)
    else:
        role = Role.SUCCESS_TEXT if row.tone is Tone.SUCCESS else Role.TEXT_MUTED
        draw_icon(painter, row.glyph, x, rect.center().y() - 8, 16, shown.colour(look.ink(role)))
        first, second = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_SECONDARY))
    area = QRectF(x + 24, rect.top() + (10 if row.stock_line else 18), end - x - 30, 20)
    text(painter, area, row.stock, type_font(Type.SMALL, 600), first)
    text(painter, area.translated(0, 19), row.stock_line, type_font(Type.CAPTION), second)


def _cell(rect: QRectF, x: float, width: float) -> QRectF:
    return QRectF(round(x), round(rect.center().y() - _CELL / 2), round(width), _CELL)


def _paint_cell(painter: QPainter, cell: QRectF, glyph: Glyph, look: RowLook) -> None:
    """What a person must look at: tinted, with its icon."""
    shown = look.theme
    box(painter, cell, shown.radius("button"), tone_fill(shown, Tone.WARNING), tone_edge(shown, Tone.WARNING))
    draw_icon(painter, glyph, cell.left() + 8, cell.center().y() - 8, 16, shown.colour(Role.WARNING_TEXT))


def paint_history(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Channel's icon, when, channel, what, how much."""
    assert isinstance(row, HistoryRow)
    shown = look.theme
    primary, second = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_SECONDARY)
    font, bold = type_font(Type.SMALL, is_tabular=True), type_font(Type.SMALL, 600)
    draw_icon(painter, row.glyph, rect.left(), rect.center().y() - 8, 16, second)
    amount = type_font(Type.SMALL, 600, is_tabular=True)
    wide = text_width(row.amount, amount)
    left, top, high = rect.left(), rect.top(), rect.height()
    text(painter, QRectF(left + 28, top, 84, high), row.when, font, second)
    text(painter, QRectF(left + 116, top, 88, high), row.channel, bold, primary)
    text(painter, QRectF(left + 208, top, rect.width() - 208 - wide - 28, high), row.summary, font, primary)
    text(painter, QRectF(rect.right() - wide - 16, top, wide + 1, high), row.amount, amount, primary, ALIGN_RIGHT)


def paint_order_link(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Number over where it stands, its chip, and the way in."""
    assert isinstance(row, OrderLink)
    shown = look.theme
    wide = chip_width(row.mark, is_small=True)
    x = rect.right() - 28 - wide
    draw_chip(painter, x, rect.center().y(), row.mark, is_small=True)
    muted = shown.colour(look.ink(Role.TEXT_MUTED))
    draw_icon(painter, Glyph.CHEVRON_RIGHT, rect.right() - 22, rect.center().y() - 10, 20, muted)
    room = x - rect.left() - 12
    primary = shown.colour(look.ink(Role.TEXT_PRIMARY))
    number = type_font(Type.BODY, 600, is_tabular=True)
    text(painter, QRectF(rect.left() + 2, rect.top() + 8, room, 22), row.number, number, primary)
    text(painter, QRectF(rect.left() + 2, rect.top() + 30, room, 18), row.line, type_font(Type.SMALL), muted)


def paint_wish(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Picture, name over size and price, whether it is here."""
    assert isinstance(row, WishRow)
    shown = look.theme
    draw_picture(painter, QRectF(rect.left() + 12, rect.top() + 4, 48, 48), row.sku)
    x = rect.right() - 16 - chip_width(row.mark, is_small=True)
    draw_chip(painter, x, rect.center().y(), row.mark, is_small=True)
    room = x - rect.left() - 84
    primary, muted = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_MUTED))
    text(painter, QRectF(rect.left() + 72, rect.top() + 8, room, 22), row.name, type_font(Type.BODY, 600), primary)
    text(painter, QRectF(rect.left() + 72, rect.top() + 30, room, 18), row.line, type_font(Type.SMALL), muted)


class CartColumns(QWidget):
    """The heads of the cart's columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self._words: tuple[str, ...] = ()

    def show_words(self, words: tuple[str, ...]) -> None:
        """Article, quantity, site, shop, availability; none without a cart."""
        self._words = words
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words where their columns are, on a sunken band."""
        painter, shown, wide = QPainter(self), theme(), self.width()
        painter.fillRect(self.rect(), shown.colour(Role.BG_CANVAS))
        painter.fillRect(QRectF(0, 0, wide, 1), shown.colour(Role.BORDER_SUBTLE))
        painter.fillRect(QRectF(0, HEAD - 1, wide, 1), shown.colour(Role.BORDER_SUBTLE))
        if not self._words:
            return
        font, ink = type_font(Type.CAPTION, 500), shown.colour(Role.TEXT_SECONDARY)
        article, quantity, site, shop, stock = self._words
        text(painter, QRectF(_LEFT, 0, 200, HEAD), article, font, ink)
        for end, words in ((QUANTITY, quantity), (SITE, site), (SHOP, shop)):
            text(painter, QRectF(wide * end - 80, 0, 80, HEAD), words, font, ink, ALIGN_RIGHT)
        text(painter, QRectF(wide * STOCK, 0, 160, HEAD), stock, font, ink)
