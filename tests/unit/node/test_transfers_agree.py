"""Whatever is asked, lost, sent again or replaced: an order is live in one shop at most, and in one in the end."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.contract.commands import Outcome
from app.domain.commands import HandOverOrder, MarkReady, ReverseHandover
from app.domain.dropped import Cause, Decline
from app.domain.errors import Problem
from app.domain.handover import HandoverAsk
from app.domain.order_commands import DeclineOrder, PutAway
from app.domain.orders import Order
from app.domain.put_backs import open_tasks
from app.domain.transfers import asked_for
from app.domain.values import CENTRAL, StoreId
from app.node.custody import RECALL, SHORTENED, TRANSFER, alloc_feed, request_cancel
from app.node.feeds import live_rows
from tests.unit.domain.samples import NOW_AT, ready_order
from tests.unit.node.two_shops import MANAGER, MILAN, ORDER, ROME, Chain, steps

SHOPS = st.sampled_from([MILAN, ROME])


class Transfers(RuleBasedStateMachine):
    """Head office, two shops, their tills and the lines between them, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.chain = Chain(ready_order(platform_ref="p-1"))
        self.at = NOW_AT
        self.handed_over = 0
        self.is_cancel_due = False
        self.bags = self.edges = 0

    def _order(self, shop: str) -> Order | None:
        order = self.chain.at(MILAN if shop == MILAN else ROME)
        return order if order is not None and order.store == shop else None

    @rule()
    def ask(self) -> None:
        """Somebody asks for it to go to the other shop than the one head office thinks has it."""
        source = self.chain.order.store
        try:
            self.chain.ask(ROME if source == MILAN else MILAN, source, self.at)
        except Problem:
            return

    @rule(shop=SHOPS)
    def travel(self, shop: str) -> None:
        """The line between a shop and head office is good for a while."""
        store = MILAN if shop == MILAN else ROME
        self.chain.follow(store, self.at)
        self.chain.relay(store, self.at)

    @rule()
    def cancel(self) -> None:
        """The customer cancels; lost only when the goods are out by then, or go before a shop hears of it."""
        with self.chain.central.write() as tx:
            try:
                request_cancel(tx, ORDER, self.at)
            except Problem:
                return
        self.is_cancel_due = not self.handed_over

    @rule(shop=SHOPS)
    def follow(self, shop: str) -> None:
        """A shop hears of head office."""
        self.chain.follow(MILAN if shop == MILAN else ROME, self.at)

    @rule(shop=SHOPS, is_heard=st.booleans())
    def relay(self, shop: str, is_heard: bool) -> None:
        """Head office hears of a shop, which may not hear that it did and says it all again."""
        self.chain.relay(MILAN if shop == MILAN else ROME, self.at, is_heard=is_heard)

    @rule(shop=SHOPS)
    def reload(self, shop: str) -> None:
        """A shop reads everything head office says of it anew."""
        edge = self.chain.shops[MILAN if shop == MILAN else ROME]
        self.chain.load(edge, f"alloc:{edge.node.store}", self.at)

    @rule(shop=SHOPS)
    def prepare(self, shop: str) -> None:
        """Whatever is still on the shelf is picked, packed and ready."""
        order = self._order(shop)
        if order is None or not any(line.progress.reserved for line in order.lines):
            return
        self.bags += 1
        for body in [*steps(order, f"n{self.bags}", self.at), MarkReady(ORDER, self.at)]:
            self.chain.act(order.store, body, now_at=self.at)

    @rule(shop=SHOPS)
    def hand_over(self, shop: str) -> None:
        """A clerk gives all of it out, if the till says yes."""
        order = self._order(shop)
        if order is not None:
            body = HandOverOrder(ORDER, HandoverAsk(), f"{shop}-1", self.at)
            if self.chain.act(order.store, body, now_at=self.at).outcome is Outcome.OK:
                self.handed_over += 1
                self.is_cancel_due = False

    @rule(shop=SHOPS, is_off=st.booleans())
    def undo(self, shop: str, is_off: bool) -> None:
        """The clerk takes the goods back, while the till still lets them; their customer may cancel right then."""
        order = self._order(shop)
        if order is not None and order.live_handovers:
            body = ReverseHandover(ORDER, order.live_handovers[-1].act.id, self.at)
            self.handed_over -= self.chain.act(order.store, body, now_at=self.at).outcome is Outcome.OK
        if is_off:
            self.cancel()

    @rule(shop=SHOPS)
    def decline(self, shop: str) -> None:
        """A shop does not take it on."""
        order = self._order(shop)
        if order is not None:
            body = DeclineOrder(ORDER, Decline.NO_TIME, self.at, approved_by=MANAGER)
            self.chain.act(order.store, body, now_at=self.at)

    @rule(shop=SHOPS)
    def put_away(self, shop: str) -> None:
        """Somebody puts the first thing back."""
        order = self._order(shop)
        task = None if order is None else next(iter(open_tasks(order)), None)
        if order is not None and task is not None:
            self.chain.act(order.store, PutAway(ORDER, task.id, self.at), now_at=self.at)

    @rule(shop=SHOPS)
    def tick(self, shop: str) -> None:
        """A shop looks at its clock."""
        self.at += timedelta(minutes=20)
        self.chain.tick(MILAN if shop == MILAN else ROME, self.at)

    @precondition(lambda self: self.edges < 3)
    @rule(shop=SHOPS)
    def replace_edge(self, shop: str) -> None:
        """A shop's edge is lost, and another one takes over from what its till holds."""
        self.edges += 1
        self.chain.replace_edge(MILAN if shop == MILAN else ROME, f"E9{self.edges:02d}", self.at)

    @invariant()
    def one_shop_at_most(self) -> None:
        """No two shops would act on it, and nobody's goods leave twice."""
        assert not (self.chain.has(MILAN) and self.chain.has(ROME))
        assert self.handed_over <= 1

    def teardown(self) -> None:
        """Once everything has arrived one shop has it, or it is over; what lies about is put back by somebody."""
        self.chain.settle(self.at)
        self.chain.settle(self.at)
        order = self.chain.order
        is_over = order.cancelled_at is not None or order.is_collected
        assert order.is_collected == bool(self.handed_over)
        assert is_over or [shop for shop in (MILAN, ROME) if self.chain.has(shop)] == [order.store]
        assert asked_for(order) is None
        if not is_over:
            held = self.chain.at(order.store)
            assert held is not None
            assert [line.progress for line in held.lines] == [line.progress for line in order.lines]
            assert order.custody.holder != CENTRAL
        assert order.cancelled_at is not None or not self.is_cancel_due
        self._nothing_is_open()
        for shop in (MILAN, ROME):
            kept = self.chain.at(shop)
            if kept is not None and kept.store == shop:
                assert all(task.cause in (Cause.MOVED, Cause.RECALLED) for task in kept.put_backs)
        if not is_over:
            self._is_fetched(order.store)

    def _nothing_is_open(self) -> None:
        """What was asked of a shop is answered, and known to be, by head office and by both shops."""
        asked = {RECALL, TRANSFER, SHORTENED}
        for store, edge in self.chain.shops.items():
            with self.chain.central.read() as tx:
                assert asked.isdisjoint(row.t for row in live_rows(tx, alloc_feed(store)))
            with edge.store.read() as tx:
                assert not [kind for kind in asked if list(tx.scan(kind, "", 1))]
        for known in (self.chain.order, *(self.chain.at(store) for store in self.chain.shops)):
            if known is not None and known.cancelled_at is None:
                assert (known.cancel_requested_at, asked_for(known)) == (None, None)

    def _is_fetched(self, store: StoreId) -> None:
        """An order that is live is made ready where it is, if it is not, and its customer gets it."""
        order = self._order(store)
        assert order is not None
        bodies = [] if order.ready_at is not None else [*steps(order, "last", self.at), MarkReady(ORDER, self.at)]
        for body in [*bodies, HandOverOrder(ORDER, HandoverAsk(), "last-1", self.at)]:
            assert self.chain.act(store, body, now_at=self.at).outcome is Outcome.OK
        self.chain.settle(self.at)
        assert self.chain.order.is_collected


TestTransfers = Transfers.TestCase
# Half of what the profile draws: each of these is a long story.
TestTransfers.settings = settings(max_examples=settings().max_examples // 2, stateful_step_count=30)
