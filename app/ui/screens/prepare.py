"""Getting orders ready: the one thing to do now to read from afar, the lines below; steps and choices beside."""

from PySide6.QtWidgets import QVBoxLayout

from app.presentation.floor_model import FloorModel
from app.presentation.marks import Tone
from app.presentation.prepare_state import PrepareState
from app.ui.screens.event_parts import Ways
from app.ui.screens.number_pad import NumberPad
from app.ui.screens.prepare_parts import LINE, BigCard, PieceColumns, StepRail, paint_piece
from app.ui.shell.frame import Screen
from app.ui.theme.fonts import type_font
from app.ui.theme.tokens import Type
from app.ui.widgets.card import Card, InlineNote, Rule
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.row_list import RowList
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.text import Text

MAX_NOTES = 3


class PrepareScreen(Screen[FloorModel]):
    """The shop floor: orders on their way, what is done with them instead, what is put back."""

    def build(self) -> None:
        """Header, the big card, lines; steps, choices, notes."""
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._header.title.setFont(type_font(Type.PAGE, 700))
        self._big, self._card, self._skeleton = BigCard(), Card(), Skeleton(LINE)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._columns = PieceColumns()
        self.lines = RowList("", paint_piece, LINE)
        self.lines.opened.connect(self.model.tap)
        inside.addWidget(self._columns)
        inside.addWidget(Rule())
        inside.addWidget(self.lines, 1)
        self.main.addWidget(self._header)
        self.main.addWidget(self._big)
        self.main.addWidget(self._skeleton)
        self.main.addWidget(self._card, 1)
        body = self.panel.body
        self._title = Text("", Type.ROW, 600)
        self._about = Text("", Type.SMALL, 400, "secondary", is_wrapped=True)
        self._steps, self._rule, self.ways = StepRail(), Rule(), Ways()
        self.ways.chosen.connect(self.model.choose)
        self.pad = NumberPad()
        self.pad.keys.digit.connect(self.model.take_digit)
        self.pad.keys.deleted.connect(self.model.delete)
        self.pad.keys.cleared.connect(self.model.clear)
        self._notes = [InlineNote() for _ in range(MAX_NOTES)]
        for part in (self._title, self._about, self._steps, self.pad, *self._notes, self._rule, self.ways):
            body.addWidget(part)
        body.addStretch(1)

    def draw(self, state: PrepareState) -> None:
        """All of it."""
        header = self._header
        header.back_button.name(state.back)
        header.title.setText(state.title)
        header.chip.show_mark(state.chip)
        header.purpose.show_mark(None)
        header.fact.show_words(state.fact)
        self._skeleton.setVisible(state.is_loading)
        self._card.setVisible(not state.is_loading)
        self._big.show_big(None if state.is_loading else state.big)
        place, quantity = state.columns
        self._columns.show_words(place, state.heading, quantity)
        self.lines.setAccessibleName(state.heading)
        self.lines.can_choose = state.can_choose
        self.lines.show_rows(state.rows)
        self._draw_panel(state)

    def _draw_panel(self, state: PrepareState) -> None:
        self._title.setText(state.panel_title)
        self._about.show_words(state.about)
        self._steps.show_steps(state.steps)
        self.pad.show_pad(state.pad)
        self._rule.setVisible(bool(state.choices))
        self.ways.show_ways(state.question, state.choices, state.choice)
        for number, note in enumerate(self._notes):
            if number < len(state.notes):
                shown = state.notes[number]
                note.show_note(shown.tone, shown.title, shown.body)
            else:
                note.show_note(Tone.NEUTRAL, "")
