"""What was done here lately, with its papers; the way back and the copy beside."""

from app.presentation.marks import Glyph, Tone
from app.presentation.viewmodels.recent import RecentModel, RecentState
from app.ui.screens.attention_rows import OPEN_ROW
from app.ui.screens.event_parts import EventCard, EventHead, Ways
from app.ui.shell.frame import Screen
from app.ui.widgets.buttons import SecondaryButton
from app.ui.widgets.card import InlineNote, Rule
from app.ui.widgets.empty import EmptyPlace
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.steps import StepList


class RecentScreen(Screen[RecentModel]):
    """Acts, newest first; steps, the question about the paper, and buttons of the selected one."""

    def build(self) -> None:
        """Header, list, panel."""
        self._header = PageHeader()
        self._header.back_button.hide()
        self._day = SecondaryButton("", Glyph.RECEIPT_TEXT)
        self._day.clicked.connect(self.model.open_day)
        row = self._header.layout()
        assert row is not None
        row.addWidget(self._day)
        self.acts, self._empty = EventCard(OPEN_ROW), EmptyPlace(Glyph.HISTORY)
        self.acts.rows.chosen.connect(self.model.choose)
        self.acts.rows.opened.connect(self.model.choose)
        self.main.addWidget(self._header)
        self.main.addWidget(self._empty, 100)
        self.main.addWidget(self.acts, 100)
        self.main.addStretch(1)
        body = self.panel.body
        body.setSpacing(8)
        self._head, self._steps, self._rule = EventHead(), StepList(), Rule()
        self.answers, self._note = Ways(), InlineNote()
        self.answers.chosen.connect(self.model.choose_answer)
        for part in (self._head, self._steps, self._rule, self.answers, self._note):
            body.addWidget(part)
        body.addStretch(1)

    def draw(self, state: RecentState) -> None:
        """List and panel."""
        header = self._header
        header.title.setText(state.title)
        header.subtitle.show_words(state.subtitle)
        self._day.setText(state.day)
        self._day.updateGeometry()
        header.chip.show_mark(None)
        header.purpose.show_mark(None)
        title, line = state.empty
        self._empty.show_words(title, line)
        self._empty.setVisible(bool(title))
        self.acts.show_rows(state.title, state.rows, state.selected)
        self._head.show_head(state.panel_title, state.mark, state.about)
        self._steps.show_steps(state.steps)
        self._rule.setVisible(bool(state.answers))
        self.answers.show_ways(state.question, state.answers, state.answer)
        self._note.show_note(*(state.note or (Tone.NEUTRAL, "", "")))
