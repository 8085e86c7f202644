"""What central needs of a shop platform: orders read whole, effects asked for once, and honest ways to fail.

No platform that was tried keeps a second refund or a second fulfilment from happening, so nothing here promises
it either: exactly-once is the guard's work, and `reference` is what it recognises its own effects by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.central.connectors.port_inward import Page, PlatformCart, ShopGoods
from app.domain.errors import Code
from app.domain.values import LineQuantity, Substitution
from app.domain.weighing import MAX_G


class PlatformState(StrEnum):
    """Where an order stands at the platform, in our words; `raw_state` keeps the platform's own."""

    OPEN = "open"
    READY = "ready"
    COLLECTED = "collected"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """A line as the platform has it; `id` is the id our orders know the line by. Minor units.

    `unit_price` is before promotions, `discount` is their share on the whole line, so that the rest is what was
    paid for it. `quantity` is what was ordered, less what the platform cancelled before it was collected.
    `fulfilled`, `returned`, `restocked` are pieces, all effects added up, cancelled ones taken off.
    `substitution`: what the customer said about a missing article; nothing said is none. `ordered_g`: the grams
    its price is for where it is sold by weight, 0 for pieces.
    """

    id: str
    sku: str
    name: str
    quantity: int
    unit_price: int
    discount: int = 0
    gtin: str = ""
    variant: str = ""
    fulfilled: int = 0
    returned: int = 0
    restocked: int = 0
    substitution: Substitution = Substitution.NONE
    ordered_g: int = 0


@dataclass(frozen=True, slots=True)
class PlatformFulfilment:
    """Pieces the platform believes the customer has; a cancelled one counts for nothing."""

    id: str
    lines: tuple[LineQuantity, ...]
    reference: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class PlatformReturn:
    """A return as recorded: neither money nor stock."""

    id: str
    lines: tuple[LineQuantity, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PlatformRefund:
    """Money given back, minor units of the order's currency; one that `is_pending` was promised, and nobody has
    given it yet."""

    id: str
    amount: int
    reference: str = ""
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class PlatformRestock:
    """Pieces put back on hand at a location."""

    id: str
    lines: tuple[LineQuantity, ...]
    location: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PlatformMessage:
    """A message the platform sent to the customer."""

    kind: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PlatformOrder:
    """An order as the platform tells it, read by its reference and never from a search. Minor units.

    `total` is what the order costs as it is now, shipping in it, the platform's own figure; `refunded` is the
    sum of its refunds, pending ones too. `is_paid`: nothing is to be paid when it is collected; otherwise
    `deposit` is what came in before all the same. `charged` is what came in altogether, where that is not
    `total`. `store` is where it is collected (`one_place`), empty for one that is sent home. `reference` is ours
    when the order was made by us. `payment` is what a person recognises (`carta •••• 4471`), never more of a
    card. `is_left_open`: it is paid and collected, and the platform's own state does not say so yet.
    """

    ref: str
    number: str
    state: PlatformState
    raw_state: str
    currency: str
    total: int
    refunded: int
    store: str
    customer_ref: str
    placed_at: datetime
    updated_at: datetime
    lines: tuple[PlatformLine, ...]
    customer_name: str = ""
    customer_email: str = ""
    customer_phone: str = ""
    is_paid: bool = True
    deposit: int = 0
    charged: int | None = None
    is_left_open: bool = False
    payment: str = ""
    shipping: int = 0
    fulfilments: tuple[PlatformFulfilment, ...] = ()
    returns: tuple[PlatformReturn, ...] = ()
    refunds: tuple[PlatformRefund, ...] = ()
    restocks: tuple[PlatformRestock, ...] = ()
    messages: tuple[PlatformMessage, ...] = ()
    reference: str = ""

    @property
    def owed(self) -> int:
        """What is to be paid when it is collected; what was taken off by a refund where the total stays is not."""
        taken_off = self.refunded if self.charged is None else 0
        return 0 if self.is_paid else max(0, self.total - self.deposit - taken_off)

    @property
    def refundable(self) -> int:
        """What may still be given back, minor units."""
        return (self.total if self.charged is None else self.charged) - self.refunded


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order made at a counter that the platform shall have as well. Minor units of `currency`.

    `number` is ours, for people. `lines` carry our ids, and the platform's order tells them as its own.
    """

    number: str
    store: str
    customer_ref: str
    currency: str
    total: int
    is_paid: bool
    lines: tuple[PlatformLine, ...]


@dataclass(frozen=True, slots=True)
class CartQuantity:
    """The quantity an article shall have in a cart, absolute, so that writing it twice changes nothing."""

    sku: str
    quantity: int


REMINDER = "reminder"
"""The kind of message that says: it still waits for you, and not for long."""


@dataclass(frozen=True, slots=True)
class PlatformTraits:
    """What the guard must know of a platform. Durations in seconds.

    `keeps_reference`: every effect carries our reference and shows it on reading. Without it, what happened is
    told from the totals alone. `call_timeout_s`: no call is waited for longer. `settle_s`: how long after we gave
    up waiting the platform may still commit; nothing is concluded not to have happened before it is over.
    `calls_per_s` and `burst` are the budget of calls, reads included. `reads_carts`: it shows us what customers
    have in the cart; `sets_ready`, `restocks_anywhere`, `reverses`: it knows a state for *ready*, puts goods back
    at a place we name, and can take a hand-over back; `creates_orders`: it takes an order as it was made at a
    counter; `settles`: it can be told that the till took the money; `messages`: the kinds of message it writes to
    customers. What it cannot do is not asked for.
    `sets_stock`: its stock is set and not added to, so a restock that was cut off cannot be told from another that
    came after it. `dates_stock`: an article's date of change moves with its stock and with all else that is told
    of it; where it does not, all articles are asked for again and again.
    `tells_deleted`: a deleted customer comes once more as that; where not, everybody is asked for in turn.
    """

    name: str
    keeps_reference: bool = True
    call_timeout_s: float = 20.0
    settle_s: float = 30.0
    calls_per_s: float = 4.0
    burst: int = 8
    reads_carts: bool = True
    sets_ready: bool = True
    restocks_anywhere: bool = True
    reverses: bool = True
    creates_orders: bool = True
    settles: bool = True
    messages: frozenset[str] = frozenset(
        {PlatformState.READY, PlatformState.COLLECTED, PlatformState.CANCELLED, REMINDER}
    )
    sets_stock: bool = False
    dates_stock: bool = True
    tells_deleted: bool = True


def substitution_of(told: object) -> Substitution:
    """The customer's rule as a platform keeps it in a field of its own: `none`, `ask` or `shop`; what says nothing
    of that kind is none."""
    word = told.strip().casefold() if isinstance(told, str) else ""
    return Substitution(word) if word in set(Substitution) else Substitution.NONE


def grams_of(told: object) -> int:
    """The grams a line was ordered with as a platform keeps them in a field of its own, a number or its digits;
    what is none, or more than a scale of a shop says, is 0: a line of pieces."""
    if isinstance(told, str) and told.isascii() and told.strip().isdigit() and len(told) < 12:
        told = int(told)
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 < told <= MAX_G else 0


def one_place(places: Iterable[str]) -> str:
    """Where an order is collected, of all the places it names. Several are told as one that is nobody's: no shop
    has all of its goods, and who packs what is for a person to say."""
    return " + ".join(dict.fromkeys(filter(None, places)))


class PlatformRefused(Exception):
    """The platform understood and said no; sending the same again brings the same answer.

    Also a 5xx that is known to mean no. `reason` is the platform's own code, never its text.
    """

    def __init__(self, reason: str, code: Code = Code.SERVER_ERROR) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class PlatformNotYet(Exception):
    """The platform did nothing, and will take it once something else happened to the order. `reason` is ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PlatformUnavailable(Exception):
    """Nothing happened and nothing will: not reached, throttled, or a read that failed. Ask again later."""

    def __init__(self, code: Code = Code.NO_ANSWER, retry_after_s: float | None = None) -> None:
        super().__init__(str(code))
        self.code = code
        self.retry_after_s = retry_after_s


class PlatformUnknown(Exception):
    """No usable answer to a call that may have had its effect, now or a little later."""

    def __init__(self, code: Code = Code.NO_ANSWER, retry_after_s: float | None = None) -> None:
        super().__init__(str(code))
        self.code = code
        self.retry_after_s = retry_after_s


class ShopPlatform(ShopGoods, Protocol):
    """One shop platform, reached over the network; lives on the host's event loop, no state worth keeping.

    Reads raise PlatformRefused or PlatformUnavailable; effects and `write_cart` also PlatformUnknown. `ref` is
    the platform's id of the order, `lines` name its lines by the ids `PlatformOrder.lines` has, amounts are minor
    units of the order's currency. `reference` is written where the platform keeps a free text beside the effect.
    """

    @property
    def traits(self) -> PlatformTraits:
        """What the guard must know of this platform."""

    async def read_order(self, ref: str) -> PlatformOrder:
        """The order as it stands now; PlatformRefused(code=ORDER_UNKNOWN) when there is none."""

    async def orders_marked(self, reference: str) -> tuple[PlatformOrder, ...]:
        """Every order that carries this reference, the oldest first; never from a search."""

    async def open_set(self, store: str) -> tuple[PlatformOrder, ...]:
        """Every order waiting to be collected in a store: the truth to reconcile with."""

    async def orders(self, cursor: str) -> Page[PlatformOrder]:
        """Orders that moved, see `Page`. A hint only: on real platforms a hand-over or a refund may not move
        `updated_at` at all, so whoever follows this also compares the store's whole open set now and then."""

    async def read_cart(self, customer_ref: str) -> PlatformCart | None:
        """The customer's open cart, or None."""

    async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
        """Set these quantities (0 removes), leave other lines alone, and return the cart as it then is."""

    async def create_order(self, new: NewOrder, reference: str) -> str:
        """Make an order that carries this reference; returns its `ref`."""

    async def mark_ready(self, ref: str, reference: str) -> None:
        """The order waits for the customer; also PlatformNotYet."""

    async def mark_collected(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """The customer has these pieces; also PlatformNotYet."""

    async def reverse_collected(
        self, ref: str, lines: Sequence[LineQuantity], undoes: str, reference: str
    ) -> None:
        """Take the fulfilment back that carries the reference `undoes` (or, without references, these pieces)."""

    async def settle(self, ref: str, amount: int, reference: str) -> None:
        """The till took `amount`, which must be all that is owed; a platform that has it by then does nothing."""

    async def record_return(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """These pieces came back; no money, no stock."""

    async def refund(self, ref: str, amount: int, lines: Sequence[LineQuantity], reference: str) -> None:
        """Give `amount` minor units back to the original means of payment; no stock."""

    async def restock(
        self,
        ref: str,
        lines: Sequence[LineQuantity],
        location: str,
        reference: str,
        *,
        is_retried: bool = False,
    ) -> None:
        """Put these pieces on hand at `location`, named explicitly. `is_retried`: a person asked for it again, and
        other restocks may have come since the first call."""

    async def notify(self, ref: str, kind: str, reference: str, *, link: str = "") -> None:
        """Let the platform send the customer of the order its message of that kind, with the link to their page
        where it can carry one."""


class HandedCarts(Protocol):
    """A cart its customer hands over by showing its token, at a platform that shows nobody's cart unasked."""

    async def take_cart(self, token: str) -> PlatformCart:
        """The cart behind a token. From now on, until the token expires or the process ends, `read_cart` and
        `write_cart` serve its `customer_ref`, or for somebody without an account its `ref`. A token is a key to
        that cart and never logged. PlatformRefused(CART_UNKNOWN) for one the platform does not take."""

    def has_cart(self, owner: str) -> bool:
        """Whether that cart was handed over and, as far as is known, still is; asks nobody."""

    def forget_cart(self, owner: str) -> None:
        """Forget the token of that cart."""
