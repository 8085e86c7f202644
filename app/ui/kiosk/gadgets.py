"""What a kiosk's page draws: what is typed, a ring of seconds, the keys it has, the invitation."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from app.presentation.kiosk.blocks import Attract, Ground, Ring, SixKeys, Slots
from app.presentation.marks import Glyph
from app.ui.kiosk.drawings import paint_bag, paint_phone
from app.ui.kiosk.parts import Part, ink, primary_fill
from app.ui.kiosk.scale import Scale, Step
from app.ui.theme.fonts import sized_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_CENTRE, box, lines, lines_height, text, text_width
from app.ui.theme.tokens import Role

GROUPED_FROM = 6
"""Longer ones are read in two halves."""


class SlotsPart(Part):
    """One box for each sign, in groups of four, or one for all; dots when nobody is to read them."""

    def __init__(self, block: Slots, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.show_block(block)

    def show_block(self, block: Slots) -> None:
        """What was typed by now."""
        self.block = block
        self.say(block.name, "" if block.is_hidden else " ".join(block.signs))
        self.update()

    def heightForWidth(self, width: int) -> int:
        """A code is as high as a hand is wide; dots are smaller."""
        return self.scale.px((18 if self.block.is_hidden else 30) if not self.scale.is_wide else 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The next one to be filled has a heavy edge."""
        painter, shown, block = QPainter(self), self.theme, self.block
        if block.is_open:
            self._paint_open(painter)
            return
        gap, dash = self.scale.gap, self.scale.px(8) if block.length > GROUPED_FROM else 0
        wide = (self.width() - gap * (block.length - 1) - dash) / block.length
        side = min(wide, self.height()) if block.is_hidden else wide
        left = (self.width() - block.length * side - gap * (block.length - 1)) / 2 if block.is_hidden else 0.0
        for place in range(block.length):
            if dash and place == block.length // 2:
                colour = shown.colour(Role.TEXT_SECONDARY)
                painter.fillRect(QRectF(left - gap / 2 + dash * 0.2, self.height() / 2 - 2, dash * 0.6, 4), colour)
                left += dash
            rect = QRectF(left, (self.height() - side) / 2 if block.is_hidden else 0, side, self.height())
            if block.is_hidden:
                rect.setHeight(side)
            self._paint_slot(painter, rect, place)
            left += side + gap

    def _paint_open(self, painter: QPainter) -> None:
        """One field for signs of which nobody knows how many; the next one comes at the bar."""
        shown, area = self.theme, QRectF(self.rect())
        ink_of, thick, pad = shown.colour(Role.TEXT_PRIMARY), self.scale.px(1.5), self.scale.px(6)
        box(painter, area, shown.radius("button"), shown.colour(Role.BG_SURFACE), ink_of, thick)
        room, signs = area.width() - 3 * pad, self.block.signs
        fits = self.scale.fitting(signs, room, Step.PRICE, Step.PAGE, Step.HEADING, Step.TITLE, weight=700)
        # Beside many keys a wide screen leaves the field less height than large text would take.
        font = sized_font(min(fits.pixelSize(), round(self.height() * 0.7)), 700)
        wide = text(painter, area.adjusted(pad, 0, -2 * pad, 0), signs, font, ink_of) if signs else 0.0
        high = self.height() * 0.5
        bar = QRectF(pad + wide + (self.scale.px(1) if signs else 0), (self.height() - high) / 2, thick / 2, high)
        painter.fillRect(bar, shown.colour(Role.ACCENT_TEXT))

    def _paint_slot(self, painter: QPainter, rect: QRectF, place: int) -> None:
        shown, block = self.theme, self.block
        is_next, is_full = place == len(block.signs), place < len(block.signs)
        edge = shown.colour(Role.TEXT_PRIMARY if is_next else Role.BORDER_CONTROL)
        thick = self.scale.px(1.5 if is_next else 0.4)
        if block.is_hidden:
            dot = rect.adjusted(
                rect.width() * 0.12, rect.width() * 0.12, -rect.width() * 0.12, -rect.width() * 0.12
            )
            fill = shown.colour(Role.TEXT_PRIMARY if is_full else Role.BG_SURFACE)
            box(painter, dot, dot.width() / 2, fill, edge, thick)
            return
        box(painter, rect, shown.radius("button"), shown.colour(Role.BG_SURFACE), edge, thick)
        if is_full:
            font = self.scale.font(Step.PRICE, 700)
            text(painter, rect, block.signs[place], font, shown.colour(Role.TEXT_PRIMARY), ALIGN_CENTRE)


class RingPart(Part):
    """Seconds that are left; its arc goes on once a second."""

    def __init__(self, block: Ring, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.show_block(block)

    def show_block(self, block: Ring) -> None:
        """A second later."""
        self.block = block
        self.say(block.words or str(block.left_s))
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Large when it is the page's own question."""
        big = 110 if not self.scale.is_wide else 64
        return self.scale.px(big if self.block.words else 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring round the number."""
        painter, shown = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, thick = float(self.height()), self.scale.px(5 if self.block.words else 2)
        left = (self.width() - side) / 2 if self.block.words else self.width() - side
        rect = QRectF(left, 0, side, side).adjusted(thick, thick, -thick, -thick)
        painter.setPen(QPen(shown.colour(Role.BORDER_CONTROL), thick))
        painter.drawEllipse(rect)
        colour = shown.colour(Role.TEXT_PRIMARY if shown.name != "light" else Role.ACCENT_HOVER)
        painter.setPen(QPen(colour, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(rect, 90 * 16, round(360 * 16 * self.block.left_s / max(1, self.block.of_s)))
        steps = (Step.NUMBER, Step.AFAR, Step.HERO) if self.block.words else (Step.ROW,)
        font = self.scale.fitting(str(self.block.of_s), side * 0.62, *steps, weight=700)
        text(painter, rect, str(self.block.left_s), font, ink(shown, self.ground), ALIGN_CENTRE)


class SixKeysPart(Part):
    """What the keys under the screen do; nothing to touch."""

    def __init__(self, block: SixKeys, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.show_block(block)

    def show_block(self, block: SixKeys) -> None:
        """In another language."""
        self.block = block
        self.say(block.words, *(name for _, name in block.keys))
        self.update()

    def _across(self, width: int) -> int:
        """All in a row, or in two where their names need the room."""
        body, count = self.scale.font(Step.BODY), len(self.block.keys)
        widest = max(text_width(name, body) for _, name in self.block.keys)
        return count if widest <= width / count - 8 else (count + 1) // 2

    @property
    def _row(self) -> float:
        return self.scale.px(15) + self.scale.font(Step.BODY).pixelSize() * 1.4

    def heightForWidth(self, width: int) -> int:
        """A line of words, the keys, their names."""
        rows = -(-len(self.block.keys) // self._across(width))
        return round(lines_height(self.block.words, self.scale.font(Step.BODY), width) + rows * self._row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caps with their names under them."""
        painter, body, across = QPainter(self), self.scale.font(Step.BODY), self._across(self.width())
        words = lines_height(self.block.words, body, self.width())
        lines(painter, QRectF(0, 0, self.width(), words), self.block.words, body, ink(self.theme, self.ground))
        wide = self.width() / across
        for number, (glyph, name) in enumerate(self.block.keys):
            down, place = divmod(number, across)
            self._paint_key(painter, QRectF(wide * place, words + self._row * down, wide, self._row), glyph, name)

    def _paint_key(self, painter: QPainter, rect: QRectF, glyph: Glyph, name: str) -> None:
        shown, colour, body = self.theme, ink(self.theme, self.ground), self.scale.font(Step.BODY)
        cap = QSize(self.scale.px(18), self.scale.px(13))
        middle, icon = rect.center().x(), self.scale.px(7)
        key = QRectF(middle - cap.width() / 2, rect.top() + self.scale.px(2), cap.width(), cap.height())
        box(painter, key, shown.radius("button"), shown.colour(Role.BORDER_CONTROL))
        top = key.adjusted(2, 2, -2, -self.scale.px(1.4))
        box(painter, top, shown.radius("button"), shown.colour(Role.BG_SURFACE))
        draw_icon(painter, glyph, middle - icon / 2, top.center().y() - icon / 2, icon, colour)
        under = QRectF(rect.left(), key.bottom(), rect.width(), body.pixelSize() * 1.4)
        text(painter, under, name, body, colour, ALIGN_CENTRE)


class AttractPart(Part):
    """Read from the door: a promise, a picture, and how to begin."""

    def __init__(self, block: Attract, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.shop = ("", "")
        self.show_block(block)

    def show_block(self, block: Attract) -> None:
        """In another language."""
        self.block = block
        self.say(block.promise, block.tap, block.tasks)
        self.update()

    def heightForWidth(self, width: int) -> int:
        """All there is."""
        return 10

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, the telephone and the bag, and a white foot."""
        painter, shown, scale = QPainter(self), self.theme, self.scale
        foot = scale.px(66 if not scale.is_wide else 44) + (scale.px(12) if scale.is_large else 0)
        field = QRectF(0, 0, self.width(), self.height() - foot)
        painter.fillRect(field, primary_fill(shown))
        on, pad = shown.colour(Role.ACCENT_ON), scale.margin + scale.px(4)
        self._paint_shop(painter, pad)
        promise, top = scale.font(Step.AFAR, 700), pad + scale.px(26)
        room = self.width() - 2 * pad if not scale.is_wide else self.width() * 0.56
        high = lines_height(self.block.promise, promise, room)
        lines(painter, QRectF(pad, top, room, high), self.block.promise, promise, on)
        if scale.is_wide:
            self._paint_picture(
                painter, QRectF(self.width() * 0.6, pad, self.width() * 0.36, field.height() - 2 * pad)
            )
        else:
            left = top + high + scale.px(8)
            self._paint_picture(painter, QRectF(pad, left, room, field.height() - left - scale.px(8)))
        self._paint_foot(painter, QRectF(0, field.bottom(), self.width(), foot), pad)

    def _paint_shop(self, painter: QPainter, pad: int) -> None:
        on, scale = self.theme.colour(Role.ACCENT_ON), self.scale
        name, place = self.shop
        title, row = scale.font(Step.TITLE, 700), scale.font(Step.ROW)
        text(painter, QRectF(pad, pad, self.width() - 2 * pad, scale.px(11)), name, title, on)
        text(painter, QRectF(pad, pad + scale.px(11), self.width() - 2 * pad, scale.px(10)), place, row, on)

    def _paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """A bag that is ready and the code that opens it."""
        shown, side = self.theme, min(rect.width() * 0.46, rect.height() * 0.52)
        if side < self.scale.px(10):
            return
        middle, floor = rect.center().x(), rect.bottom()
        disc = min(rect.width(), rect.height() * 1.05) * 0.9
        round_ground = QRectF(middle - disc * 0.42, floor - disc, disc, disc)
        box(painter, round_ground, disc / 2, shown.colour(Role.ACCENT_PRESSED))
        painter.save()
        paint_bag(painter, QRectF(middle + side * 0.05, floor - side * 1.25, side, side * 1.15))
        painter.translate(middle - side * 0.52, floor - side * 0.82)
        painter.rotate(-8)
        paint_phone(painter, QRectF(-side * 0.46, -side * 0.8, side * 0.92, side * 1.6))
        painter.restore()

    def _paint_foot(self, painter: QPainter, rect: QRectF, pad: int) -> None:
        shown, scale = self.theme, self.scale
        painter.fillRect(rect, shown.colour(Role.BG_SURFACE))
        disc = scale.px(30 if not scale.is_wide else 24)
        circle = QRectF(pad, rect.top() + (rect.height() - disc) / 2, disc, disc)
        box(painter, circle, disc / 2, primary_fill(shown))
        icon = round(disc * 0.55)
        middle = circle.center()
        on = shown.colour(Role.ACCENT_ON)
        draw_icon(painter, Glyph.HAND, middle.x() - icon / 2, middle.y() - icon / 2, icon, on)
        left = circle.right() + scale.px(6)
        room = rect.width() - left - pad
        big = scale.fitting(self.block.tap, room, Step.PRICE, Step.PAGE, Step.HEADING, Step.TITLE, weight=700)
        row = scale.fitting(self.block.tasks, room, Step.TITLE, Step.ROW, Step.BODY)
        high = big.pixelSize() * 1.25
        second = row.pixelSize() * 1.35
        top = rect.top() + (rect.height() - high - 2 * second) / 2
        text(painter, QRectF(left, top, room, high), self.block.tap, big, shown.colour(Role.TEXT_PRIMARY))
        grey = shown.colour(Role.TEXT_SECONDARY)
        text(painter, QRectF(left, top + high, room, second), self.block.tasks, row, grey)
        text(painter, QRectF(left, top + high + second, room, second), self.block.languages, row, grey)
