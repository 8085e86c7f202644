"""The core tasks of the counter, with every press, tap and scan counted against what the product promises."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPointF, Qt

from app.presentation.routes import Route
from app.presentation.viewmodels.article import ArticleModel
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.ui.widgets.buttons import SURE_MS
from tests.ui.bench import Bench
from tests.ui.places import sell_the_shirt
from tests.unit.usecases.counter import TYPED
from tests.unit.usecases.sample_files import CARD, SHIRT

PHONE = "4567"
# A little longer than a question about money waits before it hears a yes.
SURE_S = SURE_MS / 1000 + 0.1


@dataclass
class Clerk:
    """Counts what a person does, and the screens they go through."""

    bench: Bench
    actions: int = 0
    screens: int = 0

    def arrived(self, route: Route) -> None:
        """One screen more."""
        self.screens += 1

    def scan(self, code: str) -> None:
        """One action, however many keys the scanner types."""
        self.bench.wedge(code)
        self.actions += 1

    def press(self, key: Qt.Key) -> None:
        """A key."""
        self.bench.key(key)
        self.actions += 1

    async def type(self, text: str) -> None:
        """As many keys."""
        await self.bench.keys(text)
        self.actions += len(text)

    def tap(self, words: str) -> None:
        """A tap on a button."""
        self.bench.tap(words)
        self.actions += 1

    async def can_press_primary(self) -> None:
        """What the person looks for before they go on."""
        await self.bench.until(self.bench.window.screen_shown.panel.primary.isEnabled)


async def order_shown(clerk: Clerk) -> OrderModel:
    """A pickup code was scanned."""
    clerk.scan(TYPED)
    await clerk.bench.until(
        lambda: isinstance(clerk.bench.frame.model, OrderModel) and clerk.bench.frame.model.state
    )
    await clerk.can_press_primary()
    model = clerk.bench.frame.model
    assert isinstance(model, OrderModel)
    return model


async def hand_over_by_key(clerk: Clerk) -> None:
    model = await order_shown(clerk)
    clerk.press(Qt.Key.Key_Return)
    await clerk.bench.until(lambda: model.state is not None and model.state.is_done)


async def hand_over_by_touch(clerk: Clerk) -> None:
    model = await order_shown(clerk)
    clerk.tap("Consegna")
    await clerk.bench.until(lambda: model.state is not None and model.state.is_done)


async def found(clerk: Clerk) -> None:
    """The customer leads the results: fewer digits find orders and articles first."""
    await clerk.type(PHONE)
    box = clerk.bench.frame.omnibox
    await clerk.bench.until(lambda: box.state.rows and box.state.rows[0].id.startswith("customer:"))
    assert clerk.screens == 0


async def find_by_digits(clerk: Clerk) -> None:
    """The results come over the screen one is at: the profile is the first other one."""
    await found(clerk)
    clerk.press(Qt.Key.Key_Return)
    await clerk.bench.until(lambda: isinstance(clerk.bench.frame.model, CustomerModel))


async def find_by_touch(clerk: Clerk) -> None:
    await found(clerk)
    rows = clerk.bench.window.results.list
    clerk.bench.click(rows.viewport(), QPointF(rows.visualRect(rows.model().index(0, 0)).center()))
    clerk.actions += 1
    await clerk.bench.until(lambda: isinstance(clerk.bench.frame.model, CustomerModel))


async def cart_shown(clerk: Clerk) -> None:
    clerk.scan(CARD)
    await clerk.bench.until(
        lambda: isinstance(clerk.bench.frame.model, CustomerModel) and clerk.bench.frame.model.state.cart.rows
    )
    await clerk.can_press_primary()


async def at_the_till(clerk: Clerk) -> None:
    await clerk.bench.until(lambda: any(words.startswith("In cassa: da battere") for words in clerk.bench.words()))


async def cart_by_key(clerk: Clerk) -> None:
    await cart_shown(clerk)
    clerk.press(Qt.Key.Key_Return)
    await at_the_till(clerk)


async def cart_by_touch(clerk: Clerk) -> None:
    await cart_shown(clerk)
    clerk.tap("Porta in cassa")
    await at_the_till(clerk)


async def shirt_on_the_counter(clerk: Clerk) -> ReturnModel:
    await clerk.bench.until(lambda: isinstance(clerk.bench.frame.model, ReturnModel))
    model = clerk.bench.frame.model
    assert isinstance(model, ReturnModel)
    clerk.scan(SHIRT)
    await clerk.bench.until(lambda: model.state.total)
    return model


async def return_by_key(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_F7)
    model = await shirt_on_the_counter(clerk)
    await clerk.type("1")
    await clerk.can_press_primary()
    clerk.press(Qt.Key.Key_F9)
    await clerk.bench.until(lambda: model.state.is_asking)
    await clerk.bench.pause(SURE_S)
    clerk.press(Qt.Key.Key_F9)
    await clerk.bench.until(lambda: model.state.is_over)


async def return_by_touch(clerk: Clerk) -> None:
    clerk.tap("Resi")
    model = await shirt_on_the_counter(clerk)
    clerk.tap("Troppo piccola")
    await clerk.can_press_primary()
    clerk.tap(clerk.bench.window.screen_shown.panel.primary.text())
    await clerk.bench.until(lambda: model.state.is_asking)
    await clerk.bench.pause(SURE_S)
    clerk.tap(clerk.bench.window.screen_shown.panel.primary.text())
    await clerk.bench.until(lambda: model.state.is_over)


async def price_by_scan(clerk: Clerk) -> None:
    """The way back is no part of the task, and leads exactly where one was."""
    before = clerk.bench.frame.model
    assert isinstance(before, HomeModel)
    before.choose(before.state.rows[-1].id)
    clerk.scan(SHIRT)
    await clerk.bench.until(
        lambda: isinstance(clerk.bench.frame.model, ArticleModel) and clerk.bench.frame.model.state.prices
    )
    clerk.bench.key(Qt.Key.Key_Escape)
    await clerk.bench.until(lambda: clerk.bench.frame.model is before)
    assert before.state.selected == before.state.rows[-1].id
    clerk.screens -= 1


@pytest.mark.parametrize(
    ("task", "actions", "screens"),
    [
        (hand_over_by_key, 2, 1),
        (hand_over_by_touch, 2, 1),
        (find_by_digits, 7, 1),
        (find_by_touch, 7, 1),
        (cart_by_key, 2, 1),
        (cart_by_touch, 2, 1),
        (return_by_key, 10, 2),
        (return_by_touch, 10, 2),
        (price_by_scan, 1, 1),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
async def test_no_more_is_asked_of_a_person_than_was_promised(
    bench: Bench, task: Callable[[Clerk], Awaitable[None]], actions: int, screens: int
) -> None:
    await bench.sign_in()
    await sell_the_shirt(bench)
    clerk = Clerk(bench)
    bench.desk.navigator.listen(clerk.arrived)
    await task(clerk)
    assert clerk.actions <= actions
    assert clerk.screens <= screens
