"""The first thing on screen: the locked window, while the engine is still being opened.

Its first painting needs tokens and one file of the typeface: style, style sheet and the other files would keep it
back by a fifth of the time it takes. With them come the people who were on the locked screen last: who knows their
tile and PIN begins, and what they began goes on in the true window.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.presentation.operators import Begun
from app.ui.shell.measures import MARGIN, PANEL_WIDTH, STRIP_HEIGHT, TOP_HEIGHT, WIDE_FROM, WIDE_PANEL_WIDTH
from app.ui.theme.fonts import load_fonts, type_font
from app.ui.theme.painting import ALIGN_LEFT, box, text
from app.ui.theme.tokens import Role, Theme, Type

if TYPE_CHECKING:
    from app.ui.shell.early import EarlySignIn

NAME = "Bancone"
WEIGHT = 600
COLUMNS, ROWS, TILE, GAP, FIRST = 3, 2, 108, 12, 168


class OpeningWindow(QWidget):
    """Bars and tiles where words and people will be, or why it waits. `painted` once it is. GUI thread."""

    painted = Signal()

    def __init__(self, theme: Theme) -> None:
        """OSError when the typeface cannot be read."""
        super().__init__()
        load_fonts(WEIGHT)
        self.theme = theme
        self.setWindowTitle(NAME)
        self.setAccessibleName(NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._what = self._next = ""
        self._is_painted = False
        self._early: EarlySignIn | None = None

    def show_people(self, early: "EarlySignIn") -> None:
        """Who may sign in, in their places. `painted` once they are."""
        self._early = early
        self._place_people()
        self._early.show()
        self._is_painted = False
        self.update()

    @property
    def is_typed_into(self) -> bool:
        """Whether it is not clear yet what the last keys are."""
        return self._early is not None and self._early.is_typed_into

    def give_way(self) -> Begun:
        """Close, for the true window. Who was chosen here meanwhile, and what of their PIN was typed."""
        begun = Begun() if self._early is None else self._early.end()
        self.close()
        return begun

    def tell(self, what: str, next_step: str) -> None:
        """Why it takes longer, and what to do about it; nobody can sign in meanwhile."""
        self._what, self._next = what, next_step
        if self._early is not None:
            self._early.end()
        self.setAccessibleDescription(f"{what} {next_step}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surfaces of the window to come, in their places."""
        painter, shown = QPainter(self), self.theme
        wide, high = self.width(), self.height()
        panel = WIDE_PANEL_WIDTH if wide >= WIDE_FROM else PANEL_WIDTH
        painter.fillRect(self.rect(), shown.colour(Role.BG_CANVAS))
        surface, line = shown.colour(Role.BG_SURFACE), shown.colour(Role.BORDER_SUBTLE)
        painter.fillRect(0, 0, wide, TOP_HEIGHT, surface)
        painter.fillRect(wide - panel, TOP_HEIGHT, panel, high - TOP_HEIGHT, surface)
        painter.fillRect(0, high - STRIP_HEIGHT, wide, STRIP_HEIGHT, surface)
        painter.fillRect(0, TOP_HEIGHT - 1, wide, 1, line)
        painter.fillRect(0, high - STRIP_HEIGHT, wide, 1, line)
        painter.fillRect(wide - panel, TOP_HEIGHT, 1, high - TOP_HEIGHT - STRIP_HEIGHT, line)
        ink = shown.colour(Role.TEXT_PRIMARY)
        name = QRectF(MARGIN, 0, wide - 2 * MARGIN, TOP_HEIGHT)
        text(painter, name, NAME, type_font(Type.TITLE, WEIGHT), ink, ALIGN_LEFT)
        if self._early is None or self._what:
            self._paint_people(painter, wide - panel - 2 * MARGIN)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Between the bars."""
        super().resizeEvent(event)
        self._place_people()

    def _place_people(self) -> None:
        if self._early is not None:
            wide, high = self.width(), self.height()
            panel = WIDE_PANEL_WIDTH if wide >= WIDE_FROM else PANEL_WIDTH
            self._early.setGeometry(QRect(0, TOP_HEIGHT, wide, high - TOP_HEIGHT - STRIP_HEIGHT))
            self._early.panel.setFixedWidth(panel)

    def _paint_people(self, painter: QPainter, room: float) -> None:
        """A bar for the question, tiles for who will answer it; or why there are none yet."""
        shown, top = self.theme, float(TOP_HEIGHT + 24)
        if self._what:
            ink, second = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.TEXT_SECONDARY)
            text(
                painter, QRectF(MARGIN, top, room, 32), self._what, type_font(Type.TITLE, WEIGHT), ink, ALIGN_LEFT
            )
            text(painter, QRectF(MARGIN, top + 36, room, 24), self._next, type_font(Type.BODY), second, ALIGN_LEFT)
        else:
            box(painter, QRectF(MARGIN, top, room * 0.42, 28), 4, shown.colour(Role.BG_HOVER))
        each = (room - (COLUMNS - 1) * GAP) / COLUMNS
        for number in range(COLUMNS * ROWS):
            across, down = number % COLUMNS, number // COLUMNS
            tile = QRectF(MARGIN + across * (each + GAP), FIRST + down * (TILE + GAP), each, TILE)
            edge = shown.colour(Role.BORDER_SUBTLE)
            box(painter, tile, shown.radius("card"), shown.colour(Role.BG_SURFACE), edge)
