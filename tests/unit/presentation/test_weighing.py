"""Goods sold by weight, on the shop floor's screen: by the scale's label, by grams, and why when it is off."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.errors import Code, Problem
from app.domain.orders import Order, OrderLine, Progress
from app.domain.preparing import Phase
from app.domain.values import ByWeight, OrderId
from app.node.documents import get_order
from app.presentation.routes import OrderRoute, PrepareRoute
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.prepare import PrepareModel
from app.store.terminal_files import TerminalFiles
from app.usecases.ports import OutboxState
from hardware.symbology.gtin import check_digit
from hardware.symbology.reading import scan_read
from tests.unit.domain.samples import line, order
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import Counter, counter_shop
from tests.unit.usecases.sample_files import CHEESE, SHIRT

MIXED = "o-4901"
GTIN = CHEESE.zfill(14)


def label(value: int) -> str:
    """What the scale prints: 2, the article, five places of price or grams."""
    body = f"2123456{value:05d}"
    return body + check_digit(body)


def made() -> Order:
    """Half a kilo of cheese at 24.90 the kilo, and a shirt."""
    half = line("c", Progress(reserved=1), gtin=CHEESE, name="Formaggio", unit_price=1245, weight=ByWeight(500))
    lines = (half, line("a", Progress(reserved=1), gtin=SHIRT))
    return order(lines, id=OrderId(MIXED), number="4901", public_no=4901)


@pytest.fixture(params=["2IIIIIIWWWWWC"])
async def floor(
    tmp_path: Path, lookups: TerminalFiles, request: pytest.FixtureRequest
) -> AsyncIterator[CounterDesk]:
    """A clerk in a shop whose scale prints labels of that pattern."""
    shop = counter_shop(made(), in_store_codes=[request.param])
    async with (
        Counter(tmp_path, lookups, shop=shop).open() as counter,
        desk_at(counter, jobs_of(counter)) as found,
    ):
        yield found


async def at_the_scale(floor: CounterDesk) -> PrepareModel:
    """Walking, with the cheese before one."""
    model = PrepareModel(floor.desk, PrepareRoute((MIXED,)))
    await model.open()
    await floor.press(model, "begin")
    model.tap(f"{MIXED}/c")
    assert model.state.pad is not None
    return model


async def scanned(floor: CounterDesk, model: PrepareModel, code: str) -> None:
    assert await model.take_scan(scan_read(code.encode(), "scanner", floor.desk.now_at))


def typed(model: PrepareModel, grams: str) -> None:
    for digit in grams:
        assert model.take_digit(digit)


async def cheese(floor: CounterDesk) -> OrderLine:
    """The line as this terminal has it."""
    [found] = await floor.desk.jobs.prepare.orders([MIXED])
    return found.line("c")


async def test_the_label_of_the_scale_is_the_piece_and_its_weight(floor: CounterDesk) -> None:
    """Whatever comes first on the walk: the label says which article it is."""
    model = PrepareModel(floor.desk, PrepareRoute((MIXED,)))
    await model.open()
    await floor.press(model, "begin")
    await scanned(floor, model, label(486))
    found = await cheese(floor)
    assert (found.progress, found.weight) == (Progress(picked=1), ByWeight(500, 486))
    assert "486 g" in floor.said()
    assert (model.state.phase, model.state.pad) == (Phase.PICK, None)
    assert any("ordinati 500 g · pesati 486 g" in row.variant for row in model.state.rows)


async def test_a_gs1_label_says_grams_too(floor: CounterDesk) -> None:
    model = await at_the_scale(floor)
    await scanned(floor, model, f"]d201{GTIN}3103000486")
    assert (await cheese(floor)).weight == ByWeight(500, 486)


@pytest.mark.parametrize("floor", ["2IIIIIIPPPPPC"], indirect=True)
async def test_a_label_with_a_price_fills_in_the_grams_and_a_person_looks(floor: CounterDesk) -> None:
    """The scale's price may be another one than the site's."""
    model = await at_the_scale(floor)
    await scanned(floor, model, label(1210))
    assert (await cheese(floor)).progress == Progress(picking=1)
    assert model.state.pad is not None
    assert model.state.pad.shown == "486 g"
    assert "stampati" in model.state.notes[0].title
    await floor.press(model, model.foot.primary.id)
    assert (await cheese(floor)).weight == ByWeight(500, 486)


async def test_grams_are_typed_and_taken_back(floor: CounterDesk) -> None:
    model = await at_the_scale(floor)
    assert not model.foot.primary.is_enabled
    typed(model, "04867")
    model.delete()
    assert model.state.pad is not None
    assert model.state.pad.shown == "486 g"
    assert all(amount in model.state.notes[0].body for amount in ("12,10", "0,35"))
    assert "486 g" in model.foot.primary.words
    model.clear()
    assert not model.foot.primary.is_enabled
    typed(model, "999999")
    assert model.state.pad.shown == "99999 g"
    model.clear()
    typed(model, "486")
    await floor.press(model, "weigh")
    assert (await cheese(floor)).weight == ByWeight(500, 486)
    undo = floor.desk.notices.latest
    assert undo is not None
    assert undo.undo is not None
    undo.undo()
    await floor.settled()
    found = await cheese(floor)
    assert (found.progress.picked, found.weight) == (0, ByWeight(500))


@pytest.mark.parametrize("way", ["typed", "scanned"])
async def test_far_off_it_is_asked_why_and_the_reason_is_written(floor: CounterDesk, way: str) -> None:
    model = await at_the_scale(floor)
    if way == "scanned":
        await scanned(floor, model, label(380))
    else:
        typed(model, "380")
        assert "120 g" in model.state.notes[0].title
        await floor.press(model, "weigh")
    assert (await cheese(floor)).progress == Progress(picking=1)
    assert "380 g invece di 500 g" in model.state.question
    assert not model.foot.primary.is_enabled
    await floor.press(model, "weigh.again")
    assert model.state.pad is not None
    typed(model, "380")
    await floor.press(model, "weigh")
    assert model.take_digit("2")
    await floor.press(model, "weigh.off")
    assert (await cheese(floor)).weight == ByWeight(500, 380)
    assert b'"reason":"last_one"' in await last_command(floor)


async def last_command(floor: CounterDesk) -> bytes:
    """The newest thing this terminal wrote."""
    entries = await floor.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 100))
    return bytes(max(entries, key=lambda entry: int(entry.command.hlc.split("-")[1])).command.body)


async def test_the_label_of_another_article_is_refused(floor: CounterDesk) -> None:
    model = await at_the_scale(floor)
    body = "299999900486"
    with pytest.raises(Problem) as refused:
        await scanned(floor, model, body + check_digit(body))
    assert refused.value.code is Code.ARTICLE_UNKNOWN
    assert (await cheese(floor)).progress == Progress(picking=1)


async def test_it_can_be_missing_and_it_can_wait(floor: CounterDesk) -> None:
    model = await at_the_scale(floor)
    await floor.press(model, "skip")
    assert model.state.pad is None
    model.tap(f"{MIXED}/c")
    await floor.press(model, "ask")
    assert (model.state.pad, len(model.state.choices)) == (None, 3)
    assert model.take_digit("1")
    await floor.press(model, "miss")
    assert (await cheese(floor)).progress == Progress(short=1)


async def test_without_a_line_it_is_weighed_and_sent_later_once(floor: CounterDesk) -> None:
    model = await at_the_scale(floor)
    floor.counter.cut()
    typed(model, "486")
    await floor.press(model, "weigh")
    assert (await cheese(floor)).weight == ByWeight(500, 486)
    assert at_the_shop(floor).weight == ByWeight(500)
    floor.counter.mend()
    await let_pass(60)
    found = at_the_shop(floor)
    assert (found.progress, found.weight) == (Progress(picked=1), ByWeight(500, 486))


def at_the_shop(floor: CounterDesk) -> OrderLine:
    """The line as the shop's authority has it."""
    with floor.counter.shop.edge.read() as tx:
        return get_order(tx, MIXED).line("c")


async def test_at_the_counter_the_weight_and_what_goes_back_are_read(floor: CounterDesk) -> None:
    model = await at_the_scale(floor)
    await scanned(floor, model, label(486))
    shown = OrderModel(floor.desk, OrderRoute(MIXED))
    await shown.open()
    assert shown.state is not None
    [row] = [row for row in shown.state.lines if row.id == "c"]
    assert ("ordinati 500 g · pesati 486 g" in row.variant, row.paid) == (True, "12,10\xa0€")
    assert any("0,35" in note.title for note in shown.state.notes)
