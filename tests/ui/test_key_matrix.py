"""The fixed keys mean the same on every screen."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.customers import Purpose
from app.presentation.help_pages import page_about
from app.presentation.routes import (
    ArticlesRoute,
    CartsRoute,
    CustomerRoute,
    CustomersRoute,
    HelpRoute,
    HomeRoute,
    PickupsRoute,
    ReturnRoute,
    Route,
)
from app.presentation.viewmodels.customer import CustomerModel
from app.ui.widgets.buttons import PrimaryButton
from tests.ui.bench import Bench
from tests.ui.places import PLACES, stand_at
from tests.unit.usecases.counter import CLERK
from tests.unit.usecases.sample_files import SHIRT

CONTROL = Qt.KeyboardModifier.ControlModifier
SECTIONS: dict[Qt.Key, Route] = {
    Qt.Key.Key_F3: CustomersRoute(),
    Qt.Key.Key_F4: CartsRoute(),
    Qt.Key.Key_F6: PickupsRoute(),
    Qt.Key.Key_F7: ReturnRoute(),
    Qt.Key.Key_F8: ArticlesRoute(),
}
# Nothing can be done here before something is found, or a choice is in force at once.
WITHOUT_A_BUTTON = {"customers", "carts", "articles", "calls", "settings", "setup", "help"}


def pressed_by(bench: Bench, *keys: Qt.Key) -> list[str]:
    """Which buttons of the foot the keys press; nothing comes of it."""
    panel, pressed = bench.window.screen_shown.panel, list[str]()
    panel.pressed.disconnect()
    panel.pressed.connect(pressed.append)
    for key in keys:
        bench.window.setFocus()
        bench.key(key)
    panel.pressed.disconnect()
    panel.pressed.connect(bench.frame.press_foot)
    return pressed


async def test_every_screen_has_one_button_and_f9_and_enter_press_it(bench: Bench) -> None:
    await bench.sign_in()
    for place in PLACES:
        await stand_at(bench, place)
        shown, first = bench.all(PrimaryButton), bench.frame.model.foot.primary
        assert len(shown) == (0 if place in WITHOUT_A_BUTTON else 1), place
        wanted = [first.id] * 2 if first.is_enabled else []
        assert pressed_by(bench, Qt.Key.Key_F9, Qt.Key.Key_Return) == wanted, place


async def test_some_of_those_buttons_can_be_pressed(bench: Bench) -> None:
    """So that the test above does not pass with all of them switched off."""
    await bench.sign_in()
    can = []
    for place in PLACES:
        await stand_at(bench, place)
        can += [place] * bench.frame.model.foot.primary.is_enabled
    assert {"home", "pickups", "order", "customer", "devices"} <= set(can)


@pytest.mark.parametrize("in_field", [False, True])
async def test_every_key_leads_to_its_place_from_everywhere(bench: Bench, in_field: bool) -> None:
    await bench.sign_in()
    for place in PLACES:
        for key, wanted in SECTIONS.items():
            await stand_at(bench, place)
            (bench.window.top.omnibox if in_field else bench.window).setFocus()
            bench.key(key)
            assert bench.desk.navigator.at == wanted, (place, key)


async def test_help_opens_at_the_page_about_where_one_is(bench: Bench) -> None:
    await bench.sign_in()
    for place, route in PLACES.items():
        await stand_at(bench, place)
        bench.key(Qt.Key.Key_F1)
        wanted = route if place == "help" else HelpRoute(page_about(route))
        assert bench.desk.navigator.at == wanted, place


def focus_is_in_the_search(bench: Bench) -> bool:
    return QApplication.focusWidget() is bench.window.top.omnibox


def palette_is_open(bench: Bench) -> bool:
    return bench.window.palette_sheet.isVisible()


def is_locked(bench: Bench) -> bool:
    return bench.desk.session.operator is None


@pytest.mark.parametrize(
    ("key", "modifier", "is_so"),
    [
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, focus_is_in_the_search),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.NoModifier, palette_is_open),
        (Qt.Key.Key_K, CONTROL, palette_is_open),
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, is_locked),
    ],
)
async def test_search_palette_and_lock_from_everywhere(
    bench: Bench, key: Qt.Key, modifier: Qt.KeyboardModifier, is_so: Callable[[Bench], bool]
) -> None:
    await bench.sign_in()
    for place in PLACES:
        await stand_at(bench, place)
        bench.window.setFocus()
        assert not is_so(bench), place
        bench.key(key, modifier)
        assert is_so(bench), place
        if is_locked(bench):
            bench.desk.session.begin(CLERK)


async def test_control_z_takes_back_from_everywhere(bench: Bench) -> None:
    await bench.sign_in()
    undone: list[str] = []
    for place in PLACES:
        await stand_at(bench, place)
        bench.desk.done(CLERK, "Fatto", undo=partial(undone.append, place))
        bench.key(Qt.Key.Key_Z, CONTROL)
        bench.key(Qt.Key.Key_Z, CONTROL)
    assert undone == list(PLACES)


async def test_esc_is_one_step_back_and_ends_at_the_start(bench: Bench) -> None:
    await bench.sign_in()
    for place, route in PLACES.items():
        await stand_at(bench, place)
        bench.window.setFocus()
        bench.desk.navigator.go(CustomerRoute("c-2", Purpose.PICKUP))
        bench.window.setFocus()
        bench.key(Qt.Key.Key_Escape)
        assert bench.desk.navigator.at == route, place
        bench.window.setFocus()
        bench.key(Qt.Key.Key_Escape)
        bench.key(Qt.Key.Key_Escape)
        assert bench.desk.navigator.at == HomeRoute(), place
        await bench.settled()


async def test_esc_twice_keeps_the_cart(bench: Bench) -> None:
    await bench.sign_in()
    await stand_at(bench, "customer")
    bench.wedge(SHIRT)
    customer = bench.frame.model
    assert isinstance(customer, CustomerModel)
    await bench.until(lambda: customer.state.cart.rows[0].added)
    before = [row.quantity for row in customer.state.cart.rows]
    bench.key(Qt.Key.Key_Escape)
    bench.key(Qt.Key.Key_Escape)
    await stand_at(bench, "customer")
    assert isinstance(bench.frame.model, CustomerModel)
    assert [row.quantity for row in bench.frame.model.state.cart.rows] == before


async def test_the_palette_keeps_f9_from_what_lies_under_it(bench: Bench) -> None:
    await bench.sign_in()
    await stand_at(bench, "order")
    bench.key(Qt.Key.Key_F10)
    assert pressed_by(bench, Qt.Key.Key_F9) == []
    bench.key(Qt.Key.Key_F6)
    assert not palette_is_open(bench)
    assert bench.desk.navigator.at == PickupsRoute()


async def test_no_key_opens_anything_while_it_is_locked(bench: Bench) -> None:
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    for key in (*SECTIONS, Qt.Key.Key_F2, Qt.Key.Key_F9, Qt.Key.Key_F10, Qt.Key.Key_F12, Qt.Key.Key_Escape):
        bench.key(key)
        assert bench.desk.navigator.at == HomeRoute()
        assert not palette_is_open(bench)
    assert is_locked(bench)
