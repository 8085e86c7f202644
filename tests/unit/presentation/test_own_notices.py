"""What somebody did is told to nobody else, however late it ends."""

import pytest

from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.presentation.counter import Counter as Frame
from app.presentation.routes import CustomerRoute, HomeRoute, OrderRoute, ReturnRoute
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.usecases.station import Operator
from hardware.symbology.reading import scan_read
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, TYPED
from tests.unit.usecases.sample_files import SHIRT


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


async def begun(at: CounterDesk, frame: Frame) -> None:
    """The clerk hands over, nobody answers yet, and the terminal is locked."""
    at.desk.navigator.go(OrderRoute("o-4821"))
    await let_pass(0.5)
    at.counter.cut()
    frame.press_foot("hand_over")
    await let_pass(0.1)
    model = frame.model
    assert isinstance(model, OrderModel)
    assert model.is_working
    frame.lock()


async def test_a_hand_over_that_ends_at_the_next_ones_screen_is_not_theirs_to_take_back(
    at: CounterDesk, frame: Frame
) -> None:
    await begun(at, frame)
    at.desk.session.begin(MANAGER)
    at.counter.mend()
    await at.settled()
    assert (await at.counter.shown()).live_handovers
    assert at.desk.notices.latest is None
    frame.undo()
    await at.settled()
    assert (await at.counter.shown()).live_handovers


async def test_nor_when_it_ends_while_the_next_one_is_away(at: CounterDesk, frame: Frame) -> None:
    await begun(at, frame)
    at.desk.session.begin(MANAGER)
    frame.lock()
    at.counter.mend()
    await at.settled()
    assert (await at.counter.shown()).live_handovers
    at.desk.session.begin(MANAGER)
    assert frame.state.toast.title == ""


async def test_who_comes_back_to_their_own_terminal_is_told(at: CounterDesk, frame: Frame) -> None:
    await begun(at, frame)
    at.counter.mend()
    await at.settled()
    at.desk.session.begin(CLERK)
    assert frame.state.toast.undo


@pytest.mark.parametrize("next_one", [CLERK, MANAGER])
async def test_what_is_pressed_on_a_locked_terminal_leaves_the_undo_to_who_did_it(
    at: CounterDesk, frame: Frame, next_one: Operator
) -> None:
    frame.go(OrderRoute("o-4821"))
    await at.settled()
    frame.press_foot("hand_over")
    await at.settled()
    frame.lock()
    frame.undo()
    await at.settled()
    assert (await at.counter.shown()).live_handovers
    at.desk.session.begin(next_one)
    await at.settled()
    assert bool(frame.state.toast.undo) is (next_one is CLERK)
    frame.undo()
    await at.settled()
    assert bool((await at.counter.shown()).live_handovers) is (next_one is MANAGER)


@pytest.mark.parametrize("code", [TYPED, SHIRT])
async def test_a_scan_of_the_one_before_leads_the_next_one_nowhere(
    at: CounterDesk, frame: Frame, code: str
) -> None:
    at.desk.session.begin(MANAGER)
    at.desk.navigator.go(ReturnRoute())
    at.desk.session.begin(CLERK)
    await at.settled()
    frame.scanned(scan_read(code.encode(), "scanner", at.desk.now_at))
    frame.lock()
    at.desk.session.begin(MANAGER)
    await at.settled()
    assert at.desk.navigator.at == ReturnRoute()
    assert frame.model.state == ReturnModel(at.desk, ReturnRoute()).state


async def test_scans_are_followed_in_the_order_they_were_read(at: CounterDesk, frame: Frame) -> None:
    for code in (TYPED, "R-T1AA-0042"):
        frame.scanned(scan_read(code.encode(), "scanner", at.desk.now_at))
    await at.settled()
    assert at.desk.navigator.trail == (HomeRoute(), OrderRoute("o-4821", 1), ReturnRoute())


async def test_a_purpose_is_chosen_for_one_customer_only(at: CounterDesk, frame: Frame) -> None:
    box = frame.omnibox
    box.type("giulia")
    await at.settled()
    box.choose_purpose(Purpose.ASSISTANCE)
    box.pick("customer:c-1")
    assert at.desk.navigator.at == CustomerRoute("c-1", Purpose.ASSISTANCE)
    box.type("giulia")
    await at.settled()
    assert box.state.purpose == Purpose.PICKUP
    box.choose_purpose(Purpose.ASSISTANCE)
    box.type("")
    assert box.state.purpose == Purpose.PICKUP


async def test_a_purpose_goes_with_the_words_it_was_chosen_for(at: CounterDesk, frame: Frame) -> None:
    box = frame.omnibox
    for first, then, purpose in (("giu", "giulia", Purpose.ASSISTANCE), ("marco", "giulia", Purpose.PICKUP)):
        box.type("")
        box.type(first)
        box.choose_purpose(Purpose.ASSISTANCE)
        box.type(then)
        assert box.state.purpose == purpose


async def test_what_could_not_be_done_is_not_told_as_done(at: CounterDesk, frame: Frame) -> None:
    at.desk.not_done(CLERK, Problem(Code.CART_OFFLINE))
    assert (frame.state.toast.is_refused, frame.state.toast.undo) == (True, "")
    at.desk.done(CLERK, "fatto")
    assert (frame.state.toast.is_refused, frame.state.toast.title) == (False, "fatto")
