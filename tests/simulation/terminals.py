"""A terminal of the simulation: the real outbox and inbox over a store in memory, and a clerk's hands."""

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from app.contract.commands import Result, Welcome
from app.contract.feeds import FeedRef, decode_page
from app.domain.carrying import CarryBody
from app.domain.commands import (
    Body,
    CarryOrder,
    ChangeConsent,
    GiveBackOrder,
    HandOverOrder,
    MoveVisit,
    NoteCustomer,
    ReceiveReturn,
    ReverseHandover,
    TakeBackOrder,
    WithdrawNote,
)
from app.domain.customers import Customer
from app.domain.dropped import Refusal
from app.domain.handover import HandoverAsk
from app.domain.order_commands import EndHold, PutAway, RefuseGoods
from app.domain.orders import Order
from app.domain.profile_changes import ProfileBody
from app.domain.put_backs import open_tasks
from app.domain.returns import Condition, Disposition, Reason, ReturnedPiece, Rule, Tender
from app.domain.values import LineId, OrderId, ReturnId, Sku
from app.node.custody import config_feed
from app.node.store_node import device_feed, store_feed
from app.sync import inbox, outbox
from app.usecases.intents import Author, write_intent
from app.usecases.ports import SUSPENDED, OutboxEntry, OutboxState, TerminalTx
from tests.fakes.stores import MemoryTerminalStore
from tests.simulation import carrying
from tests.simulation.mutants import Mutant
from tests.simulation.network import Network
from tests.simulation.profiles import BODIES
from tests.simulation.servers import STORE, Snapshot
from tests.simulation.visiting import KIOSK, operator_of
from tests.simulation.world import World

Asked = (
    HandOverOrder
    | ReverseHandover
    | ReceiveReturn
    | RefuseGoods
    | EndHold
    | PutAway
    | CarryBody
    | MoveVisit
    | ProfileBody
)
_bodies: dict[str, type[Asked]] = {
    "order.hand_over": HandOverOrder,
    "order.reverse_handover": ReverseHandover,
    "return.receive": ReceiveReturn,
    "order.refuse_goods": RefuseGoods,
    "order.end_hold": EndHold,
    "order.put_away": PutAway,
    "order.carry": CarryOrder,
    "order.give_back": GiveBackOrder,
    "order.take_back": TakeBackOrder,
    "visit.move": MoveVisit,
    **BODIES,
}
DONE = (OutboxState.ACCEPTED, OutboxState.FINAL)


def body_of(entry: OutboxEntry) -> Asked:
    """What the clerk asked for."""
    return msgspec.json.decode(bytes(entry.command.body), type=_bodies[entry.command.kind])


@dataclass(slots=True)
class SimTerminal:
    """One till. `acted` stands for the clerk, who does a thing once when the screen says done."""

    name: str
    net: Network
    world: World
    mutant: Mutant
    edge: str = "E100"
    store: MemoryTerminalStore = field(default_factory=MemoryTerminalStore)
    is_up: bool = True
    acted: set[str] = field(default_factory=set)
    cursors: dict[str, FeedRef] = field(default_factory=dict)
    opened: dict[str, Customer] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    @property
    def is_kiosk(self) -> bool:
        """Whether customers act here themselves, in nobody's name."""
        return self.name == KIOSK

    @property
    def operator(self) -> str:
        """Who is signed in."""
        return "" if self.is_kiosk else operator_of(self.name)

    def crash(self) -> None:
        """Lose what was not durable; the clerk's last look at the screen is over."""
        self.store.crash()
        self.is_up = False

    def begin(self, body: Body, now_at: datetime) -> None:
        """The clerk asks for something: intent first, then the question."""
        author = Author(self.name, self.operator)
        if self.mutant is Mutant.NO_INTENT:
            self.store.commit_is_durable = False
        with self.store.write() as tx:
            command = write_intent(tx, body, author, now_at)
        self.store.commit_is_durable = True
        if isinstance(body, ReverseHandover):
            self.world.goods_back.append((body.order, command.id))
        if isinstance(body, MoveVisit):
            self.world.comings.asked(command.id, body)
        if self.mutant is Mutant.ACT_FIRST:
            self._act(command.id, body)
        self.push()

    def push(self) -> None:
        """Ask the authority, or ask again."""
        with self.store.read() as tx:
            lines = outbox.next_lines(tx)
        if lines:
            self.net.send(self.name, self.edge, "commands", lines)

    def on_results(self, source: str, results: list[Result], now_at: datetime) -> None:
        """The authority's answers: written first, acted on after."""
        if self.mutant in (Mutant.NO_EPOCH_CHECK, Mutant.LATE_REPLY):
            results = self._disguised(results)
        elif source != self.edge:
            return
        with self.store.write() as tx:
            outbox.take_results(tx, results, now_at)
            if self.mutant is Mutant.FORGET_AT_HOP_ACK:
                self._forget(tx)
        self.look()

    def _disguised(self, results: list[Result]) -> list[Result]:
        """The mutant takes every answer for one of its own epoch, suspended or not."""
        with self.store.write() as tx:
            current = outbox.epoch(tx)
            tx.set_meta(SUSPENDED, "")
        return [msgspec.structs.replace(result, epoch=current) for result in results]

    def _forget(self, tx: TerminalTx) -> None:
        for entry in tx.outbox_list((OutboxState.ACCEPTED,), 1_000):
            if entry.result is not None:
                final = msgspec.structs.replace(entry.result, final=True)
                tx.outbox_set(entry.command.id, OutboxState.FINAL, final)

    def look(self) -> None:
        """The clerk sees what is done now, and does it. What went under a grant is done once it is written."""
        with self.store.read() as tx:
            entries = tx.outbox_list(DONE, 10_000)
            entries += [e for e in tx.outbox_list((OutboxState.INTENT,), 10_000) if carrying.is_carried_out(e)]
            refused = tx.outbox_list((OutboxState.REJECTED,), 10_000)
        for entry in entries:
            if entry.command.id not in self.acted:
                self._act(entry.command.id, body_of(entry))
        for entry in refused:
            self._not_reversed(entry)

    def _not_reversed(self, entry: OutboxEntry) -> None:
        """The goods were on the counter for the reversal; refused, they go back to the customer if still here."""
        carrying.put_down(self.world, self.name, body_of(entry), entry.command.id)
        place = (entry.command.key.partition(":")[2], entry.command.id)
        if place in self.world.goods_back and self.world.net_out(place[0]) == 0:
            self.world.goods_back.remove(place)

    def _act(self, command_id: str, body: Body) -> None:
        self.acted.add(command_id)
        self.world.told_saved.add(command_id)
        match body:
            case HandOverOrder():
                self.world.goods_out.append((body.order, command_id))
                carrying.given(self.world, self.name, body)
            case ReverseHandover() | CarryOrder() | GiveBackOrder():
                return
            case TakeBackOrder():
                carrying.put_down(self.world, self.name, body, command_id)
            case ReceiveReturn():
                self.world.returned.append((body.order or "", command_id))
            case RefuseGoods() | EndHold():
                self.world.given_up.append((body.order, command_id))
            case PutAway():
                self.world.shelved.append((body.order, body.task, command_id))
            case NoteCustomer() | WithdrawNote() | ChangeConsent():
                self.world.written.acknowledged(command_id, body)
            case MoveVisit():
                self.world.comings.told(command_id, body)
            case _:
                raise AssertionError(body)

    def on_welcome(self, source: str, welcome: Welcome, now_at: datetime) -> None:
        """An authority took this terminal's journal in."""
        with self.store.write() as tx:
            outbox.joined(tx, welcome)

    def on_feed(self, source: str, answer: bytes | Snapshot, now_at: datetime) -> None:
        """A page or a snapshot."""
        if source != self.edge:
            return
        with self.store.write() as tx:
            if isinstance(answer, bytes):
                inbox.take_page(tx, decode_page(answer), now_at)
            elif (
                answer.ref.id != tx.cursor(answer.ref.feed).id or answer.ref.rev >= tx.cursor(answer.ref.feed).rev
            ):
                inbox.take_snapshot(tx, answer.ref, answer.rows, now_at)
        self._watch_cursors()

    def _watch_cursors(self) -> None:
        with self.store.read() as tx:
            for feed in self.feeds():
                now, before = tx.cursor(feed), self.cursors.get(feed)
                if before is not None and before.id == now.id and now.rev < before.rev:
                    self.violations.append("I7 cursor moved back")
                self.cursors[feed] = now

    def feeds(self) -> list[str]:
        """What this terminal follows; a kiosk keeps nobody's orders."""
        of_store = [] if self.is_kiosk else [store_feed(STORE)]
        return [config_feed(STORE), *of_store, device_feed(self.name)]

    def tick(self, now_at: datetime) -> None:
        """What a terminal does from time to time: an authority that has not heard it yet it asks for nothing."""
        with self.store.read() as tx:
            is_suspended = outbox.is_suspended(tx)
            lines = outbox.roll_call_lines(tx)
            refs = [tx.cursor(feed) for feed in self.feeds()]
        if is_suspended:
            self.net.send(self.name, self.edge, "roll_call", lines)
            return
        self.push()
        for ref in refs:
            self.net.send(self.name, self.edge, "pull", ref)

    def learn_of(self, edge: str) -> None:
        """Told of the new edge: stop listening to the old one first, durably."""
        if self.edge == edge:
            return
        with self.store.write() as tx:
            outbox.suspend(tx, outbox.epoch(tx) + 1)
        self.edge = edge

    def _instead(self, what: str, order: Order, now_at: datetime) -> Body | None:
        """What is done with an order nobody simply fetches, and with its pieces."""
        if what == "refuse":
            return RefuseGoods(order.id, (), Refusal.CHANGED_MIND, now_at)
        if what == "no_show":
            return EndHold(order.id, now_at) if order.expired_at is not None else None
        task = next(iter(open_tasks(order)), None)
        return None if task is None else PutAway(order.id, task.id, now_at)

    def carries(self, what: str, order: Order, now_at: datetime, number: int) -> Body | None:
        """A colleague's idea of what to take along, and what to do with it out there."""
        with self.store.read() as tx:
            return carrying.wants(self, tx, what, order, (f"{self.name}-{number}", now_at))

    def wants(self, what: str, order: Order, now_at: datetime, number: int) -> Body | None:
        """A clerk's idea of what to do with an order as this terminal shows it; None when it makes no sense."""
        if what == "handover":
            return HandOverOrder(order.id, HandoverAsk(), f"{self.name}-{number}", now_at)
        if what == "reverse":
            mine = [h for h in order.live_handovers if h.act.id in self.acted]
            return ReverseHandover(order.id, mine[-1].act.id, now_at) if mine else None
        if what in ("refuse", "no_show", "put_away"):
            return self._instead(what, order, now_at)
        if not order.is_collected:
            return None
        piece = ReturnedPiece(
            Sku("sku"), "", "", "", 1, Reason.NOT_LIKED, Condition.AS_NEW, Disposition.RESTOCK, LineId("1")
        )
        return ReceiveReturn(
            ReturnId(f"{self.name}-r{number}"),
            f"R-{self.name}-{number:04d}",
            STORE,
            (piece,),
            Rule.WITHDRAWAL,
            Tender.ORIGINAL,
            "desk",
            f"{self.name}-{number}",
            now_at,
            OrderId(order.id),
        )
