"""A queue as a card: its word, how many, the line that matters."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.marks import Glyph, Tone
from app.presentation.viewmodels.home import QueueCard
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import box, lines, text, text_width
from app.ui.theme.tokens import Role, ThemeName, Type
from app.ui.widgets.painted import PaintedButton

_GLYPHS = {Tone.DANGER: Glyph.ALARM_CLOCK, Tone.WARNING: Glyph.CLOCK}


class QueueCardButton(PaintedButton):
    """A queue: its word, how many, and the line that matters."""

    def __init__(self, card: QueueCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_card(card)

    def show_card(self, card: QueueCard) -> None:
        """Other counts."""
        self.card = card
        self.setChecked(card.is_chosen)
        self.setAccessibleName(card.words if card.count is None else f"{card.words} {card.count}, {card.line}")
        self.update()

    def sizeHint(self) -> QSize:
        """A card."""
        return QSize(202, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon and word, the count, the line."""
        painter = QPainter(self)
        shown, card, radius = self.theme, self.card, self.theme.radius("card")
        is_black = card.is_chosen and shown.name is ThemeName.HC
        if card.is_chosen:
            box(painter, self.area, radius, shown.colour(Role.BG_SELECTED), shown.colour(Role.ACCENT_SOLID), 2)
        else:
            fill = Role.BG_HOVER if self.is_hovered else Role.BG_SURFACE
            box(painter, self.area, radius, shown.colour(fill), shown.colour(Role.BORDER_SUBTLE))
        primary = shown.colour(Role.TEXT_INVERSE if is_black else Role.TEXT_PRIMARY)
        second = shown.colour(Role.TEXT_INVERSE if is_black else Role.TEXT_SECONDARY)
        draw_icon(painter, card.glyph, 17, 18, 20, second)
        wide = self.width() - 56.0
        has_room = text_width(card.words, type_font(Type.BODY, 600)) <= wide
        font = type_font(Type.BODY if has_room else Type.SMALL, 600)
        lines(painter, QRectF(46, 8, wide, 40), card.words, font, second)
        count = type_font(Type.PRICE, 700)
        text(
            painter,
            QRectF(16, 38, self.width() - 32, 46),
            "–" if card.count is None else str(card.count),
            count,
            primary,
        )
        ink = second if is_black or card.tone is Tone.NEUTRAL else shown.colour(Role(f"{card.tone}.text"))
        weight = 400 if card.tone is Tone.NEUTRAL else 600
        left = 17.0
        if card.tone is not Tone.NEUTRAL:
            draw_icon(painter, _GLYPHS.get(card.tone, Glyph.TRIANGLE_ALERT), 17, 86, 16, ink)
            left += 22
        line = QRectF(left, 84, self.width() - left - 13, 20)
        text(painter, line, card.line, type_font(Type.SMALL, weight), ink)
        self.paint_focus(painter, radius)
