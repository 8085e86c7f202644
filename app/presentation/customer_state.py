"""What the customer's screen shows, already worded."""

from dataclasses import dataclass
from enum import StrEnum

from app.presentation.cart_plan import WayKey
from app.presentation.cart_words import CartRow, Decision, Sums
from app.presentation.consent_words import ConsentRow, NoteRow
from app.presentation.marks import Mark, Tone
from app.presentation.profile_words import HistoryRow, OrderLink, ProfileFact


class Tab(StrEnum):
    """The cards that share a place where there is not room for all."""

    HISTORY = "history"
    NOTES = "notes"
    WISHES = "wishes"


@dataclass(frozen=True, slots=True)
class CustomerNote:
    """Something to know before acting."""

    tone: Tone
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class LineEditor:
    """The selected line: how many, one less, one more, out of the cart."""

    sku: str
    name: str
    quantity: str
    less: str
    more: str
    remove: str


@dataclass(frozen=True, slots=True)
class WishRow:
    """An article of the wish list and whether it is here."""

    id: str
    sku: str
    name: str
    line: str
    mark: Mark
    spoken: str


@dataclass(frozen=True, slots=True)
class CartView:
    """The cart's card; without rows it says why in `empty`, or in `asks` with what is to be done."""

    title: str
    count: str = ""
    live: Mark | None = None
    held: Mark | None = None
    differences: Mark | None = None
    hint: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[CartRow, ...] = ()
    selected: str = ""
    empty: str = ""
    asks: CustomerNote | None = None
    is_loading: bool = False


@dataclass(frozen=True, slots=True)
class CustomerState:
    """The whole screen; `is_loading` until the profile is here.

    `tabs` are the cards that share a place with their words, `tab` the one that has it; `note_draft` is a note
    that was typed and is not written yet.
    """

    back: str
    name: str
    purpose: Mark
    is_loading: bool
    refusal: CustomerNote | None
    facts: tuple[ProfileFact, ...]
    cart: CartView
    history_title: str
    history: tuple[HistoryRow, ...]
    history_empty: str
    consents_title: str
    consents: tuple[ConsentRow, ...]
    wishes_title: str
    wishes: tuple[WishRow, ...]
    wishes_empty: str
    notes_title: str
    notes: tuple[NoteRow, ...]
    notes_empty: str
    note_hint: str
    note_draft: str
    tab: Tab
    tabs: tuple[tuple[Tab, str], ...]
    panel_title: str
    panel_fact: str
    says: tuple[CustomerNote, ...]
    orders_title: str
    orders: tuple[OrderLink, ...]
    editor: LineEditor | None
    decisions: tuple[Decision, ...]
    ways_title: str
    ways: tuple[WayKey, ...]
    sums: Sums | None
