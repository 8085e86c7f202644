"""What is pressed on the tablet, with gloves: cars, the dock's buttons, keys."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from app.presentation.curb.states import Card, Pick, Press
from app.presentation.marks import Glyph
from app.ui.curb.car import HIGH, paint_car
from app.ui.curb.scale import KEY_MM, PRIMARY_MM, Step, TabletScale
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_CENTRE, ALIGN_RIGHT, box, lines, lines_height, text, text_width
from app.ui.theme.readable import breakable
from app.ui.theme.tokens import Role
from app.ui.widgets.painted import PaintedButton, tone_fill, tone_ink

FOCUS_MM, ASIDE_MM = 0.6, 2.2


class Pressable(PaintedButton):
    """Acts on release. What cannot be pressed is reached all the same: its reason is read."""

    def __init__(self, press_id: str, scale: TabletScale) -> None:
        super().__init__()
        self.press_id, self.scale, self.is_off = press_id, scale, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paint_box(self, painter: QPainter, fill: QColor, edge: QColor) -> None:
        """The surface; dashed while it cannot be pressed."""
        radius, wide = self.theme.radius("card"), max(2, self.scale.px(0.4))
        if not self.is_off:
            box(painter, self.area, radius, fill, edge, wide)
            return
        painter.setPen(QPen(self.theme.colour(Role.BORDER_STRONG), wide, Qt.PenStyle.DashLine))
        painter.setBrush(self.theme.colour(Role.BG_SUNKEN))
        painter.drawRoundedRect(self.area.adjusted(wide, wide, -wide, -wide), radius, radius)

    def paint_focus(self, painter: QPainter, radius: float) -> None:
        """Two rings, seen in the sun."""
        if self.hasFocus():
            wide = self.scale.px(FOCUS_MM)
            box(painter, self.area, radius, None, self.theme.colour(Role.FOCUS_OUTER), wide)
            inner = self.area.adjusted(wide, wide, -wide, -wide)
            box(painter, inner, max(0.0, radius - wide), None, self.theme.colour(Role.FOCUS_INNER), wide)

    def paint_words(self, painter: QPainter, rect: QRectF, words: str, step: Step, colour: QColor) -> None:
        """As many lines as they need, in the middle."""
        painter.setFont(self.scale.font(step, 700))
        painter.setPen(colour)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(rect, flags, breakable(words))


class DockButton(Pressable):
    """A button of the dock: icon over words; the primary one has them side by side and is filled."""

    def __init__(self, press: Press, scale: TabletScale, *, is_primary: bool) -> None:
        super().__init__(press.id, scale)
        self.is_primary = is_primary
        self.setFixedHeight(scale.px(PRIMARY_MM if is_primary or scale.is_wide else KEY_MM))
        self.show_press(press)

    def show_press(self, press: Press) -> None:
        """Other words, or what is missing."""
        self.press, self.press_id, self.is_off = press, press.id, bool(press.why_not)
        self.setText(press.words)
        self.setAccessibleName(press.words.replace("\n", " "))
        self.setAccessibleDescription(press.why_not.replace("\n", " "))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The reason stands where the words were."""
        painter, shown, scale = QPainter(self), self.theme, self.scale
        is_filled = self.is_primary and not self.is_off
        fill = shown.colour(Role.BG_HOVER if self.isDown() else Role.BG_SURFACE)
        if is_filled:
            fill = shown.colour(Role.ACCENT_PRESSED if self.isDown() else Role.ACCENT_SOLID)
        self.paint_box(painter, fill, fill if is_filled else shown.colour(Role.BORDER_STRONG))
        ink = shown.colour(Role.ACCENT_ON if is_filled else Role.TEXT_PRIMARY)
        words = self.press.why_not or self.press.words
        if self.is_primary:
            icon, pad = scale.px(8.5), scale.px(3)
            font = scale.font(Step.TITLE, 700)
            wide = max(text_width(line, font) for line in words.split("\n"))
            wide = min(wide + 4, self.width() - icon - 3 * pad)
            left = (self.width() - wide - icon - pad) / 2
            draw_icon(painter, self.press.glyph, left, (self.height() - icon) / 2, icon, ink)
            rect = QRectF(left + icon + pad, 0, wide, self.height())
            self.paint_words(painter, rect, words, Step.TITLE, ink)
        else:
            icon = scale.px(5.5)
            room = self.width() - 2 * scale.px(ASIDE_MM)
            step = Step.ROW if self._is_line(words, room) else Step.BODY
            high = lines_height(words, scale.font(step, 700), room)
            if icon + high > self.height():
                # Words of so many lines go nearer to the edge before they go over it.
                room = self.width() - scale.px(2)
                high = lines_height(words, scale.font(step, 700), room)
            top = max(0.0, (self.height() - icon - high) / 2)
            draw_icon(painter, self.press.glyph, (self.width() - icon) / 2, top, icon, ink)
            self.paint_words(painter, QRectF((self.width() - room) / 2, top + icon, room, high), words, step, ink)
        self.paint_focus(painter, shown.radius("card"))

    def _is_line(self, words: str, room: float) -> bool:
        """Whether they stand on one line in the larger type: two of it and the icon are higher than the button."""
        return "\n" not in words and text_width(words, self.scale.font(Step.ROW, 700)) <= room


class KeyCell(Pressable):
    """A digit, or the key that takes the last one away."""

    def __init__(self, press_id: str, words: str, scale: TabletScale, glyph: Glyph | None = None) -> None:
        super().__init__(press_id, scale)
        self.glyph = glyph
        self.setText(words)
        self.setAccessibleName(words)
        self.setFixedHeight(scale.px(KEY_MM))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign in the middle."""
        painter, shown = QPainter(self), self.theme
        fill = shown.colour(Role.BG_HOVER if self.isDown() else Role.BG_SURFACE)
        self.paint_box(painter, fill, shown.colour(Role.BORDER_STRONG))
        ink = shown.colour(Role.TEXT_PRIMARY)
        if self.glyph is None:
            text(painter, self.area, self.text(), self.scale.font(Step.PAGE, 700), ink, ALIGN_CENTRE)
        else:
            icon = self.scale.px(8)
            draw_icon(painter, self.glyph, (self.width() - icon) / 2, (self.height() - icon) / 2, icon, ink)
        self.paint_focus(painter, shown.radius("card"))


class PickRow(Pressable):
    """A choice: a box that is ticked or not, or an arrow where it leads on, and its words."""

    def __init__(self, pick: Pick, scale: TabletScale) -> None:
        super().__init__(pick.id, scale)
        self.setFixedHeight(scale.px(KEY_MM))
        self.show_pick(pick)

    def show_pick(self, pick: Pick) -> None:
        """Ticked or not, or another one."""
        self.pick, self.press_id = pick, pick.id
        self.setText(pick.words)
        self.setAccessibleName(pick.words)
        self.setCheckable(pick.is_on is not None)
        self.setChecked(bool(pick.is_on))
        self.update()

    def nextCheckState(self) -> None:
        """What is chosen is for the model to say."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box at the left, words beside it on as many lines as they need."""
        painter, shown, scale = QPainter(self), self.theme, self.scale
        ink, edge = shown.colour(Role.TEXT_PRIMARY), shown.colour(Role.BORDER_STRONG)
        is_lit = self.isDown() or bool(self.pick.is_on)
        self.paint_box(painter, shown.colour(Role.ACCENT_SUBTLE if is_lit else Role.BG_SURFACE), edge)
        side, pad = scale.px(7), scale.px(2.5)
        square = QRectF(pad, (self.height() - side) / 2, side, side)
        if self.pick.is_on is None:
            draw_icon(painter, Glyph.ARROW_RIGHT, square.x(), square.y(), side, ink)
        elif self.pick.is_on:
            box(painter, square, shown.radius("field"), shown.colour(Role.ACCENT_SOLID))
            inset = scale.px(1)
            on = shown.colour(Role.ACCENT_ON)
            draw_icon(painter, Glyph.CHECK, square.x() + inset, square.y() + inset, side - 2 * inset, on)
        else:
            box(painter, square, shown.radius("field"), shown.colour(Role.BG_SURFACE), edge, max(2, scale.px(0.6)))
        rect = QRectF(square.right() + pad, 0, self.width() - square.right() - 2 * pad, self.height())
        high = lines_height(self.pick.words, scale.font(Step.ROW, 700), rect.width())
        step = Step.ROW if high <= self.height() - scale.px(2) else Step.BODY
        font = scale.font(step, 700)
        high = lines_height(self.pick.words, font, rect.width())
        lines(
            painter, QRectF(rect.x(), (self.height() - high) / 2, rect.width(), high), self.pick.words, font, ink
        )
        self.paint_focus(painter, shown.radius("card"))


class MoreButton(KeyCell):
    """Leads to the cars there was no room for."""

    def __init__(self, words: str, scale: TabletScale) -> None:
        super().__init__("cars", words, scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words beside an arrow."""
        painter, shown = QPainter(self), self.theme
        fill = shown.colour(Role.BG_HOVER if self.isDown() else Role.BG_SURFACE)
        self.paint_box(painter, fill, shown.colour(Role.BORDER_STRONG))
        ink, font, icon = shown.colour(Role.TEXT_PRIMARY), self.scale.font(Step.ROW, 700), self.scale.px(6)
        wide = text_width(self.text(), font) + icon + 8
        left = (self.width() - wide) / 2
        draw_icon(painter, Glyph.ARROW_DOWN, left, (self.height() - icon) / 2, icon, ink)
        text(painter, QRectF(left + icon + 8, 0, wide, self.height()), self.text(), font, ink)
        self.paint_focus(painter, shown.radius("card"))


class CarCard(Pressable):
    """A car: its bay largest, what it looks like, whose it is, how long it waits; under it why it stands there."""

    def __init__(self, card: Card, scale: TabletScale) -> None:
        super().__init__(card.id, scale)
        self.show_card(card)

    def show_card(self, card: Card) -> None:
        """A second later, or another car."""
        self.card, self.press_id = card, card.id
        self.setText(card.name)
        self.setAccessibleName(card.spoken)
        self.setCheckable(True)
        self.setChecked(card.is_chosen)
        self.setFixedHeight(card_height(self.scale))
        self.update()

    def nextCheckState(self) -> None:
        """What is chosen is for the model to say."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bay, name and timer over the reason."""
        painter, shown, scale, card = QPainter(self), self.theme, self.scale, self.card
        strip = float(scale.px(6.4))
        chosen = shown.colour(Role.ACCENT_SOLID)
        fill = shown.colour(Role.ACCENT_SUBTLE if card.is_chosen else Role.BG_SURFACE)
        edge = max(2, scale.px(0.8 if card.is_chosen else 0.4))
        radius = shown.radius("card")
        box(painter, self.area, radius, fill, chosen if card.is_chosen else shown.colour(Role.BORDER_STRONG), edge)
        inner = self.area.adjusted(edge, edge, -edge, -edge)
        top = QRectF(inner.left(), inner.top(), inner.width(), inner.height() - strip)
        bay = QRectF(top.left(), top.top(), scale.px(17.5), top.height())
        timer = QRectF(top.right() - scale.px(24), top.top(), scale.px(24), top.height())
        self._paint_bay(painter, bay)
        self._paint_timer(painter, timer)
        ink, pad = shown.colour(Role.TEXT_PRIMARY), scale.px(2.5)
        room = timer.left() - bay.right() - 2 * pad
        half = top.height() / 2
        if card.car or card.plate:
            self._paint_car(painter, QRectF(bay.right() + pad, top.top(), room, half), ink)
            self._paint_whose(painter, QRectF(bay.right() + pad, top.top() + half, room, half), ink)
        else:
            self._paint_name(painter, QRectF(bay.right() + pad, top.top(), room, top.height()), ink)
        self._paint_strip(painter, QRectF(inner.left(), top.bottom(), inner.width(), strip), ink)
        self.paint_focus(painter, radius)

    def _paint_car(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        """Painted as it is, its colour in words, and the end of its plate as large as a name."""
        scale, card, pad = self.scale, self.card, self.scale.px(1.2)
        left, right = rect.left(), rect.right()
        if card.plate:
            font = scale.font(Step.PAGE, 700)
            wide, high = text_width(card.plate, font) + 3 * pad, rect.height() * 0.86
            plate = QRectF(right - wide, rect.top() + rect.height() - high, wide, high)
            box(painter, plate, self.theme.radius("field"), self.theme.colour(Role.BG_SURFACE), ink, scale.px(0.4))
            text(painter, plate, card.plate, font, ink, ALIGN_CENTRE)
            right = plate.left() - pad
        wide = float(scale.px(8.4))
        shape = QRectF(left, rect.top() + (rect.height() - wide * HIGH) / 2 + pad / 2, wide, wide * HIGH)
        paint_car(painter, shape, card.colour)
        left += wide + pad
        words = scale.fitting(card.car, right - left, Step.TITLE, Step.ROW, Step.BODY, weight=700)
        text(painter, QRectF(left, rect.top() + pad / 2, right - left, rect.height()), card.car, words, ink)

    def _paint_whose(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        """The name; at the right the number, and of what the customer said as much as there is room for."""
        scale, card, pad = self.scale, self.card, self.scale.px(1.2)
        small = scale.font(Step.BODY)
        least = text_width(card.number.partition(" · ")[0], small) + 2
        whose = rect.adjusted(0, 0, -least - pad, 0)
        font = scale.fitting(card.name, whose.width(), Step.PAGE, Step.TITLE, weight=700)
        left = rect.left() + text(painter, whose, card.name, font, ink) + pad
        number = QRectF(left, rect.top() + pad, rect.right() - left, rect.height() - pad)
        text(painter, number, card.number, small, ink, ALIGN_RIGHT)

    def _paint_name(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        """The name where no car is known: as large as fits on a line, else on as many as there are; the number."""
        scale, card, half = self.scale, self.card, rect.height() / 2
        number = QRectF(rect.left(), rect.top() + half * 1.15, rect.width(), half * 0.75)
        name = QRectF(rect.left(), rect.top() + half * 0.12, rect.width(), half)
        font = scale.fitting(card.name, rect.width(), Step.PAGE, Step.TITLE, weight=700)
        if text_width(card.name, font) <= rect.width():
            text(painter, name, card.name, font, ink)
        else:
            # What is left above the number, which goes down as far as it can.
            number.moveBottom(rect.bottom() - scale.px(0.5))
            number.setTop(number.bottom() - QFontMetricsF(scale.font(Step.BODY)).height())
            name.setCoords(rect.left(), rect.top() + scale.px(0.5), rect.right(), number.top())
            steps = [scale.font(step, 700) for step in (Step.TITLE, Step.ROW, Step.BODY)]
            fits = [font for font in steps if lines_height(card.name, font, name.width()) <= name.height()]
            if fits:
                lines(painter, name, card.name, fits[0], ink)
            else:
                text(painter, name, card.name, steps[-1], ink)
        text(painter, number, card.number, scale.font(Step.BODY), ink)

    def _paint_bay(self, painter: QPainter, rect: QRectF) -> None:
        shown, scale = self.theme, self.scale
        painter.fillRect(rect, shown.colour(Role.BG_INVERSE))
        ink = shown.colour(Role.TEXT_INVERSE)
        word = QRectF(rect.left(), rect.top(), rect.width(), rect.height() * 0.28)
        text(painter, word, self.card.bay_words, scale.font(Step.BODY), ink, ALIGN_CENTRE)
        number = QRectF(rect.left(), rect.top() + rect.height() * 0.24, rect.width(), rect.height() * 0.74)
        font = scale.fitting(self.card.bay, rect.width() - 8, Step.BAY, Step.PAGE, weight=700)
        text(painter, number, self.card.bay, font, ink, ALIGN_CENTRE)

    def _paint_timer(self, painter: QPainter, rect: QRectF) -> None:
        shown, scale, timer = self.theme, self.scale, self.card.timer
        painter.fillRect(rect, tone_fill(shown, timer.tone, is_solid=True))
        ink, icon = tone_ink(shown, timer.tone, is_solid=True), scale.px(4.5)
        font, third = scale.font(Step.TITLE, 700, is_tabular=True), rect.height() / 3
        if text_width(timer.words, scale.font(Step.BODY, 700)) > rect.width() - 4:
            # Two lines of words leave no room for the icon.
            text(
                painter, QRectF(rect.left(), rect.top(), rect.width(), third), timer.time, font, ink, ALIGN_CENTRE
            )
            self.paint_words(painter, rect.adjusted(2, third, -2, 0), timer.words, Step.BODY, ink)
            return
        draw_icon(painter, timer.glyph, rect.center().x() - icon / 2, rect.top() + (third - icon) / 2, icon, ink)
        middle = QRectF(rect.left(), rect.top() + third, rect.width(), third)
        text(painter, middle, timer.time, font, ink, ALIGN_CENTRE)
        below = QRectF(rect.left(), rect.top() + (2 * third if timer.time else third), rect.width(), third * 0.94)
        fits = scale.fitting(timer.words, rect.width() - 4, Step.ROW, Step.BODY, weight=700)
        text(painter, below, timer.words, fits, ink, ALIGN_CENTRE)

    def _paint_strip(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        """The reason first; facts take what is left."""
        shown, scale, card = self.theme, self.scale, self.card
        painter.setPen(QPen(shown.colour(Role.BORDER_STRONG), 2))
        painter.drawLine(rect.topLeft(), rect.topRight())
        font, icon, pad = scale.font(Step.BODY), scale.px(4.2), scale.px(2)
        draw_icon(painter, card.glyph, rect.left() + pad, rect.top() + (rect.height() - icon) / 2, icon, ink)
        left = rect.left() + icon + 2 * pad
        wide = text_width(card.facts, font)
        free = rect.right() - pad - left
        taken = text(painter, QRectF(left, rect.top(), free, rect.height()), card.reason, font, ink)
        if taken + wide + pad <= free:
            place = QRectF(rect.right() - pad - wide - 1, rect.top(), wide + 2, rect.height())
            text(painter, place, card.facts, font, ink)


def card_height(scale: TabletScale) -> int:
    """As in the car park's list, whatever it says."""
    return scale.px(26.4 if not scale.is_wide else 24.2)
