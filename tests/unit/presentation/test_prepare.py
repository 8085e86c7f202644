"""The shop floor's screen: what it offers at each step, by scanner and by button, and what goes wrong."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.domain.errors import Code, Problem
from app.domain.orders import Progress
from app.domain.preparing import Phase
from app.domain.values import OrderId
from app.node.custody import publish_config
from app.presentation.jobs import LinkFacts
from app.presentation.routes import HomeRoute, OrderRoute, PrepareRoute, Route
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.prepare import PrepareModel
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import line, order
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.usecases.counter import MANAGER, Counter, counter_shop
from tests.unit.usecases.sample_files import BOTTLE, SHIRT

FIRST, SECOND = "o-4901", "o-4902"


@pytest.fixture
async def floor(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """A clerk, and two orders to prepare: two shirts and a bottle; a bottle."""
    lines = (line("a", Progress(reserved=2), gtin=SHIRT), line("b", Progress(reserved=1), gtin=BOTTLE))
    first = order(lines, id=OrderId(FIRST), number="4901", public_no=4901)
    other = (line("b", Progress(reserved=1), gtin=BOTTLE),)
    second = order(other, id=OrderId(SECOND), number="4902", public_no=4902)
    shop = counter_shop(first, second)
    async with (
        Counter(tmp_path, lookups, shop=shop).open() as counter,
        desk_at(counter, jobs_of(counter)) as found,
    ):
        yield found


def phase_of(model: PrepareModel) -> Phase:
    return model.state.phase


async def begun(floor: CounterDesk, *orders: str) -> PrepareModel:
    """Walking for these."""
    model = PrepareModel(floor.desk, PrepareRoute(orders or (FIRST,)))
    await model.open()
    assert phase_of(model) is Phase.BEGIN
    await floor.press(model, "begin")
    assert phase_of(model) is Phase.PICK
    return model


async def to_phase(floor: CounterDesk, model: PrepareModel, phase: Phase) -> None:
    for button in ("pick", "pick", "pack", "stage"):
        if phase_of(model) is phase:
            return
        await floor.press(model, button)
    assert phase_of(model) is phase


async def test_from_the_queue_to_ready_by_button(floor: CounterDesk) -> None:
    home = HomeModel(floor.desk)
    await home.open()
    home.choose(FIRST)
    await floor.press(home, home.foot.primary.id)
    at: Route = floor.desk.navigator.at
    assert at == PrepareRoute((FIRST,))
    model = await begun(floor)
    for button, phase in (
        ("pick", Phase.PICK),
        ("pick", Phase.PACK),
        ("pack", Phase.STAGE),
        ("stage", Phase.READY),
        ("ready", Phase.DONE),
    ):
        assert model.foot.primary.is_enabled
        await floor.press(model, button)
        assert phase_of(model) is phase
    assert "4901" in floor.said()
    await floor.press(model, model.foot.primary.id)
    at = floor.desk.navigator.at
    assert at == HomeRoute()


async def test_each_scan_is_one_piece_in_whatever_order(floor: CounterDesk) -> None:
    model = await begun(floor)
    assert model.state.big is not None
    assert (model.state.big.values, model.state.rows[0].is_now) == (("A1", "2"), True)
    assert await model.take_scan(floor.read(SHIRT))
    assert model.state.big.values[1] == "1"
    assert await model.take_scan(floor.read(BOTTLE))
    assert await model.take_scan(floor.read(SHIRT))
    assert phase_of(model) is Phase.PACK


async def test_a_piece_nobody_asked_for_is_refused_and_counts_for_nothing(floor: CounterDesk) -> None:
    model = await begun(floor, SECOND)
    before = model.state
    with pytest.raises(Problem) as refused:
        await model.take_scan(floor.read(SHIRT))
    assert refused.value.code is Code.NOT_TO_PICK
    assert model.state == before


async def test_several_orders_are_one_walk_and_then_one_after_the_other(floor: CounterDesk) -> None:
    model = await begun(floor, FIRST, SECOND)
    assert [row.order for row in model.state.rows if row.place == "A1"] == ["4901"]
    for code in (SHIRT, SHIRT, BOTTLE, BOTTLE):
        assert await model.take_scan(floor.read(code))
    for number in ("4901", "4902"):
        assert model.state.big is not None
        assert model.state.big.values[0] == f"{number}-1"
        await floor.press(model, "pack")
        assert await model.take_scan(floor.read("R01"))
        await floor.press(model, "ready")
    assert phase_of(model) is Phase.DONE


async def test_a_shelf_is_scanned_chosen_by_digit_or_proposed(floor: CounterDesk) -> None:
    model = await begun(floor)
    await to_phase(floor, model, Phase.STAGE)
    assert [choice.value for choice in model.state.choices] == ["R01"]
    assert model.take_digit("1")
    assert not model.take_digit("7")
    assert not await model.take_scan(floor.read("ZZ99"))
    assert not await model.take_scan(floor.read("4821-1"))
    assert await model.take_scan(floor.read("4901-1"))
    assert any("4901-1" in note.title for note in model.state.notes)
    assert await model.take_scan(floor.read("r01"))
    assert phase_of(model) is Phase.READY


async def test_a_line_can_wait_for_another_bag(floor: CounterDesk) -> None:
    model = await begun(floor)
    await to_phase(floor, model, Phase.PACK)
    model.tap(model.state.rows[1].id)
    await floor.press(model, "pack")
    assert phase_of(model) is Phase.PACK
    assert model.state.big is not None
    assert model.state.big.values == ("4901-2", "1")


async def test_what_is_missing_needs_a_reason_and_holds_the_order(floor: CounterDesk) -> None:
    model = await begun(floor)
    await floor.press(model, "ask")
    assert not model.foot.primary.is_enabled
    assert model.take_digit("2")
    await floor.press(model, "miss")
    assert [row.mark.words for row in model.state.rows][-1] == "manca"
    for button in ("pick", "pack", "stage"):
        await floor.press(model, button)
    assert phase_of(model) is Phase.WAIT
    assert [button.id for button in model.foot.secondary] == ["short", "look_again"]
    await floor.press(model, "look_again")
    assert phase_of(model) is Phase.BEGIN


async def test_what_was_just_done_is_taken_back(floor: CounterDesk) -> None:
    model = await begun(floor, SECOND)
    await floor.press(model, "pick")
    assert phase_of(model) is Phase.PACK
    latest = floor.desk.notices.latest
    assert latest is not None
    assert latest.undo is not None
    latest.undo()
    await floor.settled()
    assert phase_of(model) is Phase.BEGIN


async def test_what_was_said_to_be_missing_is_taken_back(floor: CounterDesk) -> None:
    model = await begun(floor, SECOND)
    await floor.press(model, "ask")
    assert model.take_digit("1")
    await floor.press(model, "miss")
    assert phase_of(model) is Phase.WAIT
    latest = floor.desk.notices.latest
    assert latest is not None
    assert latest.undo is not None
    latest.undo()
    await floor.settled()
    assert phase_of(model) is Phase.BEGIN
    assert model.state.notes == ()


async def test_a_stop_can_wait_and_the_walk_can_be_left(floor: CounterDesk) -> None:
    model = await begun(floor)
    assert model.state.big is not None
    first = model.state.big.values
    await floor.press(model, "skip")
    assert model.state.big.values != first
    model.tap(model.state.rows[0].id)
    assert model.state.big.values == first
    await floor.press(model, "let_go")
    await model.open()
    assert phase_of(model) is Phase.BEGIN


async def test_a_colleagues_walk_is_seen_and_left_alone(floor: CounterDesk) -> None:
    await begun(floor)
    floor.desk.session.begin(MANAGER)
    model = PrepareModel(floor.desk, PrepareRoute((FIRST,)))
    await model.open()
    assert phase_of(model) is Phase.WAIT
    assert {row.mark.words for row in model.state.rows} == {"ci pensa un collega"}


async def test_without_the_shops_server_it_is_said_and_picking_goes_on(floor: CounterDesk) -> None:
    model = await begun(floor)
    floor.counter.cut()
    await floor.press(model, "pick")
    await model.open()
    assert model.state.notes
    await floor.press(model, "pick")
    assert phase_of(model) is Phase.PACK
    await floor.press(model, "pack")
    await floor.press(model, "stage")
    assert phase_of(model) is Phase.READY
    await floor.press(model, "ready")
    assert phase_of(model) is Phase.READY
    floor.counter.mend()


async def test_a_ready_order_opens_where_it_is_handed_over(floor: CounterDesk) -> None:
    home = HomeModel(floor.desk)
    await home.open()
    home.open_order("o-4821")
    assert floor.desk.navigator.at == OrderRoute("o-4821")


async def test_an_order_nobody_knows_is_not_called_ready(floor: CounterDesk) -> None:
    model = PrepareModel(floor.desk, PrepareRoute(("o-none",)))
    assert (model.state.title, model.foot.primary.is_enabled) == ("", False)
    await model.open()
    assert phase_of(model) is Phase.WAIT
    assert model.state.title
    assert model.foot.primary.id == "home"


async def test_a_walk_begins_with_a_list_on_paper_where_it_is_wanted(floor: CounterDesk) -> None:
    model = PrepareModel(floor.desk, PrepareRoute((FIRST,)))
    await model.open()
    woken = floor.counter.woken
    await floor.press(model, model.foot.secondary[0].id)
    assert phase_of(model) is Phase.PICK
    assert floor.counter.woken == woken + 1


@pytest.mark.parametrize("is_linked", [True, False])
async def test_what_becomes_of_the_message_is_said(floor: CounterDesk, is_linked: bool) -> None:
    floor.counter.is_line_up = is_linked
    jobs = replace(floor.desk.jobs, link=lambda: LinkFacts(True, "", 0.0, "", is_linked))
    desk = replace(floor.desk, jobs=jobs)
    model = PrepareModel(desk, PrepareRoute((SECOND,)))
    await model.open()
    for button in ("begin", "pick", "pack", "stage", "ready"):
        await floor.press(model, button)
    assert phase_of(model) is Phase.DONE
    wanted = "in coda" if is_linked else "appena torna la linea"
    assert [wanted in note.title for note in model.state.notes] == [True]


async def test_where_the_web_shop_writes_to_nobody_a_person_does(tmp_path: Path, lookups: TerminalFiles) -> None:
    piece = order(
        (line("b", Progress(reserved=1), gtin=BOTTLE),), id=OrderId(SECOND), number="4902", public_no=4902
    )
    shop = counter_shop(piece)
    with shop.central.write() as tx:
        publish_config(tx, msgspec.structs.replace(shop.config, writes_ready=False))
    shop.follow()
    async with (
        Counter(tmp_path, lookups, shop=shop).open() as counter,
        desk_at(counter, jobs_of(counter)) as floor,
    ):
        model = PrepareModel(floor.desk, PrepareRoute((SECOND,)))
        await model.open()
        for button in ("begin", "pick", "pack", "stage", "ready"):
            await floor.press(model, button)
        assert [note.title for note in model.state.notes] == [
            "Il sito non avvisa il cliente: chiamalo o scrivigli"
        ]
