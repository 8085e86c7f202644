"""What is read on a kiosk's page: headings, notes, facts, a price, a sign that is seen from afar."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.presentation.kiosk.blocks import Facts, Ground, Head, Note, Price, Sign
from app.presentation.marks import Glyph, Tone
from app.ui.kiosk.parts import Part, ink
from app.ui.kiosk.scale import Scale, Step
from app.ui.theme.icons import draw_icon
from app.ui.theme.painting import ALIGN_LEFT, box, lines, lines_height, text, text_width
from app.ui.theme.tokens import Role, ThemeName
from app.ui.widgets.painted import tone_fill, tone_ink
from app.ui.widgets.pictures import draw_picture


class HeadPart(Part):
    """A heading with its line, and a mark of how it stands."""

    def __init__(self, block: Head, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.show_block(block)

    def show_block(self, block: Head) -> None:
        """Other words."""
        self.block = block
        self.say(block.words, block.line)
        self.updateGeometry()
        self.update()

    def _fonts(self) -> tuple[QFont, QFont]:
        step = Step.HERO if self.block.is_hero else Step.PAGE
        return self.scale.font(step, 700), self.scale.font(Step.TITLE)

    @property
    def _icon(self) -> int:
        if self.block.glyph is None:
            return 0
        return self.scale.px(15 if self.scale.is_wide or not self.block.is_hero else 24)

    def heightForWidth(self, width: int) -> int:
        """Both, with air between."""
        big, small = self._fonts()
        room = width - self._icon - (self.scale.px(5) if self._icon else 0)
        high = lines_height(self.block.words, big, room)
        if self.block.line:
            high += self.scale.px(2) + lines_height(self.block.line, small, room)
        return round(max(high, self._icon)) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark on the left, the words beside it."""
        painter, (big, small) = QPainter(self), self._fonts()
        block, left = self.block, 0.0
        if block.glyph is not None:
            self._paint_mark(painter, block.glyph)
            left = self._icon + self.scale.px(5)
        room = self.width() - left
        high = lines_height(block.words, big, room)
        align = Qt.AlignmentFlag.AlignCenter if block.is_centred else ALIGN_LEFT
        lines(painter, QRectF(left, 0, room, high), block.words, big, ink(self.theme, self.ground), align)
        if block.line:
            top = high + self.scale.px(2)
            under = QRectF(left, top, room, lines_height(block.line, small, room))
            lines(painter, under, block.line, small, ink(self.theme, self.ground, is_second=True), align)

    def _paint_mark(self, painter: QPainter, glyph: Glyph) -> None:
        """How it stands: what went well is a solid disc, seen before a word is read."""
        side = self._icon
        if glyph is Glyph.CIRCLE_CHECK and self.ground is Ground.CANVAS:
            box(painter, QRectF(0, 0, side, side), side / 2, tone_fill(self.theme, self.block.tone, is_solid=True))
            tick, colour = round(side * 0.62), tone_ink(self.theme, self.block.tone, is_solid=True)
            draw_icon(painter, Glyph.CHECK, (side - tick) / 2, (side - tick) / 2, tick, colour)
            return
        is_plain = self.ground is not Ground.CANVAS
        colour = ink(self.theme, self.ground) if is_plain else tone_ink(self.theme, self.block.tone)
        draw_icon(painter, glyph, 0, 0, side, colour)


class NotePart(Part):
    """A card with an icon: what else is to be known, or what is wrong."""

    def __init__(self, block: Note, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.show_block(block)

    def show_block(self, block: Note) -> None:
        """Other words."""
        self.block = block
        self.say(block.title, block.words)
        self.updateGeometry()
        self.update()

    @property
    def _is_card(self) -> bool:
        return self.ground is Ground.CANVAS and (bool(self.block.title) or self.block.tone is not Tone.NEUTRAL)

    def _parts(self, width: int) -> tuple[float, float, float, float]:
        """Padding, left of the words, their width, height of the title."""
        pad = float(self.scale.px(5)) if self._is_card else 0.0
        left = pad + self.scale.px(10) + self.scale.gap
        room = width - left - pad
        title = self.block.title
        return pad, left, room, lines_height(title, self.scale.font(Step.ROW, 700), room) if title else 0.0

    def heightForWidth(self, width: int) -> int:
        """Title and words."""
        pad, _, room, title = self._parts(width)
        words = lines_height(self.block.words, self.scale.font(Step.BODY), room)
        return round(max(title + words, self.scale.px(10)) + 2 * pad) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """On its own surface, but for a plain line."""
        painter, shown, block = QPainter(self), self.theme, self.block
        pad, left, room, title = self._parts(self.width())
        colour = tone_ink(shown, block.tone) if self.ground is Ground.CANVAS else ink(shown, self.ground)
        if self._is_card:
            fill = shown.colour(Role.BG_SURFACE) if block.tone is Tone.NEUTRAL else tone_fill(shown, block.tone)
            edge = shown.colour(Role.BORDER_SUBTLE) if block.tone is Tone.NEUTRAL else colour
            box(painter, QRectF(self.rect()), shown.radius("card"), fill, edge, 2)
        icon = self.scale.px(10)
        draw_icon(painter, block.glyph, pad, pad, icon, colour)
        words = ink(shown, self.ground)
        if block.title:
            lines(painter, QRectF(left, pad, room, title), block.title, self.scale.font(Step.ROW, 700), words)
        body = self.scale.font(Step.BODY)
        high = lines_height(block.words, body, room)
        top = pad + title if block.title else (self.height() - high) / 2
        lines(painter, QRectF(left, top, room, high), block.words, body, words)


class FactsPart(Part):
    """Label over value, side by side."""

    def __init__(self, block: Facts, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.show_block(block)

    def show_block(self, block: Facts) -> None:
        """Other facts."""
        self.block = block
        self.say(*(f"{label}: {value}." for label, value in block.cells))
        self.updateGeometry()
        self.update()

    def _fonts(self) -> tuple[QFont, QFont]:
        return self.scale.font(Step.BODY), self.scale.font(Step.TITLE, 600)

    def _is_tall(self, width: int) -> bool:
        """Whether the cells stand one under the other, because side by side their words would break."""
        label, value = self._fonts()
        room = width / max(1, len(self.block.cells)) - self.scale.px(8)
        return any(max(text_width(n, label), text_width(v, value)) > room for n, v in self.block.cells)

    def heightForWidth(self, width: int) -> int:
        """One row, or one for each."""
        label, value = self._fonts()
        line = label.pixelSize() * 1.35 + value.pixelSize() * 1.3
        rows = len(self.block.cells) if self._is_tall(width) else 1
        return round(line * rows) + self.scale.px(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line between two cells."""
        painter, shown, (label, value) = QPainter(self), self.theme, self._fonts()
        edge, pad, cells = shown.colour(Role.BORDER_SUBTLE), self.scale.px(4), self.block.cells
        box(painter, QRectF(self.rect()), shown.radius("card"), shown.colour(Role.BG_SURFACE), edge, 2)
        is_tall = self._is_tall(self.width())
        wide = self.width() if is_tall else self.width() / max(1, len(cells))
        high = (self.height() - 2 * pad) / (len(cells) if is_tall else 1)
        top_high = label.pixelSize() * 1.35
        for number, (name, words) in enumerate(cells):
            left, top = (0.0, pad + high * number) if is_tall else (wide * number, float(pad))
            if number and not is_tall:
                painter.fillRect(QRectF(left, pad, 2, self.height() - 2 * pad), edge)
            room = wide - 2 * pad
            colour = shown.colour(Role.TEXT_SECONDARY)
            text(painter, QRectF(left + pad, top, room, top_high), name, label, colour)
            under = QRectF(left + pad, top + top_high, room, value.pixelSize() * 1.3)
            text(painter, under, words, value, shown.colour(Role.TEXT_PRIMARY))


class SignPart(Part):
    """A dark board: what it is about, the one thing to remember, what follows."""

    def __init__(self, block: Sign, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.MinimumExpanding)
        self.setSizePolicy(policy)
        self.setMaximumHeight(scale.px(190))
        self.show_block(block)

    def show_block(self, block: Sign) -> None:
        """Another number."""
        self.block = block
        self.say(block.title, block.big, block.line)
        self.updateGeometry()
        self.update()

    def _big(self, width: float) -> QFont:
        """The largest step the words fit in."""
        is_tight = self.scale.is_wide and self.scale.is_large
        for step in (Step.AFAR, Step.HERO) if is_tight else (Step.NUMBER, Step.AFAR, Step.HERO):
            font = self.scale.font(step, 700, is_tabular=True)
            if text_width(self.block.big, font) <= width:
                return font
        return self.scale.font(Step.PAGE, 700)

    def _heights(self, width: int) -> tuple[int, float, float, float]:
        pad = self.scale.px(7 if not self.scale.is_wide else 5) if self.ground is Ground.CANVAS else 0
        room = width - 2 * pad
        title = lines_height(self.block.title, self.scale.font(Step.HEADING, 600), room)
        big = lines_height(self.block.big, self._big(room), room)
        left = self.scale.px(12) + self.scale.gap
        line = (
            lines_height(self.block.line, self.scale.font(Step.TITLE, 500), room - left) if self.block.line else 0
        )
        return pad, title, big, float(line)

    def heightForWidth(self, width: int) -> int:
        """All three."""
        pad, title, big, line = self._heights(width)
        return round(2 * pad + title + big + (line + self.scale.gap if line else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """White on dark, in every theme but the one that turns it round."""
        painter, shown = QPainter(self), self.theme
        pad, title, big, line = self._heights(self.width())
        colour = ink(shown, self.ground)
        if self.ground is Ground.CANVAS:
            fill, colour = shown.colour(Role.BG_INVERSE), shown.colour(Role.TEXT_INVERSE)
            edge = shown.colour(Role.BORDER_STRONG) if shown.name is ThemeName.HC else None
            box(painter, QRectF(self.rect()), shown.radius("panel") * 1.4, fill, edge, 2)
        room = self.width() - 2 * pad
        lines(painter, QRectF(pad, pad, room, title), self.block.title, self.scale.font(Step.HEADING, 600), colour)
        below = line + self.scale.gap if line else 0.0
        middle = (self.height() - 2 * pad - title - below - big) / 2
        lines(painter, QRectF(pad, pad + title + middle, room, big), self.block.big, self._big(room), colour)
        if line:
            icon, top = self.scale.px(12), self.height() - pad - line
            draw_icon(painter, self.block.glyph, pad, top + (line - icon) / 2, icon, colour)
            left = icon + self.scale.gap
            rect = QRectF(pad + left, top, room - left, line)
            lines(painter, rect, self.block.line, self.scale.font(Step.TITLE, 500), colour)


class PricePart(Part):
    """An article and what it costs."""

    def __init__(self, block: Price, scale: Scale, ground: Ground) -> None:
        super().__init__(scale, ground)
        self.show_block(block)

    def show_block(self, block: Price) -> None:
        """Another article."""
        self.block = block
        self.say(f"{block.name}, {block.variant}.", block.price, block.was, block.line)
        self.updateGeometry()
        self.update()

    @property
    def _side(self) -> int:
        """The picture; large words on a wide screen take its room."""
        if self.scale.is_wide:
            return 0 if self.scale.is_large else self.scale.px(34)
        return self.scale.px(48)

    @property
    def _left(self) -> int:
        return self._side + (self.scale.px(6) if self._side else 0)

    @property
    def _struck(self) -> QFont:
        font = QFont(self.scale.font(Step.HEADING))
        font.setStrikeOut(True)
        return font

    def _is_beside(self, room: float) -> bool:
        """Whether the old price has room behind the new one."""
        price = text_width(self.block.price, self.scale.font(Step.PRICE, 700, is_tabular=True))
        return price + self.scale.px(4) + text_width(self.block.was, self._struck) <= room

    def _rows(self, room: float) -> tuple[tuple[str, QFont, Role], ...]:
        block, scale = self.block, self.scale
        rows = (
            (block.name, scale.font(Step.HEADING, 700), Role.TEXT_PRIMARY),
            (block.variant, scale.font(Step.ROW), Role.TEXT_SECONDARY),
            (block.price, scale.font(Step.PRICE, 700, is_tabular=True), Role.TEXT_PRIMARY),
            ("" if self._is_beside(room) else block.was, self._struck, Role.TEXT_SECONDARY),
            (block.line, scale.font(Step.BODY), Role.TEXT_SECONDARY),
        )
        return tuple(row for row in rows if row[0])

    def heightForWidth(self, width: int) -> int:
        """Picture and words side by side."""
        room = width - self._left
        high = sum(lines_height(words, font, room) for words, font, _ in self._rows(room))
        return round(max(high, self._side)) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """The old price stands struck behind the new one."""
        painter, shown = QPainter(self), self.theme
        if self._side:
            draw_picture(painter, QRectF(0, 0, self._side, self._side), self.block.picture)
        left, top = self._left, 0.0
        room = self.width() - left
        for words, font, role in self._rows(room):
            high = lines_height(words, font, room)
            lines(painter, QRectF(left, top, room, high), words, font, shown.colour(role))
            if words == self.block.price and self.block.was and self._is_beside(room):
                beside = QRectF(left + text_width(words, font) + self.scale.px(4), top, room, high)
                text(painter, beside, self.block.was, self._struck, shown.colour(Role.TEXT_SECONDARY))
            top += high
