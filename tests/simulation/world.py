"""What physically happened, written by the harness and never by the system: goods, money, and what clerks saw."""

from dataclasses import dataclass, field

from app.domain.events import (
    Event,
    HandoverReversed,
    HoldReminded,
    OrderCancelled,
    OrderHandedOver,
    PiecesDropped,
    PiecesPutBack,
)
from app.domain.orders import Order
from app.domain.returns import ReturnCase
from app.node.ports import NodeTx
from tests.simulation.profiles import Written
from tests.simulation.visiting import Comings


@dataclass(slots=True)
class World:
    """Append-only: (what, order, command)."""

    goods_out: list[tuple[str, str]] = field(default_factory=list)
    goods_back: list[tuple[str, str]] = field(default_factory=list)
    returned: list[tuple[str, str]] = field(default_factory=list)
    given_up: list[tuple[str, str]] = field(default_factory=list)
    shelved: list[tuple[str, str, str]] = field(default_factory=list)
    crashed_before_act: set[str] = field(default_factory=set)
    told_saved: set[str] = field(default_factory=set)
    written: Written = field(default_factory=Written)
    bags: dict[str, str] = field(default_factory=dict)
    """In whose hands the bags of an order are that do not stand in their place."""
    put_down: set[str] = field(default_factory=set)
    comings: Comings = field(default_factory=Comings)

    def net_out(self, order_id: str) -> int:
        """How many times the goods of an order are outside now."""
        return sum(o == order_id for o, _ in self.goods_out) - sum(o == order_id for o, _ in self.goods_back)


@dataclass(slots=True)
class Ledger:
    """Central's recorder in the simulation: what the chain believes and pays, kept in central's own store."""

    entries: int = 0

    def _write(self, tx: NodeTx, what: str, order: str, reference: str) -> None:
        self.entries += 1
        tx.put("ledger", f"{what}/{order}/{reference}/{self.entries}", b"1")

    def happened(self, tx: NodeTx, order: Order, event: Event) -> None:
        """Note hand-overs, reversals and cancellations as recorded facts."""
        match event:
            case OrderHandedOver():
                self._write(tx, "out", order.id, event.handover)
            case HandoverReversed():
                self._write(tx, "back", order.id, event.handover)
            case OrderCancelled():
                self._write(tx, "cancel", order.id, order.id)
            case PiecesDropped():
                self._write(tx, "drop", order.id, event.drop)
            case PiecesPutBack():
                self._write(tx, "shelved", order.id, event.task)
            case HoldReminded():
                self._write(tx, "remind", order.id, event.until.isoformat())
            case _:
                pass

    def returned(self, tx: NodeTx, order: Order, case: ReturnCase) -> None:
        """Note the money of a return."""
        if case.refund:
            self._write(tx, "refund", order.id, case.act.id)


def read_ledger(tx: NodeTx) -> list[tuple[str, str, str]]:
    """(what, order, reference) of every entry."""
    found: list[tuple[str, str, str]] = []
    after = ""
    while rows := tx.scan("ledger", after, 1_000):
        found += [(w, o, r) for w, o, r, _ in (key.split("/") for key, _ in rows)]
        after = rows[-1][0]
    return found
