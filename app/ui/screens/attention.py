"""The attention desk: what waits for a person, why, and the ways out beside."""

from app.presentation.marks import Glyph, Tone
from app.presentation.viewmodels.attention import AttentionModel, AttentionState
from app.ui.screens.attention_rows import DONE_ROW, OPEN_ROW
from app.ui.screens.event_parts import EventCard, EventHead, Ways
from app.ui.shell.frame import Screen
from app.ui.theme.tokens import Type
from app.ui.widgets.card import InlineNote, Rule
from app.ui.widgets.empty import EmptyPlace
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.steps import StepList
from app.ui.widgets.text import Text

SETTLED_SHOWN, OPEN_SHOWN = 2, 3
"""So many settled ones are shown below so many open ones; more open ones take their room."""


class AttentionScreen(Screen[AttentionModel]):
    """What is open over what was settled; steps and choices of the selected one."""

    def build(self) -> None:
        """Header with both views, the lists, the panel."""
        self._header = PageHeader()
        self._header.back_button.hide()
        self.views = Segmented("")
        self.views.setFixedWidth(256)
        self.views.chosen.connect(self.model.choose_view)
        row = self._header.layout()
        assert row is not None
        row.addWidget(self.views)
        self._open, self._settled = EventCard(OPEN_ROW), EventCard(DONE_ROW, can_choose=False)
        self._open.rows.chosen.connect(self.model.choose)
        self._open.rows.opened.connect(self.model.choose)
        self._settled_title = Text("", Type.BODY, 600)
        self._empty = EmptyPlace(Glyph.CIRCLE_CHECK)
        self.main.addWidget(self._header)
        for part, stretch in ((self._empty, 100), (self._open, 50), (self._settled_title, 0), (self._settled, 1)):
            self.main.addWidget(part, stretch)
        self.main.addStretch(1)
        self._build_panel()

    def _build_panel(self) -> None:
        body = self.panel.body
        body.setSpacing(8)
        self._head, self._steps, self._rule = EventHead(), StepList(), Rule()
        self.ways, self._note = Ways(), InlineNote()
        self.ways.chosen.connect(self.model.choose_way)
        for part in (self._head, self._steps, self._rule, self.ways, self._note):
            body.addWidget(part)
        body.addStretch(1)

    def draw(self, state: AttentionState) -> None:
        """Lists and panel."""
        header = self._header
        header.title.setText(state.title)
        header.subtitle.show_words(state.subtitle)
        header.chip.show_mark(None)
        header.purpose.show_mark(None)
        self.views.setAccessibleName(state.title)
        self.views.offer([Segment(value, words) for value, words in state.views], state.view)
        title, line = state.empty
        lately = state.settled[:SETTLED_SHOWN] if len(state.rows) <= OPEN_SHOWN else ()
        self._empty.show_words(title, line)
        self._empty.setVisible(bool(title))
        self._open.show_rows(state.title, state.rows, state.selected)
        self._settled_title.show_words(state.settled_title if lately else "")
        self._settled.show_rows(state.settled_title, lately)
        self._head.show_head(state.panel_title, state.mark, state.about)
        self._steps.show_steps(state.steps)
        self._rule.setVisible(bool(state.choices))
        self.ways.show_ways(state.choices_title, state.choices, state.choice)
        self._note.show_note(*(state.note or (Tone.NEUTRAL, "", "")))
