"""What the attention desk and the list of recent acts are made of: rows in a card, head and choices of a panel."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.events import Choice, EventLine
from app.presentation.marks import Mark
from app.ui.screens.attention_rows import paint_event
from app.ui.theme.tokens import Type
from app.ui.widgets.card import Card
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.choices import ChoiceRow
from app.ui.widgets.row_list import RowList
from app.ui.widgets.text import ElidedText, Text

MAX_CHOICES = 5


class EventCard(Card):
    """Rows in a card that is as high as they are, and scrolls when there is no more room."""

    def __init__(self, height: int, *, can_choose: bool = True) -> None:
        super().__init__()
        self.rows = RowList("", paint_event, height, can_choose=can_choose)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.rows)

    def show_rows(self, name: str, rows: Sequence[EventLine], selected: str = "") -> None:
        """These; without any there is no card."""
        self.setVisible(bool(rows))
        self.rows.setAccessibleName(name)
        self.rows.show_rows(rows, selected)
        high = self.rows.row_height * max(1, len(rows)) + 2
        self.setMaximumHeight(high)
        self.setMinimumHeight(0 if self.rows.can_choose else high)
        self.rows.updateGeometry()


class EventHead(QWidget):
    """Title and state of what is selected, and whose it is."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._title, self._chip = ElidedText("", Type.ROW, 600), StatusChip()
        self._title.setFixedHeight(44)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip)
        self._about = ElidedText("", Type.SMALL, 400, "secondary")
        column.addLayout(head)
        column.addWidget(self._about)

    def show_head(self, title: str, mark: Mark | None, about: str) -> None:
        """Other words."""
        self._title.setText(title)
        self._chip.show_mark(mark)
        self._about.show_words(about)


class Ways(QWidget):
    """A question and its answers, each with its digit. `chosen(value)` when a person chooses."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._title = Text("", Type.SMALL, 600)
        column.addWidget(self._title)
        self.rows = [ChoiceRow("", "") for _ in range(MAX_CHOICES)]
        self._values: tuple[str, ...] = ()
        for row in self.rows:
            row.clicked.connect(self._pressed)
            column.addWidget(row)

    def show_ways(self, title: str, ways: Sequence[Choice], chosen: str) -> None:
        """These, at most five."""
        self._title.setText(title)
        self._values = tuple(way.value for way in ways)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(ways))
            if number < len(ways):
                row.digit = ways[number].digit
                row.show_words(ways[number].words, ways[number].line)
                row.setChecked(ways[number].value == chosen)
        self.setVisible(bool(ways))

    def _pressed(self) -> None:
        for row, value in zip(self.rows, self._values, strict=False):
            if row is self.sender():
                self.chosen.emit(value)
