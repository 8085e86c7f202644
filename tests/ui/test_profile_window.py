"""Consents and notes by hand: Tab and Enter, taps, a field for one line; nothing floats over the next answer."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.customers import Customer, Purpose
from app.node.documents import find_customer
from app.presentation.routes import CustomerRoute
from app.presentation.viewmodels.customer import CustomerModel
from app.ui.screens import customer_consents
from app.ui.screens.customer import CustomerScreen
from app.ui.screens.customer_consents import ConsentLine
from app.ui.widgets.buttons import WordButton
from tests.ui.access import place_of
from tests.ui.bench import Bench
from tests.unit.usecases.sample_files import SHIRT


async def at_giulia(bench: Bench) -> CustomerModel:
    """Her screen, with her cart."""
    await bench.sign_in()
    bench.frame.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    model = bench.frame.model
    assert isinstance(model, CustomerModel)
    await bench.until(lambda: model.state.cart.rows and model.state.consents)
    return model


def at_central(bench: Bench) -> Customer:
    """Giulia as central has her."""
    with bench.counter.shop.central.read() as tx:
        found = find_customer(tx, "c-1")
    assert found is not None
    return found


def screen(bench: Bench) -> CustomerScreen:
    """The screen that is shown."""
    shown = bench.window.screen_shown
    assert isinstance(shown, CustomerScreen)
    return shown


def has_given(model: CustomerModel, count: int) -> bool:
    """Whether so many purposes are answered with yes."""
    return sum(consent.is_given is True for consent in model.state.consents) == count


def is_answered(model: CustomerModel, number: int) -> bool:
    """Whether that purpose was answered."""
    return model.state.consents[number].is_given is not None


def tab_to(bench: Bench, name: str) -> QWidget:
    """Press Tab until it leads there."""
    for _ in range(60):
        bench.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is not None and focused.accessibleName() == name:
            return focused
    raise AssertionError(f"Tab never leads to {name}")


async def test_yes_and_no_by_the_keyboard_alone(bench: Bench) -> None:
    await at_giulia(bench)
    tab_to(bench, "Marketing: Segna sì")
    bench.key(Qt.Key.Key_Space)
    await bench.until(lambda: [consent.is_given for consent in at_central(bench).consents] == [True])
    await bench.settled()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Marketing: Segna no"
    assert focused.accessibleDescription().startswith("Sì, ")
    bench.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await bench.until(lambda: [consent.is_given for consent in at_central(bench).consents] == [True, False])


async def test_a_second_tap_on_an_answer_does_not_take_it_back(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long a busy machine takes from the answer to the second tap, it comes at once.
    monkeypatch.setattr(customer_consents, "SURE_MS", 600_000)
    model = await at_giulia(bench)
    for yes in (True, False):
        line = bench.all(ConsentLine)[0 if yes else 1]
        button = next(act for act in line.findChildren(WordButton) if ("sì" in act.text().lower()) is yes)
        bench.click(button)
        await bench.wait_for(partial(is_answered, model, 0 if yes else 1))
        for turned in line.findChildren(WordButton):
            if turned.isVisible():
                bench.click(turned)
        bench.click(button)
        await bench.settled()
    assert [(consent.purpose, consent.is_given) for consent in at_central(bench).consents] == [
        ("marketing", True),
        ("profiling", False),
    ]


async def test_a_first_no_by_the_keyboard_alone(bench: Bench) -> None:
    await at_giulia(bench)
    tab_to(bench, "Marketing: Segna no")
    bench.key(Qt.Key.Key_Space)
    await bench.until(lambda: [consent.is_given for consent in at_central(bench).consents] == [False])
    await bench.settled()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Marketing: Segna sì"


async def test_no_answer_is_clipped(bench: Bench) -> None:
    await at_giulia(bench)
    for line in bench.all(ConsentLine):
        assert line.minimumSizeHint().width() <= line.width()
        buttons = [button for button in line.findChildren(WordButton) if button.isVisible()]
        assert len(buttons) == 2
        assert all(min(button.width(), button.height()) >= 44 for button in buttons)
        assert all(line.rect().contains(button.geometry()) for button in buttons)


async def test_what_was_done_does_not_float_over_the_next_answer(bench: Bench) -> None:
    model = await at_giulia(bench)
    toast, buttons = bench.window.toast, [line.findChild(WordButton) for line in bench.all(ConsentLine)]
    for count, button in enumerate(buttons, 1):
        assert isinstance(button, WordButton)
        assert min(button.width(), button.height()) >= 44
        bench.click(button)
        await bench.until(partial(has_given, model, count))
        await bench.until(toast.isVisible)
        assert not any(place_of(bench, line).intersects(toast.geometry()) for line in bench.all(ConsentLine))
    primary = bench.window.screen_shown.panel.primary
    assert bench.window.rect().contains(place_of(bench, primary))


async def test_a_note_is_typed_and_written_by_enter_without_a_line(bench: Bench) -> None:
    model = await at_giulia(bench)
    bench.counter.cut()
    field = screen(bench).below.field
    bench.tap("Note")
    await bench.until(field.hasFocus)
    await bench.keys("porta 42")
    bench.key(Qt.Key.Key_Return)
    await bench.wait_for(lambda: model.state.notes and not field.text())
    assert (field.hasFocus(), model.state.notes[0].is_waiting, at_central(bench).notes) == (True, True, ())
    assert "Sara Lombardi, da inviare" in bench.words()
    bench.counter.mend()
    bench.counter.till.engine.push_soon()
    await bench.until(lambda: [note.text for note in at_central(bench).notes] == ["porta 42"], within_s=20)
    bench.key(Qt.Key.Key_Escape)
    tab_to(bench, "Togli la nota: porta 42")
    bench.key(Qt.Key.Key_Space)
    await bench.until(lambda: at_central(bench).notes == ())


async def test_a_note_half_typed_is_there_after_esc_twice(bench: Bench) -> None:
    await at_giulia(bench)
    bench.tap("Note")
    await bench.until(screen(bench).below.field.hasFocus)
    await bench.keys("porta")
    for _ in range(2):
        bench.key(Qt.Key.Key_Escape)
    await bench.until(lambda: not isinstance(bench.window.screen_shown, CustomerScreen))
    bench.frame.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    await bench.until(lambda: isinstance(bench.window.screen_shown, CustomerScreen))
    field = screen(bench).below.field
    await bench.until(field.isEnabled)
    assert (field.text(), field.isVisible()) == ("porta", True)


async def test_a_scan_while_a_note_is_being_written_goes_to_the_cart(bench: Bench) -> None:
    model = await at_giulia(bench)
    field = screen(bench).below.field
    bench.tap("Note")
    await bench.until(field.hasFocus)
    await bench.keys("porta")
    await bench.pause(0.3)
    bench.wedge(SHIRT)
    await bench.until(lambda: model.state.cart.rows[0].quantity == "3")
    assert (field.text(), model.state.notes) == ("porta", ())


async def test_with_room_every_card_has_its_own_place(bench: Bench) -> None:
    await at_giulia(bench)
    below = screen(bench).below
    assert not below.field.isVisible()
    bench.window.resize(1920, 1080)
    await bench.until(below.field.isVisible)
    assert {"Note", "Consensi", "Lista dei desideri", "Storia su tutti i canali"} <= bench.words()
    assert not bench.offers("Desideri")
