"""Consents and notes by hand: Tab and Enter, taps, a field for one line; nothing floats over the next answer."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.customers import Customer, Purpose
from app.node.documents import find_customer
from app.presentation.routes import CustomerRoute
from app.presentation.viewmodels.customer import CustomerModel
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
    return sum(consent.is_given for consent in model.state.consents) == count


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
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Marketing: Segna no"
    assert focused.accessibleDescription().startswith("Sì, ")
    bench.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await bench.until(lambda: [consent.is_given for consent in at_central(bench).consents] == [True, False])


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
