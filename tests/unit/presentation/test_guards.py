"""What a shop wants checked before an order leaves is asked at the counter there, and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.orders import Order
from app.domain.values import CustomerId, OrderId
from app.presentation.routes import OrderRoute
from app.presentation.viewmodels.order import OrderModel
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import ready_order
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.usecases.counter import Counter, counter_shop

GROWN_UP, ASKED = "o-4832", "o-1"


def named(key: str, name: str) -> Order:
    """A ready order for somebody of that name."""
    made = ready_order(id=OrderId(key), number=f"77{key[-1]}", public_no=int(key[-1]), customer=CustomerId(key))
    return replace(made, customer_name=name)


@asynccontextmanager
async def desk_of(folder: Path, lookups: TerminalFiles, **settings: object) -> AsyncIterator[CounterDesk]:
    """A clerk in a shop with those settings, where two people of nearly one name have ordered."""
    shop = counter_shop(named(ASKED, "Marco Russi"), named("o-2", "Marco Rossi"), **settings)
    async with Counter(folder, lookups, shop=shop).open() as counter, desk_at(counter, jobs_of(counter)) as found:
        yield found


async def opened(at: CounterDesk, order: str) -> OrderModel:
    """The screen of an order."""
    model = OrderModel(at.desk, OrderRoute(order))
    await model.open()
    return model


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_a_document_is_asked_for_where_the_shop_wants_it(
    tmp_path: Path, lookups: TerminalFiles, is_wanted: bool
) -> None:
    async with desk_of(tmp_path, lookups, check_age=is_wanted) as at:
        model = await opened(at, GROWN_UP)
        state = model.render()
        assert state is not None
        assert bool(state.age_check) is is_wanted
        assert model.is_hint_due is not is_wanted
        await at.press(model, "hand_over")
        assert (await at.counter.shown(GROWN_UP)).is_collected is not is_wanted


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_names_stand_side_by_side_where_the_shop_wants_it(
    tmp_path: Path, lookups: TerminalFiles, is_wanted: bool
) -> None:
    async with desk_of(tmp_path, lookups, check_names=is_wanted) as at:
        state = (await opened(at, ASKED)).render()
        assert state is not None
        assert any("Marco Rossi" in note.body for note in state.notes) is is_wanted
