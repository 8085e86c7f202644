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


class SoldLine(Struct, frozen=True, omit_defaults=True):
    """A line as sold; `unit_price` and `discount`, the promotions' share on the whole line, are decimals.
    `substitution`: what the customer chose for a missing article, `none`, `ask` or `shop`. `ordered_g`: the grams
    its price is for, where it is sold by weight."""

    id: Short
    sku: Short
    name: str
    quantity: Pieces
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    gtin: str = ""
    variant: str = ""
    substitution: str = ""
    ordered_g: int = 0


class Contact(Struct, frozen=True, omit_defaults=True):
    """Who an order was made by, as written in the order."""

    name: str = ""
    email: str = ""
    phone: str = ""


class SeedOrder(Struct, frozen=True):
    """An order to start with; `location` is where it is collected and where its stock is allocated, empty for one
    that is sent home. `payment` is what a person recognises; `updated_at` is now for one that says nothing."""

    id: Short
    number: Short
    location: str
    customer: str
    currency: str
    total: Decimal
    placed_at: datetime
    lines: list[SoldLine]
    state: str = "paid"
    note: Note = ""
    shipping: Decimal = Decimal(0)
    payment: str = ""
    is_paid: bool = True
    contact: Contact = Contact()
    updated_at: datetime | None = None


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


class OrderEdit(Struct, frozen=True):
    """`PUT` of an order by somebody in the shop's own administration: what it consists of from now on."""

    lines: Annotated[list[SoldLine], Meta(min_length=1, max_length=500)]
    total: Decimal


class ShopLocation(Struct, frozen=True):
    """A place of the shop."""

    id: Short
    name: str


class ShopArticle(Struct, frozen=True, omit_defaults=True):
    """One variant the site sells; `picture` is a path at the shop. `list_price` 0: there is only one price."""

    id: Short
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


class ShopCustomer(Struct, frozen=True, omit_defaults=True):
    """A customer of the site; one who asked to be forgotten is told without a name."""

    id: Short
    given_name: str
    family_name: str
    since_at: datetime
    email: str = ""
    phone: str = ""
    is_deleted: bool = False


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
    reserved: int = 0


class Seed(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /seed`: replaces everything the shop holds."""

    orders: list[SeedOrder] = field(default_factory=list)
    customers: list[ShopCustomer] = field(default_factory=list)
    carts: list[SeedCart] = field(default_factory=list)
    stock: list[StockLevel] = field(default_factory=list)
    locations: list[ShopLocation] = field(default_factory=list)
    articles: list[ShopArticle] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)


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


class PaymentBody(Struct, frozen=True):
    """What was paid for an order, with a free text."""

    amount: Decimal
    note: Note = ""


class NoteBody(Struct, frozen=True):
    """A change of state or a message, with a free text; `link` is the customer's to follow."""

    note: Note = ""
    kind: str = ""
    link: str = ""


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
    link: str = ""


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
    note: str
    shipping: Decimal
    payment: str
    is_paid: bool
    contact: Contact


class OrderPage(Struct, frozen=True, rename="camel"):
    """One page of orders; `next_page` is 0 on the last, `total` counts all orders."""

    orders: list[OrderView]
    next_page: int
    total: int


class ArticleView(Struct, frozen=True, rename="camel"):
    """An article with its stock by location."""

    article: ShopArticle
    stock: list[StockLevel]
    updated_at: datetime


class CustomerView(Struct, frozen=True, rename="camel"):
    """A customer and when that changed last."""

    customer: ShopCustomer
    updated_at: datetime


class ArticlePage(Struct, frozen=True, rename="camel"):
    """Articles in the order of their last change; `total` counts all."""

    articles: list[ArticleView]
    is_more: bool
    total: int


class CustomerPage(Struct, frozen=True, rename="camel"):
    """Customers in the order of their last change; `total` counts all."""

    customers: list[CustomerView]
    is_more: bool
    total: int


class CartView(Struct, frozen=True, rename="camel"):
    """An open cart."""

    id: str
    customer: str
    currency: str
    updated_at: datetime
    lines: list[CartItem]


class CartPage(Struct, frozen=True, rename="camel"):
    """Carts in the order of their last change."""

    carts: list[CartView]
    is_more: bool
