"""What a person in an order's store must know of what the platform has: told once, and settled when it is over."""

from dataclasses import replace
from datetime import datetime

from app.central.intake.marks import Mark
from app.domain.errors import Code
from app.domain.orders import Order
from app.domain.substitutes import handed_over_for
from app.domain.values import CENTRAL, StoreId
from app.node.custody import publish_attention
from app.node.documents import Attention, find_attention
from app.node.ports import NodeTx

Details = dict[str, str | int | bool]
_REASON = "reason"
"""A person's own word, in what was settled."""


def tell(tx: NodeTx, order: Order, code: Code, at: datetime, details: Details) -> None:
    """Put it before a person in the order's store; the same thing once."""
    item_id = f"{code}:{order.id}"
    known = find_attention(tx, item_id)
    details = {"order": order.number, **details}
    if known is not None and {k: v for k, v in known.details.items() if k != _REASON} == details:
        return
    publish_attention(tx, Attention(item_id, code, order.store, f"order:{order.id}", at, details))


def told_open(tx: NodeTx, order: Order, code: Code) -> Attention | None:
    """What was told so and waits still."""
    item = find_attention(tx, f"{code}:{order.id}")
    return None if item is None or item.settled_at is not None else item


def settle_told(tx: NodeTx, item_id: str, now_at: datetime) -> None:
    """What waited for a person does no more."""
    item = find_attention(tx, item_id)
    if item is not None and item.settled_at is None:
        publish_attention(tx, replace(item, settled_at=now_at, settled_by=CENTRAL))


def tell_moved(tx: NodeTx, order: Order, at: datetime) -> None:
    """No platform can be told that an order is fetched in another shop: somebody at head office changes it there,
    and lets the customer know. Where it is back before anybody did, nobody needs to."""
    item_id = f"{Code.ORDER_MOVED}:{order.id}"
    if told_open(tx, order, Code.ORDER_MOVED) is not None and place_there(tx, order) == order.store:
        settle_told(tx, item_id, at)
        return
    details: Details = {"order": order.number, "store": order.store}
    publish_attention(tx, Attention(item_id, Code.ORDER_MOVED, "", f"order:{order.id}", at, details))


def place_there(tx: NodeTx, order: Order) -> StoreId:
    """The shop whose stock the platform counts it in: until somebody changed that there, where it was first."""
    is_told = told_open(tx, order, Code.ORDER_MOVED) is None
    return order.store if is_told or not order.transfers else order.transfers[0].source


def tell_left_there(tx: NodeTx, order: Order, mark: Mark, at: datetime) -> None:
    """Of an order that is over the platform has pieces that never left by a hand-over of ours: ordered since, or
    given up here. It would wait for them for ever."""
    out = {str(line.id): handed_over_for(order, line) for line in order.lines}
    left = sum(max(0, pieces - out.get(line, 0)) for line, pieces in mark.lines.items())
    if not left:
        settle_told(tx, f"{Code.PIECES_LEFT_ONLINE}:{order.id}", at)
    elif order.live_handovers:
        tell(tx, order, Code.PIECES_LEFT_ONLINE, at, {"pieces": left})
