"""The window customers read: on a screen of its own, lines or a symbol as large as there is room; never a key."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.presentation.facing import NOTHING, Lines, Symbol
from app.ui.theme.fonts import sized_font
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, text
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role
from app.ui.widgets.symbol import paint_symbol

SIGN, UPPER, LOWER, UNDER = 0.05, 0.12, 0.2, 0.08
"""Heights of the letters, of the window's."""
EDGE, LEAST = 0.06, 0.04
WIDTH, HEIGHT = 1024, 600


class CustomerWindow(QWidget):
    """Shows the lines of a counter under the sign of its chain; GUI thread. It never gets the focus: what a
    scanner types must not end here."""

    def __init__(self) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(None, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines: Lines = NOTHING
        self._sign = ""
        self._symbol: Symbol = ()
        self.resize(WIDTH, HEIGHT)

    def show_lines(self, lines: Lines, symbol: Symbol = ()) -> None:
        """These, from now on, with the symbol they speak of."""
        self.lines, self._symbol = lines, symbol
        self.setAccessibleName(one_line(" ".join(lines).strip()))
        self.update()

    @property
    def has_symbol(self) -> bool:
        """Whether there is something to photograph."""
        return bool(self._symbol)

    def show_sign(self, sign: str) -> None:
        """The name of the chain."""
        if sign != self._sign:
            self._sign = sign
            self.setWindowTitle(sign)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sign above, both lines in the middle; what is alone stands in the middle by itself, under a symbol
        what to do with it."""
        painter, shown = QPainter(self), theme()
        wide, high = float(self.width()), float(self.height())
        room = QRectF(wide * EDGE, 0, wide * (1 - 2 * EDGE), high)
        painter.fillRect(self.rect(), shown.colour(Role.BG_SURFACE))
        quiet = shown.colour(Role.TEXT_SECONDARY)
        head = QRectF(room.left(), high * EDGE, room.width(), high * SIGN * 1.4)
        text(painter, head, self._sign, sized_font(round(high * SIGN), 600), quiet, ALIGN_CENTRE)
        upper, lower = self.lines
        if self._symbol:
            top = head.bottom() + high * EDGE / 2
            paint_symbol(painter, QRectF(room.left(), top, room.width(), high * 0.82 - top), self._symbol)
            self._line(painter, room, high * 0.91, upper, UNDER)
            return
        middle = high / 2 if lower else high * 0.54
        self._line(painter, room, middle - high * 0.06 if lower else middle, upper, UPPER if lower else LOWER)
        if lower:
            self._line(painter, room, middle + high * 0.17, lower, LOWER)

    def _line(self, painter: QPainter, room: QRectF, middle: float, words: str, share: float) -> None:
        """One line round a height, in smaller letters until it fits; what never does is cut."""
        high = self.height()
        pixels = round(high * share)
        font = sized_font(pixels, 600, is_tabular=True)
        while pixels > high * LEAST and QFontMetricsF(font).horizontalAdvance(words) > room.width():
            pixels -= 2
            font = sized_font(pixels, 600, is_tabular=True)
        rect = QRectF(room.left(), middle - pixels, room.width(), 2 * pixels)
        text(painter, rect, words, font, theme().colour(Role.TEXT_PRIMARY), ALIGN_CENTRE)
