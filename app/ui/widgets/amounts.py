"""Money in a panel: where an amount comes from, the amount, where it goes, how many pieces it is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Glyph
from app.presentation.return_draft import TenderCard
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.card import Card
from app.ui.widgets.chip import IconView
from app.ui.widgets.text import ElidedText, Text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AmountRow(QWidget):
    """What it is and why on the left, the money on the right; the money is never cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title, self._line = ElidedText(), ElidedText("", Type.CAPTION, 400, "muted")
        self._amount = Text("", Type.BODY, 500, is_tabular=True)
        self._amount.setAlignment(_RIGHT)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self._amount)

    def show_amount(self, title: str, line: str, amount: str) -> None:
        """Other words; without a title there is no row."""
        self._title.setText(title)
        self._line.setText(line)
        self._amount.setText(amount)
        self.setVisible(bool(title))


class Total(QWidget):
    """The amount, to be read by whoever stands on the other side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._label = Text("", Type.SMALL, 400, "secondary")
        self.amount = ElidedText("", Type.PRICE, 700)
        column.addWidget(self._label)
        column.addWidget(self.amount)

    def show_total(self, label: str, amount: str) -> None:
        """Other words; without an amount there is nothing."""
        self._label.setText(label)
        self.amount.setText(amount)
        self.setVisible(bool(amount))


class TenderBox(Card):
    """Where the money goes: icon, means, and how long it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(64)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        self._icon = IconView(Glyph.CREDIT_CARD, 24, Role.TEXT_PRIMARY)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title, self._line = (
            ElidedText("", Type.BODY, 600, is_tabular=True),
            ElidedText("", Type.SMALL, 400, "secondary"),
        )
        words.addWidget(self._title)
        words.addWidget(self._line)
        row.addWidget(self._icon)
        row.addLayout(words, 1)

    def show_tender(self, card: TenderCard | None) -> None:
        """Other means, or none."""
        self.setVisible(card is not None)
        if card is not None:
            self._icon.show_icon(card.glyph, Role.TEXT_PRIMARY)
            self._title.setText(card.title)
            self._line.setText(card.line)


class Stepper(QWidget):
    """A small number with less and more. `changed(n)` when a person changes it."""

    changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._most = 1, 1
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._label = Text()
        self._value = Text("", Type.ROW, 600, is_tabular=True)
        self._value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._value.setMinimumWidth(32)
        self.less, self.more = IconButton(Glyph.MINUS, ""), IconButton(Glyph.PLUS, "")
        self.less.clicked.connect(self._one_less)
        self.more.clicked.connect(self._one_more)
        row.addWidget(self._label, 1)
        for part in (self.less, self._value, self.more):
            row.addWidget(part)

    def show_number(self, label: str, number: int, most: int) -> None:
        """Label, number and its end; 0 takes it away."""
        self._number, self._most = number, most
        self._label.setText(label)
        self._value.setText(str(number))
        self.less.name(f"{label} -1")
        self.more.name(f"{label} +1")
        self.less.setEnabled(number > 1)
        self.more.setEnabled(number < most)
        self.setVisible(number > 0)

    def _one_less(self) -> None:
        self.changed.emit(self._number - 1)

    def _one_more(self) -> None:
        self.changed.emit(self._number + 1)
