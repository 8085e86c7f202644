"""An order of another shop, however it is opened: which shop, and what can be done; never a bare "not found"."""

from app.domain.errors import Code
from app.domain.values import OrderId, StoreId
from app.presentation.routes import OrderRoute
from app.presentation.viewmodels.omnibox import OmniboxModel
from app.presentation.viewmodels.order import OrderModel
from tests.unit.domain.samples import ready_order
from tests.unit.presentation.counter_desk import CounterDesk

AWAY = ready_order(id=OrderId("o-9"), number="9911", store=StoreId("RM01"))


async def opened(at: CounterDesk) -> str:
    """What the screen of that order says."""
    model = OrderModel(at.desk, OrderRoute("o-9"))
    await model.open()
    state = model.state
    assert state is not None
    [note] = state.notes
    return f"{note.title} {note.body}"


async def typed(at: CounterDesk, text: str) -> str:
    """What the search says after Enter."""
    box = OmniboxModel(at.desk)
    box.type(text)
    await at.settled()
    assert "altro negozio" in box.state.note
    box.enter(lambda: None)
    await at.settled()
    return box.state.note


async def test_it_says_which_shop(at: CounterDesk) -> None:
    at.counter.online.orders_at_central = [AWAY]
    assert "9911 è nel negozio RM01. Chi ritira deve passare là" in await opened(at)
    assert "9911 è nel negozio RM01. Chi ritira deve passare là" in await typed(at, "9911")


async def test_without_a_line_it_says_whose_orders_are_here(at: CounterDesk) -> None:
    at.counter.online.fault = Code.NO_ANSWER
    assert "solo gli ordini di questo negozio" in await opened(at)
    assert "solo gli ordini di questo negozio" in await typed(at, "9911")
