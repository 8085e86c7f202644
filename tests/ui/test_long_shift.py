"""Four hours at the counter: whatever is pressed, tapped and scanned, nothing breaks and nothing piles up."""

import pytest

from app.presentation.left_places import MOST_BEGUN
from app.presentation.routes import DevicesRoute, HelpRoute, OrderRoute, SettingsRoute, SignInRoute
from app.ui.theme.look import Look
from tests.ui.bench import Bench
from tests.ui.holders import told
from tests.ui.long_shift import JOBS, WALK, LongShift, all_built, held, held_mb, idle_models, over, screen_of

GROWTH = 1.05
LONG = 10_000


def everything(bench: Bench) -> set[str]:
    """Every screen there is and every job of a clerk."""
    return {screen_of(bench, route) for route in (*WALK, SignInRoute())} | set(JOBS)


@pytest.mark.parametrize(
    ("actions", "seed"),
    [(300, 20), pytest.param(LONG, 2026, marks=[pytest.mark.soak, pytest.mark.timeout(7_200)])],
)
async def test_nothing_breaks_and_nothing_piles_up(bench: Bench, look: Look, actions: int, seed: int) -> None:
    shift = LongShift(bench, look, seed, actions)
    await shift.rest()
    await shift.work(actions // 3)
    before = await shift.rest()
    before_mb = held_mb()
    await shift.work(actions - actions // 3)
    await shift.make_up()
    after = await shift.rest()
    assert after.tasks == before.tasks
    assert after.threads == before.threads
    assert after.models == before.models, told(idle_models(after.models - before.models))
    assert after.widgets == before.widgets
    # What two people began at places they left outlives those places, so many at most.
    assert after.begun <= 2 * MOST_BEGUN
    assert held_mb() <= before_mb * GROWTH
    assert everything(bench) - shift.been == set()
    if actions >= LONG:
        assert set(over(bench)) - shift.been == set()


async def test_a_place_that_is_left_leaves_nothing_behind(bench: Bench) -> None:
    await bench.sign_in()
    await bench.settled()
    await all_built(bench)
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


async def test_a_scan_that_was_of_no_use_does_not_hold_the_place_it_was_made_at(bench: Bench) -> None:
    await bench.sign_in()
    await bench.settled()
    before = held()
    bench.frame.go(OrderRoute("o-4821"))
    await bench.settled()
    bench.scan("48\x0021")
    await bench.until(lambda: bench.frame.unread.is_open)
    bench.desk.navigator.home()
    await bench.settled()
    assert held().models == before.models
