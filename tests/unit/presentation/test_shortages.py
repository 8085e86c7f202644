"""What is missing for good, on the shop floor's screen: the customer's rule, a scan, and what is done about it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import Code, Problem
from app.domain.orders import Order, Progress
from app.domain.preparing import Phase
from app.domain.values import OrderId, Sku, Substitution
from app.presentation.routes import PrepareRoute
from app.presentation.viewmodels.prepare import PrepareModel
from app.store.terminal_files import TerminalFiles
from tests.unit.domain.samples import line, order
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.usecases.counter import Counter, counter_shop
from tests.unit.usecases.sample_files import BOTTLE, SHIRT

BY_SHOP, BY_ASKING, BY_NOBODY, CHEAP = "o-4901", "o-4902", "o-4903", "o-4904"
RULES = {BY_SHOP: Substitution.SHOP, BY_ASKING: Substitution.ASK, BY_NOBODY: Substitution.NONE}


def made(order_id: str, rule: Substitution, **changes: object) -> Order:
    """Two shirts nobody has."""
    shirts = line("a", Progress(reserved=2), gtin=SHIRT, substitution=rule, **changes)
    return order((shirts,), id=OrderId(order_id), number=order_id[2:], public_no=int(order_id[2:]))


@pytest.fixture
async def floor(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """A clerk, and an order for each rule; one whose shirts cost less than anything else."""
    orders = [made(order_id, rule) for order_id, rule in RULES.items()]
    shop = counter_shop(*orders, made(CHEAP, Substitution.SHOP, unit_price=1000))
    async with (
        Counter(tmp_path, lookups, shop=shop).open() as counter,
        desk_at(counter, jobs_of(counter)) as found,
    ):
        yield found


async def missed(floor: CounterDesk, order_id: str) -> PrepareModel:
    """Walking for it, and the shirts are not there."""
    model = PrepareModel(floor.desk, PrepareRoute((order_id,)))
    await model.open()
    await floor.press(model, "begin")
    await floor.press(model, "ask")
    assert model.take_digit("1")
    await floor.press(model, "miss")
    return model


def phase_of(model: PrepareModel) -> Phase:
    return model.state.phase


async def now(floor: CounterDesk, order_id: str) -> Order:
    """The order as this terminal has it."""
    [found] = await floor.desk.jobs.prepare.orders([order_id])
    return found


async def test_a_scan_is_one_piece_given_instead_and_the_difference_is_shown(floor: CounterDesk) -> None:
    model = await missed(floor, BY_SHOP)
    assert "2 × Maglia Corsa" in model.state.question
    assert not model.foot.primary.is_enabled
    assert await model.take_scan(floor.read(BOTTLE))
    assert model.state.big is not None
    assert (model.state.big.title, model.state.big.values[1]) == ("Borraccia termica", "1")
    assert "12,00" in model.state.big.lines[0]
    for _ in range(2):
        assert await model.take_scan(floor.read(BOTTLE))
    assert model.state.big.values[1] == "2"
    assert model.foot.primary.id == "substitute"
    await floor.press(model, "substitute")
    after = await now(floor, BY_SHOP)
    assert [(item.name, item.progress) for item in after.lines] == [
        ("Maglia Corsa", Progress(cancelled=2)),
        ("Borraccia termica", Progress(picked=2)),
    ]
    assert phase_of(model) is Phase.PACK
    assert model.state.rows[0].variant.startswith("Al posto di Maglia Corsa")
    assert "Borraccia termica" in floor.said()


async def test_who_wants_to_be_asked_is_asked(floor: CounterDesk) -> None:
    model = await missed(floor, BY_ASKING)
    assert "Giulia B." in model.state.notes[0].title
    await model.take_scan(floor.read(BOTTLE))
    assert model.foot.primary.id == "substitute.ask"
    await floor.press(model, "substitute.ask")
    after = await now(floor, BY_ASKING)
    assert [item.progress for item in after.lines] == [Progress(short=1, cancelled=1), Progress(picked=1)]


async def test_who_wants_nothing_else_gets_the_money(floor: CounterDesk) -> None:
    model = await missed(floor, BY_NOBODY)
    assert phase_of(model) is Phase.WAIT
    await floor.press(model, "short")
    with pytest.raises(Problem) as refused:
        await model.take_scan(floor.read(BOTTLE))
    assert refused.value.code is Code.SUBSTITUTE_UNWANTED
    assert model.take_digit("1")
    assert "59,80" in model.state.choices[0].line
    await floor.press(model, "settle.give_up")
    after = await now(floor, BY_NOBODY)
    assert (after.cancelled_at is not None, after.drops[0].refund) == (True, 5980)
    assert phase_of(model) is Phase.DONE


async def test_what_costs_more_and_what_was_missing_is_refused(floor: CounterDesk) -> None:
    cheap = await missed(floor, CHEAP)
    with pytest.raises(Problem) as refused:
        await cheap.take_scan(floor.read(BOTTLE))
    assert refused.value.code is Code.SUBSTITUTE_DEARER
    model = await missed(floor, BY_SHOP)
    order_now = await now(floor, BY_SHOP)
    hit = await floor.desk.jobs.shortages.by_code(SHIRT)
    own = replace(order_now.lines[0], sku=Sku(hit.article.sku))
    with pytest.raises(Problem) as same:
        floor.desk.jobs.shortages.offer(replace(order_now, lines=(own,)), own.id, hit)
    assert same.value.code is Code.SUBSTITUTE_SAME
    with pytest.raises(Problem) as weighed:
        floor.desk.jobs.shortages.offer(order_now, own.id, hit, is_measured=True)
    assert weighed.value.code is Code.SUBSTITUTE_UNPRICED
    assert model.state.big is not None


async def test_it_is_looked_for_again_or_left_missing(floor: CounterDesk) -> None:
    model = await missed(floor, BY_SHOP)
    await floor.press(model, "not_now")
    assert phase_of(model) is Phase.WAIT
    await floor.press(model, "short")
    await model.take_scan(floor.read(BOTTLE))
    await floor.press(model, "other_article")
    assert model.take_digit("2")
    await floor.press(model, "settle.look_again")
    assert phase_of(model) is Phase.BEGIN
    assert (await now(floor, BY_SHOP)).lines[0].progress == Progress(reserved=2)


async def test_nothing_is_given_instead_while_nobody_answers(floor: CounterDesk) -> None:
    """It moves money: the screen says so, and the shirts stay missing."""
    model = await missed(floor, BY_SHOP)
    await model.take_scan(floor.read(BOTTLE))
    floor.counter.cut()
    await floor.press(model, "substitute")
    assert (await now(floor, BY_SHOP)).lines[0].progress == Progress(short=2)
    assert model.state.notes
