"""What an operator can ask for, imperative, one frozen class per kind; the envelope is the contract's."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.attention import Dismissal, Remedy
from app.domain.carts import CartLine
from app.domain.customers import ConsentPurpose
from app.domain.floor_calls import NO_WORK, CallId, CallKind, CallState, ChosenPiece, KioskWork
from app.domain.handover import HandoverAsk
from app.domain.order_commands import CALLED_OFF_KINDS, CalledOffBody
from app.domain.orders import ContainerState, Step
from app.domain.return_slips import SlipId
from app.domain.returns import ReturnedPiece, Rule, Tender
from app.domain.values import (
    NO_STORE,
    ContainerId,
    LineGrams,
    LinePrice,
    LineQuantity,
    OrderId,
    ReturnId,
    StoreId,
    VisitId,
)
from app.domain.visits import Trouble, VisitState


@dataclass(frozen=True, slots=True)
class HandOverOrder:
    """Let these goods go to somebody entitled. `document_no` is on the receipt; `at` the station's clock.

    `grant`: it has happened already, without a line, under the grant of that id.
    """

    order: OrderId
    ask: HandoverAsk
    document_no: str
    at: datetime
    grant: str = ""


@dataclass(frozen=True, slots=True)
class ReverseHandover:
    """Take a hand-over back: `handover` is the id of its command."""

    order: OrderId
    handover: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CloseOrder:
    """The undo window is over: custody goes back to central. Written by the custody holder itself."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class MoveLines:
    """Pick, short, pack and their compensations: pieces of lines move from a step to another.

    `weighed`: what goods sold by weight weigh that are picked; `reason` says then why that is far from the order.
    """

    order: OrderId
    source: Step
    target: Step
    lines: tuple[LineQuantity, ...]
    at: datetime
    container: ContainerId | None = None
    reason: str = ""
    weighed: tuple[LineGrams, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveContainer:
    """Open, stage, claim or empty a container; `place` when it is staged."""

    order: OrderId
    container: ContainerId
    code: str
    target: ContainerState
    at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True)
class MarkReady:
    """All live lines stand in staged containers and the message to the customer is queued."""

    order: OrderId
    at: datetime


@dataclass(frozen=True, slots=True)
class CarryOrder:
    """Entrust this order to the device that asks, before it goes out of reach; `epoch` is that of its
    custody as it is known there."""

    order: OrderId
    epoch: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GiveBackOrder:
    """The device will not hand the order over under this grant any more: its bags are in the shop again."""

    order: OrderId
    grant: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakeBackOrder:
    """End a grant whose device does not give it back; `containers` are the bags that were scanned in the shop."""

    order: OrderId
    grant: str
    containers: tuple[ContainerId, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReceiveReturn:
    """Goods are back at the counter: a fact, always accepted; the refund is central's decision.

    `slip`: the kiosk's slip they were brought with.
    """

    return_id: ReturnId
    number: str
    store: StoreId
    pieces: tuple[ReturnedPiece, ...]
    rule: Rule
    tender: Tender
    place: str
    document_no: str
    at: datetime
    order: OrderId | None = None
    has_voucher_consent: bool = False
    approved_by: str = ""
    slip: str = ""


@dataclass(frozen=True, slots=True)
class StartReturn:
    """A visitor of a kiosk wants to bring these pieces to the counter: neither goods nor money move."""

    slip: SlipId
    store: StoreId
    order: OrderId
    pieces: tuple[ChosenPiece, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class MoveCall:
    """Call a person to a kiosk, take the call on, say what became of it; a new call when the id is not known yet.

    `number`, `work`: see `FloorCall`; the first word of a call gives them.
    """

    call: CallId
    store: StoreId
    kind: CallKind
    target: CallState
    at: datetime
    number: str = ""
    work: KioskWork = NO_WORK


@dataclass(frozen=True, slots=True)
class MoveVisit:
    """Announce, arrive, claim, serve, finish or leave; a new visit when the id is not known yet.

    `number`, `trouble`, `expected_at`: see `Visit`; the first word of a visit gives the number.
    """

    visit: VisitId
    store: StoreId
    orders: tuple[OrderId, ...]
    target: VisitState
    at: datetime
    place: str = ""
    number: str = ""
    trouble: Trouble = Trouble.NONE
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerRecall:
    """What the store says to a recall (cancel, re-route): released, or too late. Written by the edge itself.

    `target`: the shop it was asked back for, empty for a cancel.
    """

    order: OrderId
    is_released: bool
    at: datetime
    target: StoreId = NO_STORE


@dataclass(frozen=True, slots=True)
class ShortenOrder:
    """The shop platform has fewer pieces of these lines: what has not left of the others is cancelled. `lines` say
    how many it has, also none. Written by the edge itself."""

    order: OrderId
    lines: tuple[LineQuantity, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteCustomer:
    """Add a note to a customer; central decides, queued when offline."""

    customer: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawNote:
    """Take a note off a customer again: `note` is its id, that of the command that wrote it."""

    customer: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeConsent:
    """A customer says yes or no to a purpose at the counter.

    `seen_at` is the time of the answer the clerk saw, None when there was none; `text_version` names the text that
    was read or signed.
    """

    customer: str
    purpose: ConsentPurpose
    is_given: bool
    text_version: str
    at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReserveCart:
    """Turn a cart into a pickup order of this store: all of it, or the pieces of its lines that are named.

    `prices`: lines that go at the shop's price instead of the site's.
    """

    cart: str
    store: StoreId
    base_rev: int
    at: datetime
    takes: tuple[LineQuantity, ...] = ()
    prices: tuple[LinePrice, ...] = ()


@dataclass(frozen=True, slots=True)
class SellCart:
    """Hand pieces of a cart to the till: they leave the online cart, and a slip with them goes to the till.

    `lines` are the cart's, with the pieces taken and the prices chosen, minor units of `currency`. `points` of the
    customer's loyalty are redeemed with it. `document_no` is the slip's number.
    """

    cart: str
    store: StoreId
    base_rev: int
    lines: tuple[CartLine, ...]
    currency: str
    document_no: str
    at: datetime
    points: int = 0

    @property
    def total(self) -> int:
        """What the pieces come to before points, minor units."""
        return sum(line.unit_price * line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class HoldCart:
    """Put pieces of a cart aside in this store until a time; `lines` with the pieces and prices settled."""

    cart: str
    store: StoreId
    base_rev: int
    lines: tuple[CartLine, ...]
    until_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseCart:
    """What stood aside in this store for a cart goes back on the shelf."""

    cart: str
    store: StoreId
    at: datetime


@dataclass(frozen=True, slots=True)
class SettleItem:
    """Settle what waits for a person at the shop's authority. `reason` when it is dismissed.

    `approved_by`: another person, where the operator may not alone.
    """

    item: str
    how: Remedy
    at: datetime
    reason: Dismissal | None = None
    approved_by: str = ""


Body = (
    HandOverOrder
    | ReverseHandover
    | CloseOrder
    | MoveLines
    | MoveContainer
    | MarkReady
    | CarryOrder
    | GiveBackOrder
    | TakeBackOrder
    | ReceiveReturn
    | StartReturn
    | MoveCall
    | MoveVisit
    | AnswerRecall
    | ShortenOrder
    | NoteCustomer
    | WithdrawNote
    | ChangeConsent
    | ReserveCart
    | SellCart
    | HoldCart
    | ReleaseCart
    | SettleItem
    | CalledOffBody
)

KINDS: dict[str, type[Body]] = {
    "order.hand_over": HandOverOrder,
    "order.reverse_handover": ReverseHandover,
    "order.close": CloseOrder,
    "order.move_lines": MoveLines,
    "order.move_container": MoveContainer,
    "order.mark_ready": MarkReady,
    "order.carry": CarryOrder,
    "order.give_back": GiveBackOrder,
    "order.take_back": TakeBackOrder,
    "order.answer_recall": AnswerRecall,
    "order.shorten": ShortenOrder,
    "return.receive": ReceiveReturn,
    "return.start": StartReturn,
    "call.move": MoveCall,
    "visit.move": MoveVisit,
    "customer.note": NoteCustomer,
    "customer.unnote": WithdrawNote,
    "customer.consent": ChangeConsent,
    "cart.reserve": ReserveCart,
    "cart.sell": SellCart,
    "cart.hold": HoldCart,
    "cart.release": ReleaseCart,
    "attention.settle": SettleItem,
    **CALLED_OFF_KINDS,
}

KIND_OF: dict[type[Body], str] = {cls: kind for kind, cls in KINDS.items()}


_KEYED: dict[type[Body], tuple[str, str]] = {
    ReceiveReturn: ("return", "return_id"),
    StartReturn: ("slip", "slip"),
    MoveCall: ("call", "call"),
    MoveVisit: ("visit", "visit"),
    NoteCustomer: ("customer", "customer"),
    WithdrawNote: ("customer", "customer"),
    ChangeConsent: ("customer", "customer"),
    ReserveCart: ("cart", "cart"),
    SellCart: ("cart", "cart"),
    HoldCart: ("cart", "cart"),
    ReleaseCart: ("cart", "cart"),
    SettleItem: ("attention", "item"),
}


def key_of(body: Body) -> str:
    """The aggregate a command acts on; commands of one key keep their order."""
    kind, name = _KEYED.get(type(body), ("order", "order"))
    return f"{kind}:{getattr(body, name)}"
