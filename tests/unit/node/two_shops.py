"""Central and two shops of one chain as nodes over memory, with a till each, and tills that keep a journal."""

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from app.central.recorder import GuardRecorder
from app.contract.commands import CommandLine, Outcome, Result
from app.contract.feeds import FeedRef, SnapshotDue, decode_page
from app.contract.rows import RosterDevice, StoreConfig
from app.domain.commands import Body, MoveContainer, MoveLines
from app.domain.orders import ContainerState, Order, Step
from app.domain.values import ContainerId, LineQuantity, OperatorId, OrderId, StoreId
from app.node import feeds, uplink
from app.node.authority import Phase, load_authority
from app.node.chain_node import ChainNode
from app.node.custody import alloc_feed, allocate, config_feed, name_edge, publish_config, succeed
from app.node.documents import find_order, get_order, put_customer
from app.node.downlink import Downlink
from app.node.intake import Sender
from app.node.store_node import StoreNode
from app.node.succession import roll_call
from app.node.transfers import request_transfer
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import command, customer, shop_config

MILAN, ROME = STORE, StoreId("rm01")
ORDER = OrderId("o-4821")
CLERK, MANAGER = "op-07", "op-01"
TILLS = {MILAN: "T1AA", ROME: "T5RR"}


@dataclass
class Edge:
    """One shop: its edge's store and node, and its till's journal; `seq` counts the till's commands."""

    config: StoreConfig
    store: MemoryNodeStore = field(default_factory=MemoryNodeStore)
    journal: list[CommandLine] = field(default_factory=list)
    seq: int = 0
    generation: int = 1

    def __post_init__(self) -> None:
        self.begin(self.config.edge_device)

    def begin(self, device: str) -> None:
        """A new machine without anything."""
        self.store = MemoryNodeStore()
        self.node = StoreNode(device, StoreId(self.config.store))
        self.downlink = Downlink(self.node)
        with self.store.write() as tx:
            self.node.begin(tx, f"s-{device}")

    @property
    def till(self) -> str:
        """Its one till."""
        return TILLS[self.node.store]


def config_of(store: StoreId, name: str, number: int) -> StoreConfig:
    """A shop with an edge and one till."""
    edge = f"E{number}00"
    return shop_config(
        store=store,
        name=name,
        public_no=number,
        edge_device=edge,
        devices=[RosterDevice(TILLS[store], "", "clerk", []), RosterDevice(edge, "", "edge", [])],
        stores={MILAN: "Milano", ROME: "Roma"},
    )


class Chain:
    """Two shops and head office, who tells a platform."""

    def __init__(self, *orders: Order) -> None:
        self.central = MemoryNodeStore()
        self.node = ChainNode(GuardRecorder())
        configs = [config_of(MILAN, "Milano", 1), config_of(ROME, "Roma", 2)]
        self.shops = {StoreId(config.store): Edge(config) for config in configs}
        with self.central.write() as tx:
            put_customer(tx, customer())
            for config in configs:
                tx.open_feed(config_feed(config.store), f"c-{config.store}")
                tx.open_feed(alloc_feed(config.store), f"a-{config.store}")
                publish_config(tx, config)
            for order in orders or (ready_order(platform_ref="p-1"),):
                allocate(tx, order, MILAN)
            for config in configs:
                name_edge(tx, config)
        self.settle()

    def ask(self, target: StoreId, source: StoreId = MILAN, at: datetime = NOW_AT) -> Order:
        """A clerk asks for the order to go elsewhere."""
        with self.central.write() as tx:
            return request_transfer(tx, ORDER, source, target, by=OperatorId(CLERK), now_at=at)

    def follow(self, store: StoreId, now_at: datetime = NOW_AT) -> None:
        """A shop reads what central tells it."""
        for feed in (config_feed(store), alloc_feed(store)):
            while self._pull(self.shops[store], feed, now_at):
                continue

    def _pull(self, shop: Edge, feed: str, now_at: datetime) -> bool:
        with shop.store.read() as tx:
            ref = shop.downlink.cursor(tx, feed)
        try:
            with self.central.read() as tx:
                page = decode_page(feeds.page(tx, ref, 5_000, 0))
        except SnapshotDue:
            self.load(shop, feed, now_at)
            return True
        with shop.store.write() as tx:
            return shop.downlink.take_page(tx, page, now_at) and page.more

    def load(self, shop: Edge, feed: str, now_at: datetime = NOW_AT) -> None:
        """A shop reads a feed anew from the beginning."""
        with self.central.read() as tx:
            state = feeds.feed_state(tx, feed)
            rows = list(feeds.live_rows(tx, feed))
        with shop.store.write() as tx:
            ref = FeedRef(feed, state.id, state.rev)
            shop.downlink.take_snapshot(tx, ref, rows, now_at, is_start=True)

    def relay(self, store: StoreId, now_at: datetime = NOW_AT, *, is_heard: bool = True) -> None:
        """What a shop owes goes up; its answers may be lost on the way down."""
        shop = self.shops[store]
        with shop.store.read() as tx:
            lines = uplink.batch(tx)
        with self.central.write() as tx:
            results = self.node.receive(tx, Sender(shop.node.device, store, is_relay=True), lines, now_at)
        if is_heard:
            with shop.store.write() as tx:
                uplink.take_results(shop.node, tx, results, now_at)
            final = {result.id for result in results if result.final}
            shop.journal = [line for line in shop.journal if line.cmd.id not in final]

    def settle(self, now_at: datetime = NOW_AT) -> None:
        """Everything arrives everywhere."""
        for _ in range(3):
            for store in self.shops:
                self.follow(store, now_at)
                self.tick(store, now_at)
                self.relay(store, now_at)
        for store in self.shops:
            self.follow(store, now_at)

    def tick(self, store: StoreId, now_at: datetime = NOW_AT) -> None:
        """A shop does what it does by itself."""
        shop = self.shops[store]
        with shop.store.write() as tx:
            shop.node.tick(tx, now_at)
            shop.downlink.answer_recalls(tx, now_at)

    def act(self, store: StoreId, body: Body, actor: str = CLERK, now_at: datetime = NOW_AT) -> Result:
        """The till of a shop asks its edge."""
        shop = self.shops[store]
        with shop.store.read() as tx:
            epoch = load_authority(tx).epoch
        made = command(body, shop.seq + 1, shop.till, epoch=epoch, actor=actor)
        line = CommandLine(cmd=made)
        with shop.store.write() as tx:
            [result] = shop.node.receive(tx, Sender(shop.till, store), [line], now_at)
        if result.outcome in (Outcome.OK, Outcome.REJECTED):
            shop.seq += 1
            shop.journal.append(msgspec.structs.replace(line, decided=result))
        return result

    def replace_edge(self, store: StoreId, device: str, now_at: datetime = NOW_AT) -> None:
        """A shop's edge is lost with all it had; another one is named, and its till hands in its journal."""
        shop = self.shops[store]
        with self.central.write() as tx:
            succeed(tx, store, device, "")
        shop.begin(device)
        self.follow(store, now_at)
        with shop.store.write() as tx:
            roll_call(shop.node, tx, Sender(shop.till, store), shop.journal, now_at)
        self.follow(store, now_at)

    def at(self, store: StoreId) -> Order | None:
        """The order as a shop's edge has it."""
        with self.shops[store].store.read() as tx:
            return find_order(tx, ORDER)

    @property
    def order(self) -> Order:
        """The order as central has it."""
        with self.central.read() as tx:
            return get_order(tx, ORDER)

    def has(self, store: StoreId) -> bool:
        """Whether a shop would act on the order now: its edge answers, and holds it live."""
        order = self.at(store)
        with self.shops[store].store.read() as tx:
            authority = load_authority(tx)
        is_mine = order is not None and (order.custody.holder, order.custody.epoch) == (store, authority.epoch)
        return is_mine and order is not None and order.cancelled_at is None and authority.phase is Phase.GRANTING


def steps(order: Order, bag: str, at: datetime = NOW_AT) -> list[Body]:
    """What a clerk says while getting an order ready from the shelf: pick, bag, pack, stage."""
    lines = tuple(LineQuantity(ln.id, ln.progress.reserved) for ln in order.lines if ln.progress.reserved)
    known = ContainerId(bag)
    return [
        MoveLines(order.id, Step.RESERVED, Step.PICKED, lines, at),
        MoveContainer(order.id, known, f"{order.number}-{bag}", ContainerState.OPEN, at),
        MoveLines(order.id, Step.PICKED, Step.PACKED, lines, at, container=known),
        MoveContainer(order.id, known, "", ContainerState.STAGED, at, "R01"),
    ]
