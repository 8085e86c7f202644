"""WooCommerce's answers as far as they are used; its own names stay on this side of the border.

An amount stays raw text until `amounts` reads it. The float `price` of an order line is not here on purpose: it is
the price without tax, rounded somewhere else than the totals are.
"""

from datetime import datetime

from msgspec import Raw, Struct, field

from app.central.connectors.woocommerce.amounts import NOTHING


class Meta(Struct, frozen=True):
    """An entry beside an order or a line; the values may be anything, the second as customers read it."""

    key: str
    value: Raw = Raw(b"null")
    display_value: Raw = Raw(b"null")


class Tax(Struct, frozen=True):
    """What one tax rate came to on a line."""

    id: int
    total: Raw = NOTHING


class Item(Struct, frozen=True):
    """A line of an order, or with negative quantity and totals, of a refund. Totals are without tax."""

    id: int
    name: str
    quantity: int
    subtotal: Raw
    subtotal_tax: Raw
    total: Raw
    total_tax: Raw
    sku: str | None = None
    parent_name: str | None = None
    taxes: list[Tax] = field(default_factory=list)
    meta_data: list[Meta] = field(default_factory=list)


class ShippingLine(Struct, frozen=True):
    """How an order travels, or where it is collected."""

    id: int
    method_id: str | None = None
    method_title: str | None = None
    total: Raw = NOTHING
    total_tax: Raw = NOTHING
    taxes: list[Tax] = field(default_factory=list)
    meta_data: list[Meta] = field(default_factory=list)


class TaxLine(Struct, frozen=True):
    """One tax rate of an order, in percent; a compound one is on top of the others."""

    rate_id: int
    rate_percent: Raw = NOTHING
    compound: bool = False


class RefundMention(Struct, frozen=True):
    """A refund as its order mentions it; the total is negative."""

    id: int
    total: Raw
    reason: str | None = None


class Address(Struct, frozen=True):
    """Who an order is for."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""


class OrderAnswer(Struct, frozen=True):
    """An order; times are UTC without saying so."""

    id: int
    number: str
    status: str
    currency: str
    total: Raw
    date_created_gmt: datetime
    date_modified_gmt: datetime
    line_items: list[Item]
    shipping_lines: list[ShippingLine]
    refunds: list[RefundMention]
    meta_data: list[Meta]
    billing: Address
    tax_lines: list[TaxLine] = field(default_factory=list)
    customer_id: int = 0
    shipping_total: Raw = NOTHING
    shipping_tax: Raw = NOTHING
    date_paid_gmt: datetime | None = None
    date_completed_gmt: datetime | None = None
    payment_method_title: str = ""
    created_via: str = ""


class Taxed(Struct, frozen=True):
    """Whether the shop's prices had tax in them when an order was made."""

    prices_include_tax: bool


class RefundAnswer(Struct, frozen=True):
    """A refund with its lines."""

    id: int
    amount: Raw
    date_created_gmt: datetime
    line_items: list[Item]
    reason: str | None = None


class Note(Struct, frozen=True):
    """A note on an order."""

    id: int
    note: str


class Named(Struct, frozen=True):
    """A category or brand."""

    name: str


class Picture(Struct, frozen=True):
    """A picture of an article."""

    src: str | None = None


class Attribute(Struct, frozen=True):
    """What a variation is of a product: its colour, its size."""

    name: str
    option: str = ""


class ProductAnswer(Struct, frozen=True):
    """A product, or one of its variations. Prices as the shop enters them."""

    id: int
    sku: str = ""
    name: str = ""
    type: str = "variation"
    status: str = "publish"
    date_modified_gmt: datetime | None = None
    global_unique_id: str = ""
    price: Raw = NOTHING
    regular_price: Raw = NOTHING
    purchasable: bool = True
    parent_id: int = 0
    manage_stock: bool | str = False
    stock_quantity: int | None = None
    categories: list[Named] = field(default_factory=list)
    brands: list[Named] = field(default_factory=list)
    images: list[Picture] = field(default_factory=list)
    image: Picture | None = None
    attributes: list[Attribute] = field(default_factory=list)


class CustomerAnswer(Struct, frozen=True):
    """A customer with an account."""

    id: int
    email: str
    first_name: str
    last_name: str
    billing: Address
    date_created_gmt: datetime


class Zone(Struct, frozen=True):
    """A shipping zone."""

    id: int


class ZoneMethod(Struct, frozen=True):
    """A way of shipping in a zone."""

    method_id: str
    title: str
    enabled: bool = True


class CartPrices(Struct, frozen=True):
    """Sums of a cart line in the Store API: whole numbers of the currency's smallest unit, as text."""

    line_subtotal: Raw
    line_subtotal_tax: Raw


class CartItem(Struct, frozen=True):
    """A line of a cart."""

    key: str
    name: str
    quantity: int
    totals: CartPrices
    sku: str = ""


class CartTotals(Struct, frozen=True):
    """The currency of a cart, and the decimals its sums are written without."""

    currency_code: str
    currency_minor_unit: int


class CartAnswer(Struct, frozen=True):
    """A cart as the Store API tells it."""

    items: list[CartItem]
    totals: CartTotals
