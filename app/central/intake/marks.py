"""What was last heard of a platform's order, so that what is new in it can be told from what is ours."""

from msgspec import Struct, json, structs

from app.central.connectors.port import PlatformOrder, PlatformState
from app.node.ports import NodeTx

MARK = "platform_order"
LIVE = frozenset({PlatformState.OPEN, PlatformState.READY})


class Mark(Struct, frozen=True, omit_defaults=True):
    """An order as the platform told it last; `lines` maps its lines to pieces.

    `order` is ours, empty while it has no store to go to. `is_cancel_asked`: its store was asked to let it go.
    `total`, `refunded` and `owed` are its money, minor units; None where it was heard of before they were kept.
    `is_paid_online`: it was paid while it waited, before anything of ours could have made it count as paid.
    """

    ref: str
    state: PlatformState
    location: str
    lines: dict[str, int]
    is_paid: bool
    order: str = ""
    is_cancel_asked: bool = False
    total: int | None = None
    refunded: int | None = None
    owed: int | None = None
    is_paid_online: bool = False

    def is_cheaper_or_dearer(self, other: "Mark") -> bool:
        """Whether it came to cost something else."""
        return None not in (self.total, other.total) and self.total != other.total


_decode = json.Decoder(Mark).decode


def mark_of(told: PlatformOrder, known: Mark | None, *, is_touched: bool = False) -> Mark:
    """What is to be remembered of an order as it is told now; `is_touched`: we may have called it collected."""
    was_paid = known is not None and known.is_paid_online
    now = Mark(
        ref=told.ref,
        state=told.state,
        location=told.store,
        lines={line.id: line.quantity for line in told.lines if line.quantity > 0},
        is_paid=told.is_paid,
        total=told.total,
        refunded=told.refunded,
        owed=told.owed,
        is_paid_online=told.is_paid and (was_paid or (told.state in LIVE and not is_touched)),
    )
    if known is None:
        return now
    return structs.replace(now, order=known.order, is_cancel_asked=known.is_cancel_asked)


def load_mark(tx: NodeTx, ref: str) -> Mark | None:
    """What is remembered of the order with that reference, or None."""
    body = tx.get(MARK, ref)
    return None if body is None else _decode(body)


def save_mark(tx: NodeTx, mark: Mark) -> None:
    """Remember; what waits to be collected is found by its place."""
    terms = [f"live:{mark.location}:"] if mark.state in LIVE else []
    tx.put(MARK, mark.ref, json.encode(mark), terms)


def live_refs(tx: NodeTx, location: str, limit: int = 100_000) -> list[str]:
    """References of the orders that waited at a place when they were heard of last."""
    return [found.key for found in tx.find(MARK, f"live:{location}:", limit)]


def was_cancelled_there(tx: NodeTx, ref: str) -> bool:
    """Whether the platform itself cancelled the order, and has told its customer."""
    mark = load_mark(tx, ref) if ref else None
    return mark is not None and mark.state is PlatformState.CANCELLED
