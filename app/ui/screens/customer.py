"""A customer: contact, the online cart against this shop, history and consents; what to do with it beside."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from app.presentation.customer_state import CustomerState
from app.presentation.marks import Tone
from app.presentation.viewmodels.customer import CustomerModel
from app.ui.screens.cart_rows import HISTORY, LINK, paint_history, paint_wish
from app.ui.screens.customer_cards import CartCard, Consents, ListCard
from app.ui.screens.customer_panel import CustomerPanel
from app.ui.shell.frame import Screen
from app.ui.theme.tokens import Type
from app.ui.widgets.card import InlineNote
from app.ui.widgets.facts import Fact, FactGrid, PageHeader
from app.ui.widgets.row_list import RowList
from app.ui.widgets.text import Text

LOW, TALL, ROOMY = 154, 180, 860
"""Heights: of history and consents, the same with room, and from which height there is room for more cards."""


class CustomerScreen(Screen[CustomerModel]):
    """The customer."""

    def build(self) -> None:
        """Header, facts, cart, history and consents; where there is room wishes and notes."""
        model = self.model
        self._header = PageHeader()
        self._header.back.connect(self.went_back)
        self._facts = FactGrid((208, 180, 276, 180))
        self._facts.acted.connect(self._show_fact)
        self.cart = CartCard()
        self.cart.lines.opened.connect(model.select)
        self._history = RowList("", paint_history, HISTORY, can_choose=False)
        self._history.has_rules = False
        self._consents = Consents()
        self._history_card, self._consents_card = ListCard(self._history, 16), ListCard(self._consents)
        self._wishes = RowList("", paint_wish, LINK, can_choose=False)
        self._notes = Text("", Type.BODY, 400, "secondary", is_wrapped=True)
        self._notes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._wishes_card, self._notes_card = ListCard(self._wishes, 4), ListCard(self._notes, 16)
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
        self._panel.went.connect(model.go)
        self._panel.redeemed.connect(model.use_points)
        self.panel.body.addWidget(self._panel, 1)
        self.panel.stand_on_foot(self._panel.sum)

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
