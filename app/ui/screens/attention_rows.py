"""The rows of the attention desk and of what was done lately: an icon on its tile, three lines, time and state."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.presentation.events import EventLine
from app.presentation.marks import Glyph
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_RIGHT, box, text, text_width
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.chip import chip_width, draw_chip
from app.ui.widgets.painted import tone_edge, tone_fill, tone_ink
from app.ui.widgets.row_list import Row, RowLook

OPEN_ROW, DONE_ROW = 96, 80
RIGHT = 150
"""Room for time and age; a chip takes what it needs."""


def paint_event(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Icon tile, title over two lines; on the right the time over age or chip."""
    assert isinstance(row, EventLine)
    event, shown, middle = row, look.theme, rect.center().y()
    primary, second = shown.colour(look.ink(Role.TEXT_PRIMARY)), shown.colour(look.ink(Role.TEXT_SECONDARY))
    muted = shown.colour(look.ink(Role.TEXT_MUTED))
    tile = QRectF(rect.left() + 16, round(middle - 20), 40, 40)
    box(painter, tile, shown.radius("button"), tone_fill(shown, event.tone), tone_edge(shown, event.tone))
    draw_icon(painter, event.glyph, tile.x() + 10, tile.y() + 10, 20, tone_ink(shown, event.tone))
    left = rect.left() + 72
    right = max(float(RIGHT), 0.0 if event.mark is None else chip_width(event.mark) + 24)
    room = rect.width() - 72 - right - 16
    top = middle - (33 if event.about else 23)
    text(painter, QRectF(left, top, room, 24), event.title, type_font(Type.ROW, 600), primary)
    text(painter, QRectF(left, top + 24, room, 22), event.why, type_font(Type.BODY), primary)
    text(painter, QRectF(left, top + 46, room, 20), event.about, type_font(Type.SMALL), second)
    edge = rect.right() - 16
    clock = QRectF(edge - right, middle - 24, right, 20)
    text(painter, clock, event.time, type_font(Type.SMALL, is_tabular=True), muted, ALIGN_RIGHT)
    if event.mark is not None:
        draw_chip(painter, edge - chip_width(event.mark), middle + 12, event.mark)
    elif event.age:
        _age(painter, edge, middle + 10, event, look)


def _age(painter: QPainter, edge: float, middle: float, event: EventLine, look: RowLook) -> None:
    shown, font = look.theme, type_font(Type.SMALL, 600)
    is_inverse = look.is_selected and shown.name is ThemeName.HC
    ink = shown.colour(Role.TEXT_INVERSE) if is_inverse else tone_ink(shown, event.tone)
    wide = text_width(event.age, font)
    text(painter, QRectF(edge - wide - 1, middle - 10, wide + 1, 20), event.age, font, ink)
    draw_icon(painter, Glyph.CLOCK, edge - wide - 21, middle - 8, 16, ink)
