"""A customer's online cart held against the prices and the stock of the shop it is opened in."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.values import CartId, CustomerId, Sku


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line of an online cart; `unit_price` is the site's, minor units; `rev` fences changes of the line."""

    id: str
    sku: Sku
    gtin: str
    name: str
    variant: str
    quantity: int
    unit_price: int
    rev: int


@dataclass(frozen=True, slots=True)
class Cart:
    """An open online cart; central is its authority, `rev` counts its changes."""

    id: CartId
    customer: CustomerId
    channel: str
    lines: tuple[CartLine, ...]
    updated_at: datetime
    rev: int = 1
    currency: str = "EUR"
    platform_ref: str = ""
    held_at: datetime | None = None
