"""Flat shapes a kiosk shows: a telephone with its code, a bag that is ready, a label with a barcode."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.presentation.marks import Glyph
from app.ui.kiosk.parts import primary_fill
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import box
from app.ui.theme.tokens import Role


def paint_phone(painter: QPainter, rect: QRectF) -> None:
    """Upright, its code in the middle, a line of text below; 0.575 as wide as it is high."""
    shown, wide = theme(), rect.width() / 0.92
    dark = shown.colour(Role.TEXT_PRIMARY)
    box(painter, rect, wide * 0.13, shown.colour(Role.BG_SURFACE), dark, wide * 0.055)
    size, middle = round(wide * 0.62), rect.center()
    draw_icon(painter, Glyph.QR_CODE, middle.x() - size / 2, middle.y() - size * 0.62, size, dark)
    line = QRectF(middle.x() - size / 2, middle.y() + size * 0.62, size, wide * 0.16)
    box(painter, line, wide * 0.04, primary_fill(shown))


def paint_label(painter: QPainter, rect: QRectF) -> None:
    """The label of an article: cut corners, a hole for its string, a barcode."""
    shown, wide = theme(), rect.width()
    dark, middle = shown.colour(Role.TEXT_PRIMARY), rect.center().x()
    cut = wide * 0.26
    path = QPainterPath(QPointF(rect.left() + cut, rect.top()))
    for x, y in (
        (rect.right() - cut, rect.top()),
        (rect.right(), rect.top() + cut),
        (rect.right(), rect.bottom()),
        (rect.left(), rect.bottom()),
        (rect.left(), rect.top() + cut),
    ):
        path.lineTo(x, y)
    path.closeSubpath()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    join = Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(dark, wide * 0.045, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
    painter.setBrush(shown.colour(Role.BG_SURFACE))
    painter.drawPath(path)
    hole = wide * 0.15
    painter.drawEllipse(QPointF(middle, rect.top() + hole * 1.3), hole / 2, hole / 2)
    painter.restore()
    size = round(wide * 0.66)
    draw_icon(painter, Glyph.SCAN_BARCODE, middle - size / 2, rect.bottom() - size * 1.22, size, dark)


def paint_bag(painter: QPainter, rect: QRectF) -> None:
    """Wider below, a handle, a check."""
    shown, wide = theme(), rect.width()
    dark = shown.colour(Role.TEXT_PRIMARY)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    handle = QRectF(rect.left() + wide * 0.3, rect.top() - wide * 0.28, wide * 0.4, wide * 0.7)
    painter.setPen(QPen(dark, wide * 0.045))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(handle, 0, 180 * 16)
    path = QPainterPath()
    path.moveTo(rect.left() + wide * 0.1, rect.top())
    path.lineTo(rect.right() - wide * 0.1, rect.top())
    path.lineTo(rect.right(), rect.bottom())
    path.lineTo(rect.left(), rect.bottom())
    path.closeSubpath()
    painter.fillPath(path, shown.colour(Role.BG_SURFACE))
    check, at = round(wide * 0.5), rect.center()
    colour = shown.colour(Role.SUCCESS_TEXT)
    draw_icon(painter, Glyph.CHECK, at.x() - check / 2, at.y() - check / 2, check, colour)
    painter.restore()
