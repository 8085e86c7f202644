"""The small words of the domain: ids, effects, and who acted where and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

OrderId = NewType("OrderId", str)
LineId = NewType("LineId", str)
ContainerId = NewType("ContainerId", str)
VisitId = NewType("VisitId", str)
ReturnId = NewType("ReturnId", str)
CartId = NewType("CartId", str)
CustomerId = NewType("CustomerId", str)
StoreId = NewType("StoreId", str)
OperatorId = NewType("OperatorId", str)
StationId = NewType("StationId", str)
Sku = NewType("Sku", str)

CENTRAL = "central"
NO_STORE = StoreId("")


class SignedOn(StrEnum):
    """How somebody signed for goods before the one who gave them; the drawing itself is kept nowhere."""

    PAPER = "paper"
    GLASS = "glass"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Act:
    """Who acted, at which station of which store, and when; `id` is the command that carried it."""

    id: str
    at: datetime
    operator: OperatorId
    station: StationId
    store: StoreId


@dataclass(frozen=True, slots=True)
class LineQuantity:
    """So many pieces of an order line."""

    line: LineId
    quantity: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """One time an order goes to another shop, by the word of `by`.

    `left_at`: the shop it leaves let it go; None while that is only asked of it. `reason`: why a shop did not take
    on what came to it (a `Decline`), which sends it back; empty otherwise.
    """

    source: StoreId
    target: StoreId
    at: datetime
    by: OperatorId
    left_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ByWeight:
    """What a line of goods sold by weight adds to its one piece, in grams and minor units.

    Its price is for `ordered_g`. `weighed_g`: what lies in the basket, 0 before it was weighed. `given_back`: what
    went back to the customer because it was less; that stays, whatever is weighed afterwards.
    """

    ordered_g: int
    weighed_g: int = 0
    given_back: int = 0


@dataclass(frozen=True, slots=True)
class LineGrams:
    """So many grams of an order line."""

    line: LineId
    grams: int


class Substitution(StrEnum):
    """What the customer said about a missing article: nothing instead of it, another one if they are asked first,
    or one the shop chooses. It never costs them more."""

    NONE = "none"
    ASK = "ask"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class LinePrice:
    """What a piece of a line costs, minor units, where that is not the price the line came with."""

    line: LineId
    unit_price: int


@dataclass(frozen=True, slots=True)
class Custody:
    """Who alone may decide about an order: `central`, or a store under an epoch."""

    holder: str
    epoch: int = 0
