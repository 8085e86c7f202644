"""What a screen owes people who do not see it, or not well: names, reach of the keyboard, size of targets."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit

from app.domain.customers import Purpose
from app.presentation.routes import ArticleRoute, CustomerRoute
from app.presentation.viewmodels.customer import CustomerModel
from tests.ui.bench import Bench
from tests.unit.usecases.counter import TYPED

LEAST_TARGET = 24


def audit(bench: Bench) -> list[str]:
    """Everything that is wrong on what is shown now."""
    found = []
    for control in [*bench.all(QAbstractButton), *bench.all(QLineEdit), *bench.all(QAbstractItemView)]:
        name = control.accessibleName() or (control.text() if hasattr(control, "text") else "")
        where = f"{type(control).__name__} {name!r}"
        if not name:
            found.append(f"{where}: no name")
        if min(control.width(), control.height()) < LEAST_TARGET and isinstance(control, QAbstractButton):
            found.append(f"{where}: {control.width()}x{control.height()}")
        if isinstance(control, QAbstractButton | QLineEdit) and control.focusPolicy() == Qt.FocusPolicy.NoFocus:
            found.append(f"{where}: out of reach of the keyboard")
    for label in bench.all(QLabel):
        if label.textFormat() == Qt.TextFormat.AutoText and type(label).__name__ in ("Text", "ElidedText"):
            found.append(f"{label.text()!r}: may become markup")
    return found


@pytest.mark.parametrize("language", ["it", "en"])
async def test_sign_in_queues_and_order(bench: Bench, language: str) -> None:
    bench.desk.language.speak(language)
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    assert audit(bench) == []
    await bench.sign_in()
    assert audit(bench) == []
    bench.scan(TYPED)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    assert audit(bench) == []


@pytest.mark.parametrize("language", ["it", "en"])
async def test_customer_with_a_cart_and_product_card(bench: Bench, language: str) -> None:
    bench.desk.language.speak(language)
    await bench.sign_in()
    bench.key(Qt.Key.Key_F3)
    await bench.settled()
    assert bench.window.top.omnibox.hasFocus()
    assert audit(bench) == []
    bench.desk.navigator.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    customer = bench.frame.model
    assert isinstance(customer, CustomerModel)
    customer.select("sku-a")
    assert audit(bench) == []
    bench.desk.navigator.go(ArticleRoute("sku-b"))
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    assert audit(bench) == []
