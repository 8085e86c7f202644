"""What the demo shop's admin interface says and hears; money as decimal text, as many real shops write it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Short = Annotated[str, Meta(min_length=1, max_length=120)]
Note = Annotated[str, Meta(max_length=400)]
Pieces = Annotated[int, Meta(ge=1, le=10_000)]


class LinePieces(Struct, frozen=True):
    """Pieces of an order line."""

    line: Short
    quantity: Pieces


class SoldLine(Struct, frozen=True):
    """A line as sold; `unit_price` is a decimal."""

    id: Short
    sku: Short
    name: str
    quantity: Pieces
    unit_price: Decimal


class SeedOrder(Struct, frozen=True):
    """An order to start with; `location` is where it is collected and where its stock is allocated."""

    id: Short
    number: Short
    location: Short
    customer: str
    currency: str
    total: Decimal
    placed_at: datetime
    lines: list[SoldLine]
    state: str = "paid"
    note: Note = ""


class NewOrderBody(Struct, frozen=True):
    """An order to be made, with a free text."""

    number: Short
    location: Short
    customer: str
    currency: str
    total: Decimal
    lines: Annotated[list[SoldLine], Meta(min_length=1, max_length=500)]
    state: Literal["paid", "unpaid"] = "paid"
    note: Note = ""


class ShopCustomer(Struct, frozen=True):
    """A customer of the site."""

    id: Short
    name: str
    email: str = ""
    phone: str = ""


class CartItem(Struct, frozen=True):
    """A line of a cart."""

    sku: Short
    name: str
    quantity: Pieces
    unit_price: Decimal


class SeedCart(Struct, frozen=True):
    """An open cart to start with."""

    customer: Short
    currency: str
    lines: list[CartItem]


class StockLevel(Struct, frozen=True):
    """Pieces on hand at a location."""

    sku: Short
    location: Short
    quantity: int


class Seed(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /seed`: replaces everything the shop holds."""

    orders: list[SeedOrder] = field(default_factory=list)
    customers: list[ShopCustomer] = field(default_factory=list)
    carts: list[SeedCart] = field(default_factory=list)
    stock: list[StockLevel] = field(default_factory=list)


class EffectBody(Struct, frozen=True):
    """A fulfilment (`tracking` holds the free text), a return or a restock; without lines, all of the order."""

    lines: list[LinePieces] = field(default_factory=list)
    note: Note = ""
    location: str = ""


class RefundBody(Struct, frozen=True):
    """A refund; the amount rules, lines are only remembered."""

    amount: Decimal
    reason: Note = ""
    lines: list[LinePieces] = field(default_factory=list)


class NoteBody(Struct, frozen=True):
    """A change of state or a message, with a free text."""

    note: Note = ""
    kind: str = ""


class CartChanges(Struct, frozen=True):
    """`PUT …/cart`: absolute quantities by article, 0 removes."""

    quantities: dict[str, Annotated[int, Meta(ge=0, le=10_000)]]


class EffectView(Struct, frozen=True, omit_defaults=True):
    """A fulfilment, return, refund, restock or message as it is told."""

    id: str
    note: str
    is_cancelled: bool = False
    lines: list[LinePieces] = field(default_factory=list)
    amount: Decimal | None = None
    location: str = ""
    kind: str = ""


class OrderView(Struct, frozen=True, rename="camel"):
    """An order with everything that was done to it."""

    id: str
    number: str
    state: str
    location: str
    customer: str
    currency: str
    total: Decimal
    placed_at: datetime
    updated_at: datetime
    lines: list[SoldLine]
    fulfilments: list[EffectView]
    returns: list[EffectView]
    refunds: list[EffectView]
    restocks: list[EffectView]
    messages: list[EffectView]
    note: str = ""


class OrderPage(Struct, frozen=True, rename="camel"):
    """One page of orders; `next_page` is 0 on the last."""

    orders: list[OrderView]
    next_page: int


class CartView(Struct, frozen=True, rename="camel"):
    """An open cart."""

    id: str
    customer: str
    currency: str
    updated_at: datetime
    lines: list[CartItem]
