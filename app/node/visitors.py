"""What a customer says on the page for them, on its way from central to the shop, and the car they come in.

A word travels in the store's allocations, the last one of each order; the shop's authority makes a visit's move of
it, numbered and owed upwards like all it does. A car is never part of a command: logs are kept for longer.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from app.contract.feeds import FeedRow
from app.domain.announcing import KEPT, Vehicle, Word
from app.domain.commands import MoveVisit
from app.domain.errors import Problem
from app.domain.events import is_gone
from app.domain.values import Act, OperatorId, StationId, VisitId
from app.domain.visits import LIVE_VISITS, Visit, VisitState
from app.node.authority import Phase, load_authority
from app.node.custody import alloc_feed
from app.node.documents import find_config, find_order
from app.node.ports import NewRow, NodeTx
from app.node.store_node import StoreNode
from app.node.visits import moved_visit, visits_of

WORD, VEHICLE = "word", "vehicle"
_HEARD = "word_heard"
_UNTIL = "until:"
_MOST = 500
AFTERWARDS = timedelta(minutes=15)
"""How long a car is still known once its visit has ended: a hand-over may be taken back."""
_words = msgspec.json.Decoder(Word)
_vehicles = msgspec.json.Decoder(Vehicle)


def find_word(tx: NodeTx, order_id: str) -> Word | None:
    """The last word said for an order, or None."""
    body = tx.get(WORD, order_id)
    return None if body is None else _words.decode(body)


def find_vehicle(tx: NodeTx, order_id: str, now_at: datetime) -> Vehicle | None:
    """The car whoever comes for an order waits in, or None."""
    body = tx.get(VEHICLE, order_id)
    known = None if body is None else _vehicles.decode(body)
    return None if known is None or known.is_over(now_at) else known


def visit_for(tx: NodeTx, order_id: str) -> Visit | None:
    """The visit for an order: one that goes on before the last that ended; None when there was none."""
    return max(
        visits_of(tx, order_id), key=lambda visit: (visit.state in LIVE_VISITS, visit.announced_at), default=None
    )


# at central


def publish_word(tx: NodeTx, word: Word) -> None:
    """Keep the word and tell it to its store's authority."""
    known, body = find_word(tx, word.order), msgspec.json.encode(word)
    if known is not None and known.store != word.store:
        tx.append(alloc_feed(known.store), [NewRow(WORD, word.order, None)])
    tx.put(WORD, word.order, body)
    tx.append(alloc_feed(word.store), [NewRow(WORD, word.order, body)])


def forget_word(tx: NodeTx, order_id: str) -> None:
    """Nobody speaks for that order any more."""
    word = find_word(tx, order_id)
    if word is not None:
        tx.drop(WORD, order_id)
        tx.append(alloc_feed(word.store), [NewRow(WORD, order_id, None)])


def publish_vehicle(tx: NodeTx, car: Vehicle) -> None:
    """Keep the car, for its time, and tell it to its store's authority; one it was told to before forgets it."""
    body = tx.get(VEHICLE, car.order)
    if body is not None and (before := _vehicles.decode(body).store) != car.store:
        _drop_vehicle(tx, alloc_feed(before), car.order)
    _put_vehicle(tx, alloc_feed(car.store), car)


# at the store's authority


def take_word(tx: NodeTx, order_id: str, body: bytes | None) -> None:
    """A word came down; `hear` acts on it."""
    if body is not None:
        tx.put(WORD, order_id, body)
        return
    tx.drop(WORD, order_id)
    tx.drop(_HEARD, order_id)


def take_vehicle(tx: NodeTx, feed: str, order_id: str, body: bytes | None) -> None:
    """A car came down, or is to be forgotten; one that is veiled says nothing."""
    if body is None:
        _drop_vehicle(tx, feed, order_id)
    elif body != b"null":
        _put_vehicle(tx, feed, _vehicles.decode(body))


def hear(node: StoreNode, tx: NodeTx, now_at: datetime) -> None:
    """Act on the words that came down, each once; later while this node may not answer yet."""
    pending = tx.scan(WORD, "", _MOST)
    if not pending or load_authority(tx).phase is not Phase.GRANTING:
        return
    for order_id, body in pending:
        word = _words.decode(body)
        tx.drop(WORD, order_id)
        if word.n > int(tx.get(_HEARD, order_id) or b"0"):
            tx.put(_HEARD, order_id, str(word.n).encode())
            _act_on(node, tx, word, now_at)


def _act_on(node: StoreNode, tx: NodeTx, word: Word, now_at: datetime) -> None:
    """Nothing follows from what does not fit the visit any more, or was said on another day: nobody waits through
    a night."""
    config, order, known = find_config(tx, node.store), find_order(tx, word.order), visit_for(tx, word.order)
    zone = ZoneInfo("UTC" if config is None else config.timezone)
    visit = known if known is not None and known.state in LIVE_VISITS else None
    is_ending = word.target is VisitState.LEFT
    is_other_day = word.at.astimezone(zone).date() != now_at.astimezone(zone).date()
    if word.is_past(known):
        return
    if (is_ending and visit is None) or (is_other_day and not is_ending):
        return
    if not is_ending and (order is None or order.store != node.store or is_gone(order)):
        return
    body = MoveVisit(
        visit=VisitId(f"p-{word.order}-{word.n}") if visit is None else visit.id,
        store=node.store,
        orders=(word.order,) if visit is None else visit.orders,
        target=word.target,
        at=word.at,
        place=word.place,
        expected_at=word.expected_at,
    )
    act = Act("", word.at, OperatorId(""), StationId(node.device), node.store)
    try:
        moved = moved_visit(visit, body, act, [] if order is None else [order])
    except Problem:
        return
    if moved != visit:
        node.log_own(tx, body, word.at)
        node.write_visit(tx, moved)


# at both


def veiled(row: FeedRow) -> FeedRow:
    """The row as it may lie in files and copies that nobody empties in time: without the car."""
    if row.t != VEHICLE or not isinstance(row.d, msgspec.Raw):
        return row
    return msgspec.structs.replace(row, d=msgspec.Raw(b"null"))


def forget_vehicles(tx: NodeTx, feed_of: Callable[[Vehicle], str], now_at: datetime) -> int:
    """Forget the cars whose time is over, or whose visit has ended; how many those were."""
    cars = [_vehicles.decode(found.body) for found in tx.find(VEHICLE, _UNTIL, _MOST)]
    over = [car for car in cars if car.is_over(now_at) or not _is_needed(tx, car, now_at)]
    for car in over:
        _drop_vehicle(tx, feed_of(car), car.order)
    return len(over)


def _is_needed(tx: NodeTx, car: Vehicle, now_at: datetime) -> bool:
    """Until its visit is over; while there is none yet the word for it may be on its way."""
    visit, order = visit_for(tx, car.order), find_order(tx, car.order)
    ended_at = None if visit is None or visit.state in LIVE_VISITS else visit.ended_at
    if order is not None and order.is_collected:
        # Central hears of the hand-over, not of the visit that ended with it.
        ended_at = max((handover.act.at for handover in order.live_handovers), default=ended_at)
    if ended_at is None or ended_at < car.until_at - KEPT:
        return True
    return now_at < ended_at + AFTERWARDS


def _put_vehicle(tx: NodeTx, feed: str, car: Vehicle) -> None:
    body = msgspec.json.encode(car)
    tx.put(VEHICLE, car.order, body, [f"{_UNTIL}{car.until_at.isoformat()}"])
    tx.append(feed, [NewRow(VEHICLE, car.order, body)])


def _drop_vehicle(tx: NodeTx, feed: str, order_id: str) -> None:
    tx.drop(VEHICLE, order_id)
    if tx.row(feed, VEHICLE, order_id) is not None:
        tx.append(feed, [NewRow(VEHICLE, order_id, None)])
