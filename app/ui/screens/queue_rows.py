"""How an order of the queue and an article of an order look in a list."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.presentation.marks import Glyph
from app.presentation.queue_lines import QueueRow
from app.presentation.viewmodels.home import PieceRow
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.chip import draw_chip
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.row_list import Row, RowLook

TIME, STATE, NAME, PIECES, PLACE = 0.019, 0.158, 0.390, 0.720, 0.877
"""Where the columns begin, as parts of the width."""


def paint_queue_row(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """When, how it stands, who, how much, where."""
    assert isinstance(row, QueueRow)
    told = row.told
    shown, wide = look.theme, rect.width()
    primary = shown.colour(look.ink(Role.TEXT_PRIMARY))
    muted = shown.colour(look.ink(Role.TEXT_MUTED))
    late = shown.colour(look.ink(Role.DANGER_TEXT))
    x, top, middle = rect.left() + wide * TIME, rect.top(), rect.center().y()
    time_font = type_font(Type.ROW, 600, is_tabular=True)
    text(painter, QRectF(x, top + 8, wide * 0.13, 22), told.time, time_font, primary)
    small = type_font(Type.CAPTION, 600 if told.is_late else 400)
    text(painter, QRectF(x, top + 31, wide * 0.13, 16), told.relative, small, late if told.is_late else muted)
    draw_chip(painter, rect.left() + wide * STATE, middle, told.mark)
    x = rect.left() + wide * NAME
    text(painter, QRectF(x, top + 8, wide * 0.31, 22), told.name, type_font(Type.BODY, 600), primary)
    plain, bold = type_font(Type.SMALL, is_tabular=True), type_font(Type.SMALL, 700, is_tabular=True)
    tail = text_width(told.tail, bold)
    taken = text(painter, QRectF(x, top + 30, wide * 0.31 - tail, 18), told.prefix, plain, muted)
    text(painter, QRectF(x + taken, top + 30, tail + 1, 18), told.tail, bold, muted)
    body = type_font(Type.SMALL)
    secondary = shown.colour(look.ink(Role.TEXT_SECONDARY))
    text(
        painter,
        QRectF(rect.left() + wide * PIECES, top, wide * 0.15, rect.height()),
        told.content,
        body,
        secondary,
    )
    place_font = type_font(Type.ROW, 600, is_tabular=True)
    text(
        painter,
        QRectF(rect.left() + wide * PLACE, top, wide * 0.09, rect.height()),
        told.place,
        place_font,
        primary,
    )
    draw_icon(painter, Glyph.CHEVRON_RIGHT, rect.right() - 36, middle - 10, 20, muted)


def paint_piece_row(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Picture, name over variant, how far it is."""
    assert isinstance(row, PieceRow)
    shown = look.theme
    draw_picture(painter, QRectF(rect.left(), rect.top() + 8, 48, 48), row.sku)
    ink = shown.colour(Role(f"{row.mark.tone}.text"))
    state_font = type_font(Type.SMALL, 600)
    wide = text_width(row.mark.words, state_font)
    x = rect.right() - wide
    text(painter, QRectF(x, rect.top(), wide + 1, rect.height()), row.mark.words, state_font, ink)
    draw_icon(painter, row.mark.glyph, x - 22, rect.center().y() - 8, 16, ink)
    room = x - 34 - rect.left() - 60
    primary, muted = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_MUTED)
    text(
        painter, QRectF(rect.left() + 60, rect.top() + 12, room, 22), row.name, type_font(Type.BODY, 600), primary
    )
    text(painter, QRectF(rect.left() + 60, rect.top() + 33, room, 18), row.variant, type_font(Type.SMALL), muted)
