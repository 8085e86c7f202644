"""A status as icon and word in a tone."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.presentation.marks import Glyph, Mark, Tone
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import box, text, text_width
from app.ui.theme.readable import one_line
from app.ui.theme.tokens import Role, Theme, Type
from app.ui.widgets.painted import tone_edge, tone_fill, tone_ink

HEIGHT, SMALL_HEIGHT, WIDEST = 28, 24, 320.0


def _font_step(*, is_small: bool) -> Type:
    return Type.CAPTION if is_small else Type.SMALL


def chip_width(mark: Mark, *, is_small: bool = False) -> float:
    """How wide a chip is; what is longer ends in dots."""
    return min(WIDEST, text_width(mark.words, type_font(_font_step(is_small=is_small), 600)) + 16 + 6 + 2 * 10)


def chip_colours(shown: Theme, mark: Mark) -> tuple[QColor, QColor, QColor | None]:
    """Fill, ink and edge of a chip."""
    if mark.tone is Tone.ACCENT:
        return shown.colour(Role.ACCENT_SUBTLE), shown.colour(Role.ACCENT_TEXT), None
    fill = tone_fill(shown, mark.tone, is_solid=mark.is_solid)
    ink = tone_ink(shown, mark.tone, is_solid=mark.is_solid)
    return fill, ink, tone_edge(shown, mark.tone, is_solid=mark.is_solid)


def draw_chip(painter: QPainter, x: float, middle: float, mark: Mark, *, is_small: bool = False) -> float:
    """A chip from `x`, centred on `middle`; its width."""
    height, wide = SMALL_HEIGHT if is_small else HEIGHT, chip_width(mark, is_small=is_small)
    fill, ink, edge = chip_colours(theme(), mark)
    rect = QRectF(round(x), round(middle - height / 2), round(wide), height)
    box(painter, rect, height / 2, fill, edge)
    draw_icon(painter, mark.glyph, rect.left() + 10, rect.top() + (height - 16) / 2, 16, ink)
    font = type_font(_font_step(is_small=is_small), 600)
    text(painter, rect.adjusted(32, 0, -4, 0), mark.words, font, ink)
    return wide


class StatusChip(QLabel):
    """A chip by itself; hidden while it has nothing to say."""

    def __init__(self, mark: Mark | None = None, *, is_small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._is_small = is_small
        self._mark = mark or Mark("", Glyph.CIRCLE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_mark(mark)

    def show_mark(self, mark: Mark | None) -> None:
        """Another status, or none."""
        if mark is not None:
            self._mark = mark
            self.setText(one_line(mark.words))
            self.updateGeometry()
            self.update()
        self.setVisible(mark is not None)

    def sizeHint(self) -> QSize:
        """The chip."""
        wide = chip_width(self._mark, is_small=self._is_small)
        return QSize(round(wide), SMALL_HEIGHT if self._is_small else HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_chip(QPainter(self), 0, self.height() / 2, self._mark, is_small=self._is_small)


class IconView(QLabel):
    """An icon beside words that say the same; nothing for readers."""

    def __init__(
        self, glyph: Glyph, size: int = 16, role: Role = Role.TEXT_MUTED, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.glyph, self.role, self._size = glyph, role, size
        self.setFixedSize(size, size)

    def show_icon(self, glyph: Glyph, role: Role) -> None:
        """Another icon or colour."""
        self.glyph, self.role = glyph, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_icon(QPainter(self), self.glyph, 0, 0, self._size, theme().colour(self.role))
