"""One terminal, several people: a yes by keys alone, Tab stays on the sheet."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.bench import Bench
from tests.ui.places import asking_for_a_yes
from tests.unit.usecases.counter import CLERK, PIN

FULL = "333 123 4567"


async def test_another_person_says_yes_by_keys_and_the_act_goes_on(bench: Bench) -> None:
    model = await asking_for_a_yes(bench)
    assert bench.window.approval_sheet.isVisible()
    await bench.wait_for(lambda: {"Ada Neri", "PIN di Ada Neri"} <= bench.words())
    bench.key(Qt.Key.Key_F7)
    assert bench.frame.model is model
    await bench.keys("1")
    await bench.wait_for(lambda: bench.frame.approval.state.reason)
    await bench.keys(PIN)
    await bench.until(lambda: model.state.facts[0].value == FULL)
    assert not bench.window.approval_sheet.isVisible()
    assert FULL in bench.words()


async def test_the_focus_stays_on_the_sheet_and_esc_is_a_no(bench: Bench) -> None:
    model = await asking_for_a_yes(bench)
    sheet = bench.window.approval_sheet
    for _ in range(30):
        bench.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert sheet.isAncestorOf(focused)
    bench.key(Qt.Key.Key_Escape)
    await bench.until(lambda: not sheet.isVisible())
    assert model.state.facts[0].value != FULL
    assert bench.frame.model is model


async def test_a_scanner_types_no_pin(bench: Bench) -> None:
    model = await asking_for_a_yes(bench)
    await bench.keys("1")
    await bench.wait_for(lambda: bench.frame.approval.state.reason)
    bench.wedge("48210000")
    await bench.keys(PIN[:1])
    await bench.wait_for(lambda: bench.frame.approval.state.filled)
    assert (bench.frame.approval.state.filled, bench.frame.model) == (1, model)
    bench.key(Qt.Key.Key_Escape)
    await bench.settled()


async def test_what_one_typed_is_not_there_for_a_colleague_of_the_same_name(bench: Bench) -> None:
    await bench.sign_in()
    await bench.keys("giulia")
    box = bench.window.top.omnibox
    assert box.text() == "giulia"
    bench.frame.lock()
    bench.desk.session.begin(replace(CLERK, id="op-70", number="70"))
    await bench.settled()
    assert box.text() == ""
