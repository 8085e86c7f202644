"""A shared counter: another person's yes on a sheet, the lock when nobody is there, each one's own work."""

import asyncio

import pytest

from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.staff import Approval
from app.presentation.counter import LOCK_AFTER_S
from app.presentation.counter import Counter as Frame
from app.presentation.routes import CustomerRoute, HomeRoute, OrderRoute, ReturnRoute
from app.presentation.viewmodels.approval import ApprovalModel
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.order import OrderModel
from app.usecases.find import reveal_ask
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, PIN

PHONE = reveal_ask("c-1", CLERK)


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen; the clerk signs in at it."""
    made = Frame(at.desk)
    await work(at, made, "op-07")
    return made


def is_locked(frame: Frame) -> bool:
    """A second has passed: is nobody signed in any more?"""
    frame.tick()
    return frame.state.is_locked


async def work(at: CounterDesk, frame: Frame, who: str) -> None:
    """Somebody leaves, somebody comes."""
    frame.lock()
    await let_pass(0.1)
    at.desk.session.begin(CLERK if who == CLERK.id else MANAGER)
    await let_pass(0.1)


async def asked(at: CounterDesk) -> "asyncio.Task[Approval | None]":
    """The clerk wants to see a phone number."""
    task = asyncio.create_task(at.desk.approval_for(PHONE))
    await let_pass(0.1)
    return task


def type_digits(model: ApprovalModel, digits: str) -> None:
    """On any keyboard."""
    for digit in digits:
        model.take_digit(digit)


async def test_why_and_six_digits_of_the_only_other_person_are_a_yes(at: CounterDesk) -> None:
    model = ApprovalModel(at.desk)
    task = await asked(at)
    assert [(tile.name, tile.is_chosen) for tile in model.state.tiles] == [("Ada Neri", True)]
    assert model.state.act == "Mostrare il contatto completo del cliente"
    type_digits(model, f"2{PIN}")
    approval = await task
    assert approval is not None
    assert (approval.approver, approval.reason, approval.ask) == ("op-01", "customer_care", PHONE)
    assert not model.state.is_open


async def test_a_wrong_pin_is_said_and_nothing_of_it_stays(at: CounterDesk) -> None:
    model = ApprovalModel(at.desk)
    task = await asked(at)
    type_digits(model, "1000000")
    await at.settled()
    assert (model.state.filled, model.state.is_open, bool(model.state.error)) == (0, True, True)
    model.cancel()
    with pytest.raises(Problem) as refused:
        await task
    assert refused.value.code is Code.APPROVAL_REQUIRED


async def test_who_may_alone_is_not_asked(at: CounterDesk) -> None:
    at.desk.session.begin(MANAGER)
    assert await at.desk.approval_for(reveal_ask("c-1", MANAGER)) is None


async def test_the_same_act_goes_on_with_the_yes(at: CounterDesk, frame: Frame) -> None:
    at.desk.navigator.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    await let_pass(0.1)
    model = frame.model
    assert isinstance(model, CustomerModel)
    model.show_fact("phone")
    await let_pass(0.1)
    type_digits(frame.approval, f"1{PIN}")
    await at.settled()
    assert model.state.facts[0].value == "333 123 4567"


async def test_locking_is_a_no(at: CounterDesk, frame: Frame) -> None:
    task = await asked(at)
    frame.lock()
    with pytest.raises(Problem):
        await task
    assert not frame.approval.state.is_open


async def test_nobody_there_locks_and_any_touch_begins_anew(at: CounterDesk, frame: Frame) -> None:
    at.desk.navigator.go(ReturnRoute())
    await let_pass(LOCK_AFTER_S - 2)
    assert not is_locked(frame)
    frame.touch()
    await let_pass(LOCK_AFTER_S - 2)
    assert not is_locked(frame)
    await let_pass(3)
    assert is_locked(frame)
    at.desk.session.begin(CLERK)
    assert frame.state.place == ReturnRoute()


async def test_a_hand_over_under_way_is_not_locked_out(at: CounterDesk, frame: Frame) -> None:
    at.desk.navigator.go(OrderRoute("o-4821"))
    await let_pass(0.5)
    model = frame.model
    assert isinstance(model, OrderModel)
    await let_pass(LOCK_AFTER_S + 1)
    at.counter.cut()
    await model.press(model.foot.primary.id)
    assert model.is_working
    assert not is_locked(frame)
    at.counter.mend()
    await at.settled()
    assert is_locked(frame)


async def test_each_one_finds_their_own_places_and_nothing_of_the_other(at: CounterDesk, frame: Frame) -> None:
    at.desk.navigator.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    await let_pass(0.1)
    hers = frame.model
    at.desk.done(CLERK, "Fatto", "di Sara", undo=lambda: None)
    frame.omnibox.type("Bianchi")
    await work(at, frame, "op-01")
    assert (at.desk.navigator.trail, frame.omnibox.state.rows) == ((HomeRoute(),), ())
    assert (frame.state.toast.title, frame.state.toast.undo) == ("", "")
    at.desk.navigator.go(ReturnRoute())
    his = frame.model
    await work(at, frame, "op-07")
    assert frame.model is hers
    assert at.desk.navigator.trail == (HomeRoute(), CustomerRoute("c-1", Purpose.ASSISTANCE))
    await work(at, frame, "op-01")
    assert frame.model is his
