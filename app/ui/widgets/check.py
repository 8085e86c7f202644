"""A row with a box to tick: something a person vouches for."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.marks import Glyph
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import box, lines
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.painted import PaintedButton

BOX = 22


class CheckRow(PaintedButton):
    """Words and a box; the whole row is the target."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, *, is_checked: bool) -> None:
        """Other words or tick; without words there is no row. Says nothing to whoever listens."""
        blocked = self.blockSignals(True)  # noqa: FBT003
        self.setText(words)
        self.setChecked(is_checked)
        self.blockSignals(blocked)
        self.setVisible(bool(words))
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(240, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, ticked or not, and the words."""
        painter = QPainter(self)
        shown = self.theme
        square = QRectF(2, (self.height() - BOX) / 2, BOX, BOX)
        if self.isChecked():
            box(painter, square, shown.radius("field"), shown.colour(Role.ACCENT_SOLID))
            draw_icon(painter, Glyph.CHECK, square.x() + 3, square.y() + 3, 16, shown.colour(Role.ACCENT_ON))
        else:
            edge = shown.colour(Role.BORDER_STRONG if self.is_hovered else Role.BORDER_CONTROL)
            box(painter, square, shown.radius("field"), shown.colour(Role.BG_SURFACE), edge, 2)
        ink = shown.colour(Role.TEXT_PRIMARY if self.isEnabled() else Role.TEXT_DISABLED)
        rect = QRectF(BOX + 14, 0, self.width() - BOX - 14, self.height())
        lines(painter, rect, self.text(), type_font(Type.BODY, 500), ink)
        self.paint_focus(painter, shown.radius("field"))
