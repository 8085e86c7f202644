"""Where a scan leads is read before it is shown, on a screen that was built while nobody waited."""

from app.presentation.frame import CounterState
from app.presentation.routes import OrderRoute
from app.presentation.viewmodels.order import OrderModel
from app.ui.screens.order import OrderScreen
from tests.ui.bench import Bench
from tests.unit.usecases.counter import TYPED


async def test_a_scan_takes_the_screen_that_was_built_ahead(bench: Bench) -> None:
    await bench.sign_in()
    await bench.until(lambda: bench.window.stack.findChildren(OrderScreen))
    (ahead,) = bench.window.stack.findChildren(OrderScreen)
    bench.scan(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel))
    assert bench.window.screen_shown is ahead
    await bench.until(lambda: len(bench.window.stack.findChildren(OrderScreen)) == 2)


async def test_what_was_scanned_is_there_when_its_place_is_first_shown(bench: Bench) -> None:
    await bench.sign_in()
    seen: list[object] = []

    def look(state: CounterState) -> None:
        if isinstance(state.place, OrderRoute):
            seen.append(bench.frame.model.state)

    bench.frame.subscribe(look)
    bench.scan(TYPED)
    await bench.until(lambda: seen)
    assert seen[0] is not None
