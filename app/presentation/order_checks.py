"""What a clerk vouches for before an order leaves: money taken, a document seen; asked as the shop wants it."""

from dataclasses import dataclass, field

from app.domain.guards import age_asked
from app.domain.handover import HandoverRules, amount_due
from app.domain.orders import Order


@dataclass(slots=True)
class Checks:
    """Ticks of one order at one counter; lives on the loop. `shown_sum`: the sum the money was taken for."""

    rules: HandoverRules = field(default_factory=HandoverRules)
    is_age_checked: bool = False
    is_paid_here: bool = False
    shown_sum: int = 0

    @property
    def is_begun(self) -> bool:
        """Something was vouched for."""
        return self.is_age_checked or self.is_paid_here

    @property
    def amount(self) -> int | None:
        """What the till took, minor units; None when it took nothing."""
        return self.shown_sum if self.is_paid_here else None

    def is_age_open(self, order: Order) -> bool:
        """Whether a document is still to be seen."""
        return bool(age_asked(order, self.rules)) and not self.is_age_checked

    def is_money_open(self, order: Order) -> bool:
        """Whether money is still to be taken."""
        return not order.is_paid and not self.is_paid_here

    def take_money(self, order: Order | None, *, is_taken: bool) -> None:
        """The till has the money of the sum that is shown, or not after all."""
        self.is_paid_here, self.shown_sum = is_taken, 0 if order is None else amount_due(order)

    def look_at_sum(self, order: Order) -> None:
        """Money that was taken is money of the sum that was shown: where that changed, it is to be ticked anew."""
        if amount_due(order) != self.shown_sum:
            self.is_paid_here = False
