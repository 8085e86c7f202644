"""Goods sold by weight, at the window: by the label of the scale, by keys alone and by taps alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.orders import Progress
from app.domain.values import ByWeight, OrderId
from app.presentation.routes import PrepareRoute
from app.store.terminal_files import TerminalFiles
from app.ui.screens.prepare import PrepareScreen
from app.ui.theme.look import Look
from tests.ui.bench import Bench, bench_at
from tests.ui.test_prepare_window import until
from tests.unit.domain.samples import line, order
from tests.unit.presentation.test_weighing import label
from tests.unit.usecases.counter import counter_shop
from tests.unit.usecases.sample_files import CHEESE

ORDER = "o-4901"


@pytest.fixture
async def scale(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[Bench]:
    """A clerk who walks for half a kilo of cheese."""
    half = line("c", Progress(reserved=1), gtin=CHEESE, name="Formaggio", unit_price=1245, weight=ByWeight(500))
    made = order((half,), id=OrderId(ORDER), number="4901", public_no=4901)
    shop = counter_shop(made, in_store_codes=["2IIIIIIWWWWWC"])
    async with bench_at(tmp_path, lookups, shop) as bench:
        await bench.sign_in()
        bench.frame.go(PrepareRoute((ORDER,)))
        await until(bench, "begin")
        bench.key(Qt.Key.Key_F9)
        await bench.until(lambda: pad_of(bench) is not None)
        yield bench


def screen(bench: Bench) -> PrepareScreen:
    shown = bench.window.screen_shown
    assert isinstance(shown, PrepareScreen)
    return shown


def pad_of(bench: Bench) -> object:
    return getattr(bench.frame.model.state, "pad", None)


async def weighed(bench: Bench) -> ByWeight | None:
    """Packed next, and with what weight."""
    await until(bench, "pack")
    [found] = await bench.desk.jobs.prepare.orders([ORDER])
    assert found.lines[0].progress == Progress(picked=1)
    return found.lines[0].weight


async def test_one_scan_of_the_label_is_all(scale: Bench) -> None:
    """As a scanner types it."""
    scale.wedge(label(486))
    assert await weighed(scale) == ByWeight(500, 486)


async def test_by_keys(scale: Bench) -> None:
    """Digits, one too many taken back, Enter."""
    await scale.keys("4869")
    await scale.until(lambda: screen(scale).pad.value.text() == "4869 g")
    scale.key(Qt.Key.Key_Backspace)
    await scale.until(lambda: screen(scale).pad.value.text() == "486 g")
    scale.key(Qt.Key.Key_Return)
    assert await weighed(scale) == ByWeight(500, 486)


async def test_by_taps_and_far_off_with_a_reason(scale: Bench) -> None:
    """The pad for a finger; the reason is asked before anything is written."""
    for digit in "380":
        scale.tap(digit)
    await scale.until(lambda: scale.offers("Preso: 380 g"))
    scale.tap("Preso: 380 g")
    await scale.until(lambda: scale.offers("È rimasto solo questo"))
    assert not screen(scale).pad.isVisible()
    assert scale.frame.model.state.about == "Scegli il motivo, o pesa di nuovo."
    assert not screen(scale).panel.primary.isEnabled()
    scale.tap("È rimasto solo questo")
    await scale.until(lambda: scale.offers("Prendi così"))
    scale.tap("Prendi così")
    assert await weighed(scale) == ByWeight(500, 380)


async def test_the_keys_are_there_only_while_a_weight_is_asked(scale: Bench) -> None:
    """They say their names, and go with the question."""
    pad = screen(scale).pad
    assert pad.isVisible()
    assert pad.value.accessibleName() == "Quanto pesa: — g"
    scale.tap("Non c’è")
    await scale.until(lambda: not pad.isVisible())
    scale.frame.press_foot("not_now")
    await scale.until(pad.isVisible)
