"""An order made ready at the window, by scanner and keys alone and by taps alone, each action counted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.orders import Progress
from app.domain.values import OrderId
from app.presentation.routes import PrepareRoute
from app.presentation.viewmodels.prepare import PrepareModel
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.bench import Bench, bench_at
from tests.unit.domain.samples import line, order
from tests.unit.usecases.counter import counter_shop
from tests.unit.usecases.sample_files import BOTTLE, SHIRT

ORDER = "o-4901"


@pytest.fixture
async def floor(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[Bench]:
    """A clerk in front of an order of two shirts and a bottle."""
    lines = (line("a", Progress(reserved=2), gtin=SHIRT), line("b", Progress(reserved=1), gtin=BOTTLE))
    shop = counter_shop(order(lines, id=OrderId(ORDER), number="4901", public_no=4901))
    async with bench_at(tmp_path, lookups, shop) as bench:
        await bench.sign_in()
        bench.frame.go(PrepareRoute((ORDER,)))
        await until(bench, "begin")
        yield bench


async def until(bench: Bench, phase: str) -> None:
    """The window has come so far, and its button can be pressed."""

    def is_there() -> bool:
        model = bench.frame.model
        return isinstance(model, PrepareModel) and model.state.phase == phase

    await bench.until(is_there)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)


async def scanned(bench: Bench, code: str, left: str) -> None:
    """A code is read, and the card says how many are left to take, or what comes next."""
    bench.wedge(code)
    await bench.until(lambda: bench.frame.model.state.big.values[1] == left)


async def test_by_scanner_and_keys(floor: Bench) -> None:
    floor.key(Qt.Key.Key_F9)
    await until(floor, "pick")
    await scanned(floor, SHIRT, "1")
    floor.wedge(BOTTLE)
    await floor.until(
        lambda: len([row for row in floor.frame.model.state.rows if row.mark.words == "prelevato"]) == 1
    )
    floor.wedge(SHIRT)
    await until(floor, "pack")
    floor.key(Qt.Key.Key_Return)
    await until(floor, "stage")
    floor.scan("R01")
    await until(floor, "ready")
    floor.key(Qt.Key.Key_F9)
    await until(floor, "done")
    assert (await floor.desk.jobs.prepare.orders([ORDER]))[0].ready_at is not None


async def test_by_taps(floor: Bench) -> None:
    taps = (
        ("Comincia il giro", "pick"),
        ("Presi tutti e 2", "pick"),
        ("Preso", "pack"),
        ("Chiudi e stampa l’etichetta", "stage"),
        ("Metti in R01", "ready"),
        ("Pronto, avvisa il cliente", "done"),
    )
    for words, phase in taps:
        await floor.until(lambda words=words: floor.offers(words))  # type: ignore[misc]  # one type
        floor.tap(words)
        await until(floor, phase)
    assert (await floor.desk.jobs.prepare.orders([ORDER]))[0].ready_at is not None
