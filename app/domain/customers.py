"""A customer across channels, and how little of them a screen shows until a purpose opens more."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Code, Problem
from app.domain.folding import digits, fold
from app.domain.values import CustomerId, OperatorId, StoreId

HIDDEN = "•••"
MIN_MASKED_DIGITS = 8
PHONE_TAIL = 6


class Purpose(StrEnum):
    """Why a profile is opened; recorded with who opened it."""

    PICKUP = "pickup"
    RETURN = "return"
    ASSISTANCE = "assistance"
    LOYALTY = "loyalty"
    PRIVACY = "privacy"


class ConsentPurpose(StrEnum):
    """What a customer may agree to, each by itself."""

    MARKETING = "marketing"
    PROFILING = "profiling"
    THIRD_PARTIES = "third_parties"


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer to one purpose, with the version of the text it was given to.

    `id` is that of the command that recorded it, empty for what came from elsewhere.
    """

    purpose: str
    is_given: bool
    at: datetime
    channel: str
    text_version: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody of a shop wrote about a customer; `id` is that of the command that wrote it."""

    id: str
    text: str
    at: datetime
    by: OperatorId
    store: StoreId


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
    """The profile central holds. `phone` is E.164. `sizes` maps what (`shoe`) to a size (`42`).

    `consents` are all answers in the order central took them: the last one to a purpose counts.
    """

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
    notes: tuple[Note, ...] = ()
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


@dataclass(frozen=True, slots=True)
class MaskedCustomer:
    """As much of a customer as a search result shows."""

    id: CustomerId
    name: str
    phone: str
    email: str


def mask_phone(phone: str) -> str:
    """`••• ••• 4567`; of a number under eight digits nothing is shown, of none nothing at all."""
    found = digits(phone)
    if not found:
        return ""
    return f"{HIDDEN} {HIDDEN} {found[-4:]}" if len(found) >= MIN_MASKED_DIGITS else HIDDEN


def mask_email(email: str) -> str:
    """`m•••@g•••.it`: first letters and the last label; of what is no address nothing is shown."""
    name, _, host = email.strip().rpartition("@")
    domain, _, label = host.rpartition(".")
    if not email.strip():
        return ""
    is_address = bool(name and domain) and label.isascii() and label.isalpha() and len(label) <= 10
    if not is_address or not (name[0].isalnum() and domain[0].isalnum()):
        return HIDDEN
    return f"{name[0]}{HIDDEN}@{domain[0]}{HIDDEN}.{label}"


def masked(customer: Customer) -> MaskedCustomer:
    """The customer as a search result."""
    phone, email = mask_phone(customer.phone), mask_email(customer.email)
    return MaskedCustomer(customer.id, customer.display_name, phone, email)


def phone_tail(phone: str) -> str:
    """The last six digits: what a finder row keeps of a number."""
    return digits(phone)[-PHONE_TAIL:]


def read_purpose(text: str) -> Purpose:
    """The purpose a profile is opened for; Problem(PURPOSE_REQUIRED) when none of them is named."""
    try:
        return Purpose(text)
    except ValueError as exc:
        raise Problem(Code.PURPOSE_REQUIRED) from exc


def _is_close(first: str, second: str) -> bool:
    """Equal, one the initial of the other, or (from four letters on) one letter apart."""
    if first == second or min(len(first), len(second)) == 1:
        return first[:1] == second[:1]
    if abs(len(first) - len(second)) > 1 or min(len(first), len(second)) < 4:
        return False
    return _is_one_edit_apart(first, second)


def _is_one_edit_apart(first: str, second: str) -> bool:
    """One letter changed, added, left out, or two neighbours swapped."""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    swapped = a[1:2] + a[:1] + a[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (len(a) > 1 and swapped == b)


def is_look_alike(first: str, second: str) -> bool:
    """Whether two names may be taken for each other across a counter: same words in either order, initials or one
    slip of a letter allowed (`Giulia B.`, `Giulia Bianchi`; `Marco Rossi`, `Marco Russi`)."""
    return are_alike(name_words(first), name_words(second))


def name_words(name: str) -> tuple[str, ...]:
    """A name as `are_alike` compares it, for who compares one with hundreds."""
    return tuple(fold(name).split())


def are_alike(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """As `is_look_alike`."""
    if not ones or len(ones) != len(others):
        return False
    orders = (others, others[::-1])
    return any(all(_is_close(a, b) for a, b in zip(ones, order, strict=True)) for order in orders)
