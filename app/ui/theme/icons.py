"""Line icons (Lucide) in the colours of the theme, drawn at the pixels of the screen they appear on."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.adapters.resource_files import resources_root
from app.presentation.marks import Glyph


@cache
def _source(glyph: Glyph) -> str:
    return resources_root().joinpath("icons", f"{glyph}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(glyph: Glyph, size: int, rgba: str, ratio: float) -> QPixmap:
    """Qt's renderer paints `currentColor` black, so the colour is written into the drawing."""
    renderer = QSvgRenderer(QByteArray(_source(glyph).replace("currentColor", rgba).encode()))
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_pixmap(glyph: Glyph, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """The icon, `size` logical pixels high; shared, do not paint on it."""
    return _drawn(glyph, size, colour.name(), ratio)


def draw_icon(painter: QPainter, glyph: Glyph, x: float, y: float, size: int, colour: QColor) -> None:
    """Paint an icon with its top left corner at (x, y)."""
    device = painter.device()
    pixmap = icon_pixmap(glyph, size, colour, device.devicePixelRatioF())
    painter.drawPixmap(round(x), round(y), pixmap)
