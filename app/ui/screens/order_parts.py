"""What the screen of an order is made of: its hero, its lines, its bags."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_state import Bag, LineRow
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, Rule
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.row_list import Row, RowLook
from app.ui.widgets.text import ElidedText, Text

LINE = 76
MAX_BAGS = 4
BAG_LINE, BAGS_OF_LINE = 20, 3
QUANTITY, BAG, PAID = 0.555, 0.615, 0.848
"""Where the columns stand: quantity and paid end there, bag begins."""


def paint_line(painter: QPainter, rect: QRectF, row: Row, look: RowLook) -> None:
    """Picture, name over variant, quantity, bag, what was paid, how far it is."""
    assert isinstance(row, LineRow)
    shown, wide, top = look.theme, rect.width(), rect.top()
    role = Role.TEXT_PRIMARY if row.is_going else Role.TEXT_DISABLED
    primary, muted = shown.colour(look.ink(role)), shown.colour(look.ink(Role.TEXT_MUTED))
    secondary = shown.colour(look.ink(Role.TEXT_SECONDARY))
    draw_picture(painter, QRectF(rect.left() + 8, top + 8, 60, 60), row.sku)
    room = wide * QUANTITY - 84 - 48
    text(painter, QRectF(rect.left() + 84, top + 14, room, 26), row.name, type_font(Type.ROW, 600), primary)
    text(painter, QRectF(rect.left() + 84, top + 41, room, 20), row.variant, type_font(Type.SMALL), muted)
    count = QRectF(rect.left() + wide * QUANTITY - 40, top, 40, rect.height())
    times = text_width(" ×", type_font(Type.SMALL))
    text(painter, count, " ×", type_font(Type.SMALL), muted, ALIGN_RIGHT)
    count.adjust(0, 0, -times, 0)
    text(painter, count, str(row.quantity), type_font(Type.ROW, 600, is_tabular=True), primary, ALIGN_RIGHT)
    if row.bags:
        x, named = rect.left() + wide * BAG, lines_of_bags(row.bags)
        draw_icon(painter, Glyph.SHOPPING_BAG, x, rect.center().y() - 8, 16, secondary)
        above = rect.center().y() - len(named) * BAG_LINE / 2
        for number, bag in enumerate(named):
            shown_at = QRectF(x + 22, above + number * BAG_LINE, wide * 0.12, BAG_LINE)
            text(painter, shown_at, bag, type_font(Type.SMALL, is_tabular=True), secondary)
    paid = QRectF(rect.left() + wide * PAID - 120, top, 120, rect.height())
    text(painter, paid, row.paid, type_font(Type.BODY, 500, is_tabular=True), primary, ALIGN_RIGHT)
    ink = shown.colour(look.ink(Role(f"{row.mark.tone}.text")))
    font = type_font(Type.SMALL, 600)
    width = text_width(row.mark.words, font)
    x = rect.right() - 16 - width
    text(painter, QRectF(x, top, width + 1, rect.height()), row.mark.words, font, ink)
    draw_icon(painter, row.mark.glyph, x - 20, rect.center().y() - 8, 16, ink)


def lines_of_bags(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The bags of one line below each other; of more than there is room for, how many."""
    if len(codes) <= BAGS_OF_LINE:
        return codes
    return (*codes[: BAGS_OF_LINE - 1], f"+{len(codes) - BAGS_OF_LINE + 1}")


class OrderHero(Card):
    """Place, bags, person: what is read while walking to the shelf."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(160)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.place_label, self.place = Text("", Type.CAPTION, 500, "secondary"), ElidedText("", Type.HERO, 700)
        self.place_line = ElidedText("", Type.SMALL, 400, "secondary")
        self.bags_label, self.bags = Text("", Type.CAPTION, 500, "secondary"), Text("", Type.HERO, 700)
        self.bags_line = ElidedText("", Type.SMALL, 600, "secondary")
        self.who_label, self.who = Text("", Type.CAPTION, 500, "secondary"), ElidedText("", Type.HEADING, 600)
        self.who_line = ElidedText("", Type.SMALL, 400, "secondary", is_tabular=True)
        self.codes = [StatusChip(is_small=True) for _ in range(MAX_BAGS)]
        self.marks = [StatusChip(is_small=True) for _ in range(2)]
        self._lay(row)

    def _lay(self, row: QHBoxLayout) -> None:
        row.addLayout(_cell(self.place_label, self.place, self.place_line), 196)
        row.addWidget(Rule(is_upright=True))
        beside = QVBoxLayout()
        beside.setSpacing(6)
        beside.addStretch(1)
        for chip in self.codes:
            beside.addWidget(chip)
        beside.addStretch(1)
        row.addLayout(_cell(self.bags_label, self.bags, self.bags_line, beside), 240)
        row.addWidget(Rule(is_upright=True))
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for chip in self.marks:
            chips.addWidget(chip)
        chips.addStretch(1)
        who = _cell(self.who_label, self.who, self.who_line)
        who.addSpacing(6)
        who.addLayout(chips)
        row.addLayout(who, 408)


def _cell(label: Text, value: Text, line: Text, beside: QVBoxLayout | None = None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(20, 16, 12, 14)
    column.setSpacing(0)
    column.addWidget(label)
    column.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(value)
    if beside is not None:
        row.addLayout(beside)
        row.addStretch(1)
    column.addLayout(row)
    column.addStretch(1)
    column.addWidget(line)
    return column


class LineColumns(QWidget):
    """The heads of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(32)
        self._words: tuple[str, ...] = ("",) * 4

    def show_words(self, words: tuple[str, ...]) -> None:
        self._words = words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, ink, wide = QPainter(self), theme().colour(Role.TEXT_SECONDARY), self.width()
        font = type_font(Type.CAPTION, 500)
        heading, quantity, bag, paid = self._words
        text(painter, QRectF(84, 0, wide * 0.4, 32), heading, font, ink)
        text(painter, QRectF(wide * QUANTITY - 80, 0, 80, 32), quantity, font, ink, ALIGN_RIGHT)
        text(painter, QRectF(wide * BAG, 0, 120, 32), bag, font, ink)
        text(painter, QRectF(wide * PAID - 120, 0, 120, 32), paid, font, ink, ALIGN_RIGHT)


def bag_mark(bag: Bag) -> Mark:
    """A bag as a chip: ticked once it was scanned."""
    if bag.is_scanned:
        return Mark(bag.code, Glyph.CHECK, Tone.SUCCESS)
    return Mark(bag.code, Glyph.SHOPPING_BAG, Tone.NEUTRAL)
