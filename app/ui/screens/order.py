"""An order at the counter: place and bags to read from afar, who comes, what is in it; the hand-over beside."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_state import Bag, LineRow, OrderState
from app.presentation.viewmodels.order import OrderModel
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.icons import draw_icon
from app.ui.theme.look import theme
from app.ui.theme.painting import ALIGN_RIGHT, text, text_width
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, InlineNote, Rule
from app.ui.widgets.check import CheckRow
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.facts import FactRow, PageHeader
from app.ui.widgets.pictures import draw_picture
from app.ui.widgets.row_list import Row, RowList, RowLook
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.steps import StepList
from app.ui.widgets.text import ElidedText, Text

LINE = 76
MAX_NOTES = 4
MAX_BAGS = 4
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
    text(painter, count, f"{row.quantity} ×", type_font(Type.ROW, 600, is_tabular=True), primary, ALIGN_RIGHT)
    if row.bag:
        x = rect.left() + wide * BAG
        draw_icon(painter, Glyph.SHOPPING_BAG, x, rect.center().y() - 8, 16, secondary)
        bag = QRectF(x + 22, top, wide * 0.12, rect.height())
        text(painter, bag, row.bag, type_font(Type.SMALL, is_tabular=True), secondary)
    paid = QRectF(rect.left() + wide * PAID - 120, top, 120, rect.height())
    text(painter, paid, row.paid, type_font(Type.BODY, 500, is_tabular=True), primary, ALIGN_RIGHT)
    ink = shown.colour(look.ink(Role(f"{row.mark.tone}.text")))
    font = type_font(Type.SMALL, 600)
    width = text_width(row.mark.words, font)
    x = rect.right() - 16 - width
    text(painter, QRectF(x, top, width + 1, rect.height()), row.mark.words, font, ink)
    draw_icon(painter, row.mark.glyph, x - 20, rect.center().y() - 8, 16, ink)


class _Hero(Card):
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
        self.bags_line = ElidedText("", Type.SMALL, 600, "success")
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
        who.insertLayout(who.count() - 1, chips)
        row.addLayout(who, 408)


def _cell(label: Text, value: Text, line: Text, beside: QVBoxLayout | None = None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(20, 16, 12, 14)
    column.setSpacing(4)
    column.addWidget(label)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(value)
    if beside is not None:
        row.addLayout(beside)
        row.addStretch(1)
    column.addLayout(row)
    column.addWidget(line)
    column.addStretch(1)
    return column


class _LineColumns(QWidget):
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


class OrderScreen(Screen[OrderModel]):
    """The order."""

    def build(self) -> None:
        """Header, hero, lines; proof, notes, facts."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._header.title.setFont(type_font(Type.PAGE, 700))
        self._hero = _Hero()
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._columns = _LineColumns()
        self.lines = RowList("", paint_line, LINE).fit()
        self.lines.opened.connect(self.model.toggle_line)
        inside.addWidget(self._columns)
        inside.addWidget(Rule())
        inside.addWidget(self.lines, 1)
        foot = QHBoxLayout()
        self._message, self._held = (
            ElidedText("", Type.SMALL, 400, "secondary"),
            Text("", Type.SMALL, 400, "secondary"),
        )
        foot.addWidget(self._message, 1)
        foot.addWidget(self._held)
        for part in (self._header, self._hero):
            self.main.addWidget(part)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.main.addWidget(card)
        self.main.addLayout(foot)
        self.main.addSpacing(64)
        self.main.addStretch(1)
        self._build_panel()

    def _build_panel(self) -> None:
        self._proof_title = Text("", Type.ROW, 600)
        self._proof = Segmented("")
        self._proof.chosen.connect(self.model.choose_proof)
        self._notes = [InlineNote() for _ in range(MAX_NOTES)]
        self._steps = StepList()
        self._age = CheckRow()
        self._age.toggled.connect(self.model.check_age)
        self._facts = [FactRow() for _ in range(2)]
        for part in (self._proof_title, self._proof, *self._notes, self._steps, self._age):
            self.panel.body.addWidget(part)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        for row in self._facts:
            facts.addWidget(row)
        self.panel.body.addLayout(facts)
        self.panel.body.addStretch(1)

    def draw(self, state: OrderState | None) -> None:
        """Everything of the order."""
        if state is None:
            return
        self._draw_head(state)
        self._draw_hero(state)
        self._columns.show_words((state.heading, *state.columns))
        self.lines.setAccessibleName(state.heading)
        self.lines.can_choose = state.is_partial
        self.lines.show_rows(state.lines)
        self._message.setText(state.message)
        self._held.setText(state.held)
        self._draw_panel(state)

    def _draw_head(self, state: OrderState) -> None:
        header = self._header
        header.back_button.name(state.back)
        header.prefix.show_words(state.prefix)
        header.title.setText(state.tail)
        header.chip.show_mark(state.chip)
        header.fact.show_words(state.promise)

    def _draw_hero(self, state: OrderState) -> None:
        hero, labels = self._hero, state.labels
        hero.place_label.setText(labels[0])
        hero.place.setText(state.place)
        hero.place_line.setText(state.place_line)
        hero.bags_label.setText(labels[1])
        hero.bags.setText(str(len(state.bags)))
        hero.bags_line.setText(state.bags_line)
        hero.who_label.setText(labels[2])
        hero.who.setText(state.name)
        hero.who_line.setText(state.who_line)
        for number, chip in enumerate(hero.codes):
            chip.show_mark(bag_mark(state.bags[number]) if number < len(state.bags) else None)
        for number, chip in enumerate(hero.marks):
            chip.show_mark(state.marks[number] if number < len(state.marks) else None)
        tone = "muted" if state.is_done else ""
        for label in (hero.place, hero.bags, hero.who):
            label.set_tone(tone)

    def _draw_panel(self, state: OrderState) -> None:
        self._proof_title.setText(state.proof_title)
        self._proof.setAccessibleName(state.proof_title)
        self._proof.offer([Segment(value, words, glyph) for value, words, glyph in state.proofs], state.proof)
        self._proof.setVisible(not state.is_done)
        for number, note in enumerate(self._notes):
            if number < len(state.notes):
                shown = state.notes[number]
                note.show_note(shown.tone, shown.title, shown.body)
            else:
                note.show_note(Tone.NEUTRAL, "")
        self._steps.show_steps([(step.tone, step.title, step.line) for step in state.steps])
        self._age.show_words(state.age_check, is_checked=state.is_age_checked)
        for row, fact in zip(self._facts, state.facts, strict=True):
            row.show_fact(*fact)
            row.setVisible(not state.is_done)
