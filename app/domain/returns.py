"""Goods that come back: what may be returned under which rule, and what is refunded for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Code, Problem
from app.domain.orders import Order, OrderLine
from app.domain.values import Act, LineId, OrderId, ReturnId, Sku, StoreId


class Rule(StrEnum):
    """Under what the goods may come back (Codice del consumo art. 52 and 128 ff., or the shop's own policy)."""

    WITHDRAWAL = "withdrawal"
    SHOP_POLICY = "shop_policy"
    LEGAL_GUARANTEE = "legal_guarantee"
    EXCEPTION = "exception"
    UNMATCHED = "unmatched"


class Reason(StrEnum):
    """Why the customer brings it back."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_LIKED = "not_liked"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"
    LATE = "late"
    OTHER = "other"


class Condition(StrEnum):
    """How the piece looks at the counter."""

    AS_NEW = "as_new"
    OPENED = "opened"
    WORN = "worn"
    FAULTY = "faulty"


class Disposition(StrEnum):
    """What happens to the piece."""

    RESTOCK = "restock"
    REPAIR = "repair"
    SUPPLIER = "supplier"
    DESTROY = "destroy"


class Tender(StrEnum):
    """Where the refund goes; a voucher only with the customer's recorded consent (art. 56 Cod. consumo)."""

    ORIGINAL = "original"
    VOUCHER = "voucher"


class EffectState(StrEnum):
    """How far one effect of a return has come; each is confirmed apart."""

    NOT_DUE = "not_due"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class ReturnedPiece:
    """Pieces of one article as taken in; without `line` the order is not known yet (blind intake). `serial` is
    what the code on the piece said, where it has one."""

    sku: Sku
    gtin: str
    name: str
    variant: str
    quantity: int
    reason: Reason
    condition: Condition
    disposition: Disposition
    line: LineId | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class RefundLine:
    """What is refunded for one line, minor units: price paid, promotion taken back (<= 0), shipping share."""

    line: LineId
    quantity: int
    price: int
    clawback: int
    shipping: int

    @property
    def amount(self) -> int:
        """Minor units to refund, never negative."""
        return max(0, self.price + self.clawback + self.shipping)


@dataclass(frozen=True, slots=True)
class ReturnCase:
    """A return with its case number: three effects (record, money, stock at an explicit place) confirmed apart.

    `at_till`, minor units, is what of the refund a person gives back at the till. Where that is not all of it, as
    a part was paid online, `cash` says how far it has come, and `money` is about what goes back online.
    """

    id: ReturnId
    number: str
    act: Act
    store: StoreId
    pieces: tuple[ReturnedPiece, ...]
    rule: Rule
    place: str
    tender: Tender = Tender.ORIGINAL
    order: OrderId | None = None
    order_number: str = ""
    has_voucher_consent: bool = False
    approved_by: str = ""
    lines: tuple[RefundLine, ...] = ()
    record: EffectState = EffectState.PENDING
    money: EffectState = EffectState.PENDING
    stock: EffectState = EffectState.PENDING
    refunded_at: datetime | None = None
    at_till: int = 0
    cash: EffectState = EffectState.NOT_DUE

    @property
    def refund(self) -> int:
        """Minor units to refund, all lines together."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """A line of an order that may come back, without any address: what a terminal keeps for offline intake."""

    order: OrderId
    order_number: str
    line: LineId
    sku: Sku
    gtin: str
    name: str
    variant: str
    customer_name: str
    payment_label: str
    unit_price: int
    discount: int
    quantity: int
    returned: int
    received_at: datetime
    returnable_until: datetime
    currency: str = "EUR"
    is_final_sale: bool = False
    customer: str = ""
    ordered_at: datetime | None = None


def refuse_over_return(line: OrderLine, wanted: int) -> None:
    """Problem(OVER_RETURN | WRONG_QUANTITY) when more would come back than ever left."""
    if wanted < 1:
        raise Problem(Code.WRONG_QUANTITY, line=line.id, asked=wanted)
    available = line.progress.handed_over - line.returned
    if wanted > available:
        raise Problem(Code.OVER_RETURN, line=line.id, article=line.name, asked=wanted, available=available)


def take_back(order: Order, pieces: Iterable[ReturnedPiece], act: Act) -> Order:
    """The order with the pieces counted as returned; Problem(OVER_RETURN | WRONG_QUANTITY | LINE_UNKNOWN).

    Pieces without a line (blind intake) are left to whoever matches them. A command counts once.
    """
    if act.id in order.applied:
        return order
    lines = {line.id: line for line in order.lines}
    for piece in pieces:
        if piece.line is None:
            continue
        line = lines[order.line(piece.line).id]
        refuse_over_return(line, piece.quantity)
        lines[line.id] = replace(line, returned=line.returned + piece.quantity)
    return replace(order, lines=tuple(lines[line.id] for line in order.lines)).with_applied(act.id)
