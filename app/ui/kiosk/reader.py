"""Where a kiosk's reader is, and what to hold to it: the picture, arrows, and a band that says it in words."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.presentation.kiosk.blocks import Ground, Reader
from app.presentation.marks import Glyph
from app.ui.kiosk.drawings import paint_label, paint_phone
from app.ui.kiosk.parts import Part
from app.ui.kiosk.scale import Scale, Step
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import box, lines, lines_height
from app.ui.theme.tokens import Role, ThemeName

LEAST_MM, MOST_MM = 60, 255
SHAPE, LABEL_SHAPE = 0.575, 0.74
"""Width over height of a telephone, and of a label."""


class ReaderPart(Part):
    """A telephone, or a label, over the reader; the band lies at the edge that the reader is at."""

    def __init__(self, block: Reader, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.MinimumExpanding)
        self.setSizePolicy(policy)
        self.setMaximumHeight(scale.px(MOST_MM))
        self.show_block(block)

    def show_block(self, block: Reader) -> None:
        """Where it is, in words."""
        self.block = block
        self.say(block.words)
        self.update()

    def heightForWidth(self, width: int) -> int:
        """A large picture where there is room; the words always."""
        return round(max(self.scale.px(LEAST_MM) if self._has_picture else 0, self._band(width)))

    @property
    def _has_picture(self) -> bool:
        """Large words on a wide screen take its room."""
        return not (self.scale.is_wide and self.scale.is_large) or self.width() > self.scale.width / 2

    @property
    def _arrow(self) -> int:
        return self.scale.px(12)

    def _room(self, width: float) -> float:
        return width - self._arrow - self.scale.gap - 2 * self.scale.px(5)

    def _band(self, width: float) -> float:
        """How high the band is with its words."""
        words = lines_height(self.block.words, self.scale.font(Step.TITLE, 600), self._room(width))
        return max(words, self._arrow) + 2 * self.scale.px(4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Flat shapes on their own surface."""
        painter, shown, area = QPainter(self), self.theme, QRectF(self.rect())
        radius, edge = shown.radius("panel"), shown.colour(Role.BORDER_SUBTLE)
        band = QRectF(0, 0, area.width(), self._band(area.width()))
        if self._has_picture:
            band.moveBottom(area.height())
            box(painter, area, radius, shown.colour(Role.BG_SURFACE), edge, 2)
            self._paint_picture(painter, QRectF(0, 0, area.width(), band.top()))
        box(painter, band, radius, shown.colour(Role.BG_INVERSE))
        colour, arrow, pad = shown.colour(Role.TEXT_INVERSE), self._arrow, self.scale.px(5)
        draw_icon(painter, Glyph.ARROW_DOWN, pad, band.center().y() - arrow / 2, arrow, colour)
        words = QRectF(pad + arrow + self.scale.gap, band.top(), self._room(area.width()), band.height())
        lines(painter, words, self.block.words, self.scale.font(Step.TITLE, 600), colour)

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        """On a disc, between two arrows that show down to the reader."""
        shown, air = self.theme, self.scale.px(6)
        high = min(area.height() - 2 * air, area.width() * 0.42 / SHAPE)
        if high < self.scale.px(25):
            return
        middle, wide = area.center(), high * SHAPE
        disc = min(area.height() - 2, high * 1.2)
        if shown.name not in (ThemeName.HC, ThemeName.SUN):
            ground = QRectF(middle.x() - disc / 2, middle.y() - disc / 2, disc, disc)
            box(painter, ground, disc / 2, shown.colour(Role.ACCENT_SUBTLE))
        if self.block.glyph is Glyph.QR_CODE:
            paint_phone(painter, QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high))
        else:
            tall, wide = high * 0.86, high * 0.86 * LABEL_SHAPE
            paint_label(painter, QRectF(middle.x() - wide / 2, middle.y() - tall / 2, wide, tall))
        arrow = min(self.scale.px(34), round((area.width() - disc) / 2) - 2 * self.scale.px(2))
        if arrow >= self.scale.px(12):
            colour, top = shown.colour(Role.ACCENT_TEXT), area.bottom() - air - arrow
            for side in (-1, 1):
                at = middle.x() + side * (disc / 2 + (area.width() - disc) / 4)
                draw_icon(painter, Glyph.ARROW_DOWN, at - arrow / 2, top, arrow, colour)
