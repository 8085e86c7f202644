"""Buttons: the one that does the screen's act, those beside it, words that act, and squares with an icon."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.marks import Glyph
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_LEFT, box, text, text_width
from app.ui.theme.readable import tip
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.key_cap import cap_width, draw_cap
from app.ui.widgets.painted import PaintedButton

_GAP = 8
SURE_MS = 400
"""A press this soon was meant for what stood in that place a moment ago."""


class PrimaryButton(PaintedButton):
    """The one button of a screen. Its place never moves; F9 does the same, and so does Enter."""

    def __init__(self, words: str = "", key: str = "F9", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the thumb needs."""
        wide = text_width(self.text(), type_font(Type.ROW, 600)) + 2 * (cap_width(self.key) + 32)
        return QSize(round(wide), self.theme.size("height.primary"))

    def _colours(self) -> tuple[QColor, QColor]:
        if not self.isEnabled():
            return self.theme.colour(Role.NEUTRAL_SUBTLE), self.theme.colour(Role.TEXT_DISABLED)
        role = Role.ACCENT_HOVER if self.is_hovered else Role.ACCENT_SOLID
        return self.theme.colour(Role.ACCENT_PRESSED if self.isDown() else role), self.theme.colour(Role.ACCENT_ON)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words in the middle, the key on the right."""
        painter = QPainter(self)
        fill, ink = self._colours()
        radius = self.theme.radius("button")
        is_bare = not self.isEnabled() and not self.theme.has_shadows
        box(painter, self.area, radius, fill, self.theme.colour(Role.BORDER_SUBTLE) if is_bare else None)
        font = type_font(Type.ROW, 600)
        cap = cap_width(self.key) + 16 if self.key else 0.0
        wide = text_width(self.text(), font)
        left = max(16.0, min((self.width() - wide) / 2, self.width() - cap - 8 - wide))
        text(painter, QRectF(left, 0, self.width() - left - cap - 8, self.height()), self.text(), font, ink)
        if self.key:
            draw_cap(painter, self.width() - 16, self.height() / 2, self.key, ink)
        self.paint_focus(painter, radius)


class SecondaryButton(PaintedButton):
    """A button beside the primary one, with an icon where it helps; smaller type when two share a row."""

    def __init__(
        self,
        words: str = "",
        glyph: Glyph | None = None,
        *,
        is_small: bool = False,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.glyph, self.key, self.is_small = glyph, key, is_small
        self.setText(words)

    @property
    def _font(self) -> QFont:
        return type_font(Type.SMALL if self.is_small else Type.BODY, 500)

    def _content(self) -> float:
        icon = 20 + _GAP if self.glyph is not None else 0
        cap = cap_width(self.key) + _GAP if self.key else 0
        return icon + text_width(self.text(), self._font) + cap

    def sizeHint(self) -> QSize:
        """Its words with room around them."""
        return QSize(round(self._content()) + 28, self.theme.size("height.control"))

    def minimumSizeHint(self) -> QSize:
        """A button's words are never cut."""
        return QSize(round(self._content()) + 16, self.theme.size("height.control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, words and key as one group in the middle."""
        painter = QPainter(self)
        shown, radius = self.theme, self.theme.radius("button")
        is_on = self.isEnabled()
        ink = shown.colour(Role.TEXT_PRIMARY if is_on else Role.TEXT_DISABLED)
        fill = shown.colour(Role.BG_HOVER if self.is_hovered or self.isDown() else Role.BG_SURFACE)
        edge = shown.colour(Role.BORDER_CONTROL if is_on else Role.BORDER_SUBTLE)
        box(painter, self.area, radius, fill, edge)
        x = max(8.0, (self.width() - self._content()) / 2)
        if self.glyph is not None:
            draw_icon(painter, self.glyph, x, (self.height() - 20) / 2, 20, ink)
            x += 20 + _GAP
        cap = cap_width(self.key) + _GAP if self.key else 0.0
        x += text(painter, QRectF(x, 0, self.width() - x - cap - 8, self.height()), self.text(), self._font, ink)
        if self.key:
            draw_cap(painter, x + cap, self.height() / 2, self.key)
        self.paint_focus(painter, radius)


class WordButton(PaintedButton):
    """A word that acts (`Mostra`, `Tutta`); its whole cell is the target."""

    def __init__(self, words: str = "", glyph: Glyph | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.glyph = glyph
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Wide as its word, high as a finger, and never smaller than that."""
        icon = 20 if self.glyph is not None else 0
        return QSize(max(44, round(text_width(self.text(), type_font(Type.SMALL, 500))) + icon + 8), 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word in the accent's text colour."""
        painter = QPainter(self)
        shown = self.theme
        role = Role.TEXT_DISABLED if not self.isEnabled() else Role.ACCENT_TEXT
        x = 4.0
        if self.glyph is not None:
            draw_icon(painter, self.glyph, x, (self.height() - 16) / 2, 16, shown.colour(role))
            x += 20
        font = type_font(Type.SMALL, 600 if self.is_hovered else 500)
        text(
            painter,
            QRectF(x, 0, self.width() - x, self.height()),
            self.text(),
            font,
            shown.colour(role),
            ALIGN_LEFT,
        )
        self.paint_focus(painter, shown.radius("field"))


class IconButton(PaintedButton):
    """A square with an icon; its name is said to readers and shown as a tool tip."""

    def __init__(
        self, glyph: Glyph, name: str, *, is_framed: bool = True, size: int = 44, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.glyph, self._is_framed, self._size = glyph, is_framed, size
        self.name(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def name(self, words: str) -> None:
        """What it does, in words."""
        self.setAccessibleName(words)
        self.setToolTip(tip(words))

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon in the middle."""
        painter = QPainter(self)
        shown, radius = self.theme, self.theme.radius("button")
        ink = shown.colour(Role.TEXT_PRIMARY if self.isEnabled() else Role.TEXT_DISABLED)
        is_lit = self.is_hovered or self.isDown()
        fill = shown.colour(Role.BG_HOVER if is_lit else Role.BG_SURFACE)
        if self._is_framed:
            box(painter, self.area, radius, fill, shown.colour(Role.BORDER_CONTROL))
        elif is_lit:
            box(painter, self.area, radius, fill)
        draw_icon(painter, self.glyph, (self.width() - 20) / 2, (self.height() - 20) / 2, 20, ink)
        self.paint_focus(painter, radius)
