"""An order that goes to another shop is live in one of the two, and what it leaves behind is put back."""

from datetime import timedelta

import pytest

from app.central.connectors.intents import Effect, OutwardIntent, intents_of
from app.contract.commands import Outcome
from app.domain.commands import CloseOrder, HandOverOrder, MarkReady
from app.domain.dropped import Cause, Decline, Refusal
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk
from app.domain.order_commands import AcceptOrder, DeclineOrder, PutAway, RefuseGoods
from app.domain.orders import Order, Payment, Progress
from app.domain.transfers import asked_for, fetched_at, moved_from, moved_to
from app.domain.values import CENTRAL, Custody, StoreId
from app.node.custody import alloc_feed, request_cancel, request_shorten
from app.node.documents import Attention, open_attention
from app.node.feeds import live_rows
from tests.unit.domain.samples import NOW_AT, line, order, pieces
from tests.unit.node.shop import page_of
from tests.unit.node.two_shops import MANAGER, MILAN, ORDER, ROME, Chain, steps

HAND_OVER = HandOverOrder(ORDER, HandoverAsk(), "T1AA-000001", NOW_AT)


def fresh(**changes: object) -> Order:
    """An order nobody has begun."""
    lines = (line("a", Progress(reserved=2)), line("b", Progress(reserved=1, cancelled=1)))
    return order(lines, (), platform_ref="p-1", **changes)


def moved(*orders: Order) -> Chain:
    """Two shops, the order asked for in Milan and come to Rome."""
    chain = Chain(*orders)
    chain.ask(ROME)
    chain.settle()
    return chain


def both(chain: Chain) -> tuple[Order, Order]:
    """The order as Milan and Rome have it."""
    milan, rome = chain.at(MILAN), chain.at(ROME)
    assert milan is not None
    assert rome is not None
    return milan, rome


def told(chain: Chain) -> list[OutwardIntent]:
    """What the platform is to hear of the order."""
    with chain.central.read() as tx:
        return list(intents_of(tx, ORDER))


def waiting(chain: Chain, store: str) -> list[Attention]:
    """What waits for a person, as central has it."""
    with chain.central.read() as tx:
        return [item for item in open_attention(tx, "", 50) if item.store == store]


def test_what_stood_ready_in_one_shop_begins_anew_in_the_other() -> None:
    chain = moved()
    milan, rome = both(chain)
    assert (chain.has(MILAN), chain.has(ROME)) == (False, True)
    assert (moved_to(milan), fetched_at(milan), moved_from(rome), moved_to(rome)) == (ROME, ROME, MILAN, None)
    assert (rome.store, rome.custody, rome.ready_at, rome.containers) == (ROME, Custody(ROME, 1), None, ())
    assert [ln.progress for ln in rome.lines] == [Progress(reserved=3), Progress(reserved=1)]
    assert chain.order == rome
    assert (milan.cancelled_at is not None, milan.custody) == (True, Custody(CENTRAL))
    [transfer] = rome.transfers
    assert (transfer.by, transfer.left_at) == ("op-07", NOW_AT)


def test_what_was_picked_is_put_back_in_the_shop_it_left() -> None:
    chain = moved()
    milan, rome = both(chain)
    assert [(task.cause, task.container, task.lines) for task in milan.put_backs] == [
        (Cause.MOVED, "1", pieces(a=2)),
        (Cause.MOVED, "2", pieces(a=1, b=1)),
    ]
    assert rome.put_backs == ()
    for task in milan.put_backs:
        assert chain.act(MILAN, PutAway(ORDER, task.id, NOW_AT)).outcome is Outcome.OK
    again = chain.act(MILAN, PutAway(ORDER, "1", NOW_AT))
    assert (again.code, again.details["step"]) == (Code.STEP_NOT_ALLOWED, "put_away")
    chain.settle()
    assert waiting(chain, MILAN) == []
    assert [intent.effect for intent in told(chain)] == [], "the web shop still has it sold"
    chain.replace_edge(MILAN, "E101")
    assert all(task.done is not None for task in both(chain)[0].put_backs), "a successor knows what is done"


def test_nothing_is_done_with_it_any_more_in_the_shop_it_left() -> None:
    chain = moved()
    refused = chain.act(MILAN, HAND_OVER)
    assert (refused.outcome, refused.code, refused.details["store"]) == (
        Outcome.REJECTED,
        Code.ORDER_OTHER_STORE,
        ROME,
    )
    assert chain.act(MILAN, AcceptOrder(ORDER, NOW_AT)).code == Code.ORDER_OTHER_STORE


def test_the_other_shop_prepares_and_hands_it_over() -> None:
    chain = moved()
    rome = both(chain)[1]
    for body in [*steps(rome, "7"), MarkReady(ORDER, NOW_AT), HAND_OVER]:
        assert chain.act(ROME, body).outcome is Outcome.OK
    chain.tick(ROME, NOW_AT + timedelta(hours=1))
    chain.settle()
    assert chain.order.is_collected
    assert (chain.order.custody, chain.order.closed_at is not None) == (Custody(CENTRAL), True)
    effects = [(intent.effect, intent.message) for intent in told(chain)]
    assert (Effect.MESSAGE, "ready") in effects
    assert (Effect.COLLECTED, "") in effects


def test_pieces_given_up_before_stay_given_up_and_the_promise_is_kept_or_made_anew() -> None:
    chain = moved(fresh(promised_at=NOW_AT + timedelta(days=3)))
    rome = both(chain)[1]
    assert rome.lines[1].progress == Progress(reserved=1, cancelled=1)
    assert rome.promised_at == NOW_AT + timedelta(days=3)
    late = moved(fresh(promised_at=NOW_AT - timedelta(days=1)))
    promised = both(late)[1].promised_at
    assert promised is not None
    assert promised > NOW_AT


def test_what_has_left_stays() -> None:
    """The request loses against a hand-over, and is over by that."""
    chain = Chain()
    chain.ask(ROME)
    assert chain.act(MILAN, HAND_OVER).outcome is Outcome.OK
    chain.settle()
    assert (chain.order.is_collected, chain.order.transfers, chain.at(ROME)) == (True, (), None)
    with pytest.raises(Problem) as refused:
        chain.ask(ROME)
    assert refused.value.code is Code.ALREADY_HANDED_OVER


def test_who_asks_is_told_why_not() -> None:
    chain = Chain()
    for target, source, code in (
        (MILAN, MILAN, Code.STORE_TAKES_NONE),
        (StoreId("xx99"), MILAN, Code.STORE_TAKES_NONE),
        (MILAN, ROME, Code.ORDER_OTHER_STORE),
    ):
        with pytest.raises(Problem) as refused:
            chain.ask(target, source)
        assert refused.value.code is code
    chain.ask(ROME)
    chain.ask(ROME)
    with chain.central.read() as tx:
        assert [row.t for row in page_of(tx, alloc_feed(MILAN)).rows].count("transfer") == 1
    chain.settle()
    with pytest.raises(Problem) as refused:
        chain.ask(ROME)
    assert refused.value.code is Code.ORDER_OTHER_STORE
    with chain.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
    with pytest.raises(Problem) as refused:
        chain.ask(MILAN, ROME)
    assert refused.value.code is Code.ORDER_CANCEL_REQUESTED


def test_what_is_asked_shows_in_the_shop_until_it_answers() -> None:
    chain = Chain()
    edge = chain.shops[MILAN]
    with edge.store.write() as tx:
        edge.node.fenced(tx, 9)
    chain.ask(ROME)
    chain.follow(MILAN)
    milan = chain.at(MILAN)
    assert milan is not None
    assert (asked_for(milan), moved_to(milan), chain.at(ROME)) == (ROME, None, None)


def test_a_shop_that_does_not_take_it_on_sends_it_back() -> None:
    """Nobody is paid back; who gave it away hears why, and then it is theirs to decline."""
    chain = moved()
    alone = chain.act(ROME, DeclineOrder(ORDER, Decline.NOT_HERE, NOW_AT))
    assert alone.code == Code.APPROVAL_REQUIRED
    done = chain.act(ROME, DeclineOrder(ORDER, Decline.NOT_HERE, NOW_AT, approved_by=MANAGER))
    assert done.outcome is Outcome.OK
    assert not chain.has(ROME)
    chain.settle()
    milan, rome = both(chain)
    assert (chain.has(MILAN), chain.has(ROME), moved_to(rome), moved_from(milan)) == (True, False, MILAN, ROME)
    assert [ln.progress.reserved for ln in milan.lines] == [3, 1]
    assert [task.done for task in milan.put_backs] == [None, None], "what it put aside still lies there"
    [item] = waiting(chain, MILAN)
    assert (item.code, item.details) == (
        Code.TRANSFER_DECLINED,
        {"order": "4821", "store": ROME, "why": "not_here"},
    )
    assert told(chain) == []
    assert chain.act(MILAN, PutAway(ORDER, "1", NOW_AT)).outcome is Outcome.OK
    chain.settle()
    assert told(chain) == [], "the web shop still has it sold"
    last = chain.act(MILAN, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT, approved_by=MANAGER))
    assert last.outcome is Outcome.OK
    chain.settle()
    assert (chain.order.cancelled_at is not None, moved_to(chain.order)) == (True, None)
    assert [intent.effect for intent in told(chain)] == [Effect.REFUND, Effect.RESTOCK, Effect.MESSAGE]


def test_once_begun_it_is_not_sent_back() -> None:
    chain = moved()
    assert chain.act(ROME, steps(both(chain)[1], "7")[0]).outcome is Outcome.OK
    refused = chain.act(ROME, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT, approved_by=MANAGER))
    assert (refused.code, refused.details["step"]) == (Code.STEP_NOT_ALLOWED, "prepared")


def test_head_office_hears_that_the_web_shop_must_be_told() -> None:
    """Where it comes back before anybody did, nobody needs to."""
    chain = moved()
    [item] = waiting(chain, "")
    assert (item.code, item.subject, item.details) == (
        Code.ORDER_MOVED,
        f"order:{ORDER}",
        {"order": "4821", "store": ROME},
    )
    chain.act(ROME, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT, approved_by=MANAGER))
    chain.settle()
    assert waiting(chain, "") == []
    alone = moved(fresh(payment=Payment("card", "")))
    assert len(waiting(alone, "")) == 1


def test_stock_goes_where_the_web_shop_counts_it() -> None:
    """Rome puts on its shelf what the web shop took from Milan's."""
    chain = moved()
    for body in [*steps(both(chain)[1], "7"), MarkReady(ORDER, NOW_AT)]:
        chain.act(ROME, body)
    chain.act(ROME, RefuseGoods(ORDER, pieces(b=1), Refusal.CHANGED_MIND, NOW_AT))
    rome = both(chain)[1]
    chain.act(ROME, PutAway(ORDER, rome.put_backs[0].id, NOW_AT))
    chain.settle()
    [stock] = [intent for intent in told(chain) if intent.effect is Effect.RESTOCK]
    assert (stock.location, stock.lines) == (MILAN, pieces(b=1))


def test_a_cancel_that_was_asked_for_meanwhile_wins() -> None:
    """Milan has let the order go, and its word is on the way, when the customer cancels."""
    chain = Chain()
    chain.ask(ROME)
    chain.follow(MILAN)
    with chain.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
    chain.settle()
    milan = chain.at(MILAN)
    assert milan is not None
    assert (chain.order.cancelled_at is not None, moved_to(chain.order), chain.at(ROME)) == (True, None, None)
    assert moved_to(milan) is None
    assert [intent.message for intent in told(chain)] == ["cancelled"]
    with chain.central.read() as tx:
        left = {row.t for row in live_rows(tx, alloc_feed(MILAN))}
    assert left.isdisjoint({"recall", "transfer"})


def test_what_was_asked_of_the_one_is_asked_of_the_other() -> None:
    """The web shop has less of it by now, and Milan did not get to it."""
    chain = Chain()
    chain.ask(ROME)
    chain.follow(MILAN)
    with chain.central.write() as tx:
        request_shorten(tx, chain.order, pieces(a=1))
    chain.settle()
    rome = both(chain)[1]
    assert rome.lines[0].progress == Progress(reserved=1, cancelled=2)


def test_what_the_shop_it_left_says_late_changes_nothing_in_the_other() -> None:
    chain = moved()
    milan = chain.shops[MILAN]
    with milan.store.write() as tx:
        milan.node.log_own(tx, CloseOrder(ORDER, NOW_AT), NOW_AT)
    before = chain.order
    chain.settle()
    assert chain.order == before
    assert (chain.has(MILAN), chain.has(ROME)) == (False, True)


def test_it_comes_back_by_a_transfer_of_its_own() -> None:
    chain = moved()
    chain.ask(MILAN, ROME)
    chain.settle()
    assert (chain.has(MILAN), chain.has(ROME)) == (True, False)
    assert [task.done for task in both(chain)[0].put_backs] == [None, None]
    assert [(t.source, t.target) for t in chain.order.transfers] == [(MILAN, ROME), (ROME, MILAN)]


def test_it_comes_back_to_a_shop_that_heard_nothing_in_between() -> None:
    """Its own word that it let the order go is older than what head office says of it now."""
    chain = Chain()
    chain.ask(ROME)
    chain.follow(MILAN)
    chain.relay(MILAN, is_heard=False)
    chain.follow(ROME)
    chain.ask(MILAN, ROME)
    chain.follow(ROME)
    chain.relay(ROME)
    assert (chain.has(MILAN), chain.order.store) == (False, MILAN)
    chain.settle()
    assert (chain.has(MILAN), chain.has(ROME)) == (True, False)
