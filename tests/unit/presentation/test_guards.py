"""What a shop wants checked before an order leaves is asked at the counter there, and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.orders import Order
from app.domain.values import CustomerId, OrderId, SignedOn
from app.presentation.routes import OrderRoute
from app.presentation.viewmodels.order import OrderModel
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import ready_order
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.usecases.counter import Counter, counter_shop

GROWN_UP, ASKED = "o-4832", "o-771"


def named(key: str, name: str) -> Order:
    """A ready order for somebody of that name."""
    made = ready_order(id=OrderId(key), number=key[2:], public_no=int(key[2:]), customer=CustomerId(key))
    return replace(made, customer_name=name)


@asynccontextmanager
async def desk_of(folder: Path, lookups: TerminalFiles, **settings: object) -> AsyncIterator[CounterDesk]:
    """A clerk in a shop with those settings, where two people of nearly one name have ordered."""
    shop = counter_shop(named(ASKED, "Marco Russi"), named("o-772", "Marco Rossi"), **settings)
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


@pytest.mark.parametrize("age", [16, 18, 21])
async def test_the_tick_says_the_age_that_the_oldest_line_asks_for(
    tmp_path: Path, lookups: TerminalFiles, age: int
) -> None:
    asked = named(ASKED, "Marco Russi")
    beer = replace(asked, lines=tuple(replace(line, min_age=age) for line in asked.lines))
    shop = counter_shop(beer)
    async with Counter(tmp_path, lookups, shop=shop).open() as counter, desk_at(counter, jobs_of(counter)) as at:
        state = (await opened(at, ASKED)).render()
        assert state is not None
        assert state.age_check == f"Ho visto un documento: ha compiuto {age} anni"


async def test_a_sheet_is_signed_before_dear_goods_leave_and_the_order_says_so(
    tmp_path: Path, lookups: TerminalFiles
) -> None:
    async with desk_of(tmp_path, lookups, sign_above=1) as at:
        model = await opened(at, ASKED)
        assert "sheet" in [button.id for button in model.foot.secondary]
        assert not model.is_hint_due
        await at.press(model, "sheet")
        assert at.said().startswith("Foglio da firmare")
        await at.press(model, "hand_over")
        state = model.render()
        assert state is not None
        assert "firmata" in state.notes[0].title
        assert not (await at.counter.shown(ASKED)).is_collected
        model.sign("paper")
        assert "sheet" not in [button.id for button in model.foot.secondary]
        await at.press(model, "hand_over")
        [handover] = (await at.counter.shown(ASKED)).live_handovers
        assert handover.signed is SignedOn.PAPER
        after = (await opened(at, ASKED)).render()
        assert after is not None
        [note] = [note for note in after.notes if note.title == "Consegnato con firma sul foglio"]
        assert note.body.startswith("Sara Lombardi")


async def test_nobody_signs_where_the_shop_does_not_ask(tmp_path: Path, lookups: TerminalFiles) -> None:
    async with desk_of(tmp_path, lookups) as at:
        model = await opened(at, ASKED)
        state = model.render()
        assert state is not None
        assert state.signs == ()
        assert "sheet" not in [button.id for button in model.foot.secondary]
        await at.press(model, "hand_over")
        assert (await at.counter.shown(ASKED)).live_handovers[0].signed is None


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_names_stand_side_by_side_where_the_shop_wants_it(
    tmp_path: Path, lookups: TerminalFiles, is_wanted: bool
) -> None:
    async with desk_of(tmp_path, lookups, check_names=is_wanted) as at:
        state = (await opened(at, ASKED)).render()
        assert state is not None
        assert any("Marco Rossi" in note.body for note in state.notes) is is_wanted
