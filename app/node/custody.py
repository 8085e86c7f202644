"""Who holds an order: allocation to a store, recall, return to central, and the successor of an edge."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from app.contract.rows import StoreConfig
from app.domain.eligibility import returnable_lines
from app.domain.fulfilment import cancel
from app.domain.fulfilment import request_cancel as cancel_requested
from app.domain.orders import Order
from app.domain.values import CENTRAL, Custody, LineQuantity, StoreId
from app.node.authority import Named
from app.node.documents import (
    Attention,
    find_config,
    find_customer,
    get_config,
    get_order,
    order_row,
    put_attention,
    put_config,
    put_order,
)
from app.node.feeds import live_rows
from app.node.ports import NewRow, NodeTx
from app.node.told_visits import Mark, mark_of
from app.node.visits import VISIT, visits_of

SHORTENED = "shortened"
"""What a store was asked to cancel of an order, and has not answered yet."""
RECALL = "recall"
"""What a store was asked to let go for its customer cancelled it, and has not answered yet."""
AGAIN = "recall_again"
"""An order whose cancel was asked for once more before its store had answered."""
TRANSFER = "transfer"
"""What a store was asked to let go for another one, and has not answered yet."""
STREAM = "stream"
"""Documents naming the streams whose commands came through a store, found by `store:{id}`."""


def note_stream(tx: NodeTx, store: str, stream: str) -> None:
    """Remember that commands of a stream come through a store."""
    if tx.get(STREAM, stream) is None:
        tx.put(STREAM, stream, b"1", [f"store:{store}"])


def alloc_feed(store: str) -> str:
    """What central tells one store's authority."""
    return f"alloc:{store}"


def config_feed(store: str) -> str:
    """The store's configuration, one row."""
    return f"config:{store}"


def publish_order(tx: NodeTx, order: Order) -> None:
    """Write the order and tell the store it belongs to; what a warehouse sent home belongs to none."""
    row = order_row(order, put_order(tx, order))
    if tx.feed(alloc_feed(order.store)) is not None:
        tx.append(alloc_feed(order.store), [row])


def publish_config(tx: NodeTx, config: StoreConfig) -> None:
    """Write a store's configuration and tell its terminals."""
    tx.append(config_feed(config.store), [NewRow("config", config.store, put_config(tx, config))])


def publish_attention(tx: NodeTx, item: Attention) -> None:
    """Write what waits for a person and put it before those of its store; without one it is head office's."""
    body = put_attention(tx, item)
    if tx.feed(alloc_feed(item.store)) is not None:
        tx.append(alloc_feed(item.store), [NewRow("attention", item.id, body)])


def publish_returnables(tx: NodeTx, order: Order) -> None:
    """Tell the stores that may take the goods back offline: where they were collected and the customer's own.

    What a warehouse sent home comes back under the windows of the customer's own store.
    """
    stores = _return_stores(tx, order)
    if not stores:
        return
    config = find_config(tx, order.store) or get_config(tx, stores[0])
    rows = [
        NewRow("returnable", f"{line.order}/{line.line}", msgspec.json.encode(line))
        for line in returnable_lines(
            order, config.withdrawal_days, config.policy_days, zone=ZoneInfo(config.timezone)
        )
    ]
    if not rows:
        rows = [NewRow("returnable", f"{order.id}/{line.id}", None) for line in order.lines]
    for store in stores:
        tx.append(alloc_feed(store), rows)


def _return_stores(tx: NodeTx, order: Order) -> list[StoreId]:
    customer = find_customer(tx, order.customer)
    stores = {order.store} | ({customer.home_store} if customer is not None else set())
    return sorted(store for store in stores if tx.feed(alloc_feed(store)) is not None)


def allocate(tx: NodeTx, order: Order, store: StoreId) -> Order:
    """Delegate an order to a store: from now on only its authority may decide about it."""
    epoch = get_config(tx, store).epoch
    delegated = replace(order, store=store, custody=Custody(store, epoch))
    publish_order(tx, delegated)
    return delegated


def request_cancel(tx: NodeTx, order_id: str, now_at: datetime) -> Order:
    """The customer or the site cancels: done at once only when central holds the order, else a recall.

    No time-out turns the request into a fact; the store answers `released` or `too late`. What it answers may be
    how things stood before it was asked again: see `recall_over`.
    Problem(ORDER_UNKNOWN | ORDER_CANCELLED | ALREADY_HANDED_OVER).
    """
    tx.lock(f"order:{order_id}")
    order = get_order(tx, order_id)
    requested = cancel_requested(order, now_at)
    if requested.custody.holder == CENTRAL:
        cancelled = cancel(requested, now_at)
        publish_order(tx, cancelled)
        return cancelled
    put_order(tx, requested)
    if order.cancel_requested_at is not None:
        tx.put(AGAIN, order.id, b"1")
    _recall(tx, order, now_at)
    return requested


def _recall(tx: NodeTx, order: Order, now_at: datetime) -> None:
    body = msgspec.json.encode({"order": order.id, "at": now_at})
    tx.append(alloc_feed(order.store), [NewRow(RECALL, order.id, body)])


def recall_over(tx: NodeTx, order: Order) -> None:
    """The order's store has answered whether it cancels, or needs not any more."""
    tx.drop(AGAIN, order.id)
    tx.append(alloc_feed(order.store), [NewRow(RECALL, order.id, None)])


def too_late(tx: NodeTx, order: Order, now_at: datetime) -> Order:
    """The store says that the goods have left. It is asked once more when the customer has asked again meanwhile:
    the goods may have been given back before that."""
    is_again = tx.get(AGAIN, order.id) is not None
    recall_over(tx, order)
    if is_again:
        _recall(tx, order, now_at)
        return order
    return replace(order, cancel_requested_at=None)


def request_shorten(tx: NodeTx, order: Order, lines: tuple[LineQuantity, ...]) -> bool:
    """The platform has only so many pieces of these lines: ask the store to cancel the others that have not left.

    False when it was asked that already.
    """
    body = msgspec.json.encode(lines)
    if tx.get(SHORTENED, order.id) == body:
        return False
    tx.put(SHORTENED, order.id, body)
    tx.append(alloc_feed(order.store), [NewRow(SHORTENED, order.id, body)])
    return True


def shortened(tx: NodeTx, order: Order, lines: tuple[LineQuantity, ...] | None = None) -> None:
    """The store did what those `lines` ask, or, without them, needs not do it any more; what was asked of it since
    stays."""
    asked = tx.get(SHORTENED, order.id)
    if asked is not None and (lines is None or asked == msgspec.json.encode(lines)):
        tx.drop(SHORTENED, order.id)
        tx.append(alloc_feed(order.store), [NewRow(SHORTENED, order.id, None)])


def succeed(tx: NodeTx, store: str, edge_device: str, edge_url: str) -> StoreConfig:
    """Name another edge under the next epoch; what the store held is delegated to the new epoch.

    The successor grants nothing before its roll-call is complete (`authority.follow`).
    """
    config = get_config(tx, store)
    config = msgspec.structs.replace(config, epoch=config.epoch + 1, edge_device=edge_device, edge_url=edge_url)
    publish_config(tx, config)
    for found in tx.find("order", f"custody:{store}", 1_000_000):
        order = get_order(tx, found.key)
        publish_order(tx, replace(order, custody=Custody(store, config.epoch)))
    name_edge(tx, config, _publish_visits(tx, store))
    return config


def _publish_visits(tx: NodeTx, store: str) -> dict[str, Mark]:
    """Tell a successor who comes for the orders it is given, as far as central heard of it; what an earlier
    succession told of others is over. How new what is known of each of them is."""
    held = tx.find("order", f"custody:{store}", 1_000_000)
    visits = {visit.id: visit for found in held for visit in visits_of(tx, found.key) if visit.store == store}
    rows = [NewRow(VISIT, visit.id, msgspec.json.encode(visit)) for visit in visits.values()]
    told = [row.id for row in live_rows(tx, alloc_feed(store)) if row.t == VISIT]
    rows += [NewRow(VISIT, name, None) for name in told if name not in visits]
    if rows:
        tx.append(alloc_feed(store), rows)
    return {name: mark_of(tx, name) for name in visits}


def name_edge(tx: NodeTx, config: StoreConfig, visits: dict[str, Mark] | None = None) -> None:
    """Say who answers for the store: after its allocations, so whoever reads this has read them."""
    heard = {found.key: tx.last_seq(found.key) for found in tx.find(STREAM, f"store:{config.store}", 1_000_000)}
    named = Named(config.epoch, config.edge_device, heard, visits or {})
    tx.append(alloc_feed(config.store), [NewRow("authority", config.store, msgspec.json.encode(named))])
