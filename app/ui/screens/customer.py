"""A customer: contact, the online cart against this shop, history and consents; what to do with it beside."""

from PySide6.QtGui import QResizeEvent

from app.presentation.customer_state import CustomerState
from app.presentation.marks import Tone
from app.presentation.viewmodels.customer import CustomerModel
from app.ui.screens.customer_below import ProfileCards
from app.ui.screens.customer_cards import CartCard
from app.ui.screens.customer_panel import CustomerPanel
from app.ui.shell.frame import Screen
from app.ui.widgets.card import InlineNote
from app.ui.widgets.facts import Fact, FactGrid, PageHeader

ROOMY = 860
"""From which height there is room for more cards."""


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
        self.below = ProfileCards()
        self.below.looked.connect(model.look_at)
        self.below.consents.answered.connect(lambda purpose, given: model.answer(purpose, is_given=given))
        self.below.field.textChanged.connect(model.type_note)
        self.below.field.written.connect(model.write_note)
        self.below.notes.removed.connect(model.remove_note)
        self._refusal = InlineNote()
        for part in (self._header, self._refusal, self._facts):
            self.main.addWidget(part)
        self.main.addWidget(self.cart, 1)
        self.main.addWidget(self.below)
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
        for part in (self._facts, self.cart, self.below):
            part.setVisible(refusal is None)
        if refusal is None:
            self._refusal.show_note(Tone.NEUTRAL, "")
        else:
            self._refusal.show_note(refusal.tone, refusal.title, refusal.body)
        self._facts.show_facts(
            [Fact(fact.label, fact.value, fact.line, fact.glyph, fact.act) for fact in state.facts]
        )
        self.cart.show_cart(state.cart)
        self.below.show_state(state)
        self._panel.show_state(state)

    def _show_fact(self, number: int) -> None:
        self.model.show_fact(self.model.state.facts[number].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With room there are more cards, never bigger type."""
        super().resizeEvent(event)
        self.below.arrange(is_roomy=self.height() >= ROOMY)
