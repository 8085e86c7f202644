"""What somebody began outlives its place: Esc and other tiles lose nothing, and nobody else finds it."""

import asyncio
import gc
import weakref
from dataclasses import replace
from typing import Any

import pytest

from app.domain.commands import HandOverOrder
from app.domain.customers import Purpose
from app.presentation.counter import Counter as Frame
from app.presentation.left_places import MOST_BEGUN, Models, still_open
from app.presentation.routes import (
    AttentionRoute,
    CustomerRoute,
    HomeRoute,
    OrderRoute,
    PickupsRoute,
    ReturnRoute,
    Route,
    Section,
)
from app.presentation.view_model import ViewModel
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.usecases.orders import body_of
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, TYPED
from tests.unit.usecases.sample_files import BOTTLE

ORDER, CUSTOMER = OrderRoute("o-4821"), CustomerRoute("c-1", Purpose.ASSISTANCE)


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen, a clerk at work."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


async def go(at: CounterDesk, frame: Frame, route: Route) -> ViewModel[Any]:
    """The model of a place, once it is read."""
    frame.go(route)
    await at.settled()
    return frame.model


async def test_ticks_on_an_order_are_there_again(at: CounterDesk, frame: Frame) -> None:
    model = await go(at, frame, ORDER)
    assert isinstance(model, OrderModel)
    frame.back()
    assert await go(at, frame, ORDER) is not model
    model = await go(at, frame, ORDER)
    assert isinstance(model, OrderModel)
    model.check_age(is_checked=True)
    for leave in (frame.back, lambda: frame.go_to(Section.RETURNS)):
        leave()
        await at.settled()
        assert await go(at, frame, ORDER) is model
    await at.press(model, "hand_over")
    frame.back()
    assert await go(at, frame, ORDER) is not model


async def test_money_is_ticked_for_the_sum_that_is_shown(at: CounterDesk, frame: Frame) -> None:
    """Another one at the shop's authority: the clerk is told it and ticks anew, and that is what was taken."""
    model = await go(at, frame, OrderRoute("o-4830"))
    assert isinstance(model, OrderModel)
    await at.press(model, "hand_over")
    assert "non è pagato" in notes_of(model)
    model.take_money(is_taken=True)
    assert notes_of(model) == ""
    shop = at.counter.shop
    order = shop.order_at_edge("o-4830")
    with shop.edge.write() as tx:
        shop.node.write_order(tx, replace(order, payment=replace(order.payment, correction=-960)))
    await at.press(model, "hand_over")
    assert "110,00" in notes_of(model)
    assert not shop.order_at_edge("o-4830").live_handovers
    await let_pass(2)
    await model.reload()
    assert model.state is not None
    assert ("110,00" in model.state.pay_check, model.state.is_paid_here) == (True, False)
    model.take_money(is_taken=True)
    await at.press(model, "hand_over")
    [handover] = shop.order_at_edge("o-4830").live_handovers
    assert handover.amount == 11_000


async def test_a_tick_is_gone_with_the_sum_it_stood_beside(at: CounterDesk, frame: Frame) -> None:
    model = await go(at, frame, OrderRoute("o-4830"))
    assert isinstance(model, OrderModel)
    model.take_money(is_taken=True)
    await model.reload()
    assert model.is_begun
    shop = at.counter.shop
    order = shop.order_at_edge("o-4830")
    with shop.edge.write() as tx:
        shop.node.write_order(tx, replace(order, payment=replace(order.payment, correction=500)))
    await let_pass(2)
    await model.reload()
    assert not model.is_begun


def notes_of(model: OrderModel) -> str:
    """What the notes of the place say of the order itself."""
    assert model.state is not None
    return " ".join(note.title for note in model.state.notes if "4830" in note.title)


async def scanned(at: CounterDesk, frame: Frame, code: str) -> OrderModel:
    """The model of the order whose code was read."""
    frame.scanned(at.read(code))
    await at.settled()
    assert isinstance(frame.model, OrderModel)
    return frame.model


async def test_an_order_begun_by_its_code_is_the_one_in_the_queue(at: CounterDesk, frame: Frame) -> None:
    model = await scanned(at, frame, TYPED)
    await at.press(model, "partial")
    frame.go_to(Section.RETURNS)
    await at.settled()
    assert await go(at, frame, ORDER) is model
    assert model.state is not None
    assert (model.state.is_partial, model.state.proof) == (True, "code")
    await at.press(model, "partial")
    shown = await at.counter.shown()
    await at.press(model, "hand_over")
    [entry] = await at.counter.door.read(lambda tx: tx.outbox_recent(1))
    body = body_of(entry)
    assert isinstance(body, HandOverOrder)
    assert {line.line: line.quantity for line in body.ask.lines} == {
        line.id: line.progress.packed for line in shown.lines
    }
    frame.go_to(Section.RETURNS)
    await at.settled()
    assert await go(at, frame, ORDER) is not model
    assert not frame.model.is_begun


async def test_the_key_of_the_section_one_stands_in_closes_what_lay_between(at: CounterDesk, frame: Frame) -> None:
    between = weakref.ref(await go(at, frame, ORDER))
    await go(at, frame, ReturnRoute())
    frame.go_to(Section.RETURNS)
    await at.settled()
    gc.collect()
    assert at.desk.navigator.trail == (HomeRoute(), ReturnRoute())
    assert between() is None


async def test_a_code_read_for_an_order_that_was_begun_is_its_proof(at: CounterDesk, frame: Frame) -> None:
    model = await go(at, frame, ORDER)
    assert isinstance(model, OrderModel)
    await at.press(model, "partial")
    frame.back()
    for code in (TYPED, "4821"):
        assert await scanned(at, frame, code) is model
        assert model.state is not None
        assert (model.state.is_partial, model.state.proof) == (True, "code")
        assert model.state.notes[0].title == at.desk.words.text("order.code_valid")
    assert frame.desk.navigator.trail.count(ORDER) == 1


async def test_who_goes_by_hand_where_a_scan_leads_stays_at_what_is_shown(at: CounterDesk, frame: Frame) -> None:
    scan = asyncio.ensure_future(frame.go_opened(OrderRoute("o-4821", 1)))
    await asyncio.sleep(0)
    frame.go(ORDER)
    shown = frame.model
    await scan
    await at.settled()
    assert frame.model is shown
    assert isinstance(shown, OrderModel)
    assert (shown.state is not None) and shown.state.proof == "code"


async def test_decisions_about_a_cart_stay_and_its_profile_is_opened_anew(at: CounterDesk, frame: Frame) -> None:
    model = await go(at, frame, CUSTOMER)
    assert isinstance(model, CustomerModel)
    model.go("pickup")
    frame.go_to(Section.PICKUPS)
    await at.settled()
    loading = [model.state.is_loading]
    assert await go(at, frame, CUSTOMER) is model
    loading.append(model.state.is_loading)
    assert loading == [True, False]
    assert [way.value for way in model.state.ways if way.is_chosen] == ["pickup"]
    assert [event for event, *_ in at.counter.audit()] == ["customer_opened"] * 2


async def test_a_note_half_typed_is_there_again_until_it_is_written(at: CounterDesk, frame: Frame) -> None:
    model = await go(at, frame, CUSTOMER)
    assert isinstance(model, CustomerModel)
    model.type_note("porta 4")
    frame.back()
    assert await go(at, frame, CUSTOMER) is model
    assert isinstance(model, CustomerModel)
    assert model.state.note_draft == "porta 4"
    model.write_note("porta 4")
    await at.settled()
    assert (model.state.note_draft, [note.text for note in model.state.notes]) == ("", ["porta 4"])
    frame.back()
    assert await go(at, frame, CUSTOMER) is not model


async def test_what_one_began_is_not_there_for_another(at: CounterDesk, frame: Frame) -> None:
    model = await go(at, frame, ReturnRoute())
    await model.take_scan(at.read(BOTTLE))
    frame.back()
    frame.lock()
    at.desk.session.begin(MANAGER)
    await at.settled()
    other = await go(at, frame, ReturnRoute())
    assert isinstance(other, ReturnModel)
    assert other.state.card is None
    frame.lock()
    at.desk.session.begin(CLERK)
    assert await go(at, frame, ReturnRoute()) is model


async def test_who_takes_over_is_never_where_the_one_before_stood(at: CounterDesk, frame: Frame) -> None:
    await go(at, frame, ORDER)
    frame.lock()
    await at.settled()
    stood: list[tuple[str, Route]] = []
    frame.subscribe(lambda state: stood.append((state.worker, state.place)))
    at.desk.session.begin(MANAGER)
    await at.settled()
    assert {place for worker, place in stood if worker == MANAGER.id} == {HomeRoute()}


class Begun(ViewModel[int]):
    """Something begun."""

    is_begun = True

    def render(self) -> int:
        """Nothing to see."""
        return 0


def test_of_what_was_begun_the_newest_stay() -> None:
    models: Models = {ReturnRoute(order=f"o-{number}"): Begun() for number in range(MOST_BEGUN + 2)}
    models[AttentionRoute()] = ViewModel()
    kept = still_open(models, (PickupsRoute(),))
    assert list(kept) == list(models)[2:-1]
