"""What the counter asks of the platform for an order of the real Vendure, as central's commands would write it."""

from dataclasses import replace

from app.central.connectors.intents import (
    intents_for_handover,
    intents_for_ready,
    intents_for_return,
    put_intents,
)
from app.central.connectors.port import PlatformOrder
from app.domain.orders import Order, OrderLine, Progress
from app.domain.returns import RefundLine
from app.domain.values import LineId, LineQuantity, OrderId, Sku, StoreId
from app.node.documents import put_order, put_return
from app.node.ports import NodeTx
from tests.unit.connectors.samples import act, sample_case, sample_handover, sample_order

EFFECTS = 7


def ours(order: PlatformOrder) -> Order:
    """The order as central has it."""
    lines = tuple(
        OrderLine(
            LineId(line.id), Sku(line.sku), "", line.name, "", line.unit_price, Progress(packed=line.quantity)
        )
        for line in order.lines
    )
    known = sample_order(f"o-{order.ref}", order.ref)
    return replace(known, number=order.number, store=StoreId(order.store), lines=lines)


def start_life(tx: NodeTx, order: PlatformOrder, back_at: str, seq: int) -> None:
    """Ready, one piece of the first line collected, then the rest; one piece comes back in the store `back_at`.

    Writes `EFFECTS` intents; commands are numbered from `seq` on, four of them.
    """
    known = ours(order)
    first = order.lines[0]
    one = (LineQuantity(LineId(first.id), 1),)
    counts = {line.id: line.quantity - (line.id == first.id) for line in order.lines}
    rest = tuple(LineQuantity(LineId(line), count) for line, count in counts.items() if count)
    put_order(tx, known)
    put_intents(tx, intents_for_ready(known, act(seq).id, act(seq).at))
    for n, lines in enumerate((one, rest), 1):
        put_intents(tx, intents_for_handover(known, replace(sample_handover(seq + n), lines=lines)))
    case = sample_case(seq + 3, known.id)
    piece = replace(case.pieces[0], sku=Sku(first.sku), line=LineId(first.id))
    paid = first.unit_price - first.discount // first.quantity
    case = replace(
        case,
        pieces=(piece,),
        store=StoreId(back_at),
        order=OrderId(known.id),
        lines=(RefundLine(LineId(first.id), 1, paid, 0, 0),),
    )
    put_return(tx, case)
    put_intents(tx, intents_for_return(known, case, back_at))
