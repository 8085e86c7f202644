"""Orders that go to another shop, with all else that may stand or be asked of them meanwhile."""

from datetime import timedelta

from app.central.connectors.intents import Effect
from app.central.pages.desk import take_form
from app.contract.commands import Outcome
from app.domain.commands import Body, HandOverOrder, MarkReady, MoveVisit, ReverseHandover
from app.domain.dropped import Decline, Refusal
from app.domain.handover import HandoverAsk
from app.domain.order_commands import DeclineOrder, PutAway, RefuseGoods
from app.domain.orders import Order
from app.domain.transfers import asked_for
from app.domain.values import StoreId, VisitId
from app.domain.visits import Visit, VisitState
from app.node.custody import alloc_feed, request_cancel
from app.node.documents import find_visit
from app.node.feeds import live_rows
from app.node.visitors import find_vehicle
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, pieces
from tests.unit.node.test_transfers import moved, told
from tests.unit.node.two_shops import MANAGER, MILAN, ORDER, ROME, Chain, steps

CAR = {"act": "here", "n": "99999999999999", "colour": "red", "plate": "AB123CD"}


def rows(chain: Chain, store: StoreId) -> set[str]:
    """What head office tells a shop just now."""
    with chain.central.read() as tx:
        return {row.t for row in live_rows(tx, alloc_feed(store))}


def acted(chain: Chain, store: StoreId, *bodies: Body) -> None:
    """All of it is taken."""
    for body in bodies:
        assert chain.act(store, body).outcome is Outcome.OK


def went(chain: Chain, target: StoreId, source: StoreId = MILAN) -> None:
    """The order is asked for and goes."""
    chain.ask(target, source)
    chain.settle()
    assert chain.order.store == target


def held(chain: Chain, store: StoreId) -> Order:
    """The order as a shop's edge has it."""
    order = chain.at(store)
    assert order is not None
    return order


def here(store: StoreId, target: VisitState = VisitState.ARRIVED) -> MoveVisit:
    """Somebody waits for the order, or goes."""
    return MoveVisit(VisitId("c-1"), store, (ORDER,), target, NOW_AT)


def seen(store: MemoryNodeStore) -> Visit | None:
    """That visit, as one node has it."""
    with store.read() as tx:
        return find_visit(tx, VisitId("c-1"))


def test_a_cancel_wins_against_a_shop_that_passes_the_order_back() -> None:
    chain = moved()
    acted(chain, ROME, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT, approved_by=MANAGER))
    with chain.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
    chain.settle()
    assert chain.order.cancelled_at is not None
    assert "recall" not in rows(chain, ROME)


def test_what_was_asked_of_a_shop_that_passed_the_order_back_is_over() -> None:
    chain = moved()
    acted(chain, ROME, DeclineOrder(ORDER, Decline.NO_TIME, NOW_AT, approved_by=MANAGER))
    chain.ask(MILAN, ROME)
    chain.settle()
    went(chain, ROME)
    chain.replace_edge(ROME, "E999")
    chain.settle()
    assert chain.order.store == ROME


def test_what_was_asked_of_an_order_that_left_with_its_customer_is_over_when_that_is_undone() -> None:
    chain = Chain()
    acted(chain, MILAN, HandOverOrder(ORDER, HandoverAsk(), "T1AA-000001", NOW_AT))
    chain.ask(ROME)
    chain.settle()
    acted(chain, MILAN, ReverseHandover(ORDER, held(chain, MILAN).live_handovers[0].act.id, NOW_AT))
    chain.settle()
    assert (asked_for(chain.order), asked_for(held(chain, MILAN))) == (None, None)
    went(chain, ROME)


def test_an_order_that_is_back_is_packed_in_bags_of_its_own_and_handed_over() -> None:
    chain = moved()
    went(chain, MILAN, ROME)
    acted(chain, MILAN, *steps(held(chain, MILAN), "n1"), MarkReady(ORDER, NOW_AT))
    acted(chain, MILAN, *(PutAway(ORDER, task, NOW_AT) for task in ("1", "2")))
    acted(chain, MILAN, HandOverOrder(ORDER, HandoverAsk(), "T1AA-000001", NOW_AT))


def test_what_stood_there_is_put_back_once_when_the_order_is_back_and_cancelled() -> None:
    chain = moved()
    went(chain, MILAN, ROME)
    with chain.central.write() as tx:
        request_cancel(tx, ORDER, NOW_AT)
    chain.settle()
    assert held(chain, MILAN).cancelled_at is not None
    assert len(held(chain, MILAN).put_backs) == 2


def test_what_was_refused_before_the_order_went_is_on_sale_again_where_it_lies() -> None:
    chain = Chain()
    acted(chain, MILAN, RefuseGoods(ORDER, pieces(b=1), Refusal.CHANGED_MIND, NOW_AT))
    went(chain, ROME)
    tasks = [task.id for task in held(chain, MILAN).put_backs]
    acted(chain, MILAN, *(PutAway(ORDER, task, NOW_AT, is_sold_again=True) for task in tasks))
    chain.settle()
    [restock] = [intent for intent in told(chain) if intent.effect is Effect.RESTOCK]
    assert (restock.lines, restock.location) == (pieces(b=1), MILAN)


def test_what_two_shops_put_on_sale_again_is_told_of_both() -> None:
    chain = Chain()
    acted(chain, MILAN, RefuseGoods(ORDER, pieces(b=1), Refusal.CHANGED_MIND, NOW_AT))
    acted(chain, MILAN, PutAway(ORDER, "1", NOW_AT, is_sold_again=True))
    went(chain, ROME)
    acted(chain, ROME, *steps(held(chain, ROME), "7"), MarkReady(ORDER, NOW_AT))
    acted(chain, ROME, RefuseGoods(ORDER, pieces(a=1), Refusal.CHANGED_MIND, NOW_AT))
    tasks = [task.id for task in held(chain, ROME).put_backs]
    acted(chain, ROME, *(PutAway(ORDER, task, NOW_AT, is_sold_again=True) for task in tasks))
    chain.settle()
    assert len([intent for intent in told(chain) if intent.effect is Effect.RESTOCK]) == 2


def test_who_waits_in_the_shop_it_left_is_that_shops_to_serve() -> None:
    chain = Chain()
    acted(chain, MILAN, here(MILAN))
    went(chain, ROME)
    chain.replace_edge(ROME, "E999")
    chain.settle()
    assert seen(chain.shops[ROME].store) is None
    acted(chain, ROME, *steps(held(chain, ROME), "7"), MarkReady(ORDER, NOW_AT))
    acted(chain, ROME, HandOverOrder(ORDER, HandoverAsk(), "r-1", NOW_AT))
    chain.settle()
    assert seen(chain.central) == seen(chain.shops[MILAN].store)


def test_the_car_goes_with_its_customer_and_the_shop_they_left_forgets_it() -> None:
    chain = Chain()
    with chain.central.write() as tx:
        take_form(tx, chain.order, CAR, NOW_AT)
    went(chain, ROME)
    later = NOW_AT + timedelta(minutes=20)
    with chain.central.write() as tx:
        take_form(tx, chain.order, {"act": "here", "n": "999999999999999"}, later)
    chain.settle(later)
    with chain.shops[ROME].store.read() as tx:
        car = find_vehicle(tx, ORDER, later)
    assert car is not None
    assert (car.colour, car.plate) == ("red", "3CD")
    assert not {"vehicle", "word"} & rows(chain, MILAN)
