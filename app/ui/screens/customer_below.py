"""The cards under a customer's cart: history, consents, notes, wishes; with little room three share a place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.presentation.customer_state import CustomerState, Tab
from app.ui.screens.cart_rows import HISTORY, LINK, paint_history, paint_wish
from app.ui.screens.customer_consents import Consents
from app.ui.screens.customer_notes import NoteField, Notes
from app.ui.theme.tokens import Type
from app.ui.widgets.buttons import WordButton
from app.ui.widgets.card import Card, CardHead
from app.ui.widgets.row_list import RowList
from app.ui.widgets.text import Text

LOW, TALL = 178, 186
"""Heights of a card: where three share a place, and where each has its own."""


class _Way(WordButton):
    """To another card in this place."""

    def __init__(self) -> None:
        super().__init__()
        self.tab = ""


class ListCard(Card):
    """A titled card with something under its head. `went`: to another card that shares its place."""

    went = Signal(str)

    def __init__(self, inside: QWidget, left: int, beside: QWidget | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(0)
        head = CardHead(height=48)
        head.row.setContentsMargins(16, 4, 16, 0)
        self.title = head.title
        head.row.addWidget(beside or QWidget(), 1)
        self._ways = [_Way() for _ in range(2)]
        for way in self._ways:
            way.clicked.connect(self._go)
            head.row.addWidget(way)
        row = QVBoxLayout()
        row.setContentsMargins(left, 0, 0, 0)
        row.addWidget(inside)
        self.empty = Text("", Type.SMALL, 400, "secondary")
        self.empty.setContentsMargins(16, 0, 16, 0)
        self.empty.hide()
        column.addWidget(head)
        column.addWidget(self.empty)
        column.addLayout(row, 1)

    def show_ways(self, tabs: Sequence[tuple[str, str]]) -> None:
        """The other cards that share its place; none where each has its own."""
        for number, way in enumerate(self._ways):
            way.setVisible(number < len(tabs))
            if number < len(tabs):
                way.tab, words = tabs[number]
                way.setText(words)
                way.setAccessibleName(words)
                way.updateGeometry()

    def take_up(self) -> None:
        """The keyboard goes on here after it came from another card."""
        for way in self._ways[:1]:
            way.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self) -> None:
        way = self.sender()
        if isinstance(way, _Way):
            self.went.emit(way.tab)


class ConsentsCard(Card):
    """The consents under their title; each line is as high as a finger needs, so nothing is left for edges."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = CardHead()
        head.row.setContentsMargins(16, 6, 16, 0)
        self.title = head.title
        column.addWidget(head)
        column.addWidget(inside, 1)


class ProfileCards(QWidget):
    """Four cards, or two: the one that was chosen, and the consents."""

    looked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.consents, self.notes, self.field = Consents(), Notes(), NoteField()
        self._history = RowList("", paint_history, HISTORY, can_choose=False)
        self._history.has_rules = False
        self._wishes = RowList("", paint_wish, LINK, can_choose=False)
        self._wishes.setMinimumHeight(0)
        self._consents_card = ConsentsCard(self.consents)
        self._cards = {
            Tab.HISTORY: ListCard(self._history, 16),
            Tab.NOTES: ListCard(self.notes, 16, self.field),
            Tab.WISHES: ListCard(self._wishes, 4),
        }
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._grid.setColumnStretch(0, 7)
        self._grid.setColumnStretch(1, 5)
        self._grid.addWidget(self._consents_card, 0, 1)
        for card in self._cards.values():
            card.went.connect(self._look)
        self._is_roomy = False
        self._state: CustomerState | None = None
        self.arrange(is_roomy=False)

    def arrange(self, *, is_roomy: bool) -> None:
        """With room there are more cards, never bigger type."""
        self._is_roomy = is_roomy
        own = {Tab.HISTORY: (0, 0), Tab.WISHES: (1, 0), Tab.NOTES: (1, 1)}
        for tab, card in self._cards.items():
            self._grid.addWidget(card, *(own[tab] if is_roomy else (0, 0)))
        for shown in (self._consents_card, *self._cards.values()):
            shown.setFixedHeight(TALL if is_roomy else LOW)
        self._share()

    def _share(self) -> None:
        state = self._state
        for tab, card in self._cards.items():
            chosen = Tab.HISTORY if state is None else state.tab
            card.setVisible(self._is_roomy or tab == chosen)
            tabs = () if state is None or self._is_roomy else state.tabs
            card.show_ways([other for other in tabs if other[0] != tab])

    def show_state(self, state: CustomerState) -> None:
        """Everything about the customer but the cart."""
        self._state = state
        self._consents_card.title.setText(state.consents_title)
        self.consents.show_consents(state.consents)
        history, notes, wishes = self._cards.values()
        history.title.setText(state.history_title)
        history.empty.show_words(state.history_empty)
        self._history.setAccessibleName(state.history_title)
        self._history.show_rows(state.history)
        wishes.title.setText(state.wishes_title)
        wishes.empty.show_words(state.wishes_empty)
        self._wishes.setAccessibleName(state.wishes_title)
        self._wishes.show_rows(state.wishes)
        notes.title.setText(state.notes_title)
        notes.empty.show_words(state.notes_empty)
        self.notes.setAccessibleName(state.notes_title)
        self.notes.show_notes(state.notes)
        self.field.show_draft(state.note_hint, state.note_draft)
        self._share()

    def _look(self, tab: str) -> None:
        self.looked.emit(tab)
        if tab == Tab.NOTES:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._cards[Tab(tab)].take_up()
