"""Trying a scanner that types on the page of devices: its keys show what came and open nothing."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.presentation.routes import DevicesRoute
from app.presentation.viewmodels.devices import TYPED, DevicesModel
from app.ui.screens.devices import DevicesScreen
from app.ui.widgets.row_list import RowList
from hardware.drivers.scanners.key_layouts import LAYOUTS
from hardware.drivers.scanners.layout_check import SHEET, typed_through
from tests.ui.bench import Bench
from tests.unit.usecases.sample_files import BOTTLE


async def trying(bench: Bench, button: str) -> DevicesScreen:
    """The page, with scanners that type chosen and something begun."""
    await bench.sign_in()
    bench.frame.go(DevicesRoute())
    await bench.settled()
    shown = bench.window.screen_shown
    assert isinstance(shown, DevicesScreen)
    shown.devices.chosen.emit(TYPED)
    await bench.until(lambda: bench.offers(button))
    bench.tap(button)
    await bench.until(lambda: bench.offers("Fine della prova"))
    return shown


async def test_a_code_is_shown_and_leads_nowhere_until_the_test_ends(bench: Bench) -> None:
    await trying(bench, "Prova di lettura")
    bench.wedge(BOTTLE)
    await bench.until(lambda: f"Contenuto: {BOTTLE}" in bench.words())
    assert "Codice letto, senza identificativo AIM" in bench.words(), "the Enter behind it was seen"
    assert bench.desk.navigator.at == DevicesRoute()
    bench.tap("Fine della prova")
    await bench.until(lambda: bench.offers("Controlla di nuovo"))
    bench.wedge(BOTTLE)
    await bench.until(lambda: bench.desk.navigator.at != DevicesRoute())


async def test_the_keyboard_is_judged_by_the_keys_and_not_by_what_was_made_of_them(bench: Bench) -> None:
    await trying(bench, "Prova della tastiera")
    model = bench.frame.model
    assert isinstance(model, DevicesModel)
    for number, code in enumerate(SHEET, 1):
        bench.wedge(typed_through(LAYOUTS["us"], LAYOUTS["it"], code))
        await bench.until(partial(_has_facts, model, number))
    assert "Tastiera del lettore: americana. Del computer: italiana." in bench.words()


def _has_facts(model: DevicesModel, count: int) -> bool:
    return len(model.state.facts) == count


async def test_the_chosen_device_is_in_sight_where_there_is_little_room(bench: Bench) -> None:
    await bench.sign_in()
    bench.frame.go(DevicesRoute())
    await bench.settled()
    shown, model = bench.window.screen_shown, bench.frame.model
    assert isinstance(shown, DevicesScreen)
    assert isinstance(model, DevicesModel)
    devices, rows, other = shown.devices, model.state.rows, QWidget()
    shown.main.addWidget(other)
    for left in (240, 200):
        model.choose(rows[0].id)
        devices.verticalScrollBar().setValue(0)
        other.setFixedHeight(shown.facts.height() - left)
        await bench.settled()
        assert devices.height() < len(rows) * devices.row_height
        model.choose(rows[-1].id)
        await bench.settled()
        _assert_in_sight(devices)
    devices.verticalScrollBar().setValue(0)
    other.setFixedHeight(shown.facts.height() - 220)
    await bench.settled()
    _assert_in_sight(devices)


def _assert_in_sight(devices: RowList) -> None:
    at = devices.currentIndex()
    assert at.row() == devices.model().rowCount() - 1
    assert devices.viewport().rect().contains(devices.visualRect(at))
