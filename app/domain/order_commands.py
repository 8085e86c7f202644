"""What can be asked about an order that is not simply fetched; one frozen class per kind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.dropped import Decline, Refusal
from app.domain.values import LineId, LineQuantity, OrderId, Sku


class HoldWord(StrEnum):
    """What the authority says of a hold, each once."""

    REMIND = "remind"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class AcceptOrder:
    """The shop takes the order on."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class DeclineOrder:
    """The shop does not take the order on. `approved_by`: another person, where the operator may not alone."""

    order: OrderId
    reason: Decline
    at: datetime
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class RefuseGoods:
    """The customer looks at the goods and does not want them; no lines means everything that is packed."""

    order: OrderId
    lines: tuple[LineQuantity, ...]
    reason: Refusal
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtendHold:
    """The goods stay for the customer until another time."""

    order: OrderId
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class JudgeHold:
    """The hold is about to end, or has ended: `until` is the end it was judged by. Written by the authority."""

    order: OrderId
    word: HoldWord
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class EndHold:
    """Nobody came: what still stands here goes back to stock."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class PutAway:
    """The pieces of a put-back task are where they belong; `is_sold_again`: they are as good as new."""

    order: OrderId
    task: str
    at: datetime
    is_sold_again: bool = True


@dataclass(frozen=True, slots=True)
class SubstituteArticle:
    """The article given instead, as the catalogue has it; `unit_price` is what the site asks, in minor units
    of the order's currency."""

    sku: Sku
    gtin: str
    name: str
    variant: str
    unit_price: int
    is_final_sale: bool = False
    min_age: int = 0


@dataclass(frozen=True, slots=True)
class SubstituteGoods:
    """Another article instead of pieces that are missing, in the basket. `into` is the id of its line.

    `is_agreed`: the operator asked the customer, who said yes.
    """

    order: OrderId
    line: LineId
    quantity: int
    into: LineId
    article: SubstituteArticle
    at: datetime
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class GiveUpGoods:
    """Pieces that are missing will not come: the customer gets their money."""

    order: OrderId
    lines: tuple[LineQuantity, ...]
    at: datetime


CalledOffBody = (
    AcceptOrder
    | DeclineOrder
    | SubstituteGoods
    | GiveUpGoods
    | RefuseGoods
    | ExtendHold
    | JudgeHold
    | EndHold
    | PutAway
)

CALLED_OFF_KINDS: dict[str, type[CalledOffBody]] = {
    "order.accept": AcceptOrder,
    "order.decline": DeclineOrder,
    "order.substitute": SubstituteGoods,
    "order.give_up": GiveUpGoods,
    "order.refuse_goods": RefuseGoods,
    "order.extend_hold": ExtendHold,
    "order.judge_hold": JudgeHold,
    "order.end_hold": EndHold,
    "order.put_away": PutAway,
}
