"""Who may be taken for somebody else is looked for among all open orders, as they are now."""

from copy import copy
from dataclasses import replace
from datetime import timedelta

import msgspec

from app.contract.feeds import FeedRef
from app.domain.orders import Order, Progress
from app.domain.queue import QueueState
from app.domain.values import CustomerId, OrderId, VisitId
from app.domain.visits import Visit, VisitState
from app.sync.row_terms import terms_of
from app.usecases.open_orders import FEW, OpenOrders
from app.usecases.ports import BaseRow, TerminalTx
from app.usecases.queues import Queues
from tests.unit.domain.samples import NOW_AT, STORE, line, order, ready_order
from tests.unit.usecases.counter import CLERK, Counter


def named(key: str, name: str) -> Order:
    """An open order for somebody of that name."""
    return replace(ready_order(id=OrderId(key), number=f"77{key}", public_no=77), customer_name=name)


async def alike(queues: Queues, name: str) -> str:
    """Whose order it is that may be taken for one of that name."""
    found = await queues.like_named(named("asked", name), CLERK)
    return "" if found is None else found.customer_name


async def arrive(counter: Counter, order: Order, rev: int, history: str = "one") -> None:
    """The order, as the feed of the shop brings it."""
    feed, body = f"store:{counter.station.store}", msgspec.json.encode(order)

    def take(tx: TerminalTx) -> None:
        tx.base_put(feed, BaseRow("order", order.id, rev, body), terms_of("order", body))
        tx.set_cursor(FeedRef(feed, history, rev))

    await counter.door.write(take)


async def test_a_name_that_changed_is_compared_as_it_is_now(counter: Counter) -> None:
    queues = Queues(counter.door, counter.clock, counter.station)
    await arrive(counter, named("o-1", "Marco Rossi"), 901)
    assert await alike(queues, "Marco Russi") == "Marco Rossi"
    await arrive(counter, named("o-1", "Ennio Testa"), 902)
    assert await alike(queues, "Marco Russi") == ""
    assert await alike(queues, "Enio Testa") == "Ennio Testa"


async def test_orders_of_visits_are_those_of_the_queue_and_those_that_left_it(counter: Counter) -> None:
    known, few = OpenOrders(), [OrderId("o-1"), OrderId("o-2"), OrderId("o-7")]
    many = [*few, *(OrderId(f"none-{number}") for number in range(FEW))]

    async def found(wanted: list[OrderId]) -> dict[OrderId, str]:
        orders = await counter.door.read(lambda tx: known.of(tx, wanted, STORE))
        return {key: order.customer_name for key, order in orders.items()}

    await arrive(counter, named("o-1", "Marco Rossi"), 901)
    await arrive(counter, replace(named("o-2", "Ennio Testa"), cancelled_at=NOW_AT), 902)
    assert await found(few) == {"o-1": "Marco Rossi", "o-2": "Ennio Testa"}
    assert known.shown == [], "a few are no reason to read them all"
    assert await found(many) == {"o-1": "Marco Rossi", "o-2": "Ennio Testa"}
    assert [order.id for order in known.shown if order.id in few] == ["o-1"]
    await arrive(counter, named("o-1", "Marco Russo"), 903)
    for wanted in (few, many):
        assert await found(wanted) == {"o-1": "Marco Russo", "o-2": "Ennio Testa"}


async def test_another_history_counts_its_revs_anew(counter: Counter) -> None:
    queues = Queues(counter.door, counter.clock, counter.station)
    await arrive(counter, named("o-1", "Marco Rossi"), 901)
    assert await alike(queues, "Marco Russi")
    await arrive(counter, named("o-1", "Ennio Testa"), 901, "another")
    assert await alike(queues, "Enio Testa") == "Ennio Testa"


async def test_the_end_of_a_number_finds_its_order_until_it_has_left(counter: Counter) -> None:
    queues = Queues(counter.door, counter.clock, counter.station)
    order = replace(ready_order(id=OrderId("o-9"), number="MI-556677", public_no=9))
    await counter.keep("order", "o-9", order)
    assert [found.id for found in await queues.by_number("6677", CLERK)] == ["o-9"]
    assert await queues.by_number("7766", CLERK) == []


async def test_who_waits_today_is_shown_before_who_left_yesterday(counter: Counter) -> None:
    queues = Queues(counter.door, counter.clock, counter.station)
    await counter.keep("order", "o-9", replace(ready_order(id=OrderId("o-9"), number="MI-556677", public_no=9)))
    for key, state, days in (
        ("k-1", VisitState.LEFT, 1),
        ("k-2", VisitState.ARRIVED, 0),
        ("k-3", VisitState.LEFT, 2),
    ):
        at = NOW_AT - timedelta(days=days)
        orders, customer = (OrderId("o-9"),), CustomerId("c-1")
        await counter.keep("visit", key, Visit(VisitId(key), STORE, orders, customer, state, at, arrived_at=at))
    found = await queues.order("o-9")
    assert found is not None
    assert found.visit is not None
    assert found.visit.id == "k-2"


async def seen(queues: Queues, key: str) -> Order:
    return next(item.order for item in await queues.pickups(CLERK) if item.order.id == key)


async def test_the_queue_is_read_anew_only_where_something_changed(counter: Counter) -> None:
    queues = Queues(counter.door, counter.clock, counter.station)
    await arrive(counter, named("o-1", "Marco Rossi"), 901)
    await arrive(counter, named("o-2", "Ennio Testa"), 902)
    first, other = await seen(queues, "o-1"), await seen(queues, "o-2")
    await arrive(counter, named("o-1", "Marco Russo"), 903)
    assert (await seen(queues, "o-1")).customer_name == "Marco Russo" != first.customer_name
    assert await seen(queues, "o-2") is other
    await arrive(counter, named("o-2", "Ennio Prova"), 902, "another")
    assert (await seen(queues, "o-2")).customer_name == "Ennio Prova"


async def test_what_this_terminal_did_is_seen_in_the_queue_at_once(counter: Counter) -> None:
    queues = Queues(counter.door, counter.clock, counter.station)
    order = next(item.order for item in await queues.pickups(CLERK) if item.is_to_prepare)
    await counter.prepare.take_on([order], CLERK)
    assert any(line.progress.picking for line in (await seen(queues, order.id)).lines)


async def test_time_alone_makes_an_order_late_and_leaves_the_others_as_they_were(counter: Counter) -> None:
    clock = copy(counter.clock)  # the queue’s alone: nothing is written because it leaps
    queues = Queues(counter.door, clock, counter.station)
    now_at = counter.clock.now_at()
    soon = order(
        (line("l-1", Progress(reserved=1)),), id=OrderId("o-8"), promised_at=now_at + timedelta(minutes=5)
    )
    await counter.keep("order", "o-8", soon)
    await counter.keep("order", "o-9", replace(ready_order(id=OrderId("o-9"), number="MI-9", public_no=9)))
    for _ in range(9):  # until the engine's own first pull is over: what it writes is not to be the reason
        before = {item.order.id: item for item in await queues.pickups(CLERK)}
    clock.leapt_s += 6 * 60
    late = {item.order.id: item for item in await queues.pickups(CLERK)}
    assert (before[soon.id].state, late[soon.id].state) == (QueueState.RECEIVED, QueueState.LATE)
    assert late[OrderId("o-9")] is before[OrderId("o-9")]
    clock.leapt_s -= 6 * 60
    back = {item.order.id: item.state for item in await queues.pickups(CLERK)}
    assert back[soon.id] is QueueState.RECEIVED, "a clock that was wrong was put right"


async def test_what_was_written_meanwhile_is_in_the_queue(counter: Counter) -> None:
    queues = Queues(counter.door, counter.clock, counter.station)
    await counter.keep("order", "o-9", replace(ready_order(id=OrderId("o-9"), number="MI-9", public_no=9)))
    known = len(await queues.pickups(CLERK))
    await counter.keep("order", "o-8", replace(ready_order(id=OrderId("o-8"), number="MI-8", public_no=8)))
    assert len(await queues.pickups(CLERK)) == known + 1
