"""The decision beside a customer: what is to be settled, a line's quantity, open orders, and what it comes to."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.customer_state import CustomerState
from app.presentation.marks import Tone
from app.ui.screens.cart_choices import Choices, Sum, Ways
from app.ui.screens.cart_rows import LINK, paint_order_link
from app.ui.screens.customer_choices import QuantityEditor
from app.ui.theme.tokens import Type
from app.ui.widgets.card import InlineNote
from app.ui.widgets.row_list import RowList
from app.ui.widgets.text import Text

MAX_NOTES = 3


class CustomerPanel(QWidget):
    """The panel's body; `sum` stands on the foot."""

    decided = Signal(str, str)
    stepped = Signal(str, int)
    removed = Signal(str)
    opened = Signal(str)
    went = Signal(str)
    redeemed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        self._notes = [InlineNote() for _ in range(MAX_NOTES)]
        self._editor, self._choices, self._ways, self.sum = QuantityEditor(), Choices(), Ways(), Sum()
        self._orders_title = Text("", Type.SMALL, 600)
        self._orders = RowList("", paint_order_link, LINK).fit()
        parts: Sequence[QWidget] = (self._ways, self._editor, self._choices, self._orders_title, self._orders)
        for part in (*self._notes, *parts):
            column.addWidget(part)
        column.addStretch(1)
        self._connect()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self._title, self._fact = Text("", Type.ROW, 600), Text("", Type.SMALL, 400, "secondary")
        head.addWidget(self._title, 1)
        head.addWidget(self._fact)
        return head

    def _connect(self) -> None:
        self._editor.stepped.connect(self.stepped)
        self._editor.removed.connect(self.removed)
        self._choices.decided.connect(self.decided)
        self._ways.chosen.connect(self.went)
        self.sum.redeemed.connect(self.redeemed)
        self._orders.opened.connect(self.opened)

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
        self._choices.show_decisions(state.decisions)
        self._ways.show_ways(state.ways_title, state.ways)
        self._orders_title.show_words(state.orders_title)
        self._orders.setAccessibleName(state.orders_title)
        self._orders.setVisible(bool(state.orders))
        self._orders.show_rows(state.orders)
        self.sum.show_sums(state.sums)
