"""Choices a digit makes: keys in a grid, rows in a list."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.marks import Glyph
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_CENTRE, box, lines, lines_height, text, text_width
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.key_cap import cap_width, draw_cap
from app.ui.widgets.painted import PaintedButton
from app.ui.widgets.pictures import draw_picture


class _Choice(PaintedButton):
    """A checkable box: selected is a fill and a thick edge."""

    def __init__(self, digit: str, words: str, line: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.digit, self.line = digit, line
        self.setCheckable(True)
        self.setText(words)
        self.setAccessibleDescription(line)

    def show_words(self, words: str, line: str = "") -> None:
        """Other words in the same place."""
        self.line = line
        self.setText(words)
        self.setAccessibleDescription(line)
        self.update()

    def _paint_box(self, painter: QPainter) -> tuple[Role, Role]:
        """Frame and fill; the roles of the words and of the line under them."""
        shown, radius = self.theme, self.theme.radius("button")
        if self.isChecked():
            box(painter, self.area, radius, shown.colour(Role.BG_SELECTED), shown.colour(Role.ACCENT_SOLID), 2)
            is_hc = shown.name is ThemeName.HC
            return (Role.TEXT_INVERSE, Role.TEXT_INVERSE) if is_hc else (Role.ACCENT_TEXT, Role.TEXT_SECONDARY)
        fill = Role.BG_HOVER if self.is_hovered else Role.BG_SURFACE
        edge = Role.BORDER_CONTROL if self.isEnabled() else Role.BORDER_SUBTLE
        box(painter, self.area, radius, shown.colour(fill), shown.colour(edge))
        return (
            (Role.TEXT_PRIMARY, Role.TEXT_MUTED) if self.isEnabled() else (Role.TEXT_DISABLED, Role.TEXT_DISABLED)
        )


class ChoiceKey(_Choice):
    """A key with its digit in the corner, an icon where it helps, a word and perhaps a line."""

    def __init__(
        self,
        digit: str,
        words: str,
        line: str = "",
        *,
        glyph: Glyph | None = None,
        height: int = 56,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(digit, words, line, parent)
        self.glyph, self._height = glyph, height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for its word and the digit beside it."""
        wide = text_width(self.text(), type_font(Type.SMALL, 600)) + cap_width(self.digit) + 36
        return QSize(round(wide), self._height)

    def minimumSizeHint(self) -> QSize:
        """Its word is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon over word in the middle, or the word beside its digit."""
        painter = QPainter(self)
        words, under = self._paint_box(painter)
        shown = self.theme
        bold = type_font(Type.SMALL, 600)
        if self.glyph is not None:
            draw_icon(painter, self.glyph, (self.width() - 20) / 2, 9, 20, shown.colour(words))
            rect = QRectF(4, 32, self.width() - 8, self.height() - 36)
            text(painter, rect, self.text(), bold, shown.colour(words), ALIGN_CENTRE)
            draw_cap(painter, self.width() - 5, 15, self.digit, self._cap_ink(words))
        else:
            cap = draw_cap(
                painter, 12 + cap_width(self.digit), self.height() / 2, self.digit, self._cap_ink(words)
            )
            left = 12 + cap + 8
            high = self.height() / 2 if self.line else float(self.height())
            top = 6.0 if self.line else 0.0
            rect = QRectF(left, top, self.width() - left - 8, high - top)
            text(painter, rect, self.text(), bold, shown.colour(words))
            if self.line:
                below = QRectF(left, self.height() / 2, self.width() - left - 8, self.height() / 2 - 6)
                text(painter, below, self.line, type_font(Type.CAPTION), shown.colour(under))
        self.paint_focus(painter, shown.radius("button"))

    def _cap_ink(self, words: Role) -> QColor | None:
        return self.theme.colour(words) if self.isChecked() else None


class ChoiceRow(_Choice):
    """A row with a radio mark, a title, a line and its digit."""

    def __init__(self, digit: str, words: str, line: str = "", parent: QWidget | None = None) -> None:
        super().__init__(digit, words, line, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(240, self.theme.size("height.row"))

    def _room(self, width: int) -> float:
        return width - 46 - (cap_width(self.digit) if self.digit else 0.0) - 22

    def heightForWidth(self, width: int) -> int:
        """One row; higher when its title needs more lines."""
        title = lines_height(self.text(), type_font(Type.BODY, 600), self._room(width))
        return max(self.theme.size("height.row"), round(title) + 16 + (22 if self.line else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Radio, words, digit."""
        painter = QPainter(self)
        words, under = self._paint_box(painter)
        shown, middle = self.theme, self.height() / 2
        ring = QRectF(14, middle - 10, 20, 20)
        edge = shown.colour(words if self.isChecked() else Role.BORDER_CONTROL)
        box(painter, ring, 10, None, edge, 2)
        if self.isChecked():
            box(painter, ring.adjusted(5, 5, -5, -5), 5, shown.colour(words))
        ink = shown.colour(words) if self.isChecked() else None
        if self.digit:
            draw_cap(painter, self.width() - 14, middle, self.digit, ink)
        wide, top = self._room(self.width()), 6.0 if self.line else 0.0
        high = self.height() - (30.0 if self.line else 0.0)
        lines(painter, QRectF(46, top, wide, high), self.text(), type_font(Type.BODY, 600), shown.colour(words))
        if self.line:
            below = QRectF(46, top + high, wide, 18)
            text(painter, below, self.line, type_font(Type.SMALL), shown.colour(under))
        self.paint_focus(painter, shown.radius("button"))


class VariantKey(_Choice):
    """Another colour, with its picture, or another size, with what is here of it."""

    _PICTURE = 36

    def __init__(self, words: str = "", line: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", words, line, parent)
        self.sku, self.has_picture, self.is_here = "", False, True
        self._content = 0.0

    def show_variant(self, sku: str, words: str, line: str, *, is_chosen: bool, is_here: bool) -> None:
        """Another variant in the same place."""
        self.sku, self.is_here = sku, is_here
        self.show_words(words, line)
        self.setChecked(is_chosen)
        picture = self._PICTURE + 10 if self.has_picture else 0
        below = text_width(line, type_font(Type.SMALL)) + 8 if line else 0
        self._content = picture + text_width(words, type_font(Type.SMALL, 600)) + below
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for what it says."""
        return QSize(round(self._content) + (18 if self.has_picture else 28), self.theme.size("height.control"))

    def minimumSizeHint(self) -> QSize:
        """Its words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture or nothing, the word, its line; muted while none is here, but still to be chosen."""
        painter = QPainter(self)
        words, under = self._paint_box(painter)
        if not self.is_here and not self.isChecked():
            words = under = Role.TEXT_MUTED
        shown, high = self.theme, float(self.height())
        x = 4.0 if self.has_picture else max(8.0, (self.width() - self._content) / 2)
        if self.has_picture:
            draw_picture(painter, QRectF(x, 4, self._PICTURE, self._PICTURE), self.sku)
            x += self._PICTURE + 8
        bold = type_font(Type.SMALL, 600)
        x += text(painter, QRectF(x, 0, self.width() - x - 6, high), self.text(), bold, shown.colour(words))
        if self.line:
            rect = QRectF(x + 8, 0, self.width() - x - 12, high)
            text(painter, rect, self.line, type_font(Type.SMALL), shown.colour(under))
        self.paint_focus(painter, shown.radius("button"))
