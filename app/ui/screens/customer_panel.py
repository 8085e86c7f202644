"""The decision beside a customer: what is to be settled, a line's quantity, open orders, and what it comes to."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.cart_words import Sums
from app.presentation.customer_state import CustomerState
from app.presentation.marks import Tone
from app.ui.screens.cart_rows import LINK, paint_order_link
from app.ui.screens.customer_choices import LineChoice, QuantityEditor
from app.ui.theme.tokens import Type
from app.ui.widgets.card import InlineNote, Rule
from app.ui.widgets.row_list import RowList
from app.ui.widgets.text import Text

MAX_NOTES, MAX_DECISIONS, MAX_SUMS = 3, 6, 2


class _Sum(QWidget):
    """Rows of label and amount, and what is to be paid at 40 px."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Rule())
        self._rows = [
            (Text("", Type.BODY, 400, "secondary"), Text("", Type.BODY, 400, "secondary", is_tabular=True))
            for _ in range(MAX_SUMS)
        ]
        for label, amount in self._rows:
            row = QHBoxLayout()
            row.addWidget(label, 1)
            row.addWidget(amount)
            column.addLayout(row)
        last = QHBoxLayout()
        self._label, self._total = Text("", Type.BODY, 600, is_wrapped=True), Text("", Type.PRICE, 700)
        last.addWidget(self._label, 1)
        last.addWidget(self._total)
        column.addLayout(last)

    def show_sums(self, sums: Sums | None) -> None:
        """What it comes to, or nothing."""
        self.setVisible(sums is not None)
        if sums is None:
            return
        for number, (label, amount) in enumerate(self._rows):
            words = sums.rows[number] if number < len(sums.rows) else ("", "")
            label.show_words(words[0])
            amount.show_words(words[1])
        self._label.setText(sums.label)
        self._total.setText(sums.total)


class CustomerPanel(QWidget):
    """The panel's body."""

    decided = Signal(str, str)
    stepped = Signal(str, int)
    removed = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        self._title, self._fact = Text("", Type.ROW, 600), Text("", Type.SMALL, 400, "secondary")
        head.addWidget(self._title, 1)
        head.addWidget(self._fact)
        column.addLayout(head)
        self._notes = [InlineNote() for _ in range(MAX_NOTES)]
        self._editor, self._sum = QuantityEditor(), _Sum()
        self._editor.stepped.connect(self.stepped)
        self._editor.removed.connect(self.removed)
        self._choices = [LineChoice() for _ in range(MAX_DECISIONS)]
        self._orders_title = Text("", Type.SMALL, 600)
        self._orders = RowList("", paint_order_link, LINK).fit()
        self._orders.opened.connect(self.opened)
        for choice in self._choices:
            choice.decided.connect(self.decided)
        parts: Sequence[QWidget] = (*self._notes, self._editor, *self._choices, self._orders_title, self._orders)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self._sum)
        column.addStretch(1)

    def show_state(self, state: CustomerState) -> None:
        """Everything that is to be settled."""
        self._title.setText(state.panel_title)
        self._fact.setText(state.panel_fact)
        for number, note in enumerate(self._notes):
            if number < len(state.says):
                said = state.says[number]
                note.show_note(said.tone, said.title, said.body)
            else:
                note.show_note(Tone.NEUTRAL, "")
        self._editor.show_line(state.editor)
        for number, choice in enumerate(self._choices):
            choice.show_decision(state.decisions[number] if number < len(state.decisions) else None)
        self._orders_title.show_words(state.orders_title)
        self._orders.setAccessibleName(state.orders_title)
        self._orders.setVisible(bool(state.orders))
        self._orders.show_rows(state.orders)
        self._sum.show_sums(state.sums)
