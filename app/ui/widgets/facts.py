"""Facts about the thing on screen: in a grid, as rows of label and value, and as what is read from afar."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Glyph
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import IconButton, WordButton
from app.ui.widgets.card import Card, Rule
from app.ui.widgets.chip import IconView, StatusChip
from app.ui.widgets.text import ElidedText, Text


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, its value, a line under it; `act` is the word that does something about it."""

    label: str
    value: str
    line: str = ""
    glyph: Glyph | None = None
    act: str = ""
    tone: str = ""


class _FactCell(QWidget):
    """One cell of the grid."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 8)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(6)
        self._icon = IconView(Glyph.INFO, 16)
        self._label = ElidedText("", Type.CAPTION, 400, "secondary")
        self._value = ElidedText("", Type.BODY, 600, is_tabular=True)
        self._line = ElidedText("", Type.CAPTION, 400, "muted")
        self._act = WordButton(glyph=Glyph.EYE)
        self._act.setFixedHeight(24)
        self._act.clicked.connect(self.acted)
        act = QHBoxLayout()
        act.setContentsMargins(-4, 0, 0, 0)
        act.addWidget(self._act, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._icon)
        head.addWidget(self._label, 1)
        column.addLayout(head)
        for part in (self._value, self._line):
            column.addWidget(part)
        column.addLayout(act)
        column.addStretch(1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole cell is the target of its word."""
        super().mouseReleaseEvent(event)
        if self._act.isVisible() and self.rect().contains(event.position().toPoint()):
            self.acted.emit()

    def show_fact(self, fact: Fact) -> None:
        """The fact."""
        self._icon.setVisible(fact.glyph is not None)
        if fact.glyph is not None:
            self._icon.show_icon(fact.glyph, Role.TEXT_MUTED)
        self._label.setText(fact.label)
        self._value.setText(fact.value)
        self._value.set_tone(fact.tone)
        self._line.setText(fact.line)
        self._line.setVisible(not fact.act)
        self._act.setText(fact.act)
        self._act.setAccessibleName(f"{fact.act} {fact.label}")
        self._act.setVisible(bool(fact.act))
        self._act.updateGeometry()


class FactGrid(Card):
    """Cells side by side in one card. `acted(n)`: the word of the nth cell."""

    acted = Signal(int)

    def __init__(self, stretches: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(80)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._cells: list[_FactCell] = []
        for number, stretch in enumerate(stretches):
            if number:
                row.addWidget(Rule(is_upright=True))
            cell = _FactCell()
            cell.acted.connect(_Numbered(self, number))
            self._cells.append(cell)
            row.addWidget(cell, stretch)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """One fact a cell."""
        for cell, fact in zip(self._cells, facts, strict=True):
            cell.show_fact(fact)


class _Numbered:
    """Passes on which cell it was, without holding the grid alive."""

    def __init__(self, grid: FactGrid, number: int) -> None:
        self._emit, self._number = grid.acted.emit, number

    def __call__(self) -> None:
        self._emit(self._number)


class FactRow(QWidget):
    """Label on the left, value on the right, a hairline below: the panel's quiet facts."""

    def __init__(self, label: str = "", value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self._label = Text(label, Type.BODY, 400, "secondary")
        self.value = ElidedText(value, Type.BODY, 400, is_tabular=True)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label)
        row.addWidget(self.value, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Rule())

    def show_fact(self, label: str, value: str, tone: str = "") -> None:
        """Other words."""
        self._label.setText(label)
        self.value.setText(value)
        self.value.set_tone(tone)
        self.setVisible(bool(label))


class PageHeader(QWidget):
    """Back, title, chip, and on the right a fact of the whole page."""

    back = Signal()

    def __init__(self, back_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.back_button = IconButton(Glyph.ARROW_LEFT, back_name)
        self.back_button.clicked.connect(self.back)
        self.prefix, self.title = ElidedText("", Type.PAGE, 400, "muted"), ElidedText("", Type.HEADING, 600)
        self.subtitle = ElidedText("", Type.SMALL, 400, "muted")
        self.fact = ElidedText("", Type.BODY, 400, "secondary", is_tabular=True)
        self.chip, self.purpose = StatusChip(), StatusChip()
        row.addWidget(self.back_button)
        names = QHBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.prefix)
        names.addWidget(self.title)
        row.addLayout(names)
        row.addWidget(self.subtitle)
        row.addWidget(self.chip)
        row.addStretch(1)
        row.addWidget(self.fact)
        row.addWidget(self.purpose)
        for part in (self.prefix, self.subtitle, self.fact):
            part.hide()
