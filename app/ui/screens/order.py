"""An order at the counter: place and bags to read from afar, who comes, what is in it; the hand-over beside."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from app.presentation.marks import Glyph, Tone
from app.presentation.order_state import OrderState
from app.presentation.order_ways import PAGE
from app.presentation.viewmodels.order import OrderModel
from app.ui.screens.order_parts import LINE, LineColumns, OrderHero, bag_mark, paint_line
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.tokens import Type
from app.ui.widgets.buttons import WordButton
from app.ui.widgets.card import Card, InlineNote, Rule
from app.ui.widgets.check import CheckRow
from app.ui.widgets.facts import FactRow, PageHeader
from app.ui.widgets.row_list import RowList
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.steps import StepList
from app.ui.widgets.text import ElidedText, Text

MAX_NOTES = 4
WAY = "way"
"""A row's property: how it says that somebody signed."""


class OrderScreen(Screen[OrderModel]):
    """The order."""

    def build(self) -> None:
        """Header, hero, lines; proof, notes, facts."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._header.title.setFont(type_font(Type.PAGE, 700))
        self._hero = OrderHero()
        self._card, self._skeleton = Card(), Skeleton(LINE)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._columns = LineColumns()
        self.lines = RowList("", paint_line, LINE).fit()
        inside.addWidget(self._columns)
        inside.addWidget(Rule())
        inside.addWidget(self.lines, 1)
        foot = QHBoxLayout()
        self._message, self._held = (
            ElidedText("", Type.SMALL, 400, "secondary"),
            Text("", Type.SMALL, 400, "secondary"),
        )
        self.page = WordButton(glyph=Glyph.QR_CODE)
        foot.addWidget(self._message, 1)
        foot.addWidget(self.page)
        foot.addWidget(self._held)
        for part in (self._header, self._hero):
            self.main.addWidget(part)
        self._card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.main.addWidget(self._card)
        self.main.addWidget(self._skeleton)
        self.main.addLayout(foot)
        self.main.addStretch(1)
        self._build_panel()

    def link(self) -> None:
        """Pieces that stay, the proof, what was checked."""
        self.page.clicked.connect(lambda: self.panel.pressed.emit(PAGE))
        self.lines.opened.connect(self.model.toggle_line)
        self._proof.chosen.connect(self.model.choose_proof)
        self._age.toggled.connect(self.model.check_age)
        self._money.toggled.connect(self.model.take_money)
        for sign in self._signs:
            sign.toggled.connect(lambda _, sign=sign: self.model.sign(sign.property(WAY)))

    def _build_panel(self) -> None:
        self._proof_title = Text("", Type.ROW, 600)
        self._proof = Segmented("")
        self._notes = [InlineNote() for _ in range(MAX_NOTES)]
        self._steps = StepList()
        self._age = CheckRow()
        self._money = CheckRow()
        self._signs = [CheckRow() for _ in range(2)]
        self._facts = [FactRow() for _ in range(2)]
        for part in (
            self._proof_title,
            self._proof,
            *self._notes,
            self._steps,
            self._money,
            self._age,
            *self._signs,
        ):
            self.panel.body.addWidget(part)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        for row in self._facts:
            facts.addWidget(row)
        self.panel.body.addLayout(facts)
        self.panel.body.addStretch(1)

    def draw(self, state: OrderState | None) -> None:
        """Everything of the order."""
        is_there = state is not None and bool(state.tail)
        for part in (self._hero, self._card, self._proof, self._money, self._age, *self._signs):
            part.setVisible(is_there)
        self._skeleton.setVisible(state is None)
        if state is None:
            for row in self._facts:
                row.hide()
            return
        self._draw_head(state)
        self._draw_hero(state)
        self._columns.show_words((state.heading, *state.columns))
        self.lines.setAccessibleName(state.heading)
        self.lines.can_choose = self.lines.takes_space = state.is_partial
        self.lines.show_rows(state.lines)
        self._message.setText(state.message)
        self._held.setText(state.held)
        self.page.setText(state.page)
        self.page.setVisible(bool(state.page))
        self.page.updateGeometry()
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
        hero.bags_line.set_tone("success" if all(bag.is_scanned for bag in state.bags) else "secondary")
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
        self._proof_title.show_words(state.proof_title)
        self._proof.setAccessibleName(state.proof_title)
        self._proof.offer([Segment(value, words, glyph) for value, words, glyph in state.proofs], state.proof)
        self._proof.setVisible(bool(state.proofs) and not state.is_done)
        for number, note in enumerate(self._notes):
            if number < len(state.notes):
                shown = state.notes[number]
                note.show_note(shown.tone, shown.title, shown.body)
            else:
                note.show_note(Tone.NEUTRAL, "")
        self._steps.show_steps([(step.tone, step.title, step.line) for step in state.steps])
        is_open = not state.is_done
        self._money.show_words(state.pay_check if is_open else "", is_checked=state.is_paid_here)
        self._age.show_words(state.age_check if is_open else "", is_checked=state.is_age_checked)
        for at, sign in enumerate(self._signs):
            tick = state.signs[at] if at < len(state.signs) and is_open else None
            sign.setProperty(WAY, "" if tick is None else tick.value)
            sign.show_words("" if tick is None else tick.words, is_checked=tick is not None and tick.is_ticked)
        for row, fact in zip(self._facts, state.facts, strict=True):
            row.show_fact(*fact)
            row.setVisible(bool(fact[0]) and not state.is_done)
