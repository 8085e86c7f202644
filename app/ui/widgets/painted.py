"""What every component that paints itself shares: the theme in force, states of the pointer, its focus ring."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.presentation.marks import Tone
from app.ui.theme.look import theme
from app.ui.theme.painting import focus_ring
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Theme, ThemeName


class PaintedButton(QAbstractButton):
    """A control that is pressed and paints itself; acts on release inside, by Enter and by Space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def setText(self, text: str) -> None:
        """Words as they can be read."""
        super().setText(one_line(text))

    def setAccessibleName(self, name: str) -> None:
        """The name for readers, likewise."""
        super().setAccessibleName(one_line(name))

    def setAccessibleDescription(self, description: str) -> None:
        """What is said after the name, likewise."""
        super().setAccessibleDescription(one_line(description))

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return theme()

    @property
    def area(self) -> QRectF:
        """The whole widget, on floating coordinates."""
        return QRectF(self.rect())

    @property
    def is_hovered(self) -> bool:
        """Whether the pointer is over it and it can be pressed."""
        return self.underMouse() and self.isEnabled()

    def paint_focus(self, painter: QPainter, radius: float) -> None:
        """The ring, last, when it has the focus of the keyboard."""
        if self.hasFocus():
            focus_ring(painter, self.area, radius, self.theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, once however long it is held."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the pointer's arrival."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And its leaving."""
        super().leaveEvent(event)
        self.update()


def tone_fill(shown: Theme, tone: Tone, *, is_solid: bool = False) -> QColor:
    """The fill behind words of a tone."""
    return shown.colour(Role(f"{tone}.{'solid' if is_solid else 'subtle'}"))


def tone_ink(shown: Theme, tone: Tone, *, is_solid: bool = False) -> QColor:
    """The colour of words and icons of a tone."""
    return shown.colour(Role(f"{tone}.{'on' if is_solid else 'text'}"))


def tone_edge(shown: Theme, tone: Tone, *, is_solid: bool = False) -> QColor | None:
    """A line round a fill that would not stand out by itself: warnings on white, everything in high contrast."""
    if shown.name is ThemeName.HC:
        return tone_ink(shown, tone)
    if is_solid and tone is Tone.WARNING:
        return shown.colour(Role.WARNING_ON)
    return None
