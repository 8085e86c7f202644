"""Presses that were meant for something else: the button that stood there, or what lies over the screen."""

import pytest
from PySide6.QtCore import Qt

from app.presentation.routes import HomeRoute, OrderRoute, Route
from app.presentation.viewmodels.order import OrderModel
from app.ui.shell import frame
from app.ui.widgets.buttons import SURE_MS
from tests.ui.bench import Bench
from tests.unit.usecases.counter import TYPED

AT_ONCE_MS = 600_000
"""However long a busy machine takes from one press to the next, the next comes at once."""


def is_done(model: OrderModel) -> bool:
    """Whether the order went."""
    return model.state is not None and model.state.is_done


def is_at(bench: Bench, route: Route) -> bool:
    """Whether that place is on screen."""
    return bench.desk.navigator.at == route


async def order_at_hand(bench: Bench) -> OrderModel:
    """The customer's order is open, and can go."""
    await bench.sign_in()
    bench.wedge(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    model = bench.frame.model
    assert isinstance(model, OrderModel)
    return model


@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_Return])
async def test_a_second_press_at_once_begins_nothing_with_the_next_customer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    model = await order_at_hand(bench)
    with monkeypatch.context() as busy:
        busy.setattr(frame, "SURE_MS", AT_ONCE_MS)
        bench.key(key)
        await bench.until(lambda: is_done(model))
        bench.key(key)
        bench.click(bench.window.screen_shown.panel.primary)
        await bench.settled()
        assert isinstance(bench.desk.navigator.at, OrderRoute)
    await bench.pause(SURE_MS / 1000 + 0.1)
    bench.key(key)
    await bench.until(lambda: is_at(bench, HomeRoute()))
    await bench.settled()
    with monkeypatch.context() as busy:
        busy.setattr(frame, "SURE_MS", AT_ONCE_MS)
        bench.key(key)
        await bench.settled()
    assert is_at(bench, HomeRoute())


@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_Return])
async def test_a_key_while_a_code_is_asked_about_hands_nothing_over(bench: Bench, key: Qt.Key) -> None:
    model = await order_at_hand(bench)
    bench.wedge("ZZ99-YY88")
    await bench.until(lambda: bench.frame.unread.is_open)
    bench.key(key)
    await bench.settled()
    assert not is_done(model)
    bench.key(Qt.Key.Key_Escape)
    await bench.until(lambda: not bench.frame.unread.is_open)
    bench.key(key)
    await bench.until(lambda: is_done(model))


async def test_a_key_while_results_lie_over_the_order_hands_nothing_over(bench: Bench) -> None:
    model = await order_at_hand(bench)
    await bench.keys("zzz")
    await bench.until(lambda: bench.frame.omnibox.state.is_open)
    bench.key(Qt.Key.Key_F9)
    await bench.settled()
    assert not is_done(model)
