"""An order that goes to another shop, as clerks of both see it."""

from dataclasses import replace

import pytest

from app.domain.commands import AnswerRecall
from app.domain.decisions import decide
from app.domain.dropped import Decline
from app.domain.errors import Code, Problem
from app.domain.handover import FACTS
from app.domain.order_commands import DeclineOrder
from app.domain.order_table import Way
from app.domain.orders import Order
from app.domain.queue import QueueState, queue, queue_state
from app.domain.staff import Role
from app.domain.transfers import arriving, asked_transfer
from app.domain.values import Custody, OperatorId, StoreId, Transfer
from app.presentation.instead_words import moved_note, store_choices, ways_of
from app.presentation.queue_words import mark_of
from app.presentation.routes import OrderRoute
from app.presentation.viewmodels.instead import DO
from app.usecases.transfer import other_stores
from tests.unit.domain.samples import NOW_AT, STORE, act, ready_order
from tests.unit.node.shop import shop_config
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.presentation.test_not_fetched import FRESH, READY, instead, offered
from tests.unit.sync.virtual_time import let_pass
from tests.unit.wording.catalogues import wording

OTHER = StoreId("mi02")
BY = OperatorId("07")


def left() -> Order:
    """The order as the shop it left keeps it."""
    asked = asked_transfer(ready_order(), OTHER, BY, NOW_AT)
    return decide(asked, AnswerRecall(asked.id, is_released=True, at=NOW_AT, target=OTHER), act(), FACTS)


def come(reason: str = "") -> Order:
    """An order that came here from the other shop."""
    there = ready_order(store=OTHER)
    gone = replace(there, transfers=(Transfer(OTHER, STORE, NOW_AT, BY, NOW_AT, reason),))
    return replace(arriving(there, gone, None, None), custody=Custody(STORE, 1))


async def test_it_is_asked_of_head_office_with_another_persons_yes(at: CounterDesk) -> None:
    at.counter.online.orders_at_central = [ready_order()]
    model = await instead(at, READY)
    assert offered(model)[-1] == Way.TRANSFERRED
    model.choose(Way.TRANSFERRED)
    assert (offered(model), model.foot.primary.is_enabled) == ([OTHER], False)
    assert model.state.notes[0].title == wording("it").text("moved.about")
    model.choose(OTHER)
    await model.press(DO)
    await let_pass(0.1)
    at.desk.approvals.answer(at.desk.approvals.pending, None)
    await at.settled()
    assert not [said for said in at.counter.online.asked if said.startswith("transfer")], "nobody said yes"


async def test_who_may_alone_needs_nobody(at: CounterDesk) -> None:
    at.counter.online.orders_at_central = [ready_order()]
    at.desk.session.begin(replace(at.desk.session.who, role=Role.SUPERVISOR))
    model = await instead(at, READY)
    model.choose(Way.TRANSFERRED)
    model.choose(OTHER)
    await at.press(model, DO)
    who = at.desk.session.who.id
    assert f"transfer {READY} {OTHER} {who} " in at.counter.online.asked
    assert "altro negozio" in at.said()
    assert at.desk.navigator.at == OrderRoute(READY)


async def test_without_a_line_it_says_what_to_do(at: CounterDesk) -> None:
    """Nothing is queued: the order stays as it is."""
    at.counter.online.fault = Code.NO_ANSWER
    at.desk.session.begin(replace(at.desk.session.who, role=Role.SUPERVISOR))
    model = await instead(at, FRESH)
    model.choose(Way.TRANSFERRED)
    model.choose(OTHER)
    await at.press(model, DO)
    assert model.state.notes[0].title == at.desk.explain(Problem(Code.NO_ANSWER)).what
    (order,) = await at.desk.jobs.prepare.orders([FRESH])
    assert (order.cancelled_at, order.transfers) == (None, ())


def test_only_what_can_go_is_offered() -> None:
    stores = {OTHER: "Milano Centrale"}
    assert Way.TRANSFERRED in ways_of(ready_order(), (), stores)
    assert ways_of(ready_order(ready_at=None), (), stores) == (Way.TRANSFERRED,), "also half prepared"
    assert Way.TRANSFERRED not in ways_of(ready_order(), (), {})
    assert Way.TRANSFERRED not in ways_of(asked_transfer(ready_order(), OTHER, BY, NOW_AT), (), stores)
    assert Way.TRANSFERRED not in ways_of(ready_order(cancel_requested_at=NOW_AT), (), stores)
    assert ways_of(left(), (), stores) == ()


def test_the_other_shops_have_names_and_the_first_nine_a_digit() -> None:
    config = shop_config(stores={STORE: "Qui", "b": "Verona", "a": "Zara", "12": "Qui", "c": "Asti"})
    assert other_stores(config) == {"c": "Asti", "b": "Verona", "a": "Zara"}
    many = store_choices({StoreId(f"s{n}"): f"Negozio {n}" for n in range(12)})
    assert [choice.digit for choice in many] == [*"123456789", "", "", ""]


def test_the_shop_it_left_says_where_it_went() -> None:
    words, order = wording("it"), left()
    assert queue_state(order, None, NOW_AT) is QueueState.MOVED
    assert queue([order], [], NOW_AT) == ()
    [item] = queue([ready_order()], [], NOW_AT)
    moved = replace(item, order=order, state=QueueState.MOVED)
    assert mark_of(moved, words, NOW_AT).words == "In un altro negozio"
    with pytest.raises(Problem) as refused:
        decide(order, DeclineOrder(order.id, Decline.NO_TIME, NOW_AT), act(2), FACTS)
    assert (refused.value.code, refused.value.details["store"]) == (Code.ORDER_OTHER_STORE, OTHER)


@pytest.mark.parametrize("language", ["it", "en"])
def test_both_shops_read_what_became_of_it(language: str) -> None:
    words = wording(language)
    going = asked_transfer(ready_order(), OTHER, BY, NOW_AT)
    notes = [moved_note(order, words) for order in (going, come(), come("no_time"))]
    titles = [note.title for note in notes if note is not None]
    assert len({*titles}) == 3
    assert all(OTHER in title for title in titles)
    assert [moved_note(order, words) for order in (ready_order(), left())] == [None, None]
    begun = [replace(come(reason), lines=ready_order().lines) for reason in ("", "no_time")]
    shown = [moved_note(order, words) for order in begun]
    assert [note if note is None else note.body for note in shown] == [words.text("moved.came.here"), None]


async def test_who_declines_what_came_reads_that_it_goes_back(at: CounterDesk) -> None:
    model = await instead(at, FRESH)
    assert model._item is not None
    order = replace(model._item.order, transfers=(Transfer(OTHER, STORE, NOW_AT, BY, NOW_AT),))
    model._item = replace(model._item, order=order)
    model.choose(Way.DECLINED)
    assert model.state.notes[0].body == wording("it").text("moved.declined.next")
