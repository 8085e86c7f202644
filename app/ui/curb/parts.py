"""What is read on the tablet: the strip at the top, notes, places with their bags, what is typed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presentation.curb.states import CurbState, Note, Shelf, Typed
from app.presentation.marks import Glyph, Tone
from app.ui.curb.scale import STRIP_MM, Step, TabletScale
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_CENTRE, box, lines, lines_height, text, text_width
from app.ui.theme.readable import readable
from app.ui.theme.tokens import Role
from app.ui.widgets.painted import tone_fill, tone_ink


class Part(QWidget):
    """Something that is read; as high as its words need in the width it gets."""

    def __init__(self, scale: TabletScale) -> None:
        super().__init__()
        self.scale = scale
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, *words: str) -> None:
        """What readers are told of it."""
        self.setAccessibleName(" ".join(readable(word).replace("\n", " ") for word in words if word))
        self._fit()
        self.update()

    def _fit(self) -> None:
        """As high as its words: columns side by side do not ask for it by themselves."""
        self.setFixedHeight(self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks words elsewhere."""
        super().resizeEvent(event)
        self._fit()


class StripPart(Part):
    """What this page is, how the line stands, the time; nothing to touch."""

    def show_state(self, state: CurbState) -> None:
        """Another page, or a minute later."""
        self.state = state
        self.say(state.title, state.link, state.time)

    def heightForWidth(self, width: int) -> int:
        """A band."""
        return self.scale.px(STRIP_MM)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White on black in every theme; without a line a chip in the colour of a warning, with the only time that
        counts. What the page is gives way to that: the page itself says it, too."""
        painter, shown, state, scale = QPainter(self), theme(), self.state, self.scale
        painter.fillRect(self.rect(), shown.colour(Role.BG_RAIL))
        ink, body, high = shown.colour(Role.RAIL_TEXT), scale.font(Step.BODY), float(self.height())
        right = float(self.width() - scale.margin)
        if state.is_linked:
            wide = text_width(state.time, body)
            text(painter, QRectF(right - wide - 1, 0, wide + 2, high), state.time, body, ink)
            right -= wide + scale.px(3)
        icon, pad = scale.px(4.5), scale.px(1.5)
        room = text_width(state.link, body) + icon + 3 * pad
        chip = QRectF(right - room, high * 0.14, room, high * 0.72)
        if not state.is_linked:
            box(painter, chip, chip.height() / 2, shown.colour(Role.WARNING_SOLID))
            ink = shown.colour(Role.WARNING_ON)
        glyph = Glyph.CLOUD_CHECK if state.is_linked else Glyph.WIFI_OFF
        draw_icon(painter, glyph, chip.left() + pad, (high - icon) / 2, icon, ink)
        text(painter, chip.adjusted(icon + 2 * pad, 0, 0, 0), state.link, body, ink)
        left = QRectF(scale.margin, 0, chip.left() - 2 * scale.margin, high)
        font = scale.fitting(state.title, left.width(), Step.ROW, Step.BODY, weight=700)
        if state.is_linked or text_width(state.title, font) <= left.width():
            text(painter, left, state.title, font, shown.colour(Role.RAIL_TEXT))


class NotePart(Part):
    """A line with its icon; with a title a whole block in the colour of its tone."""

    def show_note(self, note: Note) -> None:
        """Another note."""
        self.note = note
        self.say(note.title, note.words)

    @property
    def _icon(self) -> int:
        return self.scale.px(9 if self._is_solid else 6)

    @property
    def _is_solid(self) -> bool:
        return bool(self.note.title) and self.note.tone is not Tone.NEUTRAL

    @property
    def _line_step(self) -> Step:
        """On yellow nothing is small: its contrast is the lowest of all."""
        return Step.ROW if self._is_solid else Step.BODY

    def _heights(self, width: int) -> tuple[float, float, float]:
        room = width - self._icon - 4 * self.scale.px(2.5)
        title = lines_height(self.note.title, self.scale.font(Step.TITLE, 700), room) if self.note.title else 0
        words = lines_height(self.note.words, self.scale.font(self._line_step), room) if self.note.words else 0
        return room, title, words

    def heightForWidth(self, width: int) -> int:
        """Both, and air around what is solid."""
        _, title, words = self._heights(width)
        pad = self.scale.px(2.5 if self._is_solid else 1)
        return int(max(title + words, self._icon) + 2 * pad) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon on the left, title over line."""
        painter, shown, note = QPainter(self), theme(), self.note
        ink, bold = shown.colour(Role.TEXT_PRIMARY), ink_of(shown.colour(Role.TEXT_PRIMARY), note.tone)
        if self._is_solid:
            box(painter, QRectF(self.rect()), shown.radius("card"), tone_fill(shown, note.tone, is_solid=True))
            ink = bold = tone_ink(shown, note.tone, is_solid=True)
        room, title, words = self._heights(self.width())
        pad = self.scale.px(2.5)
        draw_icon(painter, note.glyph, pad, (self.height() - self._icon) / 2, self._icon, bold)
        left, top = float(self._icon + 2 * pad), (self.height() - title - words) / 2
        lines(painter, QRectF(left, top, room, title), note.title, self.scale.font(Step.TITLE, 700), ink)
        lines(painter, QRectF(left, top + title, room, words), note.words, self.scale.font(self._line_step), ink)


def ink_of(plain: QColor, tone: Tone) -> QColor:
    """An icon on a plain ground: its tone's colour for words, or the plain one."""
    return plain if tone is Tone.NEUTRAL else theme().colour(Role(f"{tone}.text"))


class ShelfPart(Part):
    """A place in large letters, and a row for each bag that stands there."""

    def show_shelf(self, shelf: Shelf) -> None:
        """Other bags, or one more that is ticked."""
        self.shelf = shelf
        rows = "; ".join(f"{bag.words}, {bag.line}, {bag.mark}" for bag in shelf.bags)
        self.say(f"{shelf.place}:", rows)

    @property
    def _row(self) -> int:
        return self.scale.px(13.5 if not self.scale.is_wide else 12.5)

    def heightForWidth(self, width: int) -> int:
        """A row for each bag."""
        return self._row * len(self.shelf.bags)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The place white on black, the bags beside it."""
        painter, shown, scale = QPainter(self), theme(), self.scale
        area, radius, edge = QRectF(self.rect()), shown.radius("card"), max(2, scale.px(0.4))
        box(painter, area, radius, shown.colour(Role.BG_SURFACE), shown.colour(Role.BORDER_STRONG), edge)
        place = QRectF(0, 0, scale.px(27 if not scale.is_wide else 21), area.height())
        box(painter, place, radius, shown.colour(Role.BG_INVERSE))
        font = scale.fitting(
            self.shelf.place, place.width() - scale.px(3), Step.BAY, Step.PAGE, Step.ROW, weight=700
        )
        if font.pixelSize() > area.height() * 0.8:
            font = scale.font(Step.PAGE, 700)
        text(painter, place, self.shelf.place, font, shown.colour(Role.TEXT_INVERSE), ALIGN_CENTRE)
        for number in range(len(self.shelf.bags)):
            self._paint_bag(painter, number, place.right())
            if number:
                painter.setPen(QPen(shown.colour(Role.BORDER_STRONG), 2))
                painter.drawLine(int(place.right()), self._row * number, self.width(), self._row * number)

    def _paint_bag(self, painter: QPainter, number: int, left: float) -> None:
        shown, scale, bag = theme(), self.scale, self.shelf.bags[number]
        top, high, pad, side = float(self._row * number), float(self._row), scale.px(2.2), scale.px(7)
        tick = QRectF(left + pad, top + (high - side) / 2, side, side)
        green, black = shown.colour(Role.SUCCESS_SOLID), shown.colour(Role.TEXT_PRIMARY)
        box(painter, tick, 6, green if bag.is_taken else None, green if bag.is_taken else black, 3)
        if bag.is_taken:
            icon = round(side * 0.8)
            at = (side - icon) / 2
            ink = shown.colour(Role.SUCCESS_ON)
            draw_icon(painter, Glyph.CHECK, tick.left() + at, tick.top() + at, icon, ink)
        body = scale.font(Step.BODY)
        mark, start = text_width(bag.mark, body), tick.right() + pad
        free = self.width() - pad - start
        room = free - mark - pad
        row = scale.fitting(bag.words, room, Step.ROW, Step.BODY, weight=700)
        is_tight = text_width(bag.words, row) > room
        below, half = top + high * 0.52, high * 0.4
        word = QRectF(
            self.width() - pad - mark - 1, below if is_tight else top, mark + 2, half if is_tight else high
        )
        text(painter, word, bag.mark, body, black)
        first = QRectF(start, top + high * 0.1, free if is_tight else room, high * 0.45)
        text(painter, first, bag.words, row, black)
        text(painter, QRectF(start, below, room, half), bag.line, body, black)


class TypedPart(Part):
    """The question, and a slot for every sign; of a PIN dots, on the screen and to readers."""

    def show_typed(self, typed: Typed) -> None:
        """One sign more, or another question."""
        self.typed = typed
        self.say(typed.words, typed.line, "" if typed.is_hidden else typed.signs)

    @property
    def _slot(self) -> int:
        return self.scale.px(11)

    def heightForWidth(self, width: int) -> int:
        """Question, hint, slots."""
        return int(self._words(width)[1] + self._slot + self.scale.px(2)) + 1

    def _words(self, width: int) -> tuple[float, float]:
        title = self.scale.font(Step.PAGE, 700).pixelSize() * 1.2
        return title, title + lines_height(self.typed.line, self.scale.font(Step.BODY), width) + self.scale.px(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Slots side by side, as wide as there is room for."""
        painter, shown, scale, typed = QPainter(self), theme(), self.scale, self.typed
        title, top = self._words(self.width())
        ink = shown.colour(Role.TEXT_PRIMARY)
        text(painter, QRectF(0, 0, self.width(), title), typed.words, scale.font(Step.PAGE, 700), ink)
        hint = QRectF(0, title, self.width(), top - title - scale.px(2))
        lines(painter, hint, typed.line, scale.font(Step.BODY), ink)
        if typed.is_open:
            self._paint_open(painter, top)
            return
        gap = scale.px(1.2)
        wide = min(scale.px(10), (self.width() - gap * (typed.length - 1)) / typed.length)
        for number in range(typed.length):
            slot = QRectF(number * (wide + gap), top, wide, self._slot)
            is_next = number == len(typed.signs)
            edge = shown.colour(Role.ACCENT_SOLID if is_next else Role.BORDER_STRONG)
            box(painter, slot, 6, shown.colour(Role.BG_SURFACE), edge, 5 if is_next else 2)
            if number < len(typed.signs):
                sign = "\N{BULLET}" if typed.is_hidden else typed.signs[number]
                painter.setPen(Qt.PenStyle.SolidLine)
                text(painter, slot, sign, scale.font(Step.PAGE, 700, is_tabular=True), ink, ALIGN_CENTRE)

    def _paint_open(self, painter: QPainter, top: float) -> None:
        """One field for signs of which nobody knows how many; the next one comes at the bar."""
        shown, scale, signs = theme(), self.scale, self.typed.signs
        field = QRectF(0, top, min(self.width(), scale.px(66)), self._slot)
        box(painter, field, 6, shown.colour(Role.BG_SURFACE), shown.colour(Role.ACCENT_SOLID), 5)
        pad, font = scale.px(3), scale.font(Step.PAGE, 700, is_tabular=True)
        room, ink = field.adjusted(pad, 0, -pad, 0), shown.colour(Role.TEXT_PRIMARY)
        wide = text(painter, room, signs, font, ink) + scale.px(0.8) if signs else 0.0
        high = self._slot * 0.6
        bar = QRectF(pad + wide, top + (self._slot - high) / 2, scale.px(0.6), high)
        painter.fillRect(bar, shown.colour(Role.ACCENT_SOLID))
