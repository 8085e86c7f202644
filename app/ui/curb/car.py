"""A car from its side in the colour its customer gave: a flat shape that is found in a row of real ones."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.ui.theme.look import theme
from app.ui.theme.tokens import Role, car_paint

HIGH = 0.55
"""As high as that part of its width."""
_BODY = (
    (0.02, 0.80),
    (0.02, 0.46),
    (0.12, 0.40),
    (0.22, 0.06),
    (0.64, 0.06),
    (0.80, 0.40),
    (0.97, 0.48),
    (0.98, 0.80),
)
_WINDOWS = (
    ((0.21, 0.38), (0.28, 0.16), (0.42, 0.16), (0.42, 0.38)),
    ((0.48, 0.38), (0.48, 0.16), (0.61, 0.16), (0.71, 0.38)),
)
_WHEELS, _WHEEL = (0.26, 0.76), 0.2


def paint_car(painter: QPainter, rect: QRectF, colour: str) -> None:
    """Its body in that colour, outlined in every theme; without one it is hollow."""
    shown, edge = theme(), rect.width() * 0.05
    dark, ground = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.BG_SURFACE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    join = Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(dark, edge, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
    painter.setBrush(car_paint(colour) or ground)
    painter.drawPath(_shape(rect, _BODY))
    painter.setBrush(ground)
    painter.setPen(QPen(dark, edge * 0.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
    for window in _WINDOWS:
        painter.drawPath(_shape(rect, window))
    painter.setPen(QPen(dark, edge))
    for at in _WHEELS:
        radius = rect.height() * _WHEEL
        painter.drawEllipse(QPointF(rect.left() + rect.width() * at, rect.bottom() - radius), radius, radius)
    painter.restore()


def _shape(rect: QRectF, points: tuple[tuple[float, float], ...]) -> QPainterPath:
    placed = [QPointF(rect.left() + rect.width() * x, rect.top() + rect.height() * y) for x, y in points]
    path = QPainterPath(placed[0])
    for point in placed[1:]:
        path.lineTo(point)
    path.closeSubpath()
    return path
