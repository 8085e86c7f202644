"""Order, container and visit walk at random through every command, and what must always hold, holds."""

import itertools
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain.commands import (
    AnswerRecall,
    CloseOrder,
    HandOverOrder,
    MarkReady,
    MoveContainer,
    MoveLines,
    ReverseHandover,
    ShortenOrder,
)
from app.domain.containers import IN_SHOP
from app.domain.decisions import OrderBody, decide
from app.domain.dropped import Decline, Refusal
from app.domain.dropping import is_all_off
from app.domain.errors import Code, Problem
from app.domain.events import OrderHandedOver, consequences, events_between
from app.domain.fulfilment import request_cancel
from app.domain.handover import HandoverAsk, HandoverRules, kept_value
from app.domain.hold_times import hold_end, word_due
from app.domain.leases import holder, is_free
from app.domain.order_commands import (
    DeclineOrder,
    EndHold,
    ExtendHold,
    GiveUpGoods,
    HoldWord,
    JudgeHold,
    PutAway,
    RefuseGoods,
    SubstituteArticle,
    SubstituteGoods,
)
from app.domain.orders import ContainerState, Order, Progress, Step
from app.domain.projection import project_order
from app.domain.substitutes import handed_over_for, kept_for, sold_value
from app.domain.values import (
    ContainerId,
    CustomerId,
    LineId,
    LineQuantity,
    OrderId,
    Sku,
    Substitution,
    VisitId,
)
from app.domain.visits import LIVE_VISITS, Visit, VisitState
from tests.unit.domain.samples import NOW_AT, STORE, act, line, order, ready_order

RULES = HandoverRules()
SUBSTITUTES = [LineId("x"), LineId("y")]
SOLD = [LineId("a"), LineId("b")]
LINES = st.sampled_from([*SOLD, *SUBSTITUTES])
BAGS = st.sampled_from([ContainerId("1"), ContainerId("2")])
STEPS = st.sampled_from(list(Step))
PLACE = "A1"


def goods(current: Order) -> tuple[object, ...]:
    """Where every piece is: by line, and by container as a set."""
    inside = tuple(
        (c.id, c.state in IN_SHOP, frozenset((p.line, p.quantity) for p in c.contents)) for c in current.containers
    )
    return tuple(item.progress for item in current.lines), inside


class OrderMachine(RuleBasedStateMachine):
    """One order with one visit; commands are tried whether they are allowed or not."""

    def __init__(self) -> None:
        super().__init__()
        self.order = order((line("a", Progress(reserved=3)), line("b", Progress(reserved=1))))
        self.sold = {item.id: item.quantity for item in self.order.lines}
        self.visit = Visit(
            VisitId("v"),
            STORE,
            (OrderId("o-4821"),),
            CustomerId("c-1"),
            VisitState.ARRIVED,
            NOW_AT,
            arrived_at=NOW_AT,
        )
        self.numbers = itertools.count(1)
        self.clock_s = 0.0

    @initialize(is_ready=st.booleans())
    def begin(self, is_ready: bool) -> None:
        """Half of the walks start from an order that stands ready in two bags."""
        if is_ready:
            self.order = ready_order()
        rules = {"a": Substitution.SHOP, "b": Substitution.ASK}
        lines = tuple(replace(item, substitution=rules[item.id]) for item in self.order.lines)
        self.order = replace(self.order, lines=lines)

    def do(self, body: OrderBody) -> bool:
        """Decide, fold the same as pending, and let what follows follow; says whether it was allowed."""
        who = act(next(self.numbers), after_s=self.clock_s)
        pending = [(who.id, who, body)]
        before = self.order
        try:
            self.order = decide(before, body, who, RULES)
        except Problem:
            if before.cancel_requested_at is None and not isinstance(body, HandOverOrder):
                assert project_order(before, pending, RULES) == before
            return False
        assert project_order(before, pending, RULES) == self.order
        assert project_order(self.order, pending, RULES) == self.order
        assert decide(self.order, body, who, RULES) == self.order
        for event in events_between(before, self.order, who.at):
            self.visit = consequences(event, self.visit, [self.order])
            if isinstance(event, OrderHandedOver):
                assert event.is_complete == self.order.is_collected
        return True

    @rule(item=LINES, quantity=st.integers(0, 3), move=st.tuples(STEPS, STEPS), bag=BAGS)
    def move_any(self, item: LineId, quantity: int, move: tuple[Step, Step], bag: ContainerId) -> None:
        """Any move at all."""
        container = bag if Step.PACKED in move else None
        lines = (LineQuantity(item, quantity),)
        is_done = self.do(MoveLines(self.order.id, move[0], move[1], lines, NOW_AT, container))
        assert not (is_done and Step.HANDED_OVER in move)

    @rule(item=LINES, quantity=st.integers(1, 3), bag=BAGS)
    def pick_and_pack(self, item: LineId, quantity: int, bag: ContainerId) -> None:
        """The usual way of pieces into a bag."""
        lines = (LineQuantity(item, quantity),)
        self.do(MoveContainer(self.order.id, bag, f"B-{bag}", ContainerState.OPEN, NOW_AT))
        self.do(MoveLines(self.order.id, Step.RESERVED, Step.PICKED, lines, NOW_AT))
        self.do(MoveLines(self.order.id, Step.PICKED, Step.PACKED, lines, NOW_AT, bag))

    @rule(bag=BAGS, state=st.sampled_from(list(ContainerState)))
    def move_bag(self, bag: ContainerId, state: ContainerState) -> None:
        """Any move of a container; goods never leave by it."""
        is_done = self.do(MoveContainer(self.order.id, bag, f"B-{bag}", state, NOW_AT, PLACE))
        assert not (is_done and state is ContainerState.OUT)

    @rule()
    def stage_and_ready(self) -> None:
        """Everything to its place, then ready when it may."""
        for container in self.order.containers:
            if container.state is ContainerState.OPEN:
                self.do(MoveContainer(self.order.id, container.id, "", ContainerState.STAGED, NOW_AT, PLACE))
        is_staged = self.order.is_staged
        is_done = self.do(MarkReady(self.order.id, NOW_AT))
        assert is_staged or not is_done

    @rule(some=st.none() | st.tuples(LINES, st.integers(1, 3)), scanned=st.lists(BAGS, max_size=2))
    def hand_over(self, some: tuple[LineId, int] | None, scanned: list[ContainerId]) -> None:
        """All or some pieces to the customer: never anything of an order that is gone already."""
        before = self.order
        known = tuple(c for c in scanned if any(c == present.id for present in before.containers))
        lines = (LineQuantity(*some),) if some else ()
        is_done = self.do(HandOverOrder(before.id, HandoverAsk(lines, known), "T1-000318", NOW_AT))
        assert not (is_done and (before.is_collected or before.ready_at is None or before.cancelled_at))
        assert not (is_done and before.cancel_requested_at)
        if is_done and before.is_collected is False and self.order.is_collected:
            assert self.visit.state not in LIVE_VISITS

    @precondition(lambda self: self.order.live_handovers)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        """Any hand-over back."""
        entry = data.draw(st.sampled_from(self.order.live_handovers))
        if self.do(ReverseHandover(self.order.id, entry.act.id, NOW_AT)):
            assert entry.act.id not in {h.act.id for h in self.order.live_handovers}

    @precondition(lambda self: self.order.ready_at and not self.order.is_collected)
    @rule()
    def there_and_back(self) -> None:
        """A hand-over and its reversal leave every piece where it was."""
        before = goods(self.order)
        if self.do(HandOverOrder(self.order.id, HandoverAsk(), "T1-000319", NOW_AT)):
            handover = self.order.handovers[-1].act.id
            assert self.do(ReverseHandover(self.order.id, handover, NOW_AT))
            assert goods(self.order) == before
            assert self.visit.state in LIVE_VISITS

    @rule(is_released=st.booleans())
    def recall(self, is_released: bool) -> None:
        """Central asks for a cancel, the store answers."""
        try:
            self.order = request_cancel(self.order, NOW_AT)
        except Problem:
            return
        had_left = bool(self.order.live_handovers)
        is_done = self.do(AnswerRecall(self.order.id, is_released, NOW_AT))
        assert is_done != (is_released and had_left)

    @rule(item=LINES, quantity=st.integers(0, 3))
    def shorten(self, item: LineId, quantity: int) -> None:
        """The platform has fewer pieces of a line: no more of them are left here than it has, or than left."""
        if self.do(ShortenOrder(self.order.id, (LineQuantity(item, quantity),), NOW_AT)):
            line_now = self.order.line(item)
            assert kept_for(self.order, line_now) <= max(quantity, handed_over_for(self.order, line_now))

    @rule(
        item=LINES,
        quantity=st.integers(0, 3),
        into=st.sampled_from(SUBSTITUTES),
        price=st.integers(0, 2991),
        is_agreed=st.booleans(),
    )
    def substitute(self, item: LineId, quantity: int, into: LineId, price: int, *, is_agreed: bool) -> None:
        """Something else instead of what is missing: by the customer's rule, and never for more money."""
        self.swap(item, quantity, into, price, is_agreed=is_agreed)

    def swap(self, item: LineId, quantity: int, into: LineId, price: int, *, is_agreed: bool) -> None:
        """Ask for it, and what must hold when it was done."""
        self.miss(item)
        before, cost = self.order, kept_value(self.order)
        article = SubstituteArticle(Sku("sku-c"), "8001234500000", "Maglia", "blu", price)
        body = SubstituteGoods(before.id, item, quantity, into, article, NOW_AT, is_agreed)
        if self.do(body):
            line_now, fresh = self.order.line(item), self.order.line(into)
            self.sold[into] = quantity
            assert line_now.substitution is Substitution.SHOP or is_agreed
            assert price <= line_now.unit_price
            assert (fresh.progress.picked, fresh.replaces) == (quantity, item)
            assert kept_for(self.order, line_now) == kept_for(before, before.line(item))
            assert self.order.drops[-1].refund == cost - kept_value(self.order) >= 0

    @rule(item=st.sampled_from(SOLD), into=st.sampled_from(SUBSTITUTES), price=st.integers(0, 2990))
    def substitute_one(self, item: LineId, into: LineId, price: int) -> None:
        """The usual way: one piece is missing, and the customer takes what it costs."""
        self.swap(item, 1, into, price, is_agreed=True)

    def miss(self, item: LineId) -> None:
        """What of a line nobody fetched is not there."""
        left = next((known.progress.reserved for known in self.order.lines if known.id == item), 0)
        if left:
            self.do(MoveLines(self.order.id, Step.RESERVED, Step.SHORT, (LineQuantity(item, left),), NOW_AT))

    @rule(item=LINES, quantity=st.integers(1, 3))
    def give_up(self, item: LineId, quantity: int) -> None:
        """What is missing will not come: its money goes back, and with the last piece the order is over."""
        self.miss(item)
        before = self.order
        if self.do(GiveUpGoods(before.id, (LineQuantity(item, quantity),), NOW_AT)):
            assert before.line(item).progress.short >= quantity
            assert (self.order.cancelled_at is not None) == is_all_off(self.order)

    @rule(some=st.none() | st.tuples(LINES, st.integers(1, 3)), why=st.sampled_from(list(Refusal)))
    def refuse_goods(self, some: tuple[LineId, int] | None, why: Refusal) -> None:
        """The customer does not want all of it, or some: what left stays, what is refused is to be put back."""
        before, lines = self.order, (LineQuantity(*some),) if some else ()
        if self.do(RefuseGoods(before.id, lines, why, NOW_AT)):
            assert before.ready_at is not None
            assert self.to_put_back() > self.to_put_back(before)
            if self.order.cancelled_at is not None:
                assert self.visit.state not in LIVE_VISITS

    @rule(why=st.sampled_from(list(Decline)))
    def decline(self, why: Decline) -> None:
        """The shop does not take it on; nothing of it was in anybody's hands."""
        before = self.order
        if self.do(DeclineOrder(before.id, why, NOW_AT)):
            assert self.order.cancelled_at is not None
            assert self.to_put_back() == self.to_put_back(before)

    @rule(word=st.sampled_from(list(HoldWord)))
    def judge(self, word: HoldWord) -> None:
        """The authority says of a hold what is due, once; what is not due it does not say."""
        now_at = act(after_s=self.clock_s).at
        if word_due(self.order, now_at, RULES) is word and self.order.hold_until is not None:
            assert self.do(JudgeHold(self.order.id, word, self.order.hold_until, now_at))
            assert word_due(self.order, now_at, RULES) is not word

    @rule(days=st.integers(1, 40))
    def extend(self, days: int) -> None:
        """A hold gets longer, never shorter, and no longer than the shop keeps goods."""
        now_at = act(after_s=self.clock_s).at
        before = self.order.hold_until
        if self.do(ExtendHold(self.order.id, hold_end(now_at, days, RULES), now_at)):
            assert before is not None and self.order.hold_until is not None
            assert before < self.order.hold_until
            assert self.order.expired_at is None

    @rule()
    def end_hold(self) -> None:
        """Nobody came: only once the authority said that the hold is over."""
        before = self.order
        if self.do(EndHold(before.id, NOW_AT)):
            assert before.expired_at is not None
            assert not any(item.progress.packed for item in self.order.lines)

    @precondition(lambda self: self.order.put_backs)
    @rule(data=st.data(), is_sold_again=st.booleans())
    def put_away(self, data: st.DataObject, is_sold_again: bool) -> None:
        """A task is done once."""
        task = data.draw(st.sampled_from(self.order.put_backs))
        is_done = self.do(PutAway(self.order.id, task.id, NOW_AT, is_sold_again))
        assert is_done is (task.done is None)

    def to_put_back(self, order: Order | None = None) -> int:
        """Pieces that lie where they do not belong, or were put back since."""
        return sum(task.pieces for task in (order or self.order).put_backs)

    @invariant()
    def nothing_is_put_back_that_was_not_cancelled(self) -> None:
        """Each cancelled piece is in one task at most."""
        tasks: dict[str, int] = dict.fromkeys(self.sold, 0)
        for task in self.order.put_backs:
            for piece in task.lines:
                tasks[piece.line] += piece.quantity
        for item in self.order.lines:
            assert tasks[item.id] <= item.progress.cancelled

    @invariant()
    def no_more_goes_back_than_was_paid(self) -> None:
        """All drops together give back what was paid at most."""
        paid = sold_value(self.order) + self.order.shipping
        assert 0 <= sum(drop.refund for drop in self.order.drops) <= paid
        assert all(drop.refund >= 0 for drop in self.order.drops)

    @rule(days=st.integers(0, 9))
    def wait(self, days: int) -> None:
        """Time passes: windows end, holds expire."""
        self.clock_s += timedelta(days=days).total_seconds()

    @rule()
    def close(self) -> None:
        """Close when it may be closed."""
        self.do(CloseOrder(self.order.id, NOW_AT))

    @rule(item=LINES, quantity=st.integers(1, 3), operator=st.sampled_from(["03", "07"]))
    def take_on(self, item: LineId, quantity: int, operator: str) -> None:
        """Somebody walks for a line; not while a colleague does."""
        before = self.order
        who = act(next(self.numbers), after_s=self.clock_s, operator=operator)
        body = MoveLines(before.id, Step.RESERVED, Step.PICKING, (LineQuantity(item, quantity),), NOW_AT)
        try:
            self.order = decide(before, body, who, RULES)
        except Problem:
            return
        assert is_free(before, item, operator, who.at)
        assert holder(self.order, item, who.at) == operator

    @invariant()
    def only_what_is_being_picked_is_walked_for(self) -> None:
        """A lease ends with the walk, and a line has one at most."""
        lines = [lease.line for lease in self.order.leases]
        assert len(set(lines)) == len(lines)
        assert all(self.order.line(leased).progress.picking for leased in lines)

    @invariant()
    def pieces_are_constant(self) -> None:
        """What was sold is somewhere, always."""
        assert {item.id: item.progress.total for item in self.order.lines} == self.sold
        assert all(item.progress.at(step) >= 0 for item in self.order.lines for step in Step)

    @invariant()
    def bags_hold_what_is_packed(self) -> None:
        """Packed pieces are in bags that are here; a bag that is out holds nothing."""
        inside = dict.fromkeys(self.sold, 0)
        for container in self.order.containers:
            if container.state in IN_SHOP:
                for piece in container.contents:
                    assert piece.quantity > 0
                    inside[piece.line] += piece.quantity
            else:
                assert container.contents == ()
        if self.order.cancelled_at is None:
            assert inside == {item.id: item.progress.packed for item in self.order.lines}

    @invariant()
    def handovers_net_of_reversals(self) -> None:
        """What has left is what live hand-overs say, and nothing of a cancelled order has."""
        left = dict.fromkeys(self.sold, 0)
        for entry in self.order.live_handovers:
            for piece in entry.lines:
                left[piece.line] += piece.quantity
        assert left == {item.id: item.progress.handed_over for item in self.order.lines}
        assert not (self.order.cancelled_at and any(left.values()))

    @invariant()
    def ready_means_staged(self) -> None:
        """An order called ready stands staged, all of it that is still here."""
        if self.order.ready_at is not None and not self.order.is_collected:
            assert self.order.is_staged

    @invariant()
    def visit_ends_with_the_goods(self) -> None:
        """A visit that is done has nothing left to collect."""
        if self.visit.state is VisitState.DONE:
            assert self.order.is_collected or self.order.cancelled_at is not None


TestOrderMachine = OrderMachine.TestCase


def test_a_collected_order_says_when_where_and_who() -> None:
    """The second asker learns when, where and by whom it was handed over."""
    packed = replace(
        order((line("a", Progress(handed_over=1)),)),
        ready_at=NOW_AT,
    )
    problem = None
    try:
        decide(packed, HandOverOrder(packed.id, HandoverAsk(), "T1-1", NOW_AT), act(9), RULES)
    except Problem as refused:
        problem = refused
    assert problem is not None and problem.code is Code.ALREADY_HANDED_OVER
