"""What a clerk vouches for before an order leaves: money taken, a document seen; asked as the shop wants it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.guards import age_asked
from app.domain.handover import HandoverRules, amount_due, is_signature_asked
from app.domain.orders import Order, ProofKind
from app.domain.values import SignedOn
from app.presentation.order_state import SignTick
from app.presentation.wording import Wording

AT_COUNTER = (SignedOn.PAPER, SignedOn.WORD)


@dataclass(slots=True)
class Checks:
    """Ticks of one order at one counter; lives on the loop. `shown_sum`: the sum the money was taken for;
    `names`: of colleagues by id."""

    rules: HandoverRules = field(default_factory=HandoverRules)
    names: Mapping[str, str] = field(default_factory=dict)
    is_age_checked: bool = False
    is_paid_here: bool = False
    shown_sum: int = 0
    signed: SignedOn | None = None

    @property
    def is_begun(self) -> bool:
        """Something was vouched for."""
        return self.is_age_checked or self.is_paid_here or self.signed is not None

    @property
    def amount(self) -> int | None:
        """What the till took, minor units; None when it took nothing."""
        return self.shown_sum if self.is_paid_here else None

    def is_age_open(self, order: Order) -> bool:
        """Whether a document is still to be seen."""
        return bool(age_asked(order, self.rules)) and not self.is_age_checked

    def age_words(self, order: Order, words: Wording) -> str:
        """Which age a document has to show, empty where nobody asks."""
        age = age_asked(order, self.rules)
        return words.text("order.age_check", age=age) if age else ""

    def is_money_open(self, order: Order) -> bool:
        """Whether money is still to be taken."""
        return not order.is_paid and not self.is_paid_here

    def is_sign_open(self, order: Order, proof: ProofKind) -> bool:
        """Whether whoever collects is still to sign."""
        return self.signed is None and is_signature_asked(order, proof, self.rules)

    def is_any_open(self, order: Order, proof: ProofKind) -> bool:
        """Whether anything is still to be looked at."""
        is_person_open = self.is_age_open(order) or self.is_sign_open(order, proof)
        return is_person_open or self.is_money_open(order)

    def signs(self, order: Order, proof: ProofKind, words: Wording) -> tuple[SignTick, ...]:
        """How somebody signed; nothing where nobody asks."""
        if not is_signature_asked(order, proof, self.rules):
            return ()
        return tuple(
            SignTick(way.value, words.text(f"order.sign.{way}"), way is self.signed) for way in AT_COUNTER
        )

    def take_money(self, order: Order | None, *, is_taken: bool) -> None:
        """The till has the money of the sum that is shown, or not after all."""
        self.is_paid_here, self.shown_sum = is_taken, 0 if order is None else amount_due(order)

    def look_at_sum(self, order: Order) -> None:
        """Money that was taken is money of the sum that was shown: where that changed, it is to be ticked anew."""
        if amount_due(order) != self.shown_sum:
            self.is_paid_here = False
