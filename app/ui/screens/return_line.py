"""One article on the counter: the rule that applies, why it comes back, how it looks, where it goes."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Tone
from app.presentation.return_draft import Stage
from app.presentation.return_state import ReturnState
from app.presentation.viewmodels.return_goods import ReturnModel
from app.ui.screens.return_rows import FoundView
from app.ui.theme.tokens import Type
from app.ui.widgets.card import InlineNote
from app.ui.widgets.choices import ChoiceKey
from app.ui.widgets.rules import RuleRows
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.select_field import SelectField
from app.ui.widgets.text import Text

REASONS, COLUMNS = 8, 4


class LinePage(QWidget):
    """The page of one article: card, rules, reason, condition, destination."""

    def __init__(self, model: ReturnModel) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.card, self.rules, self.unmatched = FoundView(), RuleRows(), InlineNote()
        self.rules_title, self.reason_title, self.condition_title = _title(), _title(), _title()
        self.reason_hint = Text("", Type.SMALL, 400, "muted")
        self.condition, self.destination = Segmented(""), SelectField()
        self.destination_hint = Text("", Type.SMALL, 400, "secondary")
        self.reasons = [ChoiceKey("", "", height=44) for _ in range(REASONS)]
        self._model = model
        self.rules.chosen.connect(model.choose_rule)
        self.condition.chosen.connect(model.choose_condition)
        self.destination.chosen.connect(model.choose_destination)
        for part in (self.card, self.rules_title, self.rules, self.unmatched):
            column.addWidget(part)
        column.addLayout(_beside(self.reason_title, self.reason_hint, 4))
        column.addLayout(self._keys())
        column.addWidget(self.condition_title)
        column.addWidget(self.condition)
        column.addSpacing(4)
        column.addLayout(_beside(self.destination, self.destination_hint, 12))
        column.addStretch(1)

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, key in enumerate(self.reasons):
            key.clicked.connect(self._reason_pressed)
            grid.addWidget(key, number // COLUMNS, number % COLUMNS)
            grid.setColumnStretch(number % COLUMNS, 1)
        return grid

    def _reason_pressed(self) -> None:
        for key in self.reasons:
            if key is self.sender():
                self._model.choose_reason(str(key.property("value")))

    def draw(self, state: ReturnState) -> None:
        """Everything of the article."""
        self.card.show_card(state.card)
        self.rules_title.show_words(state.rules_title if state.rules else "")
        self.rules.show_rules(state.rules)
        self.rules.setVisible(bool(state.rules))
        note = state.unmatched
        self.unmatched.show_note(Tone.WARNING, *(("", "") if note is None else (note.title, note.body)))
        asked = state.questions
        self.reason_title.setText(asked.reason_title)
        self.reason_hint.show_words(f"· {asked.reason_hint}" if asked.reason_hint else "")
        for key, (digit, value, words) in zip(self.reasons, asked.reasons, strict=True):
            key.digit = digit
            key.setProperty("value", value)
            key.show_words(words)
            key.setChecked(value == asked.reason)
            key.setEnabled(not state.is_over)
        self.condition_title.setText(asked.condition_title)
        self.condition.setAccessibleName(asked.condition_title)
        offered = [Segment(value, words, is_enabled=not state.is_over) for value, words in asked.conditions]
        self.condition.offer(offered, asked.condition)
        self.destination.offer(asked.destination_title, asked.destinations, asked.destination)
        self.destination.setEnabled(not state.is_over)
        is_known = state.stage is Stage.LINE
        self.destination.setVisible(is_known)
        self.destination_hint.show_words(asked.destination_hint if is_known else "")


def _title() -> Text:
    made = Text("", Type.SMALL, 600)
    made.setFixedHeight(22)
    return made


def _beside(first: QWidget, second: QWidget, spacing: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    row.addWidget(first)
    row.addWidget(second)
    row.addStretch(1)
    return row
