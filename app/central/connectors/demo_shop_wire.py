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
    discount: Decimal = Decimal(0)
    gtin: str = ""
    variant: str = ""
    substitution: str = ""
    ordered_g: int = 0


class ContactAnswer(Struct, frozen=True):
    """Who an order was made by."""

    name: str = ""
    email: str = ""
    phone: str = ""


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
    shipping: Decimal
    payment: str
    is_paid: bool
    contact: ContactAnswer
    placed_at: datetime
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
    total: int


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


class CartsAnswer(Struct, frozen=True, rename="camel"):
    """A page of carts."""

    carts: list[CartAnswer]
    is_more: bool


class LocationAnswer(Struct, frozen=True):
    """A place."""

    id: str
    name: str


class StockAnswer(Struct, frozen=True):
    """Pieces of an article at a place."""

    location: str
    quantity: int
    reserved: int = 0


class ArticleAnswer(Struct, frozen=True):
    """An article."""

    id: str
    sku: str
    name: str
    price: Decimal
    currency: str
    list_price: Decimal = Decimal(0)
    gtin: str = ""
    model: str = ""
    brand: str = ""
    category: str = ""
    colour: str = ""
    size: str = ""
    picture: str = ""
    is_active: bool = True


class ArticleView(Struct, frozen=True, rename="camel"):
    """An article with its stock."""

    article: ArticleAnswer
    stock: list[StockAnswer]
    updated_at: datetime


class ArticlesAnswer(Struct, frozen=True, rename="camel"):
    """A page of articles."""

    articles: list[ArticleView]
    is_more: bool
    total: int


class CustomerAnswer(Struct, frozen=True):
    """A customer."""

    id: str
    given_name: str
    family_name: str
    since_at: datetime
    email: str = ""
    phone: str = ""
    is_deleted: bool = False


class CustomerView(Struct, frozen=True, rename="camel"):
    """A customer and when that changed."""

    customer: CustomerAnswer
    updated_at: datetime


class CustomersAnswer(Struct, frozen=True, rename="camel"):
    """A page of customers."""

    customers: list[CustomerView]
    is_more: bool
    total: int
