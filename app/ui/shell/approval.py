"""The sheet on which another person says yes, over the window and whatever was begun under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.operators import PIN_DIGITS
from app.presentation.viewmodels.approval import ApprovalModel, ApprovalState
from app.ui.shell.overlay import Overlay
from app.ui.shell.reading_order import step
from app.ui.theme.tokens import Type
from app.ui.widgets.buttons import SecondaryButton
from app.ui.widgets.card import clear
from app.ui.widgets.choices import ChoiceRow
from app.ui.widgets.keypad import KeyPad, PinField
from app.ui.widgets.text import ElidedText, Text

WIDTH, PAD_WIDTH, COLUMNS, MARGIN = 960, 340, 2, 24


class ApprovalSheet(Overlay):
    """Covers the window while a yes is asked for; the focus of the keyboard stays on it."""

    def __init__(self, model: ApprovalModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._choices: tuple[object, ...] = ()
        row = QHBoxLayout(self.sheet)
        row.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        row.setSpacing(MARGIN)
        self._asked, self._pad_side = QWidget(), QWidget()
        self._asked.setLayout(self._questions())
        self._pad_side.setLayout(self._digits())
        row.addWidget(self._asked, 1)
        row.addWidget(self._pad_side)
        model.subscribe(self.show_state)
        self.show_state(model.state)

    def _questions(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._title = Text("", Type.PAGE, 600)
        self._act = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._people_title, self._reason_title = Text("", Type.ROW, 600), Text("", Type.ROW, 600)
        self._none = Text("", Type.BODY, 500, "danger", is_wrapped=True)
        self._people, self._reasons = QGridLayout(), QVBoxLayout()
        for widget in (self._title, self._act):
            column.addWidget(widget)
        column.addSpacing(8)
        for widget in (self._people_title, self._none):
            column.addWidget(widget)
        column.addLayout(self._people)
        column.addSpacing(8)
        column.addWidget(self._reason_title)
        column.addLayout(self._reasons)
        column.addStretch(1)
        return column

    def _digits(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._pin_title = ElidedText("", Type.TITLE, 600)
        self._field = PinField("PIN", PIN_DIGITS)
        self._field.setFixedWidth(PAD_WIDTH)
        self._error = Text("", Type.SMALL, 500, "danger", is_wrapped=True)
        self._pad = KeyPad()
        self._pad.digit.connect(self._model.take_pin)
        self._pad.deleted.connect(self._model.delete)
        self._pad.cleared.connect(self._model.clear)
        self._cancel = SecondaryButton("", key="Esc")
        self._cancel.clicked.connect(self._model.cancel)
        for widget in (self._pin_title, self._field, self._error):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._pad)
        column.addWidget(self._cancel)
        return column

    def show_state(self, state: ApprovalState) -> None:
        """Open, closed, and how far the answer is."""
        was_open = self.isVisible()
        self._title.show_words(state.title)
        self._act.show_words(state.act)
        self._people_title.show_words(state.people_title)
        self._none.show_words(state.none)
        self._reason_title.show_words(state.reason_title)
        self._pin_title.show_words(state.pin_title)
        self._field.show_filled(state.filled, is_wrong=bool(state.error))
        self._error.show_words(state.error)
        self._cancel.setText(state.cancel)
        self._pad.name_keys(*state.pad)
        self._offer(state)
        self.setVisible(state.is_open)
        if state.is_open:
            self.place()
        if state.is_open and not self.isAncestorOf(QApplication.focusWidget() or self.below):
            self.raise_()
            self._cancel.setFocus(Qt.FocusReason.PopupFocusReason)
        elif was_open and not state.is_open:
            self.below.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, state: ApprovalState) -> None:
        """The choices anew only when something about them changed."""
        choices = (state.tiles, state.reasons, state.reason)
        if choices == self._choices:
            return
        self._choices = choices
        clear(self._people)
        clear(self._reasons)
        for place, tile in enumerate(state.tiles):
            row = self._row(tile.digit, tile.name, tile.role, is_chosen=tile.is_chosen)
            row.clicked.connect(lambda _=False, number=tile.number: self._model.choose(number))
            self._people.addWidget(row, place // COLUMNS, place % COLUMNS)
        for digit, value, words in state.reasons:
            row = self._row(digit, words, "", is_chosen=value == state.reason)
            row.clicked.connect(lambda _=False, value=value: self._model.choose_reason(value))
            self._reasons.addWidget(row)

    def _row(self, digit: str, words: str, line: str, *, is_chosen: bool) -> ChoiceRow:
        row = ChoiceRow(digit, words, line, self.sheet)
        row.setChecked(is_chosen)
        row.setAccessibleName(words)
        return row

    def take_key(self, key: Qt.Key) -> bool:
        """Esc and Backspace; what moves among the controls and presses them is theirs, all else means nothing."""
        if key == Qt.Key.Key_Escape:
            self._model.cancel()
        elif key == Qt.Key.Key_Backspace:
            self._model.delete()
        return key not in _OWN_KEYS

    def place(self) -> None:
        """Over the whole window, the sheet in its middle."""
        self.setGeometry(self.below.rect())
        wide = min(WIDTH, self.width() - 2 * MARGIN)
        high = min(self.sheet.sizeHint().height(), self.height() - 2 * MARGIN)
        self.sheet.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # Qt's signature
        """Tab goes round on the sheet: who and why, then the digits."""
        return step((self._asked, self._pad_side), is_next=is_next)


_OWN_KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
)
