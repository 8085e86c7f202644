"""What a store's node takes from central: configuration, allocations and recalls; other feeds pass unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from app.contract.feeds import LOST, FeedRef, FeedRow, Page
from app.contract.rows import StoreConfig
from app.domain.errors import Code
from app.domain.orders import Order
from app.domain.put_backs import kept_done
from app.domain.transfers import is_later
from app.domain.values import Custody, LineQuantity, Transfer
from app.node.authority import NAMED, Phase, follow, load_authority, load_named, put_authority, strike_off
from app.node.carrying import is_carried
from app.node.custody import RECALL, SHORTENED, TRANSFER, alloc_feed, config_feed
from app.node.documents import (
    Attention,
    decode_attention,
    decode_order,
    decode_return,
    decode_visit,
    find_config,
    find_order,
    find_visit,
    put_attention,
    put_config,
    put_return,
)
from app.node.feeds import live_rows
from app.node.ports import NewRow, NodeTx
from app.node.store_node import StoreNode, store_feed
from app.node.succession import settle_roll_call
from app.node.visitors import VEHICLE, WORD, hear, take_vehicle, take_word, veiled
from app.node.visits import VISIT

DOUBTED = "doubted"
_ASKED = (RECALL, TRANSFER, SHORTENED)
_configs = msgspec.json.Decoder(StoreConfig)
_pieces = msgspec.json.Decoder(tuple[LineQuantity, ...])
_transfers = msgspec.json.Decoder(Transfer)


@dataclass(frozen=True, slots=True)
class Downlink:
    """Follows central's feeds for a store node. Sans-I/O."""

    node: StoreNode

    def feeds(self, tx: NodeTx) -> list[str]:
        """The feeds to follow, the configuration first: it names the others."""
        store = self.node.store
        own = [config_feed(store), alloc_feed(store)]
        for row in live_rows(tx, config_feed(store)) if tx.feed(config_feed(store)) else ():
            config = _configs.decode(row.d) if isinstance(row.d, msgspec.Raw) else None
            if config is not None:
                catalogue = [f"catalog:{config.market}", f"price:{config.pricelist}", f"stock:{store}"]
                return [*own, *catalogue, f"finder:{config.chain}"]
        return own

    def cursor(self, tx: NodeTx, feed: str) -> FeedRef:
        """Where this node stands in a feed of central's."""
        if tx.get(DOUBTED, feed) is not None:
            return FeedRef(feed, LOST, 0)
        state = tx.feed(feed)
        return FeedRef(feed) if state is None else FeedRef(feed, state.id, state.rev)

    def doubt(self, tx: NodeTx, feed: str, now_at: datetime) -> None:
        """Our copy of a feed is not central's: a person is told, and the next pull loads a snapshot."""
        tx.put(DOUBTED, feed, b"1")
        item = Attention(f"digest:{feed}", Code.DIGEST_MISMATCH, self.node.store, feed, now_at, {"feed": feed})
        self.node.tell(tx, item)

    def take_page(self, tx: NodeTx, page: Page, now_at: datetime) -> bool:
        """Take a page in; False when it does not follow what is here (late, repeated): nothing is changed."""
        cursor = self.cursor(tx, page.head.feed)
        if page.head.from_rev != cursor.rev or cursor.id not in ("", page.head.id):
            return False
        if page.rows:
            rows = [veiled(row) for row in page.rows]
            tx.mirror(page.head.feed, page.head.id, rows, page.to, is_start=not cursor.id)
            self._act_on(tx, page.head.feed, page.rows, now_at)
        return bool(page.rows)

    def take_snapshot(
        self, tx: NodeTx, ref: FeedRef, rows: Sequence[FeedRow], now_at: datetime, *, is_start: bool
    ) -> None:
        """Take (a part of) a snapshot in; `is_start` with its first part."""
        tx.drop(DOUBTED, ref.feed)
        tx.mirror(ref.feed, ref.id, [veiled(row) for row in rows], ref.rev, is_start=is_start, floor=True)
        self._act_on(tx, ref.feed, rows, now_at)

    def _act_on(self, tx: NodeTx, feed: str, rows: Sequence[FeedRow], now_at: datetime) -> None:
        if feed == config_feed(self.node.store):
            self._follow(tx, rows, now_at)
        if feed == alloc_feed(self.node.store):
            self._allocated(tx, rows, now_at)

    def _follow(self, tx: NodeTx, rows: Sequence[FeedRow], now_at: datetime) -> None:
        for row in rows:
            if not isinstance(row.d, msgspec.Raw):
                continue
            put_config(tx, _configs.decode(row.d))
        self._take_office(tx, now_at)
        self.answer_recalls(tx, now_at)

    def _take_office(self, tx: NodeTx, now_at: datetime) -> None:
        """What central said about who answers here, once both the roster and the word are known."""
        config, named = find_config(tx, self.node.store), load_named(tx, self.node.store)
        if config is not None and named is not None:
            authority = follow(load_authority(tx), named, config)
            put_authority(tx, strike_off(authority, config))
            settle_roll_call(self.node, tx, now_at)

    def _allocated(self, tx: NodeTx, rows: Sequence[FeedRow], now_at: datetime) -> None:
        passed: list[NewRow] = []
        for row in rows:
            body = bytes(row.d) if isinstance(row.d, msgspec.Raw) else None
            if row.s:
                continue
            if row.t == "order" and body is not None:
                self._adopt(tx, decode_order(body))
            elif row.t == "authority" and body is not None:
                tx.put(NAMED, row.id, body)
                self._take_office(tx, now_at)
            elif row.t in _ASKED:
                tx.drop(row.t, row.id) if body is None else tx.put(row.t, row.id, body)
            elif row.t in (WORD, VEHICLE, VISIT):
                self._told_of_visitor(tx, row.t, row.id, body)
            elif row.t != "order":
                _keep(tx, row.t, body)
                passed.append(NewRow(row.t, row.id, body))
        if passed:
            tx.append(store_feed(self.node.store), passed)
        self.answer_recalls(tx, now_at)
        hear(self.node, tx, now_at)

    def _adopt(self, tx: NodeTx, order: Order) -> None:
        """Central's word about an order: the whole of it unless we are deciding about it ourselves.

        Who was not named yet decides nothing, and must not keep what it knew of the predecessor's orders. What
        left and has come back is central's word too, also where nothing was heard in between.
        """
        is_waiting = load_authority(tx).phase is Phase.WAITING
        mine = None if is_waiting else find_order(tx, order.id)
        is_ours = order.custody.holder == self.node.store and (mine is None or not is_later(order, mine))
        if mine is not None and is_ours and mine.custody == order.custody:
            order = replace(
                mine,
                pickup=order.pickup,
                customer_name=order.customer_name,
                platform_ref=order.platform_ref,
                payment=order.payment,
                cancel_requested_at=order.cancel_requested_at,
                transfers=_asked_now(mine, order),
            )
        elif mine is not None and is_ours and mine.custody.holder == self.node.store:
            order = self._carried_over(mine, order)
        self.node.write_order(tx, order if mine is None else kept_done(order, mine))

    def _told_of_visitor(self, tx: NodeTx, kind: str, key: str, body: bytes | None) -> None:
        if kind == WORD:
            take_word(tx, key, body)
        elif kind == VEHICLE:
            take_vehicle(tx, store_feed(self.node.store), key, body)
        else:
            self._adopt_visit(tx, key, body)

    def _adopt_visit(self, tx: NodeTx, name: str, body: bytes | None) -> None:
        """A visit as central knew it when it named who answers here; who answers already knows it better."""
        is_waiting, mine = load_authority(tx).phase is Phase.WAITING, find_visit(tx, name)
        if body is not None and (is_waiting or mine is None):
            self.node.write_visit(tx, decode_visit(body))
        elif body is None and is_waiting and mine is not None:
            tx.drop(VISIT, name)
            tx.append(store_feed(self.node.store), [NewRow(VISIT, name, None)])

    def _carried_over(self, mine: Order, order: Order) -> Order:
        """The next epoch of the same authority keeps what it decided before central knew of it."""
        if mine.custody.epoch > order.custody.epoch:
            return mine
        return replace(
            mine,
            custody=Custody(self.node.store, order.custody.epoch),
            pickup=order.pickup,
            payment=order.payment,
            platform_ref=order.platform_ref,
            transfers=_asked_now(mine, order),
        )

    def answer_recalls(self, tx: NodeTx, now_at: datetime) -> None:
        """Answer what central asked back, whole or in part; asked again later while we may not answer
        yet, or a device is out with the goods."""
        if load_authority(tx).phase is not Phase.GRANTING:
            return
        for order_id, _ in tx.scan(RECALL, "", 500):
            if is_carried(tx, order_id):
                continue
            tx.drop(RECALL, order_id)
            self.node.answer_recall(tx, order_id, now_at)
        for order_id, body in tx.scan(TRANSFER, "", 500):
            if is_carried(tx, order_id):
                continue
            tx.drop(TRANSFER, order_id)
            self.node.answer_recall(tx, order_id, now_at, _transfers.decode(body).target)
        for order_id, body in tx.scan(SHORTENED, "", 500):
            if is_carried(tx, order_id):
                continue
            tx.drop(SHORTENED, order_id)
            self.node.shorten(tx, order_id, _pieces.decode(body), now_at)


def _asked_now(mine: Order, told: Order) -> tuple[Transfer, ...]:
    """What central says of transfers, unless this shop let the order go and central has not heard of it."""
    return told.transfers if mine.cancelled_at is None else mine.transfers


def _keep(tx: NodeTx, kind: str, body: bytes | None) -> None:
    """What this node must know itself of the rows it passes on: terminals ask it about them."""
    if kind == "return" and body is not None:
        put_return(tx, decode_return(body))
    elif kind == "attention" and body is not None:
        put_attention(tx, decode_attention(body))
