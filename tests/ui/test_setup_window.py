"""The shop's set-up at the window: found by name, changed by keys alone and by taps alone."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.shop_settings import Section
from app.presentation.routes import SettingsRoute
from app.presentation.viewmodels.setup import SetupModel
from app.ui.screens.setup import SetupScreen
from app.ui.screens.setup_parts import APART, LineBox
from app.ui.theme.readable import breakable
from tests.ui.bench import Bench
from tests.unit.usecases.counter import MANAGER


@pytest.fixture
async def page(bench: Bench) -> tuple[SetupModel, SetupScreen]:
    """The manager found the page by its name."""
    await bench.sign_in(MANAGER.name)
    bench.key(Qt.Key.Key_F10)
    await bench.until(lambda: bench.frame.palette.state.is_open)
    await bench.keys("posti e")
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: isinstance(bench.frame.model, SetupModel) and bench.frame.model.state.rows)
    model, screen = bench.frame.model, bench.window.screen_shown
    assert isinstance(model, SetupModel)
    assert isinstance(screen, SetupScreen)
    return model, screen


async def test_by_keys_alone(bench: Bench, page: tuple[SetupModel, SetupScreen]) -> None:
    model, screen = page
    model.choose_section(Section.HOURS)
    screen.rows.setFocus(Qt.FocusReason.TabFocusReason)
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: QApplication.focusWidget() is screen.editor.field)
    await bench.keys("9-13, 15-19")
    bench.key(Qt.Key.Key_Return)
    assert model.state.selected == "hours.tue"
    assert QApplication.focusWidget() is screen.editor.field
    await bench.keys("9-12")
    assert [row.value for row in model.state.rows[:2]] == ["09:00-13:00, 15:00-19:00", "09:00-12:00"]
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: not model.is_begun)
    assert bench.counter.online.asked[-1].startswith("settings 0")
    assert bench.frame.state.toast.title == "Posti e orari salvati"


async def test_by_taps_alone(bench: Bench, page: tuple[SetupModel, SetupScreen]) -> None:
    model, screen = page
    bench.tap("Controlli e soglie")
    model.choose("waits.late_s")
    screen.editor.more.click()
    assert model.state.editor.text == "4 min 30 s"
    model.choose("guards.scan_every_bag")
    bench.tap("Sì")
    assert model.foot.primary.words == "Salva 2 modifiche"
    screen.panel.primary.click()
    await bench.until(lambda: not model.is_begun)


async def test_a_file_goes_out_and_is_chosen_by_taps_and_keys(
    bench: Bench, page: tuple[SetupModel, SetupScreen]
) -> None:
    model, screen = page
    bench.tap("File")
    await bench.until(screen.empty.isVisible)
    bench.tap("Esporta in un file")
    await bench.until(lambda: model.state.rows)
    assert not screen.empty.isVisible()
    file = bench.counter.folder / "exchange" / model.state.rows[0].name
    text = file.read_text(encoding="utf-8")
    other = file.with_name("altro.toml")
    other.write_text(text.replace("scan_every_bag = false", "scan_every_bag = true"), encoding="utf-8")
    await model.open()
    screen.rows.setFocus(Qt.FocusReason.TabFocusReason)
    bench.key(Qt.Key.Key_Home)
    names = [row.name for row in model.state.rows]
    bench.key(Qt.Key.Key_Down if names.index(other.name) else Qt.Key.Key_Up)
    await bench.until(lambda: model.state.panel_title == other.name)
    assert "Scansione di ogni busta: da «No» a «Sì»" in model.state.lines
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.is_begun)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: not model.is_begun)
    assert bench.counter.online.asked[-1].startswith("settings 0")


async def test_what_is_wrong_with_a_file_is_told_each_apart(
    bench: Bench, page: tuple[SetupModel, SetupScreen]
) -> None:
    model, screen = page
    folder = bench.counter.folder / "exchange"
    folder.mkdir()
    (folder / "rotto.toml").write_text('store = "BO99"\nversion = 0\n', encoding="utf-8")
    bench.tap("File")
    await bench.until(lambda: model.state.rows)
    model.choose("rotto.toml")
    await bench.until(lambda: len(model.state.lines) > 2)
    await bench.settled()
    shown = [line for line in screen.findChildren(LineBox)[0].lines if line.isVisible()]
    assert [line.text() for line in shown] == [breakable(line) for line in model.state.lines]
    for one, other in pairwise(shown):
        assert other.y() - one.geometry().bottom() > APART // 2
        assert one.height() >= one.heightForWidth(one.width())


async def test_the_settings_lead_there_by_key_and_by_tap(bench: Bench) -> None:
    """Whoever looks for opening hours looks under settings first."""
    await bench.sign_in(MANAGER.name)
    bench.frame.go(SettingsRoute())
    await bench.settled()
    bench.tap("Posti e orari")
    await bench.until(lambda: isinstance(bench.frame.model, SetupModel) and bench.frame.model.state.rows)
