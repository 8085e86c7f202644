"""A customer across channels, and how little of them a screen shows until a purpose opens more."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.values import CustomerId, StoreId


class Purpose(StrEnum):
    """Why a profile is opened; recorded with who opened it."""

    PICKUP = "pickup"
    RETURN = "return"
    ASSISTANCE = "assistance"
    LOYALTY = "loyalty"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent with the version of the text it was given to."""

    purpose: str
    is_given: bool
    at: datetime
    channel: str
    text_version: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A contact or purchase on any channel; `amount` in minor units when money moved."""

    at: datetime
    channel: str
    kind: str
    summary: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """The profile central holds. `phone` is E.164. `sizes` maps what (`shoe`) to a size (`42`)."""

    id: CustomerId
    given_name: str
    family_name: str
    phone: str
    email: str
    card: str
    home_store: StoreId
    loyalty_level: str
    loyalty_points: int
    since_at: datetime
    consents: tuple[Consent, ...] = ()
    sizes: dict[str, str] = field(default_factory=dict)
    preferences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    wish_list: tuple[str, ...] = ()
    platform_ref: str = ""

    @property
    def display_name(self) -> str:
        """`Nome Cognome`, as written by the customer."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def short_name(self) -> str:
        """`Giulia B.`: what papers and queues show."""
        initial = f" {self.family_name[:1]}." if self.family_name else ""
        return f"{self.given_name}{initial}"
