"""Central moves an order from shop to shop: asks the one that has it, and gives it to the other when it let go."""

from dataclasses import replace
from datetime import datetime

import msgspec

from app.domain.errors import Code, Problem
from app.domain.fulfilment import refuse_ended
from app.domain.handover import already_handed_over
from app.domain.orders import Order
from app.domain.transfers import arriving, asked_for, asked_transfer
from app.domain.values import CENTRAL, Custody, OperatorId, StoreId
from app.node.custody import SHORTENED, TRANSFER, alloc_feed, allocate, publish_attention, publish_order
from app.node.documents import Attention, decode_order, find_config, get_config, get_order, order_row
from app.node.ports import NewRow, NodeTx
from app.node.rules import promised_at

LEFT = "left"
"""An order as a shop keeps it that it left: cancelled there, perhaps with goods to put back."""


def request_transfer(
    tx: NodeTx, order_id: str, source: StoreId, target: StoreId, *, by: OperatorId, now_at: datetime
) -> Order:
    """Ask the shop `source`, which has an order, to let it go to another one; asked twice is asked once.

    No time-out makes a fact of it: the store answers. Problem(ORDER_UNKNOWN | ORDER_OTHER_STORE |
    ORDER_CANCELLED | ALREADY_HANDED_OVER | ORDER_CANCEL_REQUESTED | STEP_NOT_ALLOWED | NOT_CUSTODIAN;
    STORE_TAKES_NONE: no such shop, or nobody there takes orders on).
    """
    tx.lock(f"order:{order_id}")
    order = get_order(tx, order_id)
    if order.store != source:
        raise Problem(Code.ORDER_OTHER_STORE, order=order.number, store=order.store)
    _refuse(order)
    config = find_config(tx, target)
    if config is None or not config.edge_device or target == source:
        raise Problem(Code.STORE_TAKES_NONE, order=order.number, store=target)
    asked = asked_for(order)
    if asked == target:
        return order
    if asked is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="transfer")
    requested = asked_transfer(order, target, by, now_at)
    publish_order(tx, requested)
    tx.append(alloc_feed(source), [NewRow(TRANSFER, order.id, msgspec.json.encode(requested.transfers[-1]))])
    return requested


def _refuse(order: Order) -> None:
    refuse_ended(order)
    if order.live_handovers or order.is_collected:
        raise already_handed_over(order)
    if order.cancel_requested_at is not None:
        raise Problem(Code.ORDER_CANCEL_REQUESTED, order=order.number, at=order.cancel_requested_at.isoformat())
    if order.custody.holder == CENTRAL:
        raise Problem(Code.NOT_CUSTODIAN, order=order.number, holder=CENTRAL)


def ended(tx: NodeTx, order: Order) -> None:
    """What was asked of the order's store is answered, or over by itself."""
    if asked_for(order) is not None:
        tx.append(alloc_feed(order.store), [NewRow(TRANSFER, order.id, None)])


def order_of(tx: NodeTx, order_id: str, store: StoreId) -> Order:
    """The order as that shop knows it: what it kept, when another one has it. Problem(ORDER_UNKNOWN)."""
    order = get_order(tx, order_id)
    left = None if order.store == store else _left(tx, order_id, store)
    return order if left is None else left


def _left(tx: NodeTx, order_id: str, store: StoreId) -> Order | None:
    body = tx.get(LEFT, f"{order_id}@{store}")
    return None if body is None else decode_order(body)


def keep_left(tx: NodeTx, left: Order) -> None:
    """Write what a shop keeps of an order that left it, and tell that shop: a successor there must hear of it."""
    kept = replace(left, custody=Custody(CENTRAL))
    body = msgspec.json.encode(kept)
    tx.put(LEFT, f"{kept.id}@{kept.store}", body)
    tx.append(alloc_feed(kept.store), [order_row(kept, body)])


def pass_on(tx: NodeTx, before: Order, left: Order, now_at: datetime) -> Order:
    """Give the order to the shop that `left` names, in the transaction in which the other's word is recorded.

    It promises anew, never earlier than was promised. What a shop did not take on, its clerks had given away: they
    must know that they have it again.
    """
    transfer = left.transfers[-1]
    source, target = transfer.source, transfer.target
    tx.lock(f"config:{target}")
    known = _left(tx, before.id, target)
    if known is not None:
        tx.drop(LEFT, f"{before.id}@{target}")
    anew = promised_at(tx, get_config(tx, target), now_at)
    promised = anew if before.promised_at is None else max(anew, before.promised_at)
    after = allocate(tx, arriving(before, left, known, promised), target)
    asked = tx.get(SHORTENED, after.id)
    if asked is not None:
        tx.append(alloc_feed(source), [NewRow(SHORTENED, after.id, None)])
        tx.append(alloc_feed(target), [NewRow(SHORTENED, after.id, asked)])
    if transfer.reason:
        details: dict[str, str | int | bool] = {"order": after.number, "store": source, "why": transfer.reason}
        item_id = f"{Code.TRANSFER_DECLINED}:{after.id}:{len(after.transfers)}"
        item = Attention(item_id, Code.TRANSFER_DECLINED, target, f"order:{after.id}", now_at, details)
        publish_attention(tx, item)
    return after
