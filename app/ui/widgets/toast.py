"""What was just done, and for how long it can be taken back."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.frame import ToastState
from app.presentation.marks import Glyph
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import box, shadow, text, text_width
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.chip import IconView
from app.ui.widgets.key_cap import cap_width, draw_cap
from app.ui.widgets.painted import PaintedButton
from app.ui.widgets.text import ElidedText, Text


class _UndoButton(PaintedButton):
    """The act that takes it back, on the dark surface."""

    key = "Ctrl Z"

    def sizeHint(self) -> QSize:
        wide = text_width(self.text(), type_font(Type.BODY, 600)) + cap_width(self.key) + 70
        return QSize(round(wide), 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.theme
        ink = shown.colour(Role.TEXT_INVERSE)
        box(painter, self.area, shown.radius("button"), None, ink, 2 if self.is_hovered else 1)
        draw_icon(painter, Glyph.UNDO_2, 14, 12, 20, ink)
        x = 42 + text(painter, QRectF(42, 0, self.width(), 44), self.text(), type_font(Type.BODY, 600), ink)
        draw_cap(painter, x + 10 + cap_width(self.key), 22, self.key, ink)
        self.paint_focus(painter, shown.radius("button"))


class UndoToast(QFrame):
    """One line of what happened, one of what goes on, seconds left, and the way back."""

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(60)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        self._icon = IconView(Glyph.CIRCLE_CHECK, 24, Role.TEXT_INVERSE)
        words = QVBoxLayout()
        words.setContentsMargins(0, 8, 0, 8)
        words.setSpacing(0)
        self._title = ElidedText("", Type.BODY, 600, "inverse")
        self._line = ElidedText("", Type.SMALL, 400, "inverse")
        words.addWidget(self._title)
        words.addWidget(self._line)
        self._left = Text("", Type.SMALL, 400, "inverse", is_tabular=True)
        self.undo = _UndoButton()
        self.undo.clicked.connect(self.undone)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._left)
        row.addWidget(self.undo)
        self.hide()

    def show_toast(self, toast: ToastState) -> None:
        """Say it; without `undo` there is no way back, without a title there is no toast."""
        glyph = Glyph.CIRCLE_X if toast.is_refused else Glyph.CIRCLE_CHECK
        self._icon.show_icon(glyph, Role.TEXT_INVERSE)
        self._title.setText(toast.title)
        self._line.show_words(toast.line)
        self._left.show_words(toast.left)
        self.undo.setText(toast.undo)
        self.undo.setVisible(bool(toast.undo))
        self.undo.updateGeometry()
        self.setAccessibleName(one_line(". ".join(part for part in (toast.title, toast.line) if part)))
        self.setVisible(bool(toast.title))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dark surface."""
        painter = QPainter(self)
        shown, rect = theme(), QRectF(self.rect())
        if shown.has_shadows:
            shadow(painter, rect, shown.radius("card"), 2)
        box(painter, rect, shown.radius("card"), shown.colour(Role.BG_INVERSE))
