"""An order of Corsaviva handed over and partly returned, and a guard put together in memory."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import TypeVar

from msgspec import json

from app.central.connectors.guard_pace import pace_of
from app.central.connectors.guard_right import write_rights
from app.central.connectors.guard_store import Settlement, report_to_case, settle_parked
from app.central.connectors.guard_worker import GuardRules, GuardWorker
from app.central.connectors.intents import (
    OUTWARD,
    IntentState,
    OutwardIntent,
    intents_for_handover,
    intents_for_payment,
    intents_for_return,
    intents_of,
    open_intents,
    put_intents,
)
from app.central.intake.health import Health
from app.domain.orders import Handover, Order, OrderLine, Payment, Progress, Proof, ProofKind
from app.domain.returns import Condition, Disposition, Reason, RefundLine, ReturnCase, ReturnedPiece, Rule
from app.domain.values import (
    Act,
    CustomerId,
    LineId,
    LineQuantity,
    OperatorId,
    OrderId,
    ReturnId,
    Sku,
    StationId,
    StoreId,
)
from app.node.documents import put_return
from app.node.ports import NodeTx
from tests.fakes.stores import MemoryNodeStore
from tests.unit.connectors.careless import START_AT, CarelessShop, Killed

T = TypeVar("T")
STORE = StoreId("ST01")


def act(seq: int, at: datetime = START_AT) -> Act:
    """What an operator at the first till did."""
    return Act(f"T001.1:{seq}", at, OperatorId("u1"), StationId("T001"), STORE)


def sample_order(order_id: str = "o1", ref: str = "S-1001") -> Order:
    """Two shoes and a shirt, all packed."""

    def line(line_id: str, price: int, quantity: int) -> OrderLine:
        return OrderLine(LineId(line_id), Sku("SKU"), "", "Scarpa", "42", price, Progress(packed=quantity))

    return Order(
        id=OrderId(order_id),
        public_no=1001,
        number="1001",
        store=STORE,
        channel="demo",
        customer=CustomerId("c1"),
        customer_name="Giulia B.",
        placed_at=START_AT,
        lines=(line("l1", 4990, 2), line("l2", 2000, 1)),
        payment=Payment("card", "carta"),
        platform_ref=ref,
    )


def sample_handover(seq: int = 1) -> Handover:
    """Everything goes."""
    lines = (LineQuantity(LineId("l1"), 2), LineQuantity(LineId("l2"), 1))
    return Handover(act(seq), lines, (), Proof(ProofKind.NUMBER))


def sample_case(seq: int = 2, order: str = "o1") -> ReturnCase:
    """One shoe comes back and goes on the shelf."""
    piece = ReturnedPiece(
        sku=Sku("SKU"),
        gtin="",
        name="Scarpa",
        variant="42",
        quantity=1,
        reason=Reason.TOO_SMALL,
        condition=Condition.AS_NEW,
        disposition=Disposition.RESTOCK,
        line=LineId("l1"),
    )
    refund = RefundLine(LineId("l1"), 1, 4990, 0, 0)
    return ReturnCase(
        id=ReturnId(f"r-{order}"),
        number="R1",
        act=act(seq),
        store=STORE,
        pieces=(piece,),
        rule=Rule.WITHDRAWAL,
        place="A1",
        order=OrderId(order),
        lines=(refund,),
    )


def start_till(tx: NodeTx, order: Order, seq: int = 1) -> None:
    """Write what is asked of the platform when that order was paid at the till, handed over and closed."""
    handover = replace(sample_handover(seq), is_paid_here=True)
    unpaid = replace(order, payment=Payment("at_pickup", "", is_paid=False), handovers=(handover,))
    put_intents(tx, (*intents_for_handover(unpaid, handover), *intents_for_payment(unpaid, act(seq).id, START_AT)))


def start_life(tx: NodeTx, order: Order, seq: int = 1) -> None:
    """Write what a hand-over (command `seq`) and a return (the next one) of that order ask of the platform."""
    case = sample_case(seq + 1, order.id)
    put_return(tx, case)
    handed_over = intents_for_handover(order, sample_handover(seq))
    put_intents(tx, (*handed_over, *intents_for_return(order, case, "ST01")))


def report(tx: NodeTx, intent: OutwardIntent, at: datetime) -> None:
    """What central does when an intent ends."""
    report_to_case(tx, intent, at)


@dataclass
class KillableStore:
    """Runs work on the store in memory; the process may end before or after the n-th commit."""

    store: MemoryNodeStore = field(default_factory=MemoryNodeStore)
    kill_before: set[int] = field(default_factory=set)
    kill_after: set[int] = field(default_factory=set)
    commits: int = 0

    async def run_write(self, work: Callable[[NodeTx], T], /) -> T:
        """See the port."""
        await asyncio.sleep(0)
        self.commits += 1
        with self.store.write() as tx:
            done = work(tx)
            if self.commits in self.kill_before:
                raise Killed
        if self.commits in self.kill_after:
            raise Killed
        return done

    async def run_read(self, work: Callable[[NodeTx], T], /) -> T:
        """See the port."""
        await asyncio.sleep(0)
        with self.store.read() as tx:
            return work(tx)


@dataclass
class GuardRig:
    """A guard over a careless shop in memory, started anew whenever it is killed."""

    shop: CarelessShop
    store: KillableStore = field(default_factory=KillableStore)
    lives: int = 0
    health: Health = field(default_factory=lambda: Health("careless"))

    def __post_init__(self) -> None:
        self._owners = (f"p{n}" for n in count(1))
        self.worker = self.new_worker()

    def new_worker(self) -> GuardWorker:
        """Another process on the same store."""
        self.lives += 1
        return GuardWorker(
            self.shop,
            self.store,
            clock=self.shop.clock,
            report=report,
            owner=next(self._owners),
            pace=pace_of(self.shop.traits, self.shop.clock.monotonic_s()),
            rights=write_rights(self.store, self.shop.clock, self.health),
            rules=GuardRules(parallel=2),
        )

    async def run(self, steps: int = 400) -> None:
        """Step and let time pass until nothing is open; killed workers are replaced."""
        for _ in range(steps):
            wait_s = 1.0
            try:
                wait_s = await self.worker.step()
            except BaseExceptionGroup as group:
                if group.split(Killed)[1] is not None:
                    raise
                self.worker = self.new_worker()
            except Killed:
                self.worker = self.new_worker()
            with self.store.store.read() as tx:
                if not open_intents(tx, 1):
                    return
            self.shop.clock.elapsed_s += max(wait_s, 0.001)
        raise AssertionError(f"never came to an end: {self.intents()}")

    def intents(self, order: str = "o1") -> tuple[OutwardIntent, ...]:
        """All intents of the order."""
        with self.store.store.read() as tx:
            return intents_of(tx, OrderId(order))

    def settle_all(self, how: Settlement) -> int:
        """A person settles whatever is parked; returns how many."""
        with self.store.store.write() as tx:
            found = (json.decode(body, type=OutwardIntent) for _, body in tx.scan(OUTWARD, "", 1_000))
            parked = [intent for intent in found if intent.state is IntentState.PARKED]
            for intent in parked:
                settle_parked(tx, intent.id, how, by="u1", report=report, at=self.shop.clock.now_at())
        return len(parked)


async def until_quiet(rig: GuardRig) -> None:
    """Run to the end; a person retries what was parked, five times at most."""
    await rig.run()
    for _ in range(5):
        if rig.settle_all(Settlement.RETRY):
            await rig.run()


def drive(rig: GuardRig) -> None:
    """The same on a loop of its own."""
    asyncio.run(until_quiet(rig))
