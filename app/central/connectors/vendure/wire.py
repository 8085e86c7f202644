"""Vendure's answers about orders as far as they are used; its names stay on this side of the border.

Sums are Vendure's own numbers.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field


class Node(Struct, frozen=True, rename="camel"):
    """Anything with an id."""

    id: str


class Named(Struct, frozen=True):
    """A value with a name; `code` where it has one."""

    name: str = ""
    code: str = ""


class CustomerNode(Struct, frozen=True, rename="camel"):
    """A customer; `user` is there for one with an account."""

    id: str
    first_name: str
    last_name: str
    email_address: str
    created_at: datetime
    phone_number: str | None = None
    user: Node | None = None


class RefundNode(Struct, frozen=True):
    """Money given back, or meant to be."""

    id: str
    total: int
    state: str
    reason: str | None = None


class PaymentNode(Struct, frozen=True):
    """A payment with its refunds."""

    id: str
    method: str
    amount: int
    state: str
    refunds: list[RefundNode] = field(default_factory=list)


class VariantOfLine(Struct, frozen=True, rename="camel"):
    """The article of a line; `custom_fields` holds the GTIN under a name of the shop's own."""

    id: str
    sku: str
    name: str
    custom_fields: dict[str, str | None] | None = None


class LineNode(Struct, frozen=True, rename="camel"):
    """A line as sold; `quantity` shrinks when pieces are cancelled, `order_placed_quantity` does not.
    `custom_fields` holds what the customer wants instead, and grams, under names of the
    shop's own."""

    id: str
    quantity: int
    order_placed_quantity: int
    unit_price_with_tax: int
    line_price_with_tax: int
    prorated_unit_price_with_tax: int
    prorated_line_price_with_tax: int
    product_variant: VariantOfLine
    custom_fields: Mapping[str, str | int | None] | None = None


class PiecesNode(Struct, frozen=True, rename="camel"):
    """Pieces of a line in a fulfilment."""

    order_line_id: str
    quantity: int


class FulfilmentNode(Struct, frozen=True, rename="camel"):
    """Pieces under way: `Pending`, `Shipped`, `Delivered` or `Cancelled`."""

    id: str
    state: str
    lines: list[PiecesNode]
    tracking_code: str | None = None


class HistoryData(Struct, frozen=True, rename="camel"):
    """What an entry of the history is about."""

    note: str | None = None
    fulfillment_id: int | str | None = None
    to: str | None = None


class HistoryNode(Struct, frozen=True, rename="camel"):
    """One entry of the history."""

    type: str
    created_at: datetime
    data: HistoryData


class HistoryList(Struct, frozen=True):
    """The newest entries first."""

    items: list[HistoryNode]


class MethodNode(Struct, frozen=True):
    """A shipping method."""

    code: str


class ShippingNode(Struct, frozen=True, rename="camel"):
    """How an order travels."""

    shipping_method: MethodNode


class OrderNode(Struct, frozen=True, rename="camel"):
    """An order with everything done to it."""

    id: str
    code: str
    state: str
    created_at: datetime
    updated_at: datetime
    currency_code: str
    total_with_tax: int
    shipping_with_tax: int
    lines: list[LineNode]
    shipping_lines: list[ShippingNode]
    history: HistoryList
    order_placed_at: datetime | None = None
    customer: CustomerNode | None = None
    payments: list[PaymentNode] | None = None
    fulfillments: list[FulfilmentNode] | None = None


class OrderAnswer(Struct, frozen=True):
    """One order or none."""

    order: OrderNode | None


class OrderList(Struct, frozen=True, rename="camel"):
    """A page of orders."""

    items: list[OrderNode]
    total_items: int


class OrdersAnswer(Struct, frozen=True):
    """Orders asked for."""

    orders: OrderList


class OpenNode(Struct, frozen=True, rename="camel"):
    """What tells whether an order is a shop's."""

    id: str
    shipping_lines: list[ShippingNode]


class OpenList(Struct, frozen=True):
    """A page of them."""

    items: list[OpenNode]


class OpenAnswer(Struct, frozen=True):
    """Open orders."""

    orders: OpenList


class MadeFulfilment(Struct, frozen=True, rename="camel"):
    """A fulfilment that was made."""

    add_fulfillment_to_order: FulfilmentNode


class MadeRefund(Struct, frozen=True, rename="camel"):
    """A refund that was made."""

    refund_order: RefundNode


class Done(Struct, frozen=True):
    """An effect whose answer says nothing more."""
