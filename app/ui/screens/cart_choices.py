"""What is settled about a cart in the panel: differences, the way on, and what it comes to."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.cart_plan import WayKey
from app.presentation.cart_words import Decision, Sums
from app.presentation.marks import Glyph
from app.ui.screens.customer_choices import LineChoice
from app.ui.theme.tokens import Type
from app.ui.widgets.buttons import SecondaryButton
from app.ui.widgets.card import Rule, clear
from app.ui.widgets.choices import ChoiceKey
from app.ui.widgets.text import Text

MAX_SUMS = 3


class Choices(QWidget):
    """All that is to be settled, one under the other, as many as there are."""

    decided = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._made: list[LineChoice] = []

    def show_decisions(self, decisions: Sequence[Decision]) -> None:
        """Other ones, or none."""
        while len(self._made) < len(decisions):
            choice = LineChoice()
            choice.decided.connect(self.decided)
            self._column.addWidget(choice)
            self._made.append(choice)
        for number, choice in enumerate(self._made):
            choice.show_decision(decisions[number] if number < len(decisions) else None)
        self.setVisible(bool(decisions))


class Ways(QWidget):
    """How the cart goes on: one key a way, its digit in the corner."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._title = Text("", Type.SMALL, 600)
        column.addWidget(self._title)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column.addLayout(self._row)
        self._keys: list[tuple[str, ChoiceKey]] = []

    def show_ways(self, title: str, ways: Sequence[WayKey]) -> None:
        """The ways on, or none."""
        self.setVisible(bool(ways))
        self._title.setText(title)
        if [value for value, _ in self._keys] != [way.value for way in ways]:
            clear(self._row)
            self._keys = [(way.value, self._key(way)) for way in ways]
        for (_, key), way in zip(self._keys, ways, strict=True):
            key.show_words(way.words)
            key.setChecked(way.is_chosen)

    def _key(self, way: WayKey) -> ChoiceKey:
        key = ChoiceKey(way.digit, way.words, glyph=way.glyph, height=64)
        key.clicked.connect(self._clicked)
        self._row.addWidget(key)
        return key

    def _clicked(self) -> None:
        for value, key in self._keys:
            if key is self.sender():
                key.setChecked(True)
                self.chosen.emit(value)


class Sum(QWidget):
    """Rows of label and amount, points that may pay, and what is to be paid at 40 px."""

    redeemed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Rule())
        self._rows = [
            (
                Text("", Type.BODY, 400, "secondary", is_wrapped=True),
                Text("", Type.BODY, 400, "secondary", is_tabular=True),
            )
            for _ in range(MAX_SUMS)
        ]
        for label, amount in self._rows:
            row = QHBoxLayout()
            row.addWidget(label, 1)
            row.addWidget(amount)
            column.addLayout(row)
        column.addLayout(self._points_row())
        last = QHBoxLayout()
        self._label, self._total = Text("", Type.BODY, 600, is_wrapped=True), Text("", Type.PRICE, 700)
        last.addWidget(self._label, 1)
        last.addWidget(self._total)
        column.addLayout(last)

    def _points_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._points = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._use = SecondaryButton("", Glyph.TICKET, is_small=True)
        self._use.clicked.connect(self.redeemed)
        row.addWidget(self._points, 1)
        row.addWidget(self._use)
        return row

    def show_sums(self, sums: Sums | None) -> None:
        """What it comes to, or nothing."""
        self.setVisible(sums is not None)
        if sums is None:
            return
        for number, (label, amount) in enumerate(self._rows):
            words = sums.rows[number] if number < len(sums.rows) else ("", "")
            label.show_words(words[0])
            amount.show_words(words[1])
        self._points.show_words(sums.points)
        self._use.setVisible(bool(sums.use_points))
        self._use.setText(sums.use_points)
        self._use.setAccessibleName(f"{sums.use_points}, {sums.points}")
        self._use.updateGeometry()
        self._label.setText(sums.label)
        self._total.setText(sums.total)
