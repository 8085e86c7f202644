"""Orders that are out with a tablet, at a counter: refused, taken back with their bags, and not rung for."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.contract.commands import CommandLine, Outcome
from app.domain.commands import Body, CarryOrder, MoveVisit
from app.domain.curbside import Waits
from app.domain.orders import Order
from app.domain.values import OrderId, VisitId
from app.domain.visits import VisitState
from app.presentation.alarms import Alarms
from app.presentation.beeps import Beep
from app.presentation.routes import OrderRoute
from app.presentation.taking_back import TAKE_BACK
from app.presentation.viewmodels.order import HAND_OVER, OrderModel
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import STORE, ready_order
from tests.unit.node.shop import command
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.presentation.desk import Desk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import MANAGER, Counter, counter_shop

ORDER, CAR = OrderId("o-4821"), VisitId("v-7777")
TABLET, BAGS = "T2BB", ("B-1", "B-2")
LABELLED, LABELS = OrderId("o-7777"), ("7777-1", "7777-2")
"""An order whose bags have labels as they are printed."""


@pytest.fixture
async def at(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """Sara at a counter of a shop with that order."""
    made = ready_order(id=LABELLED, number="7777", public_no=7777)
    bags = tuple(replace(bag, code=code) for bag, code in zip(made.containers, LABELS, strict=True))
    shop = counter_shop(replace(made, containers=bags))
    async with (
        Counter(tmp_path, lookups, shop=shop).open() as counter,
        desk_at(counter, jobs_of(counter)) as found,
    ):
        yield found


async def told(counter: Counter, body: Body, seq: int) -> None:
    """Something the tablet says, and the counter has heard of it."""
    line = CommandLine(cmd=command(body, seq, TABLET, actor="op-07"))
    [result] = counter.shop.receive(line, device=TABLET, now_at=counter.clock.now_at())
    assert result.outcome is Outcome.OK, result
    await let_pass(2)


async def out(counter: Counter, order: OrderId = ORDER, seq: int = 1) -> None:
    """The tablet has the order."""
    await told(counter, CarryOrder(order, 1, counter.clock.now_at()), seq)


async def order_of(at: CounterDesk) -> Order:
    return await at.counter.shown(LABELLED)


async def test_what_is_taken_along_at_a_terminal_is_given_back_there(desk: Desk) -> None:
    await desk.sign_in()
    assert (await desk.data("carry 4821", "carried"))["number"] == "4821"
    assert (await desk.counter.shown()).carried is not None
    assert (await desk.data("give-back 4821", "given_back"))["number"] == "4821"
    assert (await desk.counter.shown()).carried is None
    assert await desk.code("give-back 4821") == "not_carried"
    assert await desk.code("carry") == "bad_request"


async def test_what_is_out_with_a_tablet_a_counter_neither_hands_over_nor_takes_along(desk: Desk) -> None:
    await desk.sign_in()
    await out(desk.counter)
    refused = await desk.say("handover 4821")
    assert refused.data["code"] == "order_carried"
    assert await desk.code("carry 4821") == "order_carried"
    assert await desk.code("give-back 4821") == "not_carried"


async def test_only_who_is_in_charge_takes_it_back_and_only_with_all_its_bags(desk: Desk) -> None:
    await out(desk.counter)
    await desk.sign_in()
    assert await desk.code(f"take-back 4821 {' '.join(BAGS)}") == "permission_denied"
    await desk.sign_in("01")
    assert await desk.code(f"take-back 4821 {BAGS[0]}") == "container_missing"
    assert await desk.event(f"take-back 4821 {' '.join(BAGS)}") == "given_back"
    assert await desk.code(f"take-back 4821 {' '.join(BAGS)}") == "not_carried"
    assert await desk.event("handover 4821") == "handed_over"


async def test_nothing_is_taken_along_or_back_without_a_line(desk: Desk) -> None:
    await desk.sign_in("01")
    await out(desk.counter)
    desk.counter.cut()
    await let_pass(60)
    assert await desk.code("carry 48213") == "no_answer"
    assert await desk.code(f"take-back 4821 {' '.join(BAGS)}") == "no_answer"


async def opened(at: CounterDesk) -> OrderModel:
    model = OrderModel(at.desk, OrderRoute(LABELLED))
    await model.open()
    return model


async def test_a_clerk_has_no_button_for_it(at: CounterDesk) -> None:
    await out(at.counter, LABELLED)
    model = await opened(at)
    assert (model.foot.primary.id, model.foot.primary.is_enabled) == (HAND_OVER, False)


async def test_with_every_bag_scanned_the_button_takes_it_back(at: CounterDesk) -> None:
    at.desk.session.begin(MANAGER)
    assert (await opened(at)).foot.primary.id == HAND_OVER
    await out(at.counter, LABELLED)
    model = await opened(at)
    for bag in LABELS:
        assert (model.foot.primary.id, model.foot.primary.is_enabled) == (TAKE_BACK, False)
        assert await model.take_scan(at.read(bag))
    assert model.foot.primary.is_enabled
    await at.press(model, TAKE_BACK)
    assert (await order_of(at)).carried is None
    assert (model.foot.primary.id, model.foot.primary.is_enabled) == (HAND_OVER, True)


async def test_without_a_line_nothing_is_taken_back_and_the_button_stays(at: CounterDesk) -> None:
    at.desk.session.begin(MANAGER)
    await out(at.counter, LABELLED)
    model = await opened(at)
    for bag in LABELS:
        await model.take_scan(at.read(bag))
    at.counter.cut()
    await let_pass(60)
    await at.press(model, TAKE_BACK)
    assert (await order_of(at)).carried is not None
    assert (model.foot.primary.id, model.foot.primary.is_enabled) == (TAKE_BACK, True)


@pytest.mark.parametrize(("late_s", "rung"), [(0, 0), (1, 1)])
async def test_a_car_whose_goods_are_on_their_way_is_rung_for_once_they_are_missed(
    at: CounterDesk, late_s: int, rung: int
) -> None:
    heard: list[Beep] = []
    at.desk.beeps.listen(heard.append)
    now_at = at.counter.clock.now_at()
    await told(at.counter, MoveVisit(CAR, STORE, (LABELLED,), VisitState.ARRIVED, now_at, "P4"), 1)
    await out(at.counter, LABELLED, 2)
    alarms = Alarms(at.desk)
    await alarms.read()
    at.counter.clock.leapt_s += Waits().counter_s
    alarms.tick()
    assert (heard, alarms.notice().title) == ([], "")
    carry = (await order_of(at)).carried
    assert carry is not None
    left = carry.until_at - at.counter.clock.now_at() + timedelta(seconds=late_s - 0.5)
    at.counter.clock.leapt_s += left.total_seconds()
    alarms.tick()
    assert heard == [Beep.ALERT] * rung
    assert bool(alarms.notice().title) == bool(rung)
