"""Central and edge of the simulation: the real nodes over stores in memory, speaking through the network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.central.pages.desk import take_form
from app.contract.commands import CommandLine, Outcome, Result
from app.contract.feeds import FeedRef, FeedRow, SnapshotDue, decode_page
from app.contract.rows import StoreConfig
from app.domain.errors import Problem
from app.domain.events import OrderCancelled
from app.domain.orders import Order
from app.domain.values import CENTRAL, Custody, OrderId, StoreId
from app.node import feeds, uplink
from app.node.authority import Phase, load_authority, put_authority
from app.node.chain_node import ChainNode
from app.node.custody import (
    alloc_feed,
    allocate,
    config_feed,
    name_edge,
    publish_config,
    publish_order,
    request_cancel,
    succeed,
)
from app.node.documents import get_order, put_customer
from app.node.downlink import Downlink
from app.node.intake import Sender
from app.node.ports import NodeTx
from app.node.store_node import StoreNode, store_feed
from app.node.succession import roll_call
from app.node.visitors import forget_vehicles, hear
from tests.fakes.stores import MemoryNodeStore
from tests.simulation.mutants import Mutant
from tests.simulation.network import Network
from tests.simulation.profiles import CUSTOMERS, sample_customer
from tests.simulation.visit_mutants import (
    Deaf,
    forget_claims,
    forget_how_new,
    leave_visits,
    say_again,
    without_rows,
)
from tests.simulation.visiting import Comings
from tests.simulation.watching import Watch
from tests.simulation.world import Ledger

STORE = StoreId("s1")
PAGE_ROWS = 4


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A feed's present rows and where they were cut."""

    ref: FeedRef
    rows: tuple[FeedRow, ...]


def page_or_snapshot(tx: NodeTx, ref: FeedRef, epoch: int) -> bytes | Snapshot | None:
    """What a host answers to a pull; None when it does not hold the feed."""
    state = tx.feed(ref.feed)
    if state is None:
        return None
    try:
        return feeds.page(tx, ref, PAGE_ROWS, epoch)
    except SnapshotDue:
        return Snapshot(FeedRef(ref.feed, state.id, state.rev), tuple(feeds.live_rows(tx, ref.feed)))


@dataclass(slots=True)
class Server:
    """What edge and central have in common: a store, and being up or down."""

    name: str
    net: Network
    mutant: Mutant
    store: MemoryNodeStore = field(default_factory=MemoryNodeStore)
    is_up: bool = True
    answers: dict[str, Outcome] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def remember(self, results: list[Result]) -> None:
        """I2: one command, one answer, however often it is asked."""
        for result in results:
            is_answer = result.outcome in (Outcome.OK, Outcome.REJECTED)
            if is_answer and self.answers.setdefault(result.id, result.outcome) is not result.outcome:
                self.violations.append("I2 two answers to one command")

    def crash(self) -> None:
        """Lose what was not durable and stop."""
        self.store.crash()
        self.is_up = False


@dataclass(slots=True)
class SimCentral(Server):
    """The chain's node."""

    node: ChainNode = field(init=False)

    def __post_init__(self) -> None:
        is_right = self.mutant is not Mutant.NO_EPOCH_CHECK
        is_deduplicating = self.mutant is not Mutant.NO_DEDUPLICATION
        self.node = ChainNode(Ledger(), is_fencing=is_right, is_deduplicating=is_deduplicating)

    def set_up(self, config: StoreConfig, orders: list[Order]) -> None:
        """Open the feeds and allocate the orders."""
        with self.store.write() as tx:
            tx.open_feed(config_feed(STORE), "c1")
            tx.open_feed(alloc_feed(STORE), "a1")
            publish_config(tx, config)
            for order in orders:
                allocate(tx, order, STORE)
            for name in CUSTOMERS:
                put_customer(tx, sample_customer(name))
            name_edge(tx, config)

    def on_commands(self, source: str, lines: list[CommandLine], now_at: datetime) -> None:
        """An edge's batch."""
        if self.mutant is Mutant.VISITS_MADE_ANEW:
            lines = without_rows(lines)
        with self.store.write() as tx:
            if self.mutant is Mutant.OLDER_VISIT_COUNTS:
                forget_how_new(tx)
            results = self.node.receive(tx, Sender(source, STORE, is_relay=True), lines, now_at)
        self.remember(results)
        self.net.send(self.name, source, "results", results)

    def on_pull(self, source: str, ref: FeedRef, now_at: datetime) -> None:
        """An edge's pull."""
        with self.store.read() as tx:
            answer = page_or_snapshot(tx, ref, 0)
        if answer is not None:
            self.net.send(self.name, source, "feed", answer)

    def cancel(self, order_id: str, now_at: datetime) -> None:
        """The customer cancels on the site."""
        with self.store.write() as tx:
            try:
                if self.mutant is Mutant.CANCEL_WITHOUT_RECALL:
                    self._cancel_at_once(tx, order_id, now_at)
                else:
                    request_cancel(tx, order_id, now_at)
            except Problem:
                return

    def _cancel_at_once(self, tx: NodeTx, order_id: str, now_at: datetime) -> None:
        order = get_order(tx, order_id)
        if order.cancelled_at is None and not order.is_collected:
            cancelled = replace(order, cancelled_at=now_at, custody=Custody(CENTRAL))
            publish_order(tx, cancelled)
            self.node.recorder.happened(tx, cancelled, OrderCancelled(OrderId(order.id), now_at))

    def say(self, order_id: str, form: Mapping[str, str], now_at: datetime) -> None:
        """The customer sends their page's form."""
        with self.store.write() as tx:
            take_form(tx, get_order(tx, order_id), form, now_at)

    def replace_edge(self, device: str) -> None:
        """Name a successor of the store's edge."""
        with self.store.write() as tx:
            succeed(tx, STORE, device, "")
            if self.mutant is Mutant.VISITS_STAY_BEHIND:
                leave_visits(tx)


@dataclass(slots=True)
class SimEdge(Server):
    """The store's node on its own box."""

    comings: Comings = field(default_factory=Comings)
    node: StoreNode = field(init=False)
    downlink: Downlink = field(init=False)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(self.comings)
        kind = Deaf if self.mutant is Mutant.VISIT_OUTLIVES_GOODS else StoreNode
        self.node = kind(
            self.name,
            STORE,
            is_fencing=self.mutant is not Mutant.NO_EPOCH_CHECK,
            is_deduplicating=self.mutant is not Mutant.NO_DEDUPLICATION,
            is_entrusting=self.mutant is not Mutant.GRANT_NOT_KEPT,
        )
        self.downlink = Downlink(self.node)
        if self.mutant is Mutant.ACK_BEFORE_FSYNC:
            self.store.commit_is_durable = False
        with self.store.write() as tx:
            self.node.begin(tx, f"store-by-{self.name}")
        self.store.fsync()

    def on_commands(self, source: str, lines: list[CommandLine], now_at: datetime) -> None:
        """A terminal's batch."""
        with self.store.write() as tx:
            if self.mutant is Mutant.CLAIM_NOT_KEPT:
                forget_claims(tx, lines)
            self.watch.heard(tx, lines)
            results = self.node.receive(tx, Sender(source, STORE), lines, now_at)
            self.watch.answers(tx, lines, results, now_at)
        self.net.send(self.name, source, "results", results)

    def on_roll_call(self, source: str, lines: list[CommandLine], now_at: datetime) -> None:
        """A suspended terminal's journal."""
        with self.store.write() as tx:
            if load_authority(tx).phase in (Phase.WAITING, Phase.STOOD_DOWN):
                return
            welcome = roll_call(self.node, tx, Sender(source, STORE), lines, now_at)
            self.watch.begin(tx)
        self.net.send(self.name, source, "welcome", welcome)

    def on_pull(self, source: str, ref: FeedRef, now_at: datetime) -> None:
        """A terminal's pull."""
        with self.store.read() as tx:
            authority = load_authority(tx)
            if authority.phase is Phase.WAITING:
                return
            answer = page_or_snapshot(tx, ref, authority.epoch)
        if answer is not None:
            self.net.send(self.name, source, "feed", answer)

    def on_results(self, source: str, results: list[Result], now_at: datetime) -> None:
        """Central's answers."""
        with self.store.write() as tx:
            uplink.take_results(self.node, tx, results, now_at)

    def on_feed(self, source: str, answer: bytes | Snapshot, now_at: datetime) -> None:
        """A page or snapshot of central's."""
        with self.store.write() as tx:
            if isinstance(answer, bytes):
                self.downlink.take_page(tx, decode_page(answer), now_at)
            else:
                self.downlink.take_snapshot(tx, answer.ref, answer.rows, now_at, is_start=True)
            self._hear(tx, now_at)
            if self.mutant is Mutant.NO_ROLL_CALL and load_authority(tx).phase is Phase.ROLL_CALL:
                put_authority(tx, replace(load_authority(tx), phase=Phase.GRANTING, awaited=()))

    def tick(self, now_at: datetime) -> None:
        """What a host does from time to time: push, pull, close."""
        with self.store.write() as tx:
            self.node.tick(tx, now_at)
            self.downlink.answer_recalls(tx, now_at)
            self._hear(tx, now_at)
            forget_vehicles(tx, lambda _: store_feed(STORE), now_at)
        with self.store.read() as tx:
            lines = uplink.batch(tx)
            refs = [self.downlink.cursor(tx, feed) for feed in (config_feed(STORE), alloc_feed(STORE))]
        if lines:
            self.net.send(self.name, "C000", "commands", lines)
        for ref in refs:
            self.net.send(self.name, "C000", "pull", ref)

    def _hear(self, tx: NodeTx, now_at: datetime) -> None:
        """Act on what customers said, and have it watched."""
        if self.mutant is Mutant.WORD_HEARD_AGAIN:
            say_again(tx, now_at)
        hear(self.node, tx, now_at)
        self.watch.words(tx, now_at)
