"""The hint of a place stands only while what it says can be done there."""

from collections.abc import Callable

import pytest

from app.domain.errors import Code
from app.presentation.counter import Counter as Frame
from app.presentation.routes import AttentionRoute, OrderRoute, ReturnRoute, Route
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.usecases.ports import AttentionItem
from tests.unit.domain.samples import NOW_AT
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK
from tests.unit.usecases.sample_files import BOTTLE

ORDER = "Controlla la prova di ritiro, poi Invio o F9 consegna."


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen, a clerk at work who wants hints."""
    at.desk.preferences.has_hints = True
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


async def told_at(at: CounterDesk, frame: Frame, route: Route) -> str:
    """The hint of a place, once it is read."""
    frame.go(route)
    await at.settled()
    return frame.state.first_use


@pytest.mark.parametrize("order", ["o-4790", "o-4830", "o-4832", "o-4900", "o-1"])
async def test_no_order_that_cannot_go_is_said_to_go_by_one_key(at: CounterDesk, frame: Frame, order: str) -> None:
    assert await told_at(at, frame, OrderRoute("o-4821")) == ORDER
    assert await told_at(at, frame, OrderRoute(order)) == ""


@pytest.mark.parametrize(("order", "see"), [("o-4830", OrderModel.take_money), ("o-4832", OrderModel.check_age)])
async def test_it_comes_when_the_proof_is_all_that_is_left(
    at: CounterDesk, frame: Frame, order: str, see: Callable[[OrderModel, bool], None]
) -> None:
    await told_at(at, frame, OrderRoute(order))
    model = frame.model
    assert isinstance(model, OrderModel)
    see(model, True)
    assert frame.state.first_use == ORDER
    await at.press(model, "hand_over")
    assert (await at.counter.shown(order)).live_handovers
    assert frame.state.first_use == ""


async def test_reasons_are_spoken_of_with_an_article_on_the_counter(at: CounterDesk, frame: Frame) -> None:
    assert await told_at(at, frame, ReturnRoute()) == ""
    model = frame.model
    assert isinstance(model, ReturnModel)
    await model.take_scan(at.read(BOTTLE))
    assert "numero" in frame.state.first_use
    model.discard()
    assert frame.state.first_use == ""


async def test_cases_are_spoken_of_where_there_is_one(at: CounterDesk, frame: Frame) -> None:
    assert await told_at(at, frame, AttentionRoute()) == ""
    item = AttentionItem("1", Code.SERVER_ERROR, "o-4821", {}, NOW_AT)
    await at.counter.door.write(lambda tx: tx.attention_put(item))
    await frame.reload()
    assert "caso" in frame.state.first_use
