"""Orders that are not simply fetched, from a till over the shop's authority to what the web shop is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest

from app.central.connectors.intents import Effect, OutwardIntent, intents_of
from app.central.recorder import GuardRecorder
from app.contract.commands import CommandLine, Outcome, Result
from app.domain.commands import Body, HandOverOrder, MarkReady, MoveVisit
from app.domain.dropped import Cause, Decline, Refusal
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.hold_times import hold_end
from app.domain.order_commands import DeclineOrder, EndHold, ExtendHold, HoldWord, JudgeHold, PutAway, RefuseGoods
from app.domain.orders import Payment, Progress
from app.domain.values import OrderId, VisitId
from app.domain.visits import Visit, VisitState
from app.node.chain_node import ChainNode
from app.node.custody import publish_config, request_cancel
from app.node.documents import find_visit, open_attention, put_visit
from tests.unit.domain.samples import NOW_AT, STORE, bag, line, order, pieces, ready_order
from tests.unit.node.shop import Shop, command, shop_config

ORDER = OrderId("o-4821")
DAY = timedelta(days=1)
ENDS_AT = NOW_AT + 7 * DAY
MANAGER = "op-01"


def shop_with(*orders: object, **changes: object) -> Shop:
    """A shop whose head office tells a platform."""
    found = orders or (ready_order(platform_ref="p-1"),)
    return Shop(found, config=shop_config(**changes), chain=ChainNode(GuardRecorder()))  # type: ignore[arg-type]


def asked(shop: Shop, seq: int, body: Body, *, actor: str = "op-07", now_at: datetime = NOW_AT) -> Result:
    """A till asks, and what was decided goes up."""
    [result] = shop.receive(CommandLine(cmd=command(body, seq, actor=actor)), now_at=now_at)
    shop.relay(now_at)
    return result


def told(shop: Shop) -> list[OutwardIntent]:
    """What the platform is to hear of the order."""
    with shop.central.read() as tx:
        return list(intents_of(tx, ORDER))


def ticked(shop: Shop, now_at: datetime) -> None:
    """The shop's authority looks at its clock."""
    with shop.edge.write() as tx:
        shop.node.tick(tx, now_at)
    shop.relay(now_at)


def same(shop: Shop) -> None:
    """Central knows of the order what the shop knows, whoever of them holds it."""
    mine, theirs = shop.order_at_edge(), shop.order_at_central()
    assert replace(mine, applied=(), custody=theirs.custody) == replace(theirs, applied=())


def test_an_order_the_shop_declines_is_cancelled_and_paid_back() -> None:
    """Only before anybody has a piece of it; what lies on the shelf is for sale at once."""
    fresh = order(
        (line("a", Progress(reserved=2, picking=1)), line("b", Progress(reserved=1))), platform_ref="p-1"
    )
    shop = shop_with(fresh)
    alone = asked(shop, 1, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT))
    assert (alone.outcome, alone.code) == (Outcome.REJECTED, Code.APPROVAL_REQUIRED)
    done = asked(shop, 2, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT, approved_by=MANAGER))
    assert done.outcome is Outcome.OK
    same(shop)
    assert shop.order_at_edge().cancelled_at == NOW_AT
    assert [(i.effect, i.amount, i.lines, i.message) for i in told(shop)] == [
        (Effect.REFUND, 11_960, pieces(a=3, b=1), ""),
        (Effect.RESTOCK, 0, pieces(a=3, b=1), ""),
        (Effect.MESSAGE, 0, (), "cancelled"),
    ]
    ticked(shop, NOW_AT)
    assert shop.order_at_edge().closed_at == NOW_AT
    assert shop.order_at_central().custody.holder == "central"


def test_what_is_not_there_is_not_for_sale() -> None:
    """A shop that does not find the goods tells nobody that they are on its shelf."""
    shop = shop_with(order((line("a", Progress(short=2)), line("b", Progress(reserved=1))), platform_ref="p-1"))
    asked(shop, 1, DeclineOrder(ORDER, Decline.NOT_HERE, NOW_AT), actor=MANAGER)
    assert [i.effect for i in told(shop)] == [Effect.REFUND, Effect.MESSAGE]


def test_what_was_prepared_cannot_be_declined() -> None:
    shop = shop_with(order((line("a", Progress(picked=1)),)))
    refused = asked(shop, 1, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT), actor=MANAGER)
    assert (refused.code, refused.details["step"]) == (Code.STEP_NOT_ALLOWED, "prepared")


def test_what_the_customer_refuses_comes_off_and_goes_back() -> None:
    """One bag of two: the money goes back at once, the stock when somebody put it back, each once."""
    shop = shop_with()
    asked(shop, 1, RefuseGoods(ORDER, pieces(a=2), Refusal.DOES_NOT_FIT, NOW_AT))
    mine = shop.order_at_edge()
    assert (mine.ready_at is not None, mine.is_staged, mine.cancelled_at) == (True, True, None)
    [task] = mine.put_backs
    assert (task.container, task.place, task.lines, task.cause) == ("1", "A1", pieces(a=2), Cause.REFUSED)
    asked(shop, 2, HandOverOrder(ORDER, HandoverAsk(), "T1AA-000002", NOW_AT))
    assert shop.order_at_edge().is_collected
    assert asked(shop, 3, PutAway(ORDER, task.id, NOW_AT)).outcome is Outcome.OK
    again = asked(shop, 4, PutAway(ORDER, task.id, NOW_AT))
    assert (again.code, again.details["step"]) == (Code.STEP_NOT_ALLOWED, "put_away")
    same(shop)
    assert [(i.effect, i.amount, i.lines) for i in told(shop)] == [
        (Effect.REFUND, 5_980, pieces(a=2)),
        (Effect.COLLECTED, 0, pieces(a=1, b=1)),
        (Effect.RESTOCK, 0, pieces(a=2)),
    ]


def test_pieces_of_a_bag_that_goes_on_lie_loose() -> None:
    """Whoever takes one shirt out of a bag has it in hand; what is spoilt is not sold again."""
    shop = shop_with()
    asked(shop, 1, RefuseGoods(ORDER, pieces(a=1), Refusal.DAMAGED, NOW_AT))
    [task] = shop.order_at_edge().put_backs
    assert (task.container, task.place) == ("", "")
    asked(shop, 2, PutAway(ORDER, task.id, NOW_AT, is_sold_again=False))
    assert [i.effect for i in told(shop)] == [Effect.REFUND]
    assert shop.order_at_central().put_backs[0].done is not None


def test_all_refused_ends_the_visit() -> None:
    """Nobody waits any more, and the order is over."""
    shop = shop_with()
    visit = Visit(VisitId("v-1"), STORE, (ORDER,), ready_order().customer, VisitState.ARRIVED, NOW_AT)
    with shop.edge.write() as tx:
        put_visit(tx, visit)
    asked(shop, 1, RefuseGoods(ORDER, (), Refusal.CHANGED_MIND, NOW_AT))
    with shop.edge.read() as tx:
        after = find_visit(tx, "v-1")
    assert after is not None and after.state is VisitState.DONE
    assert [(i.effect, i.amount) for i in told(shop)] == [(Effect.REFUND, 11_960), (Effect.MESSAGE, 0)]


def test_what_nobody_paid_gives_nothing_back() -> None:
    """To be paid here: nothing goes back. Paid in part before: only what is too much for what is kept."""
    unpaid = Payment("at_pickup", "", is_paid=False)
    for payment, back in ((unpaid, 0), (replace(unpaid, deposit=10_000), 10_000 - 5_980)):
        shop = shop_with(ready_order(platform_ref="p-1", payment=payment))
        asked(shop, 1, RefuseGoods(ORDER, pieces(a=2), Refusal.CHANGED_MIND, NOW_AT))
        assert sum(i.amount for i in told(shop) if i.effect is Effect.REFUND) == back


def test_money_the_till_took_for_what_is_refused_since_is_told() -> None:
    """A part went, all was paid at the till: whoever refuses the rest is owed money in the shop."""
    shop = shop_with(ready_order(payment=Payment("at_pickup", "", is_paid=False)))
    ask = HandoverAsk(pieces(b=1), is_paid_here=True, amount=11_960)
    asked(shop, 1, HandOverOrder(ORDER, ask, "T1AA-000001", NOW_AT))
    asked(shop, 2, RefuseGoods(ORDER, (), Refusal.CHANGED_MIND, NOW_AT))
    with shop.central.read() as tx:
        [item] = open_attention(tx, STORE, 9)
    assert (item.code, item.details["taken"], item.details["amount"]) == (Code.TAKEN_AMISS, 11_960, 2_990)


def test_a_hold_is_reminded_once_ends_once_and_goes_back() -> None:
    """Every timer by a clock of its own: a moment before nothing, then the word, and never again."""
    shop = shop_with(remind_days=2)
    soon = ENDS_AT - 2 * DAY
    ticked(shop, soon - timedelta(seconds=1))
    assert told(shop) == []
    for now_at in (soon, soon + DAY, ENDS_AT):
        ticked(shop, now_at)
        assert [(i.effect, i.message) for i in told(shop)] == [(Effect.MESSAGE, "reminder")]
        assert shop.order_at_edge().expired_at is None
    early = asked(shop, 1, EndHold(ORDER, ENDS_AT), now_at=ENDS_AT)
    assert (early.code, early.details["step"]) == (Code.STEP_NOT_ALLOWED, "hold_not_over")
    late = ENDS_AT + timedelta(seconds=1)
    ticked(shop, late)
    ticked(shop, late + DAY)
    assert shop.order_at_edge().expired_at == shop.order_at_central().expired_at == late
    assert asked(shop, 2, EndHold(ORDER, late), now_at=late).outcome is Outcome.OK
    same(shop)
    assert [task.container for task in shop.order_at_edge().put_backs] == ["1", "2"]
    assert shop.order_at_edge().hold_until == ENDS_AT
    assert [(i.effect, i.amount, i.message) for i in told(shop)][1:] == [
        (Effect.REFUND, 11_960, ""),
        (Effect.MESSAGE, 0, "cancelled"),
    ]


@pytest.mark.parametrize("state", [VisitState.ARRIVED, VisitState.CLAIMED, VisitState.BEING_SERVED])
def test_nobody_says_that_who_is_here_never_came(state: VisitState) -> None:
    """Its hold is over and its customer waits: first they are marked as gone."""
    shop, late = shop_with(), ENDS_AT + DAY
    ticked(shop, late)
    visit = Visit(VisitId("v-1"), STORE, (ORDER,), ready_order().customer, state, late, arrived_at=late)
    with shop.edge.write() as tx:
        put_visit(tx, visit)
    refused = asked(shop, 1, EndHold(ORDER, late), now_at=late)
    assert (refused.code, refused.details["step"]) == (Code.STEP_NOT_ALLOWED, "here")
    left = MoveVisit(visit.id, STORE, (ORDER,), VisitState.LEFT, late)
    assert asked(shop, 2, left, now_at=late).outcome is Outcome.OK
    assert asked(shop, 3, EndHold(ORDER, late), now_at=late).outcome is Outcome.OK


def test_a_hold_is_not_judged_by_a_setting_that_came_later() -> None:
    """Made ready under ten days: central has the same end, and other days afterwards move nothing."""
    packed = order((line("a", Progress(packed=1)),), (bag("1", pieces(a=1)),), platform_ref="p-1")
    shop = shop_with(packed, hold_days=10, remind_days=0)
    asked(shop, 1, MarkReady(ORDER, NOW_AT))
    ends_at = datetime.fromisoformat("2026-03-15T22:59:59.999999+00:00")
    assert shop.order_at_edge().hold_until == shop.order_at_central().hold_until == ends_at
    with shop.central.write() as tx:
        publish_config(tx, msgspec.structs.replace(shop.config, hold_days=2))
    shop.follow()
    ticked(shop, NOW_AT + 5 * DAY)
    assert shop.order_at_edge().expired_at is None
    ticked(shop, ends_at + DAY)
    with shop.central.write() as tx:
        publish_config(tx, msgspec.structs.replace(shop.config, hold_days=30))
    shop.follow()
    late = ends_at + 2 * DAY
    assert asked(shop, 2, EndHold(ORDER, late), now_at=late).outcome is Outcome.OK
    same(shop)
    with shop.central.read() as tx:
        assert open_attention(tx, STORE, 9) == []


def test_a_hold_is_extended_within_what_the_shop_keeps() -> None:
    """Judged and reminded anew; not shorter, not for ever, and central follows."""
    shop = shop_with(longest_hold_days=14, remind_days=1)
    ticked(shop, ENDS_AT)
    late = ENDS_AT + DAY
    ticked(shop, late)
    with shop.edge.read() as tx:
        rules = shop.node.rules(tx)
    for seq, (days, code) in enumerate(((1, Code.STEP_NOT_ALLOWED), (30, Code.HOLD_TOO_LONG)), 1):
        body = ExtendHold(ORDER, hold_end(NOW_AT, days, rules), late)
        assert asked(shop, seq, body, now_at=late).code == code
    until = hold_end(NOW_AT, 12, rules)
    assert asked(shop, 3, ExtendHold(ORDER, until, late), now_at=late).outcome is Outcome.OK
    same(shop)
    assert (shop.order_at_edge().hold_until, shop.order_at_edge().expired_at) == (until, None)
    ticked(shop, until)
    assert [i.message for i in told(shop)] == ["reminder", "reminder"]


def test_nobody_but_the_authority_says_that_a_hold_is_over() -> None:
    shop = shop_with()
    body = JudgeHold(ORDER, HoldWord.EXPIRE, ENDS_AT, NOW_AT)
    assert asked(shop, 1, body, actor=MANAGER).code == Code.PERMISSION_DENIED


def test_what_a_late_cancel_leaves_can_still_be_handed_over() -> None:
    """Asked for after a part had left: too late, and the rest is as free as before."""
    shop = shop_with()
    asked(shop, 1, HandOverOrder(ORDER, HandoverAsk(pieces(a=2)), "T1AA-000001", NOW_AT))
    with shop.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
    shop.follow()
    shop.relay()
    assert shop.order_at_edge().cancel_requested_at is None
    assert asked(shop, 2, RefuseGoods(ORDER, pieces(b=1), Refusal.TOO_LATE, NOW_AT)).outcome is Outcome.OK
    assert asked(shop, 3, HandOverOrder(ORDER, HandoverAsk(), "T1AA-000003", NOW_AT)).outcome is Outcome.OK
    same(shop)


@pytest.mark.parametrize("is_loose", [False, True])
def test_pieces_of_a_cancelled_order_are_put_back_once(is_loose: bool) -> None:
    """Bags that stand, and what lay in a basket; what was put back before central knew of it stays so."""
    packed = Progress(packed=1, picked=1) if is_loose else Progress(packed=1)
    shop = shop_with(order((line("a", packed),), (bag("1", pieces(a=1)),), platform_ref="p-1"))
    with shop.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
    shop.follow()
    tasks = shop.order_at_edge().put_backs
    assert [(task.container, task.cause) for task in tasks] == [
        ("1", Cause.RECALLED),
        *([("", Cause.RECALLED)] if is_loose else []),
    ]
    for seq, task in enumerate(tasks, 1):
        [result] = shop.receive(CommandLine(cmd=command(PutAway(ORDER, task.id, NOW_AT), seq)))
        assert result.outcome is Outcome.OK
    shop.relay()
    assert all(task.done is not None for task in shop.order_at_edge().put_backs)
    assert all(task.done is not None for task in shop.order_at_central().put_backs)
    assert [i.effect for i in told(shop)].count(Effect.RESTOCK) == len(tasks)
