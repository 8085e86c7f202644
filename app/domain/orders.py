"""An order as sold, its lines and containers, and the events that move them: never one status field."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from app.domain.dropped import Drop, PutBack
from app.domain.errors import Code, Problem
from app.domain.in_hand import Carry, Lease
from app.domain.values import (
    Act,
    ByWeight,
    ContainerId,
    Custody,
    CustomerId,
    LineId,
    LineQuantity,
    OrderId,
    SignedOn,
    Sku,
    StoreId,
    Substitution,
    Transfer,
)


class Step(StrEnum):
    """Where pieces of a line stand; a line of three may have pieces in several steps."""

    RESERVED = "reserved"
    PICKING = "picking"
    PICKED = "picked"
    SHORT = "short"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"


LINE_MOVES: frozenset[tuple[Step, Step]] = frozenset(
    {
        (Step.RESERVED, Step.PICKING),
        (Step.PICKING, Step.RESERVED),
        (Step.RESERVED, Step.PICKED),
        (Step.PICKING, Step.PICKED),
        (Step.RESERVED, Step.SHORT),
        (Step.PICKING, Step.SHORT),
        (Step.SHORT, Step.RESERVED),
        (Step.PICKED, Step.PACKED),
        (Step.PICKED, Step.RESERVED),
        (Step.PACKED, Step.PICKED),
        (Step.PACKED, Step.HANDED_OVER),
        (Step.HANDED_OVER, Step.PACKED),
        (Step.RESERVED, Step.CANCELLED),
        (Step.PICKING, Step.CANCELLED),
        (Step.PICKED, Step.CANCELLED),
        (Step.SHORT, Step.CANCELLED),
        (Step.PACKED, Step.CANCELLED),
    }
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Pieces of one line by step; their sum is the quantity sold, always."""

    reserved: int = 0
    picking: int = 0
    picked: int = 0
    short: int = 0
    packed: int = 0
    handed_over: int = 0
    cancelled: int = 0

    def at(self, step: Step) -> int:
        """Pieces standing at `step`."""
        return int(getattr(self, step))

    def moved(self, source: Step, target: Step, quantity: int) -> "Progress":
        """The same pieces with `quantity` of them moved; Problem(STEP_NOT_ALLOWED | WRONG_QUANTITY)."""
        if (source, target) not in LINE_MOVES:
            raise Problem(Code.STEP_NOT_ALLOWED, step=source.value, target=target.value)
        if not 0 < quantity <= self.at(source):
            raise Problem(Code.WRONG_QUANTITY, asked=quantity, available=self.at(source))
        changes = {source.value: self.at(source) - quantity, target.value: self.at(target) + quantity}
        return replace(self, **changes)

    @property
    def total(self) -> int:
        """The quantity sold."""
        before = self.reserved + self.picking + self.picked + self.short
        return before + self.packed + self.handed_over + self.cancelled


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A quantity of an article as sold. Amounts in minor units of the order's currency.

    `discount` is the promotion's share on the whole line; `bundle_of` > 0 says that it was given for every so
    many pieces (3 in a 3x2) and is lost when fewer are kept. `returned` counts pieces that came back.
    `substitution`: the customer's rule for what is missing. `replaces`: the line it was given instead of.
    `weight`: for goods sold by weight, which are one piece.
    """

    id: LineId
    sku: Sku
    gtin: str
    name: str
    variant: str
    unit_price: int
    progress: Progress
    discount: int = 0
    returned: int = 0
    is_final_sale: bool = False
    min_age: int = 0
    is_cold: bool = False
    bundle_of: int = 0
    substitution: Substitution = Substitution.NONE
    replaces: LineId | None = None
    weight: ByWeight | None = None

    @property
    def quantity(self) -> int:
        """Pieces sold."""
        return self.progress.total

    @property
    def paid(self) -> int:
        """What the customer paid for the whole line, promotions taken off, shipping apart."""
        return self.unit_price * self.quantity - self.discount


class ContainerState(StrEnum):
    """Where a bag or tote is in its life."""

    OPEN = "open"
    STAGED = "staged"
    CLAIMED = "claimed"
    OUT = "out"
    RETURNED_TO_STOCK = "returned_to_stock"


CONTAINER_MOVES: frozenset[tuple[ContainerState, ContainerState]] = frozenset(
    {
        (ContainerState.OPEN, ContainerState.STAGED),
        (ContainerState.STAGED, ContainerState.OPEN),
        (ContainerState.STAGED, ContainerState.CLAIMED),
        (ContainerState.CLAIMED, ContainerState.STAGED),
        (ContainerState.STAGED, ContainerState.OUT),
        (ContainerState.CLAIMED, ContainerState.OUT),
        (ContainerState.OUT, ContainerState.STAGED),
        (ContainerState.STAGED, ContainerState.RETURNED_TO_STOCK),
        (ContainerState.OPEN, ContainerState.RETURNED_TO_STOCK),
    }
)

STANDING = frozenset({ContainerState.STAGED, ContainerState.CLAIMED})


@dataclass(frozen=True, slots=True)
class Container:
    """A bag or tote with a printed code, what is in it now and where it stands."""

    id: ContainerId
    code: str
    state: ContainerState
    contents: tuple[LineQuantity, ...] = ()
    place: str = ""
    claimed_by: str = ""

    def moved(self, target: ContainerState) -> "Container":
        """The container in `target`; Problem(STEP_NOT_ALLOWED) when the machine has no such move."""
        if (self.state, target) not in CONTAINER_MOVES:
            raise Problem(Code.STEP_NOT_ALLOWED, container=self.code, step=self.state.value, target=target.value)
        claimed_by = self.claimed_by if target is ContainerState.CLAIMED else ""
        return replace(self, state=target, claimed_by=claimed_by)


class ProofKind(StrEnum):
    """How somebody showed that they may collect."""

    CODE = "code"
    NUMBER = "number"
    PIN = "pin"
    DELEGATE = "delegate"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was shown; `generation` fences codes issued before a re-issue, `name` is the delegate's short name."""

    kind: ProofKind
    generation: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """So many pieces of a line that left out of one container: what a reversal puts back there."""

    container: ContainerId
    line: LineId
    quantity: int


@dataclass(frozen=True, slots=True)
class Handover:
    """Goods that left with somebody entitled; kept for ever, also when reversed.

    `containers` went along whole; `taken` says out of which container each piece came, these included.
    `is_paid_here`: the money was taken at the shop's till before, `amount` of it in minor units; None in what was
    written before sums were kept. `signed`: how whoever took them signed, None where nobody was asked to.
    """

    act: Act
    lines: tuple[LineQuantity, ...]
    containers: tuple[ContainerId, ...]
    proof: Proof
    reversed_by: Act | None = None
    taken: tuple[Taken, ...] = ()
    is_paid_here: bool = False
    amount: int | None = None
    signed: SignedOn | None = None


@dataclass(frozen=True, slots=True)
class Pickup:
    """What lets this order be collected: `generation` counts re-issues, `code_hash` finds the typed code."""

    generation: int = 1
    code_hash: str = ""
    is_revoked: bool = False
    delegate: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """How it was paid; `label` is what a person recognises (`carta •••• 4471`), never more of a card.

    `is_paid` is the shop platform's word: false when it is to be paid in the shop, or when the payment failed.
    `correction`, minor units: by how much what is owed then is more or less than what the lines cost that the
    platform still has, and shipping, as a part was paid before, or more was ordered while its bag was packed.
    `deposit` is what came in before, where that is not all of it: no more than that goes back the way it came.
    """

    method: str
    label: str
    is_paid: bool = True
    correction: int = 0
    deposit: int = 0


# A terminal holds a command pending for a few pulls of the feed: it never looks for one older than these.
APPLIED_KEPT = 64


@dataclass(frozen=True, slots=True)
class Order:
    """An order as sold, with everything a counter needs to hand it over or take it back.

    `customer_name` is the short form (`Giulia B.`). Amounts are minor units of `currency`. `hold_until` ends the
    hold; `promised_at` is when it should be ready; `closed_at` is when nothing can be undone at the store.
    `reminded_at`, `expired_at`: the authority judged the hold, once each; `drops`, `put_backs`: what is not handed
    over after all, and where it lies. `applied` are the ids of the latest commands this state contains, so that a
    pending one is not counted twice. `transfers`: how it went from shop to shop.
    """

    id: OrderId
    public_no: int
    number: str
    store: StoreId
    channel: str
    customer: CustomerId
    customer_name: str
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    payment: Payment
    currency: str = "EUR"
    phone_tail: str = ""
    shipping: int = 0
    promised_at: datetime | None = None
    hold_until: datetime | None = None
    ready_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    closed_at: datetime | None = None
    containers: tuple[Container, ...] = ()
    handovers: tuple[Handover, ...] = ()
    pickup: Pickup = field(default_factory=Pickup)
    custody: Custody = field(default_factory=lambda: Custody("central"))
    platform_ref: str = ""
    applied: tuple[str, ...] = ()
    leases: tuple[Lease, ...] = ()
    accepted: Act | None = None
    reminded_at: datetime | None = None
    expired_at: datetime | None = None
    drops: tuple[Drop, ...] = ()
    put_backs: tuple[PutBack, ...] = ()
    carry: Carry | None = None
    transfers: tuple[Transfer, ...] = ()

    def line(self, line_id: str) -> OrderLine:
        """The line with that id; Problem(LINE_UNKNOWN)."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise Problem(Code.LINE_UNKNOWN, order=self.number, line=line_id)

    def container(self, container_id: str) -> Container:
        """The container with that id or printed code; Problem(CONTAINER_UNKNOWN)."""
        for container in self.containers:
            if container_id in (container.id, container.code):
                return container
        raise Problem(Code.CONTAINER_UNKNOWN, order=self.number, container=container_id)

    @property
    def live_handovers(self) -> tuple[Handover, ...]:
        """Hand-overs that were not reversed."""
        return tuple(h for h in self.handovers if h.reversed_by is None)

    @property
    def is_collected(self) -> bool:
        """Whether every piece that was not cancelled has left."""
        live = [line for line in self.lines if line.progress.cancelled < line.quantity]
        return bool(live) and all(
            line.progress.handed_over + line.progress.cancelled == line.quantity for line in live
        )

    @property
    def carried(self) -> Carry | None:
        """The grant under which it is out with a device; one of another epoch has ended with that."""
        carry = self.carry
        return carry if carry is not None and carry.epoch == self.custody.epoch else None

    @property
    def is_paid(self) -> bool:
        """Whether the money is in: online, or at the till with a hand-over that stands."""
        return self.payment.is_paid or any(h.is_paid_here for h in self.live_handovers)

    @property
    def is_staged(self) -> bool:
        """Whether all live pieces are packed in containers that stand at a place."""
        standing: dict[str, int] = {}
        for container in self.containers:
            if container.state in STANDING:
                for piece in container.contents:
                    standing[piece.line] = standing.get(piece.line, 0) + piece.quantity
        return any(line.progress.packed for line in self.lines) and all(
            line.progress.packed + line.progress.handed_over + line.progress.cancelled == line.quantity
            and standing.get(line.id, 0) == line.progress.packed
            for line in self.lines
        )

    def with_applied(self, command_id: str) -> "Order":
        """The order remembering that it contains this command."""
        return replace(self, applied=(*self.applied, command_id)[-APPLIED_KEPT:])


def move_lines(order: Order, source: Step, target: Step, quantities: Iterable[LineQuantity]) -> Order:
    """The order with those pieces moved from `source` to `target`; Problem as `Progress.moved`.

    Nobody walks any more for a line of which nothing is being picked.
    """
    lines = {line.id: line for line in order.lines}
    for wanted in quantities:
        line = order.line(wanted.line)
        line = lines[line.id]
        lines[line.id] = replace(line, progress=line.progress.moved(source, target, wanted.quantity))
    leases = tuple(lease for lease in order.leases if lines[lease.line].progress.picking)
    return replace(order, lines=tuple(lines[line.id] for line in order.lines), leases=leases)


def move_containers(order: Order, ids: Iterable[str], target: ContainerState) -> Order:
    """The order with those containers moved; Problem(CONTAINER_UNKNOWN | STEP_NOT_ALLOWED)."""
    moved = {order.container(i).id: order.container(i).moved(target) for i in ids}
    return replace(order, containers=tuple(moved.get(c.id, c) for c in order.containers))


def handover_of(order: Order, command_id: str) -> Handover | None:
    """The hand-over that command made, or None."""
    return next((h for h in order.handovers if h.act.id == command_id), None)
