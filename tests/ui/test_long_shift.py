"""Four hours at the counter: whatever is pressed, tapped and scanned, nothing breaks and nothing piles up."""

import pytest

from app.bootstrap.bench_memory import resident_mb
from app.presentation.left_places import MOST_BEGUN
from app.presentation.routes import DevicesRoute, HelpRoute, SettingsRoute
from app.ui.theme.look import Look
from tests.ui.bench import Bench
from tests.ui.long_shift import LongShift, held

GROWTH = 1.05
# What somebody began outlives its place, so many at most for each of the two.
BEGUN = {"ReturnModel", "OrderModel", "CustomerModel", "AttentionModel"}


@pytest.mark.parametrize(
    ("actions", "seed"),
    [(300, 20), pytest.param(10_000, 2026, marks=[pytest.mark.soak, pytest.mark.timeout(7_200)])],
)
async def test_nothing_breaks_and_nothing_piles_up(bench: Bench, look: Look, actions: int, seed: int) -> None:
    shift = LongShift(bench, look, seed, actions)
    await shift.rest()
    await shift.work(actions // 3)
    before = await shift.rest()
    rss_mb, _ = resident_mb()
    await shift.work(actions - actions // 3)
    after = await shift.rest()
    assert after.tasks == before.tasks
    assert after.threads == before.threads
    # What was said last may hold the place it was said in: one of a kind is no leak, a second one is.
    grown = (after.models - before.models).items()
    assert [name for name, more in grown if more > (2 * MOST_BEGUN if name in BEGUN else 1)] == []
    assert after.widgets.total() <= before.widgets.total() * GROWTH
    assert resident_mb()[0] <= rss_mb * GROWTH


async def test_a_place_that_is_left_leaves_nothing_behind(bench: Bench) -> None:
    await bench.sign_in()
    await bench.settled()
    before = held()
    for _ in range(3):
        for route in (SettingsRoute(), DevicesRoute(), HelpRoute()):
            bench.frame.go(route)
            await bench.settled()
        bench.desk.navigator.home()
        await bench.settled()
    after = held()
    assert after.models == before.models
    assert after.widgets == before.widgets
