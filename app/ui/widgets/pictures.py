"""Pictures of articles in lists: drawn from what is at hand, a quiet tile while there is none."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from app.presentation.marks import Glyph
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import box
from app.ui.theme.tokens import Role

KEPT = 256
Source = Callable[[str], bytes | None]


class Pictures:
    """Keeps the pictures decoded last by SKU; GUI thread. `source` gives the bytes, None while it has none."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: OrderedDict[str, QPixmap] = OrderedDict()

    def of(self, sku: str) -> QPixmap | None:
        """The picture, or None."""
        if sku not in self._known:
            found = self._source(sku)
            if found is None:
                return None
            pixmap = QPixmap()
            pixmap.loadFromData(found)
            self._known[sku] = pixmap
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(sku)
        known = self._known[sku]
        return None if known.isNull() else known


_pictures: list[Pictures] = []


def show_pictures(source: Source) -> Callable[[], None]:
    """Where pictures come from, for the whole application; what it gives brings the source before back."""
    before = list(_pictures)
    _pictures[:] = [Pictures(source)]

    def bring_back() -> None:
        _pictures[:] = before

    return bring_back


def draw_picture(painter: QPainter, rect: QRectF, sku: str) -> None:
    """The article's picture on its tile."""
    shown = theme()
    radius = shown.radius("button")
    box(painter, rect, radius, shown.colour(Role.BG_HOVER))
    pixmap = _pictures[0].of(sku) if _pictures else None
    if pixmap is None:
        size = 20
        ink = shown.colour(Role.TEXT_MUTED)
        draw_icon(painter, Glyph.SHIRT, rect.center().x() - size / 2, rect.center().y() - size / 2, size, ink)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setClipPath(path)
    fitted = pixmap.size().scaled(rect.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, fitted.width(), fitted.height())
    place.moveCenter(rect.center())
    painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
    painter.restore()
