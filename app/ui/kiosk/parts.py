"""What everything on a kiosk's page shares: its scale, the ground it stands on, how it is painted when pressed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.kiosk.blocks import Ground
from app.ui.kiosk.scale import Scale
from app.ui.theme.look import theme
from app.ui.theme.painting import box
from app.ui.theme.readable import readable
from app.ui.theme.tokens import Role, Theme, ThemeName
from app.ui.widgets.painted import PaintedButton

FOCUS_MM = 1.0


def ground_colour(shown: Theme, ground: Ground) -> QColor:
    """What lies behind everything."""
    return shown.colour(
        {Ground.CANVAS: Role.BG_CANVAS, Ground.DARK: Role.BG_INVERSE, Ground.ALARM: Role.WARNING_SOLID}[ground]
    )


def ink(shown: Theme, ground: Ground, *, is_second: bool = False) -> QColor:
    """What words on it are written in."""
    if ground is Ground.CANVAS:
        return shown.colour(Role.TEXT_SECONDARY if is_second else Role.TEXT_PRIMARY)
    return shown.colour(Role.TEXT_INVERSE if ground is Ground.DARK else Role.WARNING_ON)


def primary_fill(shown: Theme, *, is_down: bool = False) -> QColor:
    """What the main way on is filled with: white on it is read by weak eyes too."""
    if shown.name is not ThemeName.LIGHT:
        return shown.colour(Role.ACCENT_PRESSED if is_down else Role.ACCENT_SOLID)
    return shown.colour(Role.ACCENT_PRESSED if is_down else Role.ACCENT_HOVER)


class Part(QWidget):
    """Something that is read; as high as its words need in the width it gets."""

    def __init__(self, scale: Scale, ground: Ground = Ground.CANVAS) -> None:
        super().__init__()
        self.scale, self.ground = scale, ground
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, *words: str) -> None:
        """What readers are told of it; other words may need other room."""
        self.updateGeometry()
        self.setAccessibleName(" ".join(readable(word).replace("\n", " ") for word in words if word))

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return theme()

    def hasHeightForWidth(self) -> bool:
        """Words break into as many lines as they need."""
        return True

    def sizeHint(self) -> QSize:
        """Its height at the width it has."""
        return QSize(10, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """No words are cut."""
        return QSize(10, self.heightForWidth(self.width()))


class Pressable(PaintedButton):
    """Something that is pressed. One that cannot be is reached all the same: its reason is read."""

    def __init__(self, press_id: str, scale: Scale) -> None:
        super().__init__()
        self.press_id, self.scale = press_id, scale
        self.is_off = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paint_box(self, painter: QPainter, fill: QColor, edge: QColor | None = None, edge_mm: float = 0.4) -> None:
        """The surface; dashed while it cannot be pressed."""
        radius = self.theme.radius("card") * 1.4
        if self.is_off:
            box(painter, self.area, radius, self.theme.colour(Role.BG_SUNKEN))
            painter.save()
            pen = QPen(self.theme.colour(Role.BORDER_CONTROL), 2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.area.adjusted(1, 1, -1, -1), radius, radius)
            painter.restore()
        else:
            box(painter, self.area, radius, fill, edge, max(1, self.scale.px(edge_mm)))

    def paint_focus(self, painter: QPainter, radius: float) -> None:
        """Two rings, seen from where a visitor stands."""
        if not self.hasFocus():
            return
        wide = self.scale.px(FOCUS_MM)
        box(painter, self.area, radius, None, self.theme.colour(Role.FOCUS_OUTER), wide)
        inner = self.area.adjusted(wide, wide, -wide, -wide)
        box(painter, inner, max(0.0, radius - wide), None, self.theme.colour(Role.FOCUS_INNER), wide)

    def plain_fill(self) -> QColor:
        """White, or a little darker under a finger."""
        return self.theme.colour(Role.BG_HOVER if self.isDown() else Role.BG_SURFACE)


def inside(rect: QRectF, left: float, top: float, right: float, bottom: float) -> QRectF:
    """A rectangle without its padding."""
    return rect.adjusted(left, top, -right, -bottom)
