"""The panel over the lower edge of the screen when a scan led nowhere; it keeps nobody from going on."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.marks import Glyph
from app.presentation.viewmodels.unread import UnreadState
from app.ui.theme.look import theme
from app.ui.theme.painting import box, shadow
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.chip import IconView
from app.ui.widgets.choices import ChoiceKey
from app.ui.widgets.text import ElidedText, Text

SHADOW, COUNT, KEY_HEIGHT = 16, 3, 64


class UnreadPanel(QFrame):
    """What was read, why it is of no use, the ways on. `chosen(value)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._values: list[str] = []
        self._title, self._next = Text("", Type.ROW, 600, is_wrapped=True), Text("", Type.BODY, is_wrapped=True)
        self._read_title = Text("", Type.SMALL, 400, "muted")
        self._read = ElidedText("", Type.BODY, 600, is_tabular=True)
        self._keys = [ChoiceKey("", "", height=KEY_HEIGHT) for _ in range(COUNT)]
        column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW + 20, SHADOW + 16, SHADOW + 20, SHADOW + 16)
        column.setSpacing(12)
        column.addLayout(self._said())
        keys = QHBoxLayout()
        keys.setSpacing(12)
        for key in self._keys:
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            key.setCheckable(False)
            key.clicked.connect(self._pressed)
            keys.addWidget(key, 1)
        column.addLayout(keys)
        self.hide()

    def _said(self) -> QHBoxLayout:
        row, words, read = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        row.setSpacing(12)
        words.setSpacing(4)
        read.setSpacing(8)
        read.addWidget(self._read_title)
        read.addWidget(self._read, 1)
        for widget in (self._title, self._next):
            words.addWidget(widget)
        words.addLayout(read)
        row.addWidget(IconView(Glyph.SCAN_BARCODE, 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def show_state(self, state: UnreadState) -> None:
        """The last read, or nothing."""
        self._title.setText(state.title)
        self._next.show_words(state.next)
        self._read_title.setText(state.read_title)
        self._read.setText(state.read)
        self.setAccessibleName(state.title)
        self._values = [choice.value for choice in state.choices]
        for key, choice in zip(self._keys, state.choices, strict=False):
            key.digit = choice.digit
            key.show_words(choice.words, choice.line)
            key.updateGeometry()
        for number, key in enumerate(self._keys):
            key.setVisible(number < len(self._values))
        self.setVisible(state.is_open)
        if state.is_open:
            self.raise_()

    def place(self, left: int, bottom: int, width: int) -> int:
        """Over the lower edge of the main column, as high as its words; the shadow needs room around. How much of
        the edge it takes from what lies there too."""
        wide = width + 2 * SHADOW
        high = max(self.sizeHint().height(), self.heightForWidth(wide))
        self.setGeometry(left - SHADOW, bottom - high + SHADOW, wide, high)
        return 0 if self.isHidden() else high - SHADOW

    def _pressed(self) -> None:
        for key, value in zip(self._keys, self._values, strict=False):
            if key is self.sender():
                self.chosen.emit(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A lifted surface."""
        painter, shown = QPainter(self), theme()
        rect = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        if shown.has_shadows:
            shadow(painter, rect, shown.radius("panel"), 2)
        box(painter, rect, shown.radius("panel"), shown.colour(Role.BG_SURFACE), shown.colour(Role.BORDER_CONTROL))
