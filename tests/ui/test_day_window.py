"""The end of the day through the window: four actions, Enter says no, and the paper can be looked at."""

import pytest
from PySide6.QtCore import Qt

from app.presentation.routes import PaperRoute, Route
from app.presentation.viewmodels.day import DayModel
from app.presentation.viewmodels.paper import PaperModel
from tests.ui.bench import Bench
from tests.unit.usecases.counter import PIN


async def manager(bench: Bench) -> None:
    """Ada begins to work."""
    await bench.until(lambda: bench.offers("Ada Neri"))
    bench.tap("Ada Neri")
    await bench.keys(PIN)
    await bench.until(lambda: bench.desk.session.operator is not None)
    await bench.until(lambda: getattr(bench.frame.model.state, "rows", ()))


async def day(bench: Bench) -> DayModel:
    """Two taps to the day."""
    bench.tap("Recenti")
    await bench.until(lambda: bench.offers("Riepilogo del giorno"))
    bench.tap("Riepilogo del giorno")
    await bench.until(lambda: isinstance(bench.frame.model, DayModel) and bench.frame.model.state.rows)
    assert isinstance(bench.frame.model, DayModel)
    return bench.frame.model


def at(bench: Bench) -> Route:
    """Where we are."""
    return bench.desk.navigator.at


async def test_a_day_is_closed_with_four_actions(bench: Bench) -> None:
    await manager(bench)
    model = await day(bench)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.foot.enter)
    await bench.pause(0.5)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.state.mark is not None)
    assert "Vedi la chiusura" in bench.words()
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: isinstance(bench.frame.model, PaperModel))
    assert at(bench) == PaperRoute("T1AA-000001")


async def test_enter_closes_nothing(bench: Bench) -> None:
    await manager(bench)
    model = await day(bench)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.foot.enter)
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: not model.foot.enter)
    assert model.state.mark is None


async def test_a_clerk_is_asked_for_another_person(bench: Bench) -> None:
    await bench.sign_in()
    model = await day(bench)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.foot.enter)
    await bench.pause(0.5)
    bench.key(Qt.Key.Key_F9)
    await bench.wait_for(lambda: bench.frame.approval.state.is_open)
    assert bench.frame.approval.state.act == "Chiudere il giorno"
    bench.frame.approval.cancel()
    await bench.until(lambda: not bench.frame.approval.state.is_open)
    assert model.state.mark is None


@pytest.mark.parametrize("typed", ["giorn", "close"])
async def test_it_is_in_the_palette_in_both_languages(bench: Bench, typed: str) -> None:
    await bench.sign_in()
    bench.key(Qt.Key.Key_F10)
    bench.frame.palette.type(typed)
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: isinstance(bench.frame.model, DayModel))
