"""Goods coming back: what was found, the rule, reason and condition; the money and its one question beside."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from app.presentation.marks import Glyph, Tone
from app.presentation.return_draft import Stage
from app.presentation.return_state import ReturnState
from app.presentation.viewmodels.return_goods import ReturnModel
from app.ui.screens.return_line import LinePage
from app.ui.screens.return_rows import CHOICE_ROW, paint_choice
from app.ui.shell.frame import Screen, scrolled
from app.ui.theme.tokens import Type
from app.ui.widgets.amounts import AmountRow, Stepper, TenderBox, Total
from app.ui.widgets.buttons import WordButton
from app.ui.widgets.card import Card, InlineNote, Rule
from app.ui.widgets.check import CheckRow
from app.ui.widgets.empty import EmptyPlace
from app.ui.widgets.facts import PageHeader
from app.ui.widgets.row_list import RowList
from app.ui.widgets.steps import StepList
from app.ui.widgets.text import Text

AMOUNTS, NOTES = 3, 3


class ReturnScreen(Screen[ReturnModel]):
    """Returns: header, one of three pages, the money."""

    _was_asking = False

    def build(self) -> None:
        """Header over one of three pages; amounts, means, notes."""
        self.main.setSpacing(8)
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._empty = EmptyPlace(Glyph.SCAN_BARCODE)
        self._line = LinePage(self.model)
        choose = Card()
        inside = QVBoxLayout(choose)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._choices_title = Text("", Type.SMALL, 600)
        self._choices_title.setContentsMargins(16, 12, 16, 12)
        self.choices = RowList("", paint_choice, CHOICE_ROW)
        self.choices.opened.connect(self.model.choose_line)
        inside.addWidget(self._choices_title)
        inside.addWidget(Rule())
        inside.addWidget(self.choices, 1)
        self._pages = QStackedWidget()
        for page in (self._empty, choose, scrolled(self._line)):
            self._pages.addWidget(page)
        self.main.addWidget(self._header)
        self.main.addWidget(self._pages, 1)
        self._build_panel()

    def _build_panel(self) -> None:
        body = self.panel.body
        head = QHBoxLayout()
        self._title, self._case = Text("", Type.ROW, 600), Text("", Type.SMALL, 500, "secondary", is_tabular=True)
        self._title.setFixedHeight(44)
        head.addWidget(self._title)
        head.addStretch(1)
        self._discard = WordButton()
        self._discard.clicked.connect(self.model.discard)
        head.addWidget(self._case, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._discard)
        body.addLayout(head)
        self.amounts = [AmountRow() for _ in range(AMOUNTS)]
        self._pieces, self._rule, self.total = Stepper(), Rule(), Total()
        self._pieces.changed.connect(self.model.choose_quantity)
        self._tender, self._consent = TenderBox(), CheckRow()
        self._consent.toggled.connect(self.model.consent)
        self._promise = Text("", Type.SMALL, 400, "secondary", is_wrapped=True)
        self._notes, self._steps = [InlineNote() for _ in range(NOTES)], StepList()
        body.setSpacing(8)
        parts = (*self.amounts, self._pieces, self._rule, self.total, self._tender, self._consent)
        for part in (*parts, self._steps, *self._notes, self._promise):
            body.addWidget(part)
        body.addStretch(1)

    def draw(self, state: ReturnState) -> None:
        """Header, page, panel."""
        header = self._header
        header.back_button.name(state.back)
        header.title.setText(state.title)
        header.subtitle.show_words(state.subtitle)
        header.fact.show_words(state.scanned)
        header.chip.show_mark(None)
        header.purpose.show_mark(None)
        self._empty.show_words(*state.hint)
        self._choices_title.setText(state.choices_title)
        self.choices.setAccessibleName(state.choices_title)
        self.choices.show_rows(state.choices)
        self._line.draw(state)
        pages = {Stage.START: 0, Stage.CHOOSE: 1}
        self._pages.setCurrentIndex(pages.get(state.stage, 2))
        self._draw_panel(state)

    def _show(self, state: ReturnState) -> None:
        """When the question appears, Enter answers no."""
        super()._show(state)
        if state.is_asking and not self._was_asking:
            self.panel.focus_second()
        self._was_asking = state.is_asking

    def _draw_panel(self, state: ReturnState) -> None:
        self._title.setText(state.panel_title)
        self._case.setText(state.case)
        self._discard.setText(state.discard)
        self._discard.setVisible(bool(state.discard))
        self._discard.updateGeometry()
        for number, row in enumerate(self.amounts):
            shown = state.amounts[number] if number < len(state.amounts) else None
            row.show_amount(*(("", "", "") if shown is None else (shown.title, shown.line, shown.amount)))
        self._pieces.show_number(state.pieces_title, state.quantity, state.most)
        self._rule.setVisible(bool(state.total))
        self.total.show_total(state.total_title, state.total)
        self._tender.show_tender(state.tender)
        self._consent.show_words("" if state.is_over else state.consent, is_checked=state.has_consent)
        self._promise.show_words(state.promise)
        for number, note in enumerate(self._notes):
            said = state.notes[number] if number < len(state.notes) else None
            note.show_note(*((Tone.NEUTRAL, "", "") if said is None else (said.tone, said.title, said.body)))
        self._steps.show_steps(state.steps)
