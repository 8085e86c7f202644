"""A scanner between a person's keys: what its keys may not set off, and whose keys are never its own."""

import asyncio
import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from app.presentation.beeps import Beep
from app.presentation.routes import CustomersRoute, HomeRoute, OrderRoute, ReturnRoute
from app.presentation.viewmodels.order import OrderModel
from app.ui.shell.unread import SHADOW
from tests.ui.bench import Bench
from tests.ui.places import asking_for_a_yes, stand_at
from tests.unit.usecases.counter import CLERK, TYPED
from tests.unit.usecases.sample_files import GHOST, SHIRT

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
PERSON_MS = 120


def stamped(bench: Bench, text: str, gap_ms: int, begin_ms: int = 1_000_000) -> None:
    """Keys with the system's own stamps, all delivered at once: the window was busy meanwhile."""
    for number, char in enumerate(text):
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, char)
        event.setTimestamp(begin_ms + number * gap_ms)
        QCoreApplication.sendEvent(bench.window.windowHandle(), event)


async def asked(bench: Bench, code: str) -> None:
    """A code nobody knows was read."""
    bench.wedge(code)
    await bench.until(bench.window.unread.isVisible)


async def test_a_person_is_never_taken_for_a_scanner_even_by_a_busy_window(bench: Bench) -> None:
    await bench.sign_in()
    stamped(bench, TYPED.lower().replace("-", ""), PERSON_MS)
    assert bench.window.top.omnibox.text() == "ab12cd34"
    await bench.settled()
    assert bench.desk.navigator.at == HomeRoute()


async def test_a_scanner_is_known_by_its_stamps_too(bench: Bench) -> None:
    await bench.sign_in()
    stamped(bench, f"{TYPED}\r", 4)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel))
    assert bench.window.top.omnibox.text() == ""


async def test_a_scan_while_a_yes_is_asked_for_leads_nowhere(bench: Bench) -> None:
    model = await asking_for_a_yes(bench)
    heard: list[Beep] = []
    bench.desk.beeps.listen(heard.append)
    for code in (TYPED, SHIRT, "ZZ-9/what?", "4821"):
        bench.wedge(code)
    await bench.wait_for(lambda: len(heard) == 4)
    assert heard == [Beep.REFUSED] * 4
    assert (bench.frame.model, bench.frame.approval.state.filled) == (model, 0)
    assert bench.window.approval_sheet.isVisible()
    assert not bench.window.unread.isVisible()
    assert {field.text() for field in bench.window.findChildren(QLineEdit)} == {""}
    bench.key(Qt.Key.Key_Escape)
    await bench.settled()


async def test_the_next_scan_takes_the_panels_place(bench: Bench) -> None:
    await bench.sign_in()
    await asked(bench, "ZZ-9/what?")
    bench.wedge("another thing")
    await bench.until(lambda: "another thing" in bench.words())
    assert "ZZ-9/what?" not in bench.words()
    bench.wedge(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel))
    assert not bench.window.unread.isVisible()


async def test_the_panel_shows_control_bytes_as_text_and_cuts_what_is_long(bench: Bench) -> None:
    await bench.sign_in()
    await asked(bench, f"AB\x1d<b>{'x' * 200}")
    shown = next(words for words in bench.words() if words.startswith("AB<GS><b>xxx"))
    assert len(shown) == 61
    assert shown.endswith("…")


@pytest.mark.parametrize("way", ["digit", "touch"])
async def test_what_was_read_can_be_searched_for(bench: Bench, way: str) -> None:
    await bench.sign_in()
    await asked(bench, "giulia")
    if way == "digit":
        await bench.keys("1")
    else:
        bench.tap("Cerca")
    await bench.until(bench.window.results.isVisible)
    assert bench.window.top.omnibox.text() == "giulia"
    assert not bench.window.unread.isVisible()


async def test_what_was_read_can_be_typed_instead(bench: Bench) -> None:
    await bench.sign_in()
    await asked(bench, "ZZ-9/what?")
    await bench.keys("2")
    await bench.until(bench.window.top.omnibox.hasFocus)
    await bench.keys("4821")
    await bench.until(lambda: [row.title for row in bench.frame.omnibox.state.rows[:1]] == ["4821"])


async def test_an_article_nobody_knows_may_be_goods_that_come_back(bench: Bench) -> None:
    await bench.sign_in()
    await asked(bench, GHOST)
    await bench.keys("2")
    await bench.until(lambda: bench.desk.navigator.at == ReturnRoute(gtin=GHOST.zfill(14)))


async def test_esc_takes_the_panel_away_and_leaves_the_place(bench: Bench) -> None:
    await bench.sign_in()
    await stand_at(bench, "customers")
    await asked(bench, "ZZ-9/what?")
    bench.key(Qt.Key.Key_Escape)
    assert not bench.window.unread.isVisible()
    assert bench.desk.navigator.at == CustomersRoute()
    assert bench.window.top.omnibox.hasFocus()


async def test_a_short_number_presses_nothing_where_digits_choose(bench: Bench) -> None:
    await bench.sign_in()
    await stand_at(bench, "blind return")
    before = bench.frame.model.state
    bench.wedge("482")
    await bench.pause(0.01)
    assert bench.frame.model.state.is_asking is before.is_asking
    bench.wedge("4821")
    await bench.until(lambda: bench.desk.navigator.at == OrderRoute("o-4821"))


async def test_keys_around_a_code_set_nothing_off(bench: Bench) -> None:
    await bench.sign_in()
    bench.scan(TYPED)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    bench.window.screen_shown.panel.primary.setFocus()
    for key, modifier, text in (
        (Qt.Key.Key_Z, NONE, "z"),
        (Qt.Key.Key_Space, NONE, " "),
        (Qt.Key.Key_K, CONTROL, "\x0b"),
        (Qt.Key.Key_Z, CONTROL, "\x1a"),
        (Qt.Key.Key_9, NONE, "9"),
        (Qt.Key.Key_9, NONE, "9"),
        (Qt.Key.Key_F9, NONE, ""),
        (Qt.Key.Key_F12, NONE, ""),
        (Qt.Key.Key_Return, NONE, "\r"),
    ):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(bench.window.windowHandle(), QKeyEvent(kind, key, modifier, text))
    await bench.until(bench.window.unread.isVisible)
    assert "z <VT><SUB>99" in bench.words()
    assert bench.desk.session.operator is not None
    assert not bench.frame.palette.state.is_open
    assert not bench.frame.model.state.is_done


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit])
async def test_what_had_the_focus_may_end_between_two_keys(bench: Bench, kind: type[QWidget]) -> None:
    await bench.sign_in()
    gone = kind(bench.window)
    gone.show()
    gone.setFocus()
    begin_ms = round(time.monotonic() * 1000)
    bench.run_of("48", at_ms=begin_ms)
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    bench.run_of("21", at_ms=begin_ms + 8)
    bench.enter(begin_ms + 12)
    await bench.until(lambda: bench.desk.navigator.at == OrderRoute("o-4821"))


async def test_a_halt_before_the_last_key_presses_no_button(bench: Bench) -> None:
    await bench.sign_in()
    begin_ms = round(time.monotonic() * 1000)
    scanned, pressed = list[str](), list[str]()
    bench.window.wedge.scanned.connect(scanned.append)
    bench.run_of(TYPED, at_ms=begin_ms)
    await bench.pause(0.07)
    bench.window.screen_shown.panel.pressed.connect(pressed.append)
    bench.enter(begin_ms + 90)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel))
    assert scanned == [TYPED]
    assert pressed == []


async def test_a_digit_counts_before_the_key_behind_it(bench: Bench) -> None:
    await bench.sign_in()
    await stand_at(bench, "blind return")
    order, begin_ms = list[str](), round(time.monotonic() * 1000)
    bench.window.wedge.typed.connect(order.append)
    bench.window.screen_shown.panel.pressed.connect(order.append)
    bench.window.screen_shown.panel.primary.setEnabled(True)
    bench.run_of("1", at_ms=begin_ms)
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F9, NONE, "")
    press.setTimestamp(begin_ms + 60)
    QCoreApplication.sendEvent(bench.window.windowHandle(), press)
    assert order[0] == "1"


SLOW_MS = 70


async def test_a_slow_scanner_is_known_by_the_sign_before_its_codes(bench: Bench) -> None:
    await bench.sign_in()
    field, scanned = bench.window.top.omnibox, list[str]()
    bench.window.wedge.scanned.connect(scanned.append)
    field.setFocus()
    stamped(bench, TYPED, SLOW_MS)
    assert field.text() == TYPED
    field.clear()
    bench.window.wedge.expect("~")
    stamped(bench, f"~{TYPED}\r", SLOW_MS, 2_000_000)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel))
    assert (scanned, field.text()) == ([TYPED], "")


async def test_the_sign_alone_is_no_code(bench: Bench) -> None:
    await bench.sign_in()
    scanned = list[str]()
    bench.window.wedge.scanned.connect(scanned.append)
    bench.window.wedge.expect("~")
    stamped(bench, "~", SLOW_MS)
    await bench.pause(0.2)
    assert scanned == []
    assert not bench.window.unread.isVisible()


def held_up(bench: Bench, rest: str, begin_ms: int, for_ms: int) -> None:
    """The window is busy for so long, and hears what a scanner pressed meanwhile behind its own timers."""

    def hear() -> None:
        bench.run_of(rest, at_ms=begin_ms)
        bench.enter(begin_ms + 20)

    asyncio.get_running_loop().call_later(for_ms * 0.85 / 1000, hear)
    until_s = time.monotonic() + for_ms / 1000
    while time.monotonic() < until_s:
        pass


async def test_a_window_held_up_amid_a_code_hears_the_rest_of_it(bench: Bench) -> None:
    await bench.sign_in()
    bench.frame.open_palette()
    scanned, begin_ms = list[str](), round(time.monotonic() * 1000)
    bench.window.wedge.scanned.connect(scanned.append)
    bench.run_of(TYPED[:7], at_ms=begin_ms)
    held_up(bench, TYPED[7:], begin_ms + 40, 180)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel))
    assert scanned == [TYPED]
    assert {field.text() for field in bench.window.findChildren(QLineEdit)} == {""}


async def test_a_window_held_up_behind_a_codes_first_digit_chooses_nothing(bench: Bench) -> None:
    await bench.sign_in()
    await stand_at(bench, "blind return")
    chosen, begin_ms = list[str](), round(time.monotonic() * 1000)
    bench.window.wedge.typed.connect(chosen.append)
    bench.run_of("4", at_ms=begin_ms)
    held_up(bench, "821", begin_ms + 20, 75)
    await bench.until(lambda: bench.desk.navigator.at == OrderRoute("o-4821"))
    assert chosen == []


async def test_the_search_has_no_menu_whose_letters_act(bench: Bench) -> None:
    await bench.sign_in()
    at = bench.window.top.omnibox.rect().center()
    why = QContextMenuEvent.Reason.Mouse
    QCoreApplication.sendEvent(bench.window.top.omnibox, QContextMenuEvent(why, at, at))
    assert QApplication.activePopupWidget() is None


async def test_what_was_just_done_can_still_be_taken_back_beside_the_panel(bench: Bench) -> None:
    await bench.sign_in()
    bench.desk.done(CLERK, "Fatto", "al banco", undo=lambda: None)
    place = bench.window.toast.geometry()
    await asked(bench, "ZZ-9/what?")
    shown = bench.window.unread.geometry().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    assert not shown.intersects(bench.window.toast.geometry())
    bench.frame.unread.hide()
    assert bench.window.toast.geometry() == place


async def test_a_blank_in_a_code_presses_no_button(bench: Bench) -> None:
    await bench.sign_in()
    await stand_at(bench, "blind return")
    panel, pressed = bench.window.screen_shown.panel, list[str]()
    panel.pressed.disconnect()
    panel.pressed.connect(pressed.append)
    panel.primary.setFocus()
    bench.wedge("4 21 99 x")
    await bench.until(bench.window.unread.isVisible)
    assert pressed == []
