"""Somebody comes for an order that went to another shop: whoever they ask here can say which, and by any way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.customers import Purpose
from app.domain.keyed import typed_code_hash
from app.domain.orders import Pickup
from app.domain.values import OrderId
from app.presentation.counter import Counter as Frame
from app.presentation.routes import CustomerRoute, OrderRoute
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.omnibox import OmniboxModel
from app.presentation.viewmodels.order import OrderModel
from tests.unit.domain.samples import NOW_AT, ready_order
from tests.unit.node.shop import SECRET
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.presentation.test_transfers import OTHER, left
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, SIGNER, TYPED

OUR_NO, OTHER_NO, UNKNOWN_HERE = 12, 31, 7_777
FORGOTTEN = ready_order(id=OrderId("o-7"), number="7777", public_no=UNKNOWN_HERE, store=OTHER)
"""It went long ago: this terminal has nothing of it any more."""


@pytest.fixture
async def moved(at: CounterDesk) -> CounterDesk:
    """A counter from which order 4821 went to Milano Centrale."""
    pickup = Pickup(code_hash=typed_code_hash(SECRET, TYPED))
    await at.counter.keep("order", "o-4821", replace(left(), pickup=pickup))
    return at


async def frame_of(at: CounterDesk) -> Frame:
    """The frame of the screen, a clerk at work."""
    frame = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return frame


async def scanned(at: CounterDesk, code: str) -> str:
    """What the screen says of a code, whether it leads somewhere or not."""
    frame = await frame_of(at)
    frame.scanned(at.read(code))
    await at.settled()
    model = frame.model
    notes = model.state.notes if isinstance(model, OrderModel) and model.state is not None else ()
    return " ".join([*(note.title for note in notes), at.said(), str(frame.unread.state)])


def signed(store_no: int, order_no: int = UNKNOWN_HERE) -> str:
    """A pickup code that was given for a store."""
    expires_at = NOW_AT + timedelta(hours=5)
    return SIGNER.issue(order_no=order_no, store_no=store_no, generation=1, expires_at=expires_at)


async def test_the_search_says_where_it_went(moved: CounterDesk) -> None:
    box = OmniboxModel(moved.desk)
    box.type("4821")
    await moved.settled()
    [row] = [row for row in box.state.rows if row.id == "order:o-4821"]
    assert (row.line.endswith(f" · passato a {OTHER}"), row.right) == (True, "in un altro negozio")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cancelled_at": NOW_AT, "ready_at": None}, "annullato"),
        ({"ready_at": None}, "in preparazione"),
        ({}, "pronto"),
    ],
)
async def test_the_search_says_how_it_stands_with_others(
    at: CounterDesk, changes: dict[str, object], said: str
) -> None:
    await at.counter.keep("order", "o-7", ready_order(id=OrderId("o-7"), number="7777", **changes))
    box = OmniboxModel(at.desk)
    box.type("7777")
    await at.settled()
    assert [row.right for row in box.state.rows if row.id == "order:o-7"] == [said]


async def test_it_is_among_the_orders_of_its_customer_behind_what_is_here(moved: CounterDesk) -> None:
    await moved.counter.keep("order", "o-7", ready_order(id=OrderId("o-7"), number="7777"))
    model = CustomerModel(moved.desk, CustomerRoute("c-1", Purpose.PICKUP))
    await model.open()
    shown = [(row.id, row.line, row.mark.words) for row in model.state.orders]
    assert shown[-1] == ("o-4821", f"Passato a {OTHER}", "Altrove")
    assert model.state.orders[-1].spoken == f"4821, Passato a {OTHER}"
    assert "o-7" in [row.id for row in model.state.orders[:-1]]


async def test_the_order_itself_says_it(moved: CounterDesk) -> None:
    model = OrderModel(moved.desk, OrderRoute("o-4821"))
    await model.open()
    assert model.state is not None
    assert "Milano Centrale" in " ".join(note.title for note in model.state.notes)


@pytest.mark.parametrize("code", [TYPED, signed(OUR_NO, 4821)], ids=["typed", "signed"])
async def test_its_code_says_it(moved: CounterDesk, code: str) -> None:
    assert "Milano Centrale" in await scanned(moved, code)


@pytest.mark.parametrize("store_no", [OUR_NO, OTHER_NO], ids=["given here", "given in a third shop"])
async def test_head_office_knows_it_when_nothing_is_kept_here(at: CounterDesk, store_no: int) -> None:
    at.counter.online.orders_at_central = [FORGOTTEN]
    assert "7777 è nel negozio Milano Centrale" in await scanned(at, signed(store_no))
