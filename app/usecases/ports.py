"""What the jobs of a person need of the outside: the terminal's store, the authority, clock, codes, paper."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from app.contract.commands import Command, Result
from app.contract.feeds import FeedRef
from app.contract.reads import OrderQuery
from app.contract.rows import CartChange, HandedCart, PickupKey, StoreConfig, TakenCart
from app.domain.carts import Cart
from app.domain.commands import ReceiveReturn, SellCart
from app.domain.customers import Customer, Purpose
from app.domain.day import DaySummary
from app.domain.errors import Code
from app.domain.orders import Container, Handover, Order
from app.domain.pickup_code import PickupBody
from app.domain.preparing import Stop
from app.domain.returns import RefundLine
from app.usecases.read_ports import CatalogReads, FinderReads
from app.usecases.slip_ports import SlipPapers


class Clock(Protocol):
    """Time, injected. Wall time is for display and paper; waiting counts on the monotonic clock."""

    def now_at(self) -> datetime:
        """Aware UTC."""

    def monotonic_s(self) -> float:
        """Seconds that never go back."""


class OutboxState(StrEnum):
    """How far a command has come. INTENT: written, no answer yet. ACCEPTED: durable at the next hop.

    FINAL, REJECTED and PARKED are ends; what is REJECTED or PARKED has an attention item.
    """

    INTENT = "intent"
    ACCEPTED = "accepted"
    FINAL = "final"
    REJECTED = "rejected"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A numbered command and its present answer. `is_act`: goods or money, kept until the end-to-end answer."""

    command: Command
    state: OutboxState
    is_act: bool
    created_at: datetime
    result: Result | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A row of the authority's truth as last pulled."""

    kind: str
    key: str
    rev: int
    body: bytes


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """Something refused, parked or in conflict that a person must settle; ids and codes, no personal data."""

    id: str
    code: str
    subject: str
    details: dict[str, str | int | bool]
    at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What the audit trail records; `subject` is an id, never a name."""

    at: datetime
    event: str
    actor: str
    subject: str
    details: dict[str, str | int | bool]


class TerminalTx(Protocol):
    """One transaction of `store.db`; durable together (FULL) or not at all. On the `db-write` thread, or a
    reader's for `read()`. `commits`: how many the store had made before a reading began, but for those that put
    something on record only (`audit`); what was read at one count is what would be read again, the trail apart.
    None while writing."""

    commits: int | None

    def meta(self, name: str) -> str:
        """A small named value, empty when unset."""

    def set_meta(self, name: str, value: str) -> None:
        """Set a small named value; an empty one is dropped."""

    def take_number(self, name: str) -> int:
        """The next number of a gapless series (documents, return cases), 1 first."""

    def cursor(self, feed: str) -> FeedRef:
        """Where this terminal stands in a feed kept in `store.db`."""

    def set_cursor(self, ref: FeedRef) -> None:
        """Move the cursor; together with the rows it speaks of."""

    def base_get(self, kind: str, key: str) -> BaseRow | None:
        """The authority's row."""

    def base_put(self, feed: str, row: BaseRow, terms: Collection[str]) -> bool:
        """Write a row unless a higher rev is there; says whether it was written. `terms` find it."""

    def base_drop(self, kind: str, key: str, rev: int) -> None:
        """Delete a row unless a higher rev is there."""

    def base_clear(self, feed: str) -> None:
        """Drop all rows of a feed, before a snapshot of it is applied in the same transaction."""

    def base_outdate(self, feed: str) -> None:
        """Keep a feed's rows but forget their revs: another history counts anew, its snapshot replaces them."""

    def base_find(self, kind: str, prefix: str, limit: int) -> list[BaseRow]:
        """Rows having a term that starts with `prefix`, in order of (term, key)."""

    def base_revs(self, kind: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """(key, rev) of the rows `base_find` would give, for who keeps something of their bodies."""

    def base_rows(self, feed: str) -> list[tuple[str, str, int]]:
        """(kind, key, rev) of every live row of a feed: for the digest."""

    def next_command_number(self) -> tuple[int, int]:
        """(generation, seq) of the next command; gapless, written with it in the same transaction."""

    def outbox_add(self, entry: OutboxEntry) -> None:
        """Write a new command."""

    def outbox_get(self, command_id: str) -> OutboxEntry | None:
        """A command by id, ended ones included."""

    def outbox_set(
        self, command_id: str, state: OutboxState, result: Result | None, *, tries: int | None = None
    ) -> None:
        """Move a command on."""

    def outbox_list(self, states: Collection[OutboxState], limit: int) -> list[OutboxEntry]:
        """Commands in those states, in the order they were made."""

    def outbox_recent(self, limit: int) -> list[OutboxEntry]:
        """The newest commands, newest first."""

    def outbox_of(self, key: str) -> list[OutboxEntry]:
        """Commands on one aggregate that the base may not contain yet (INTENT, ACCEPTED, young FINAL ones)."""

    def outbox_keys(self, prefix: str) -> AbstractSet[str]:
        """The aggregates that begin so and that this terminal has any command on."""

    def attention_put(self, item: AttentionItem) -> None:
        """Write or replace an attention item."""

    def attention_get(self, item_id: str) -> AttentionItem | None:
        """An attention item."""

    def attention_open(self, limit: int) -> list[AttentionItem]:
        """Items nobody has settled, oldest first."""

    def attention_settled(self, limit: int) -> list[AttentionItem]:
        """Items somebody has settled, the last one first."""

    def audit(self, entry: AuditEntry) -> None:
        """Append to the audit chain."""

    def print_add(self, printer: str, document_id: str, copy_no: int, document: bytes, *, has_value: bool) -> str:
        """Queue a print job and return its id; the same (document, copy) is queued once only."""


class TerminalStore(Protocol):
    """`store.db`: opens transactions; blocking, called on the store's own threads through `StoreAccess`."""

    def write(self) -> AbstractContextManager[TerminalTx]:
        """Committed durably at the end. Problem(DISK_FULL | DISK_READ_ONLY)."""

    def read(self) -> AbstractContextManager[TerminalTx]:
        """A consistent view; writing methods raise."""


T = TypeVar("T")
RECOVERED = "recovered:"
"""The meta value, by id, of a command without an answer in a store made anew: there may have been one."""
GENERATION = "generation"
"""The meta value that holds the generation of this terminal's command numbers, 1 when empty."""
EPOCH = "epoch"
"""The meta value that holds the authority's epoch as this terminal knows it."""
SUSPENDED = "suspended"
"""The meta value that is "1" while this terminal heard of a higher epoch and waits to be welcomed by it."""
PROFILE, OPENED = "profile", "opened"
"""Kind and feed of profiles opened here: rows of no authority's feed, that any news of the customer deletes."""
UNREACHED = frozenset({Code.NO_ANSWER, Code.SERVER_ERROR, Code.BUSY, Code.NOT_JSON})
"""What a question to the authority fails with while the line is cut; anything else is its answer."""


class StoreDoor(Protocol):
    """The one way from the loop into `store.db`: work runs on the file's own threads."""

    async def write(self, work: Callable[[TerminalTx], T]) -> T:
        """The result of `work`, durable. Problem(DISK_FULL | DISK_READ_ONLY | STORE_DAMAGED)."""

    async def read(self, work: Callable[[TerminalTx], T]) -> T:
        """The result of `work` on a consistent view."""

    async def run(self, work: Callable[[], T]) -> T:
        """Something else that blocks, on the writer's thread: the journal."""


class Lookups(Protocol):
    """Reads of the catalogue and the finder, each on its file's reader thread.

    What is named (by code, key, number) is looked up; what is typed is searched, and a newer search stops an older
    one. `Superseded` is for the face that asked: it shows the newer one's answer and says nothing of this.
    """

    async def catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """Look up articles, prices, stock."""

    async def finder(self, work: Callable[[FinderReads], T]) -> T:
        """Look up the chain's customers as a terminal may find them."""

    async def search_catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """Search articles. Superseded."""

    async def search_finder(self, work: Callable[[FinderReads], T]) -> T:
        """Search customers. Superseded."""


class OnlineReads(Protocol):
    """Questions only the authority can answer. Problem(NO_ANSWER) when it does not."""

    async def customer(self, customer_id: str, *, purpose: Purpose, actor: str) -> Customer:
        """The whole profile; recorded with the purpose."""

    async def cart(self, customer_id: str, *, actor: str) -> Cart:
        """The open cart."""

    async def change_cart(self, cart_id: str, change: CartChange) -> Cart:
        """The cart after an idempotent change."""

    async def take_cart(self, handed: HandedCart) -> TakenCart:
        """Have the cart taken in whose token its customer showed; whose it is."""

    async def orders(self, query: OrderQuery, *, actor: str) -> list[Order]:
        """Orders that fit, of any store. Problem(NO_ANSWER) also when only our own could be read."""

    async def order(self, order_id: str, *, actor: str) -> Order:
        """One order, of any store. Problem(ORDER_UNKNOWN)."""


class Codes(Protocol):
    """What a terminal can tell of a signed pickup code without any line."""

    def read(self, text: str, keys: Sequence[PickupKey]) -> PickupBody:
        """A genuine code's content; Problem(CODE_DAMAGED | CODE_SIGNATURE | CODE_KEY_UNKNOWN …)."""


class Pins(Protocol):
    """Checks PINs against verifiers wrapped for this device."""

    def is_right(self, operator: str, wrapped: str, pin: str) -> bool:
        """Constant time; about a quarter of a second, so never on the loop."""


@dataclass(frozen=True, slots=True)
class CopyOf:
    """A paper printed again: which copy, when, by the operator with that staff number; when it was made first."""

    copy_no: int
    printed_at: datetime
    original_at: datetime
    operator_no: str


class Receipts(SlipPapers, Protocol):
    """Papers as bytes of a document, in the store's language; pure."""

    def pickup(
        self, order: Order, handover: Handover, document_no: str, config: StoreConfig, place: str = ""
    ) -> bytes:
        """The receipt of a hand-over; `place` is the code of the bay or desk, when it is known."""

    def gift(self, order: Order, handover: Handover, code: str, config: StoreConfig) -> bytes:
        """The receipt without prices or names; `code` is what finds the goods again."""

    def sign(self, order: Order, document_no: str, at: datetime, config: StoreConfig) -> bytes:
        """The sheet that is signed before goods leave."""

    def returned(self, paper: "ReturnPaper", config: StoreConfig) -> bytes:
        """The receipt of goods that came back: refund ordered, or pending."""

    def copy(self, document: bytes, reprint: CopyOf, config: StoreConfig) -> bytes:
        """A paper again under COPIA, otherwise as it was. Problem(INTERNAL) for what is no paper."""

    def till(self, body: SellCart, operator: str, config: StoreConfig) -> bytes:
        """The slip that goes to the till with a cart; `operator` is who handed it over."""

    def ticket(self, ticket: "Ticket", config: StoreConfig) -> bytes:
        """The number somebody is called with, in the customer's language."""

    def bag(self, order: Order, bag: Container, config: StoreConfig) -> bytes:
        """The label of a bag, for a printer of receipts."""

    def picks(self, paper: "PickPaper", config: StoreConfig) -> bytes:
        """The list that goes along to the shelves."""

    def bag_values(self, order: Order, bag: Container, config: StoreConfig) -> dict[str, str | int | bool]:
        """What a bag's label says, by name, for a printer of labels."""

    def day(self, page: "DayPage", config: StoreConfig) -> bytes:
        """The summary of a day."""


@dataclass(frozen=True, slots=True)
class PickPaper:
    """What a pick list says: at least one order, its stops as one walks; `number` counts a station's lists."""

    number: int
    orders: tuple[Order, ...]
    stops: tuple[Stop, ...]
    operator: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class DayPage:
    """What the paper of a day says; `is_closed`: it was printed by closing the day."""

    summary: DaySummary
    document_no: str
    station: str
    printed_at: datetime
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ReturnPaper:
    """What a return receipt says; amounts as decided or estimated, `is_pending`: not ordered yet.

    `is_at_till`: the shop's till took the money and gives it back; `cash`, minor units, where not all of it.

    Without `lines` the amount is open, or it is `decided` (minor units) where only the sum is known. Neither
    pending nor an amount: the goods are here, and a person settles what becomes of the money.
    """

    body: ReceiveReturn
    lines: tuple[RefundLine, ...]
    order_number: str
    ordered_at: datetime | None
    customer_name: str
    payment_label: str
    operator: str
    is_pending: bool
    decided_at: datetime | None = None
    is_at_till: bool = False
    decided: int | None = None
    cash: int = 0


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the paper of a check-in says; `ahead`: how many wait before, None when that is not known. `language` is
    the customer's.
    """

    number: str
    number_end: str
    bags: int
    ahead: int | None
    arrived_at: datetime
    language: str


class Journal(Protocol):
    """The third copy of every goods or money command: append-only, sealed, fsynced."""

    def append(self, command: bytes) -> None:
        """Durable when it returns. Problem(DISK_FULL | DISK_READ_ONLY)."""

    def replay(self) -> Sequence[bytes]:
        """Every record that is whole, in order."""
