"""One of a few where there is no room for all: the value in a field, the choices in a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.theme.fonts import type_font
from app.ui.theme.painting import arrow_down, box, text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.painted import PaintedButton

WIDTH = 320


class SelectField(PaintedButton):
    """`chosen(value)` when a person chooses."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._value = "", ""
        self._choices: tuple[tuple[str, str], ...] = ()
        self.clicked.connect(self._open)

    def offer(self, label: str, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Label, (value, words) of each choice, and the one that is chosen."""
        self._label, self._choices, self._value = label, tuple(choices), value
        self.setText(dict(choices).get(value, ""))
        self.setAccessibleName(label)
        self.setAccessibleDescription(self.text())
        self.update()

    def menu(self) -> QMenu:
        """The choices, the present one ticked."""
        made = QMenu(self)
        made.setFont(type_font(Type.BODY))
        made.setMinimumWidth(self.width())
        for value, words in self._choices:
            action = made.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == self._value)
            action.setData(value)
        made.triggered.connect(lambda action: self.chosen.emit(str(action.data())))
        return made

    def _open(self) -> None:
        made = self.menu()
        made.aboutToHide.connect(made.deleteLater)
        made.popup(self.mapToGlobal(QPoint(0, self.height())))
        # A menu is a window of its own: where the platform sends it the keys, a scanner's are in them too.
        made.windowHandle().installEventFilter(self.window())

    def sizeHint(self) -> QSize:
        """One field."""
        return QSize(WIDTH, self.theme.size("height.control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Quiet label, value, chevron."""
        painter, shown = QPainter(self), self.theme
        radius = shown.radius("field")
        fill = Role.BG_HOVER if self.is_hovered else Role.BG_SURFACE
        edge = Role.BORDER_CONTROL if self.isEnabled() else Role.BORDER_SUBTLE
        box(painter, self.area, radius, shown.colour(fill), shown.colour(edge))
        label, bold = type_font(Type.BODY), type_font(Type.BODY, 600)
        quiet = Role.TEXT_MUTED if self.isEnabled() else Role.TEXT_DISABLED
        ink = Role.TEXT_PRIMARY if self.isEnabled() else Role.TEXT_DISABLED
        wide = text_width(self._label, label) + 8
        text(painter, QRectF(12, 0, wide, self.height()), self._label, label, shown.colour(quiet))
        value = QRectF(12 + wide, 0, self.width() - wide - 48, self.height())
        text(painter, value, self.text(), bold, shown.colour(ink))
        arrow_down(painter, QPointF(self.width() - 22, self.height() / 2 + 2), shown.colour(ink))
        self.paint_focus(painter, radius)
