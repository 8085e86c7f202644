"""Pieces of an online cart put aside in a shop for its customer, until a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.carts import CartLine
from app.domain.errors import Code, Problem
from app.domain.values import CartId, CustomerId, OperatorId, Sku, StoreId

LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CartHold:
    """What stands aside in one shop; `lines` with the pieces and prices that were settled, minor units.

    It ends when it is released, sold or reserved: at `until_at` the pieces still stand there, and a person puts
    them back.
    """

    cart: CartId
    store: StoreId
    customer: CustomerId
    customer_name: str
    lines: tuple[CartLine, ...]
    held_at: datetime
    until_at: datetime
    by: OperatorId

    @property
    def pieces(self) -> int:
        """How many stand aside."""
        return sum(line.quantity for line in self.lines)

    def is_wanted(self, lines: Iterable[CartLine]) -> bool:
        """Whether the cart, which has these lines now, still has all that stands aside."""
        left = {line.id: line.quantity for line in lines}
        return all(left.get(line.id, 0) >= line.quantity for line in self.lines)

    def is_over(self, now_at: datetime) -> bool:
        """Whether nobody needs to wait for the customer any longer."""
        return now_at >= self.until_at


def refuse_until(until_at: datetime, now_at: datetime) -> None:
    """Problem(HOLD_TOO_LONG) unless a hold may last from now until then."""
    if not now_at < until_at <= now_at + LONGEST:
        raise Problem(Code.HOLD_TOO_LONG, days=LONGEST.days)


def held_pieces(holds: Iterable[CartHold], own: CartId) -> dict[Sku, int]:
    """Pieces that stand aside for other carts, by SKU: they cannot be promised to this one."""
    found: dict[Sku, int] = {}
    for hold in holds:
        if hold.cart != own:
            for line in hold.lines:
                found[line.sku] = found.get(line.sku, 0) + line.quantity
    return found


def by_time(holds: Iterable[CartHold]) -> tuple[CartHold, ...]:
    """The one that ends first at the front."""
    return tuple(sorted(holds, key=lambda hold: (hold.until_at, hold.cart)))
