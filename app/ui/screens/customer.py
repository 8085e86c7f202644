"""A customer: contact, the online cart against this shop, history and consents; what to do with it beside."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presentation.customer_state import CartView, CustomerState
from app.presentation.marks import Glyph, Tone
from app.presentation.profile_words import ConsentRow
from app.presentation.viewmodels.customer import CustomerModel
from app.ui.screens.cart_rows import (
    HISTORY,
    LINE,
    LINK,
    CartColumns,
    paint_cart_line,
    paint_history,
    paint_wish,
)
from app.ui.screens.customer_panel import CustomerPanel
from app.ui.shell.frame import Screen
from app.ui.theme.tokens import Role, Type
from app.ui.widgets.card import Card, CardHead, InlineNote
from app.ui.widgets.chip import IconView, StatusChip
from app.ui.widgets.facts import Fact, FactGrid, PageHeader
from app.ui.widgets.row_list import RowList
from app.ui.widgets.skeleton import Skeleton
from app.ui.widgets.text import ElidedText, Text

LOW, TALL, ROOMY = 154, 180, 860
"""Heights: of history and consents, the same with room, and from which height there is room for more cards."""


class _CartCard(Card):
    """The cart: its head, its lines, or why there are none."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = CardHead("", Type.ROW, 48)
        self.title = head.title
        self.count = Text("", Type.BODY, 400, "secondary")
        self.live, self.differences = StatusChip(is_small=True), StatusChip(is_small=True)
        self.scan_icon = IconView(Glyph.SCAN_BARCODE, 16)
        self.hint = ElidedText("", Type.SMALL, 400, "secondary")
        beside: tuple[QWidget, ...] = (self.count, self.live, self.differences, self.scan_icon, self.hint)
        for part in beside:
            head.row.addWidget(part)
        head.row.insertStretch(3, 1)
        self.columns, self.skeleton = CartColumns(), Skeleton(LINE)
        self.lines = RowList("", paint_cart_line, LINE)
        self.lines.setMinimumHeight(LINE)
        self.empty = Text("", Type.BODY, 400, "secondary")
        self.empty.setContentsMargins(16, 4, 16, 16)
        for widget in (head, self.columns, self.empty, self.skeleton):
            column.addWidget(widget)
        column.addWidget(self.lines, 1)

    def show_cart(self, cart: CartView) -> None:
        self.title.setText(cart.title)
        self.count.show_words(cart.count)
        self.live.show_mark(cart.live)
        self.differences.show_mark(cart.differences)
        self.scan_icon.setVisible(bool(cart.hint))
        self.hint.show_words(cart.hint)
        self.skeleton.setVisible(cart.is_loading)
        self.columns.show_words(cart.columns)
        self.empty.show_words(cart.empty)
        self.lines.setAccessibleName(cart.title)
        self.lines.show_rows(cart.rows, cart.selected)
        if not cart.selected:
            self.lines.select("")


class _ListCard(Card):
    """A titled card with something under its head."""

    def __init__(self, inside: QWidget, margin: int = 0) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 10)
        column.setSpacing(0)
        head = CardHead()
        self.title = head.title
        row = QVBoxLayout()
        row.setContentsMargins(margin, 0, 0, 0)
        row.addWidget(inside)
        self.empty = Text("", Type.SMALL, 400, "secondary")
        self.empty.setContentsMargins(16, 0, 16, 0)
        self.empty.hide()
        column.addWidget(head)
        column.addWidget(self.empty)
        column.addLayout(row, 1)


class _Consents(QWidget):
    """Three answers with where they come from."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(0)
        self._rows = [
            (IconView(Glyph.CIRCLE_X, 16), Text("", Type.SMALL), Text("", Type.SMALL, 600), self._line())
            for _ in range(3)
        ]
        for parts in self._rows:
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in parts[:3]:
                row.addWidget(part)
            row.addWidget(parts[3], 1)
            column.addLayout(row, 1)

    @staticmethod
    def _line() -> ElidedText:
        made = ElidedText("", Type.CAPTION, 400, "muted", is_tabular=True)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return made

    def show_consents(self, consents: tuple[ConsentRow, ...]) -> None:
        for number, (icon, words, answer, line) in enumerate(self._rows):
            shown = consents[number] if number < len(consents) else None
            icon.setVisible(shown is not None)
            if shown is not None:
                glyph = Glyph.CIRCLE_CHECK if shown.is_given else Glyph.CIRCLE_X
                icon.show_icon(glyph, Role.SUCCESS_TEXT if shown.is_given else Role.TEXT_MUTED)
            for label, text in ((words, "words"), (answer, "answer"), (line, "line")):
                label.setText("" if shown is None else getattr(shown, text))


class CustomerScreen(Screen[CustomerModel]):
    """The customer."""

    def build(self) -> None:
        """Header, facts, cart, history and consents; where there is room wishes and notes."""
        model = self.model
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._facts = FactGrid((208, 180, 276, 180))
        self._facts.acted.connect(self._show_fact)
        self.cart = _CartCard()
        self.cart.lines.opened.connect(model.select)
        self._history = RowList("", paint_history, HISTORY, can_choose=False)
        self._history.has_rules = False
        self._consents = _Consents()
        self._history_card, self._consents_card = _ListCard(self._history, 16), _ListCard(self._consents)
        self._wishes = RowList("", paint_wish, LINK, can_choose=False)
        self._notes = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._notes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._wishes_card, self._notes_card = _ListCard(self._wishes, 4), _ListCard(self._notes, 16)
        self._refusal = InlineNote()
        for part in (self._header, self._refusal, self._facts):
            self.main.addWidget(part)
        self.main.addWidget(self.cart, 1)
        self._below = [self._history_card, self._consents_card], [self._wishes_card, self._notes_card]
        for cards in self._below:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(cards[0], 2)
            row.addWidget(cards[1], 1)
            self.main.addLayout(row)
        self._wishes.setMinimumHeight(0)
        for card in self._below[1]:
            card.setMaximumHeight(TALL)
            card.hide()
        self.main.addStretch(0)
        self._panel = CustomerPanel()
        self._panel.decided.connect(model.decide)
        self._panel.stepped.connect(model.step)
        self._panel.removed.connect(model.remove)
        self._panel.opened.connect(model.open_order)
        self.panel.body.addWidget(self._panel, 1)

    def draw(self, state: CustomerState) -> None:
        """Everything of the customer."""
        self._header.back_button.name(state.back)
        self._header.title.setText(state.name)
        self._header.purpose.show_mark(state.purpose)
        refusal = state.refusal
        for part in (self._facts, self.cart, *self._below[0]):
            part.setVisible(refusal is None)
        if refusal is None:
            self._refusal.show_note(Tone.NEUTRAL, "")
        else:
            self._refusal.show_note(refusal.tone, refusal.title, refusal.body)
        self._facts.show_facts(
            [Fact(fact.label, fact.value, fact.line, fact.glyph, fact.act) for fact in state.facts]
        )
        self.cart.show_cart(state.cart)
        self._history_card.title.setText(state.history_title)
        self._history.setAccessibleName(state.history_title)
        self._history.show_rows(state.history)
        self._consents_card.title.setText(state.consents_title)
        self._consents.show_consents(state.consents)
        self._wishes_card.title.setText(state.wishes_title)
        self._wishes.setAccessibleName(state.wishes_title)
        self._wishes.show_rows(state.wishes)
        self._wishes_card.empty.show_words(state.wishes_empty)
        self._history_card.empty.show_words(state.history_empty)
        self._notes_card.title.setText(state.notes_title)
        self._notes.setText("\n".join(state.notes))
        self._panel.show_state(state)

    def _show_fact(self, number: int) -> None:
        self.model.show_fact(self.model.state.facts[number].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With room there are more cards, never bigger type."""
        super().resizeEvent(event)
        is_roomy = self.height() >= ROOMY
        for card in self._below[0]:
            card.setFixedHeight(TALL if is_roomy else LOW)
        for card in self._below[1]:
            card.setVisible(is_roomy)
