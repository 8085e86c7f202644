"""What a line of a customer's cart asks for: an answer where it differs here, and its quantity."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.cart_words import Decision
from app.presentation.customer_state import LineEditor
from app.presentation.marks import Glyph
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.buttons import IconButton, SecondaryButton
from app.ui.widgets.card import Rule
from app.ui.widgets.chip import IconView
from app.ui.widgets.segmented import Segment, Segmented
from app.ui.widgets.text import ElidedText, Text


class LineChoice(QWidget):
    """A line that differs here, and what becomes of it."""

    decided = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = ElidedText("", Type.BODY, 600)
        self._icon = IconView(Glyph.TRIANGLE_ALERT, 20, Role.WARNING_TEXT)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        self._keys = Segmented("")
        self._keys.chosen.connect(self._chose)
        column.addLayout(head)
        column.addWidget(self._keys)
        self._id = ""

    def show_decision(self, decision: Decision | None) -> None:
        """Another one, or none."""
        self.setVisible(decision is not None)
        if decision is not None:
            self._id = decision.id
            self._icon.show_icon(decision.glyph, Role.WARNING_TEXT)
            self._title.setText(decision.title)
            self._keys.setAccessibleName(decision.title)
            self._keys.offer([Segment(value, words) for value, words in decision.choices], decision.chosen)

    def _chose(self, value: str) -> None:
        self.decided.emit(self._id, value)


class QuantityEditor(QWidget):
    """One line: fewer, more, out."""

    stepped = Signal(str, int)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._name = ElidedText("", Type.BODY, 600)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._less, self._more = IconButton(Glyph.MINUS, ""), IconButton(Glyph.PLUS, "")
        self._count = Text("", Type.HEADING, 600, is_tabular=True)
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count.setMinimumWidth(44)
        self._out = SecondaryButton("", Glyph.TRASH_2, is_small=True)
        self._less.clicked.connect(self._fewer)
        self._more.clicked.connect(self._further)
        self._out.clicked.connect(self._removed)
        for part in (self._less, self._count, self._more):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._out)
        column.addWidget(self._name)
        column.addLayout(row)
        column.addWidget(Rule())
        self._sku = ""

    def show_line(self, line: LineEditor | None) -> None:
        """Another line, or none."""
        self.setVisible(line is not None)
        if line is None:
            return
        self._sku = line.sku
        self._name.setText(line.name)
        self._count.setText(line.quantity)
        self._less.name(line.less)
        self._less.setEnabled(line.quantity != "1")
        self._more.name(line.more)
        self._out.setText(line.remove)
        self._out.updateGeometry()

    def _fewer(self) -> None:
        self.stepped.emit(self._sku, -1)

    def _further(self) -> None:
        self.stepped.emit(self._sku, 1)

    def _removed(self) -> None:
        self.removed.emit(self._sku)
