"""A return through the window: keys and scans, and a question about money that a held key does not answer."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.domain.errors import Code
from app.presentation.viewmodels.attention import AttentionModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.recent import RecentModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.ui.shell import frame
from app.ui.widgets.buttons import SURE_MS
from app.ui.widgets.select_field import SelectField
from app.usecases.ports import AttentionItem
from tests.ui.bench import Bench
from tests.ui.places import bring_the_shirt
from tests.unit.domain.samples import NOW_AT
from tests.unit.usecases.counter import MANAGER

AT_ONCE_MS = 600_000
"""However long a busy machine takes from the question to the key, the key comes too soon."""


async def shirt(bench: Bench) -> ReturnModel:
    """The shirt of order 4790 lies on the counter."""
    await bench.sign_in()
    bench.key(Qt.Key.Key_F7)
    return await bring_the_shirt(bench)


def hold(bench: Bench, key: Qt.Key) -> None:
    """The key stays down: the system repeats it."""
    handle = bench.window.windowHandle()
    QApplication.sendEvent(
        handle, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, autorep=True)
    )


async def test_a_digit_gives_the_reason_and_f9_twice_the_money(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = await shirt(bench)
    await bench.keys("1")
    await bench.until(lambda: model.state.questions.reason == "too_small")
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.state.is_asking)
    hold(bench, Qt.Key.Key_F9)
    await bench.settled()
    assert bench.button("Non ora").hasFocus()
    assert model.state.is_asking
    with monkeypatch.context() as busy:
        busy.setattr(frame, "SURE_MS", AT_ONCE_MS)
        bench.key(Qt.Key.Key_F9)
    await bench.settled()
    assert model.state.is_asking
    await bench.pause(SURE_MS / 1000 + 0.1)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.state.is_over)
    assert {"Merce ritirata", "Rimborso ordinato", "Prossimo reso"} <= bench.words()
    assert bench.counter.shop.order_at_central("o-4790").line("a").returned == 1


async def test_enter_on_the_question_is_no(bench: Bench) -> None:
    model = await shirt(bench)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.state.is_asking)
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: not model.state.is_asking)
    assert not model.state.is_over


async def test_the_destination_is_chosen_from_its_menu(bench: Bench) -> None:
    model = await shirt(bench)
    [field] = bench.all(SelectField)
    menu = field.menu()
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False]
    menu.actions()[1].trigger()
    await bench.settled()
    assert model.state.questions.destination == "repair"
    menu.deleteLater()


async def test_the_desk_and_the_recent_acts_are_one_tap_away(bench: Bench) -> None:
    await shirt(bench)
    bench.click(bench.button("Attenzione"))
    await bench.until(lambda: isinstance(bench.frame.model, AttentionModel))
    await bench.until(lambda: "Niente da risolvere" in bench.words())
    bench.click(bench.button("Recenti"))
    await bench.until(lambda: isinstance(bench.frame.model, RecentModel))
    await bench.until(lambda: "Ancora niente oggi" in bench.words())


async def test_the_desk_is_worked_while_nobody_answers(bench: Bench) -> None:
    await bench.sign_in(MANAGER.name)
    item = AttentionItem("x", Code.CATALOGUE_REBUILT, "catalog.db", {}, NOW_AT)
    await bench.counter.door.write(lambda tx: tx.attention_put(item))
    bench.counter.cut()
    bench.tap("Attenzione")
    await bench.until(lambda: isinstance(bench.frame.model, AttentionModel) and bench.frame.model.state.rows)
    await bench.keys("2")
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: "Niente da risolvere" in bench.words())


async def test_a_half_made_return_is_there_for_who_comes_back(bench: Bench) -> None:
    model = await shirt(bench)
    await bench.keys("5")
    await bench.until(lambda: model.state.questions.reason == "defective")
    bench.key(Qt.Key.Key_Escape)
    await bench.until(lambda: isinstance(bench.frame.model, HomeModel))
    bench.key(Qt.Key.Key_F7)
    await bench.until(lambda: bench.frame.model is model)
    await bench.settled()
    assert model.state.questions.reason == "defective"
    bench.click(bench.button("Annulla reso"))
    bench.key(Qt.Key.Key_F6)
    await bench.settled()
    bench.key(Qt.Key.Key_F7)
    await bench.until(lambda: isinstance(bench.frame.model, ReturnModel))
    assert bench.frame.model is not model
    assert bench.frame.model.state.card is None


async def test_esc_on_the_question_is_no(bench: Bench) -> None:
    model = await shirt(bench)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.state.is_asking)
    bench.key(Qt.Key.Key_Escape)
    await bench.until(lambda: not model.state.is_asking)
    assert bench.frame.model is model
