"""What is not handed over after all: why pieces were taken out of an order, and where they have to go."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.values import Act, LineQuantity


class Cause(StrEnum):
    """By whose will pieces left an order."""

    DECLINED = "declined"
    REFUSED = "refused"
    NO_SHOW = "no_show"
    RECALLED = "recalled"
    SHORTENED = "shortened"
    MOVED = "moved"


class Decline(StrEnum):
    """Why the shop does not take an order on; a closed list, because the web shop and the customer hear of it."""

    NOT_HERE = "not_here"
    NOT_SELLABLE = "not_sellable"
    NO_TIME = "no_time"
    SHOP_CLOSED = "shop_closed"
    ORDER_WRONG = "order_wrong"


class Refusal(StrEnum):
    """Why a customer who stands before the goods does not want them."""

    CHANGED_MIND = "changed_mind"
    NOT_AS_SHOWN = "not_as_shown"
    DOES_NOT_FIT = "does_not_fit"
    DAMAGED = "damaged"
    TOO_LATE = "too_late"


class Shortage(StrEnum):
    """What was done about goods that are not there, wholly or by some grams; the reason of what was shortened by
    the shop."""

    SUBSTITUTED = "substituted"
    GIVEN_UP = "given_up"
    WEIGHED = "weighed"


ON_SHELF = frozenset({Decline.NO_TIME, Decline.SHOP_CLOSED, Decline.ORDER_WRONG})
"""Reasons that say nothing against the goods: what was not fetched yet can be sold to the next one."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Pieces that one act took out of an order.

    `on_shelf`: those that never left their shelf and can be sold again at once. `refund`: what goes back online of
    what was paid there, minor units. Of what was weighed only grams are less: its pieces are the customer's.
    """

    act: Act
    cause: Cause
    reason: str
    lines: tuple[LineQuantity, ...]
    on_shelf: tuple[LineQuantity, ...] = ()
    refund: int = 0


@dataclass(frozen=True, slots=True)
class PutBack:
    """Pieces that have to go back to their shelf; `id` counts within the order.

    They are in the bag `container` (empty: loose), which stands at `place` (empty: in somebody's hands).
    `is_sold_again`: whoever put them back found that they can be.
    """

    id: str
    cause: Cause
    lines: tuple[LineQuantity, ...]
    at: datetime
    container: str = ""
    place: str = ""
    done: Act | None = None
    is_sold_again: bool = False

    @property
    def pieces(self) -> int:
        """How many they are."""
        return sum(line.quantity for line in self.lines)
