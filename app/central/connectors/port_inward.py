"""What central takes in from a shop platform: places, articles with prices and stock, customers, carts, orders.

Everything here is text from outside; the connector has checked shapes, sizes and money, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """Part of a list, in the order of what changed last, and where to ask on from.

    `cursor` is the connector's own text, kept by whoever asks and good after a restart of either side: handed back
    it brings what follows and, with `is_more` false, what changed since. A connector looks a little further back
    than it must, so the same thing may come twice. `total` is the platform's count, where it tells one. `calls` is
    how many calls of the platform it took.
    """

    items: tuple[T_co, ...]
    cursor: str
    is_more: bool = False
    total: int | None = None
    calls: int = 1


@dataclass(frozen=True, slots=True)
class PlatformLocation:
    """A place the platform keeps stock at or lets customers collect from; `ref` is what orders and stock name."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class PlatformStock:
    """Pieces of one article at one location: on hand, and of these promised to orders."""

    location: str
    on_hand: int
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class PlatformArticle:
    """One sellable variant. Minor units of `currency`, taxes in; `list_price` is the full price, 0 where the
    platform tells none.

    `ref` is the platform's id of the variant, `model` of what it is a variant of; `gtin` is empty when the
    platform keeps none, and so may `sku` be: then nobody can scan or order it and it is reported. `picture` is
    where the platform serves it.
    """

    ref: str
    sku: str
    gtin: str
    model: str
    name: str
    brand: str
    category: str
    colour: str
    size: str
    price: int
    currency: str
    list_price: int = 0
    picture: str = ""
    is_active: bool = True
    stock: tuple[PlatformStock, ...] = ()


@dataclass(frozen=True, slots=True)
class PlatformCustomer:
    """A customer of the web shop, as written by themselves; `phone` as typed."""

    ref: str
    given_name: str
    family_name: str
    email: str
    phone: str
    since_at: datetime
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class PlatformCartLine:
    """A line of an open cart; `unit_price` in minor units."""

    sku: str
    name: str
    quantity: int
    unit_price: int


@dataclass(frozen=True, slots=True)
class PlatformCart:
    """A customer's open cart; `ref` is the platform's id of it."""

    ref: str
    customer_ref: str
    currency: str
    lines: tuple[PlatformCartLine, ...]
    updated_at: datetime


class ShopGoods(Protocol):
    """The reading of what is no order. PlatformRefused | PlatformUnavailable.

    A cursor of "" asks from the beginning. What the traits say a platform cannot show is not asked for.
    """

    async def locations(self) -> tuple[PlatformLocation, ...]:
        """Every place, to check the settings against."""

    async def articles(self, cursor: str) -> Page[PlatformArticle]:
        """Articles with price and stock by location."""

    async def customers(self, cursor: str) -> Page[PlatformCustomer]:
        """Customers with an account."""

    async def gone_customers(self, refs: Sequence[str]) -> frozenset[str]:
        """Those of these customers, at most 100, that the platform does not have any more."""

    async def carts(self, cursor: str) -> Page[PlatformCart]:
        """Open carts of customers, those changed since the cursor; an emptied one comes without lines."""

    async def picture(self, url: str) -> bytes:
        """The file of `PlatformArticle.picture`, at most 2 MB; only from the platform's own host."""
