"""Where a person can be in the program."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from app.domain.customers import Purpose
from hardware.api import Pack


@dataclass(frozen=True, slots=True)
class SignInRoute:
    """Who works here."""


@dataclass(frozen=True, slots=True)
class HomeRoute:
    """What must be done now."""


@dataclass(frozen=True, slots=True)
class PickupsRoute:
    """The queue of pickups."""


@dataclass(frozen=True, slots=True)
class CustomersRoute:
    """Finding a customer."""


@dataclass(frozen=True, slots=True)
class CartsRoute:
    """Customers with an open online cart: found by person."""


@dataclass(frozen=True, slots=True)
class CustomerRoute:
    """A customer, opened for a purpose."""

    customer: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class OrderRoute:
    """An order; `generation` of the pickup code it was opened by, 0 without one: the same place by any proof."""

    order: str
    generation: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CustomerPageRoute:
    """The page of an order's customer, for them to photograph."""

    order: str


@dataclass(frozen=True, slots=True)
class PrepareRoute:
    """Getting orders ready, one walk for all of them."""

    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InsteadRoute:
    """What is done with an order instead of handing it over."""

    order: str


@dataclass(frozen=True, slots=True)
class PutBackRoute:
    """What has to go back to its shelf."""


@dataclass(frozen=True, slots=True)
class ReturnRoute:
    """Goods coming back: of an order, of a customer, or an article by its code.

    `slip`: begun at a kiosk, `left` pieces of it, so that what is left is another place than what was there;
    `call`: begun at a kiosk, and goes on here.
    """

    gtin: str = ""
    order: str = ""
    customer: str = ""
    slip: str = ""
    left: int = 0
    call: str = ""


@dataclass(frozen=True, slots=True)
class ArticlesRoute:
    """Looking for an article."""


@dataclass(frozen=True, slots=True)
class ArticleRoute:
    """A product card, and what a code said of the piece in hand: the same place by any piece."""

    sku: str
    pack: Pack = field(default=Pack(), compare=False)


@dataclass(frozen=True, slots=True)
class CallsRoute:
    """Who is called for from the shop's kiosks."""


@dataclass(frozen=True, slots=True)
class AttentionRoute:
    """What waits for a person."""


@dataclass(frozen=True, slots=True)
class RecentRoute:
    """What was done here lately, and what of it can be taken back or printed again."""


@dataclass(frozen=True, slots=True)
class DayRoute:
    """What the day came to."""


@dataclass(frozen=True, slots=True)
class PaperRoute:
    """A paper of this station, by its number."""

    document_no: str


@dataclass(frozen=True, slots=True)
class DevicesRoute:
    """Printer and other devices."""


@dataclass(frozen=True, slots=True)
class SettingsRoute:
    """Look and language of this terminal."""


@dataclass(frozen=True, slots=True)
class SetupRoute:
    """Places, hours and rules of the shop."""


@dataclass(frozen=True, slots=True)
class HelpRoute:
    """Help, at a page."""

    page: str = ""


Route: TypeAlias = (
    SignInRoute
    | HomeRoute
    | PickupsRoute
    | CustomersRoute
    | CartsRoute
    | CustomerRoute
    | OrderRoute
    | CustomerPageRoute
    | PrepareRoute
    | InsteadRoute
    | PutBackRoute
    | ReturnRoute
    | ArticlesRoute
    | ArticleRoute
    | CallsRoute
    | AttentionRoute
    | RecentRoute
    | PaperRoute
    | DayRoute
    | DevicesRoute
    | SettingsRoute
    | SetupRoute
    | HelpRoute
)


class Section(StrEnum):
    """The tiles of the rail, and which of them a route belongs to."""

    HOME = "home"
    CUSTOMERS = "customers"
    CARTS = "carts"
    PICKUPS = "pickups"
    RETURNS = "returns"
    PRICES = "prices"
    ATTENTION = "attention"
    RECENT = "recent"
    NONE = ""


_SECTIONS: dict[type[Route], Section] = {
    HomeRoute: Section.HOME,
    PickupsRoute: Section.PICKUPS,
    OrderRoute: Section.PICKUPS,
    CustomerPageRoute: Section.PICKUPS,
    PrepareRoute: Section.PICKUPS,
    InsteadRoute: Section.PICKUPS,
    PutBackRoute: Section.PICKUPS,
    CustomersRoute: Section.CUSTOMERS,
    CustomerRoute: Section.CUSTOMERS,
    CartsRoute: Section.CARTS,
    ReturnRoute: Section.RETURNS,
    ArticlesRoute: Section.PRICES,
    ArticleRoute: Section.PRICES,
    CallsRoute: Section.PICKUPS,
    AttentionRoute: Section.ATTENTION,
    RecentRoute: Section.RECENT,
    PaperRoute: Section.RECENT,
    DayRoute: Section.RECENT,
}


def section_of(route: Route) -> Section:
    """The tile that is lit on a route."""
    return _SECTIONS.get(type(route), Section.NONE)
