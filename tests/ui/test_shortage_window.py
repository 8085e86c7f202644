"""What is missing for good, at the window: by scanner and keys, and by taps, to the bag."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.orders import Progress
from app.domain.values import OrderId, Substitution
from app.presentation.routes import PrepareRoute
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.bench import Bench, bench_at
from tests.ui.test_prepare_window import until
from tests.unit.domain.samples import line, order
from tests.unit.usecases.counter import counter_shop
from tests.unit.usecases.sample_files import BOTTLE, SHIRT

ORDER = "o-4901"


@pytest.fixture(params=[Substitution.ASK, Substitution.SHOP], ids=str)
async def floor(
    tmp_path: Path, lookups: TerminalFiles, look: Look, request: pytest.FixtureRequest
) -> AsyncIterator[Bench]:
    """A clerk who walks for a shirt whose customer takes something else."""
    shirt = line("a", Progress(reserved=1), gtin=SHIRT, substitution=request.param)
    shop = counter_shop(order((shirt,), id=OrderId(ORDER), number="4901", public_no=4901))
    async with bench_at(tmp_path, lookups, shop) as bench:
        await bench.sign_in()
        bench.frame.go(PrepareRoute((ORDER,)))
        await until(bench, "begin")
        bench.key(Qt.Key.Key_F9)
        await until(bench, "pick")
        yield bench


async def missed(floor: Bench) -> None:
    """Say that it is not there, and why."""
    floor.tap("Non c’è")
    await floor.until(lambda: floor.offers("Non si trova"))
    floor.tap("Non si trova")
    await floor.until(floor.window.screen_shown.panel.primary.isEnabled)
    floor.key(Qt.Key.Key_F9)
    await floor.until(lambda: "che si fa?" in floor.frame.model.state.question)


async def test_another_one_goes_into_the_bag(floor: Bench) -> None:
    """Say that it is missing, scan what goes instead, press the button that says what was agreed."""
    await missed(floor)
    floor.wedge(BOTTLE)
    await floor.until(lambda: floor.frame.model.foot.primary.id.startswith("substitute"))
    await floor.until(floor.window.screen_shown.panel.primary.isEnabled)
    floor.key(Qt.Key.Key_F9)
    await until(floor, "pack")
    [after] = await floor.desk.jobs.prepare.orders([ORDER])
    assert [item.progress for item in after.lines] == [Progress(cancelled=1), Progress(picked=1)]


async def test_it_will_not_come(floor: Bench) -> None:
    """The choice is made before anything moves, and the order ends with its last piece."""
    await missed(floor)
    assert not floor.window.screen_shown.panel.primary.isEnabled()
    floor.tap("Non arriva")
    await floor.until(floor.window.screen_shown.panel.primary.isEnabled)
    floor.key(Qt.Key.Key_F9)
    await until(floor, "done")
    [after] = await floor.desk.jobs.prepare.orders([ORDER])
    assert after.cancelled_at is not None
