"""A chain and one shop of it as nodes over memory: what central allots, what the shop decides and owes."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec

from app.contract.commands import Command, CommandLine, Result, command_hash
from app.contract.feeds import FeedRef, Page, SnapshotDue, decode_page
from app.contract.rows import Place, RosterDevice, RosterStaff, StoreConfig
from app.domain.commands import KIND_OF, Body, HandOverOrder, ReceiveReturn, key_of
from app.domain.customers import Customer
from app.domain.decisions import decide
from app.domain.handover import HandoverAsk, HandoverRules
from app.domain.orders import Order, Progress
from app.domain.returns import Condition, Disposition, Reason, ReturnedPiece, Rule, Tender
from app.domain.values import Act, CustomerId, LineId, OperatorId, OrderId, ReturnId, Sku, StationId
from app.node import feeds, uplink
from app.node.chain_node import ChainNode, NoRecorder
from app.node.custody import alloc_feed, allocate, config_feed, name_edge, publish_config, publish_returnables
from app.node.documents import get_order, put_customer
from app.node.downlink import Downlink
from app.node.intake import Sender
from app.node.ports import NodeTx
from app.node.store_node import StoreNode
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, STORE, bag, line, order, pieces, ready_order

EDGE, TILL = "E100", "T1AA"
SECRET = "5e" * 32


def shop_config(**changes: object) -> StoreConfig:
    """The shop with its edge, two tills and one clerk."""
    made = StoreConfig(
        store=STORE,
        name="Milano Corso Vercelli",
        address="Milano, Corso Vercelli",
        chain="corsaviva",
        market="it",
        pricelist="it-eur",
        epoch=1,
        edge_device=EDGE,
        public_no=12,
        devices=[
            RosterDevice(TILL, "", "clerk", []),
            RosterDevice("T2BB", "", "clerk", []),
            RosterDevice(EDGE, "", "edge", []),
        ],
        staff=[
            RosterStaff(id="op-07", name="Sara Lombardi", number="07", role="clerk", verifier="v"),
            RosterStaff(id="op-01", name="Ada Neri", number="01", role="manager", verifier="v"),
        ],
        places=[Place("A1", "shelf"), Place("R01", "pickup", "Scaffale ritiri, posto 1")],
        stores={"mi02": "Milano Centrale"},
        code_secret=SECRET,
        catalogue_key="00" * 32,
    )
    return msgspec.structs.replace(made, **changes)


def customer(customer_id: str = "c-1", **changes: object) -> Customer:
    """Giulia Bianchi."""
    made = Customer(
        id=CustomerId(customer_id),
        given_name="Giulia",
        family_name="Bianchi",
        phone="+393331234567",
        email="giulia@corsaviva.example",
        card="2960000000012",
        home_store=STORE,
        loyalty_level="argento",
        loyalty_points=640,
        since_at=NOW_AT - timedelta(days=400),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


def collected(number: int = 4790, *, days_ago: int = 3, **changes: object) -> Order:
    """An order of two pieces of `a` that were handed over so many days ago."""
    at = NOW_AT - timedelta(days=days_ago)
    packed = order(
        (line("a", Progress(packed=2)),),
        (bag("1", pieces(a=2)),),
        id=OrderId(f"o-{number}"),
        number=str(number),
        public_no=number,
        placed_at=at - timedelta(days=1),
        ready_at=at,
    )
    made = hand_over_now(packed, at)
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


def hand_over_now(packed: Order, at: datetime) -> Order:
    """The order after everything of it left."""
    made_by = Act("T1AA.1:900", at, OperatorId("op-07"), StationId(TILL), STORE)
    body = HandOverOrder(packed.id, HandoverAsk(), "T1AA-000900", at)
    return decide(packed, body, made_by, HandoverRules())


def command(body: Body, seq: int, device: str = TILL, *, epoch: int = 1, actor: str = "op-07") -> Command:
    """A command as a terminal makes it."""
    raw = msgspec.json.encode(body)
    kind, key = KIND_OF[type(body)], key_of(body)
    return Command(
        id=f"{device}.1:{seq}",
        kind=kind,
        key=key,
        epoch=epoch,
        actor=actor,
        hlc=f"0-{seq}-{device}",
        body=msgspec.Raw(raw),
        hash=command_hash(kind, 1, key, actor, raw),
    )


def hand_over_line(seq: int, order_id: str = "o-4821", device: str = TILL, *, epoch: int = 1) -> CommandLine:
    """A wish to hand everything of an order over."""
    body = HandOverOrder(OrderId(order_id), HandoverAsk(), f"{device}-{seq:06d}", NOW_AT)
    return CommandLine(cmd=command(body, seq, device, epoch=epoch))


def return_body(order_id: str | None = "o-4790", **changes: object) -> ReceiveReturn:
    """One piece of `a`, too small, as new."""
    piece = ReturnedPiece(
        sku=Sku("sku-a"),
        gtin="8001234567891",
        name="Maglia Corsa",
        variant="nera, M",
        quantity=1,
        reason=Reason.TOO_SMALL,
        condition=Condition.AS_NEW,
        disposition=Disposition.RESTOCK,
        line=None if order_id is None else LineId("a"),
    )
    made = ReceiveReturn(
        return_id=ReturnId("r-1"),
        number="R-T1AA-0001",
        store=STORE,
        pieces=(piece,),
        rule=Rule.WITHDRAWAL,
        tender=Tender.ORIGINAL,
        place="desk",
        document_no="T1AA-000001",
        at=NOW_AT,
        order=None if order_id is None else OrderId(order_id),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


@dataclass
class Shop:
    """Central and one edge in memory; `follow` and `relay` are the line between them."""

    orders: tuple[Order, ...] = field(default_factory=lambda: (ready_order(),))
    config: StoreConfig = field(default_factory=shop_config)
    central: MemoryNodeStore = field(default_factory=MemoryNodeStore)
    edge: MemoryNodeStore = field(default_factory=MemoryNodeStore)
    chain: ChainNode = field(default_factory=lambda: ChainNode(NoRecorder()))
    node: StoreNode = field(default_factory=lambda: StoreNode(EDGE, STORE))

    def __post_init__(self) -> None:
        self.downlink = Downlink(self.node)
        with self.central.write() as tx:
            tx.open_feed(config_feed(STORE), "c1")
            tx.open_feed(alloc_feed(STORE), "a1")
            publish_config(tx, self.config)
            put_customer(tx, customer())
            for found in self.orders:
                allocate(tx, found, STORE)
                if found.handovers:
                    publish_returnables(tx, found)
            name_edge(tx, self.config)
        with self.edge.write() as tx:
            self.node.begin(tx, "s1")
        self.follow()

    def follow(self, now_at: datetime = NOW_AT) -> None:
        """The edge pulls central's two feeds to their ends."""
        for feed in (config_feed(STORE), alloc_feed(STORE)):
            while self._pull(feed, now_at):
                continue

    def _pull(self, feed: str, now_at: datetime) -> bool:
        with self.edge.read() as tx:
            ref = self.downlink.cursor(tx, feed)
        try:
            with self.central.read() as tx:
                page = decode_page(feeds.page(tx, ref, 5_000, 0))
        except SnapshotDue:
            self.load(feed, now_at)
            return True
        with self.edge.write() as tx:
            return self.downlink.take_page(tx, page, now_at) and page.more

    def load(self, feed: str, now_at: datetime = NOW_AT) -> None:
        """The edge loads a snapshot of one of central's feeds."""
        with self.central.read() as tx:
            state = feeds.feed_state(tx, feed)
            rows = list(feeds.live_rows(tx, feed))
        with self.edge.write() as tx:
            self.downlink.take_snapshot(tx, FeedRef(feed, state.id, state.rev), rows, now_at, is_start=True)

    def relay(self, now_at: datetime = NOW_AT) -> list[Result]:
        """What the shop owes goes up and the answers come down."""
        with self.edge.read() as tx:
            lines = uplink.batch(tx)
        with self.central.write() as tx:
            results = self.chain.receive(tx, Sender(self.node.device, STORE, is_relay=True), lines, now_at)
        with self.edge.write() as tx:
            uplink.take_results(self.node, tx, results, now_at)
        self.follow(now_at)
        return results

    def receive(self, *lines: CommandLine, device: str = TILL, now_at: datetime = NOW_AT) -> list[Result]:
        """A till's batch at the edge."""
        with self.edge.write() as tx:
            return self.node.receive(tx, Sender(device, STORE), list(lines), now_at)

    def order_at_edge(self, order_id: str = "o-4821") -> Order:
        """An order as the shop has it."""
        with self.edge.read() as tx:
            return get_order(tx, order_id)

    def order_at_central(self, order_id: str = "o-4821") -> Order:
        """An order as central has it."""
        with self.central.read() as tx:
            return get_order(tx, order_id)


def page_of(tx: NodeTx, feed: str, rev: int = 0, limit: int = 5_000, epoch: int = 1) -> Page:
    """A page of a feed as its reader gets it."""
    state = feeds.feed_state(tx, feed)
    return decode_page(feeds.page(tx, FeedRef(feed, state.id, rev), limit, epoch))
