"""A number that is asked for on a screen: as it stands, and keys for a finger."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.prepare_state import Pad
from app.ui.theme.tokens import Type
from app.ui.widgets.keypad import KeyPad
from app.ui.widgets.text import Text


class NumberPad(QWidget):
    """A number that is typed, and the keys for a finger; Backspace is the last digit's."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._name, self.keys = Text("", Type.SMALL, 500, "secondary"), KeyPad(is_small=True)
        self.value = Text("", Type.PRICE, 700, is_tabular=True)
        self._back = QShortcut(QKeySequence(Qt.Key.Key_Backspace), self)
        self._back.activated.connect(self.keys.deleted)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.value)
        column.addLayout(head)
        column.addWidget(self.keys)

    def show_pad(self, pad: Pad | None) -> None:
        """Another number; none hides it."""
        self.setVisible(pad is not None)
        self._back.setEnabled(pad is not None)
        if pad is not None:
            self._name.setText(pad.name)
            self.value.setText(pad.shown)
            self.value.setAccessibleName(f"{pad.name}: {pad.shown}")
            self.keys.name_keys(*pad.keys)
