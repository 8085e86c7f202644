"""The demo shop's answers as far as they are used; its own names stay on this side of the border."""

from datetime import datetime
from decimal import Decimal

from msgspec import Struct, field


class Pieces(Struct, frozen=True):
    """Pieces of a line."""

    line: str
    quantity: int


class SoldLine(Struct, frozen=True):
    """A line as sold."""

    id: str
    sku: str
    name: str
    quantity: int
    unit_price: Decimal


class EffectAnswer(Struct, frozen=True):
    """A fulfilment, return, refund, restock or message."""

    id: str
    note: str = ""
    is_cancelled: bool = False
    lines: list[Pieces] = field(default_factory=list)
    amount: Decimal | None = None
    location: str = ""
    kind: str = ""


class OrderAnswer(Struct, frozen=True, rename="camel"):
    """An order with everything done to it."""

    id: str
    number: str
    state: str
    location: str
    customer: str
    currency: str
    total: Decimal
    updated_at: datetime
    lines: list[SoldLine]
    fulfilments: list[EffectAnswer]
    returns: list[EffectAnswer]
    refunds: list[EffectAnswer]
    restocks: list[EffectAnswer]
    messages: list[EffectAnswer]
    note: str = ""


class OrdersAnswer(Struct, frozen=True, rename="camel"):
    """A page of orders; `next_page` is 0 on the last."""

    orders: list[OrderAnswer]
    next_page: int


class CartItem(Struct, frozen=True):
    """A line of a cart."""

    sku: str
    name: str
    quantity: int
    unit_price: Decimal


class CartAnswer(Struct, frozen=True, rename="camel"):
    """An open cart."""

    id: str
    customer: str
    currency: str
    updated_at: datetime
    lines: list[CartItem]
