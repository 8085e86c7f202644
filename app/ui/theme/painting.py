"""What components paint with: rounded boxes on whole pixels, text that elides, the focus ring, soft shadows."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from app.ui.theme.readable import breakable, one_line
from app.ui.theme.tokens import Role, Theme, shade

FOCUS_PX = 2
ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGN_CENTRE = Qt.AlignmentFlag.AlignCenter


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    edge: QColor | None = None,
    width: float = 1,
) -> None:
    """A rounded box; its edge lies inside the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else QBrush(fill))
    inset = 0.0 if edge is None else width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRectF, radius: float, theme: Theme) -> None:
    """Two rings inside the rectangle: one seen on any surface, one that sets it off from the control."""
    box(painter, rect, radius, None, theme.colour(Role.FOCUS_OUTER), FOCUS_PX)
    inner = rect.adjusted(FOCUS_PX, FOCUS_PX, -FOCUS_PX, -FOCUS_PX)
    box(painter, inner, max(0.0, radius - FOCUS_PX), None, theme.colour(Role.FOCUS_INNER), FOCUS_PX)


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = ALIGN_LEFT,
) -> float:
    """One line, cut with an ellipsis when it does not fit; the width it took."""
    shown, width = one_line(words), text_width(words, font)
    if width > rect.width():
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
        width = min(rect.width(), metrics.horizontalAdvance(shown))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), shown)
    return width


def lines(
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = ALIGN_LEFT,
) -> None:
    """Words that are never cut: on as many lines as they need, in the middle of the rectangle's height."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextWordWrap), breakable(words))


def lines_height(words: str, font: QFont, width: float) -> float:
    """How high those lines are; no words are no line."""
    if not words:
        return 0.0
    area = QRectF(0, 0, max(1.0, width), 10_000)
    return QFontMetricsF(font).boundingRect(area, int(Qt.TextFlag.TextWordWrap), breakable(words)).height()


def text_width(words: str, font: QFont) -> float:
    """The width of one line in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(one_line(words))


def shadow(painter: QPainter, rect: QRectF, radius: float, level: int) -> None:
    """The shadow under a lifted surface: 1 a card, 2 a pop-up, 3 a dialog. Painted as a nine-patch made once, but
    for its middle: the surface covers that."""
    offset, blur, alpha = {1: (1, 2, 20), 2: (6, 16, 36), 3: (16, 40, 56)}[level]
    patch = _shadow_patch(int(radius), blur, alpha)
    _nine_patch(
        painter, rect.adjusted(-blur, offset - blur, blur, offset + blur).toRect(), patch, blur * 2 + int(radius)
    )


@lru_cache(maxsize=32)
def _shadow_patch(radius: int, blur: int, alpha: int) -> QPixmap:
    """A blurred box by many faint ones on top of each other: no effect that is computed at every repaint."""
    side = 2 * (2 * blur + radius) + 2
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    steps = max(2, blur)
    for step in range(steps):
        inset = 2 * blur * step / steps
        painter.setBrush(shade(max(1, round(alpha / steps))))
        painter.drawRoundedRect(
            QRectF(inset, inset, side - 2 * inset, side - 2 * inset), radius + blur, radius + blur
        )
    painter.end()
    return pixmap


def _nine_patch(painter: QPainter, target: QRect, patch: QPixmap, corner: int) -> None:
    side = patch.width()
    xs = (target.left(), target.left() + corner, target.right() + 1 - corner, target.right() + 1)
    ys = (target.top(), target.top() + corner, target.bottom() + 1 - corner, target.bottom() + 1)
    cuts = (0, corner, side - corner, side)
    for row in range(3):
        for column in range(3):
            if row == column == 1:
                continue
            to = QRect(xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row])
            source = QRect(cuts[column], cuts[row], cuts[column + 1] - cuts[column], cuts[row + 1] - cuts[row])
            if to.isValid():
                painter.drawPixmap(to, patch, source)


def arrow_down(painter: QPainter, at: QPointF, colour: QColor) -> None:
    """A small chevron, its point at `at`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.drawPolyline([QPointF(at.x() - 4, at.y() - 4), at, QPointF(at.x() + 4, at.y() - 4)])
    painter.restore()
