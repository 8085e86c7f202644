"""What lies over the whole window while it is answered: a flat scrim and a sheet on it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme.look import theme
from app.ui.theme.painting import box, shadow
from app.ui.theme.tokens import Role


class Overlay(QWidget):
    """Covers `parent`; whoever fills `sheet` places it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.below = parent
        self.sheet = QWidget(self)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scrim and sheet."""
        painter, shown = QPainter(self), theme()
        painter.setOpacity(0.32)
        painter.fillRect(self.rect(), shown.colour(Role.BG_RAIL))
        painter.setOpacity(1)
        sheet = QRectF(self.sheet.geometry())
        if shown.has_shadows:
            shadow(painter, sheet, shown.radius("panel"), 3)
        edge = shown.colour(Role.BORDER_CONTROL)
        box(painter, sheet, shown.radius("panel"), shown.colour(Role.BG_SURFACE), edge)
