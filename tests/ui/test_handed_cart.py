"""A customer shows the cart's code on the phone: what the window says before, and what the scanner's keys do."""

from app.domain.customers import Purpose
from app.domain.errors import Code
from app.presentation.routes import CustomerRoute, HomeRoute
from app.presentation.viewmodels.customer import CustomerModel
from app.ui.screens.customer import CustomerScreen
from tests.ui.bench import Bench
from tests.unit.usecases.counter import CART_CODE, CART_TOKEN

CUSTOMER = CustomerRoute("c-1", Purpose.ASSISTANCE)


async def asking_for_the_cart(bench: Bench) -> CustomerScreen:
    """The customer's screen, at a shop whose platform shows nobody's cart unasked."""
    bench.counter.online.unshown.add("c-1")
    await bench.sign_in()
    bench.frame.go(CUSTOMER)
    model = bench.frame.model
    assert isinstance(model, CustomerModel)
    await bench.until(lambda: model.state.cart.asks)
    await bench.settled()
    shown = bench.window.screen_shown
    assert isinstance(shown, CustomerScreen)
    return shown


async def test_the_screen_asks_for_the_code_and_the_scanners_keys_bring_the_cart(bench: Bench) -> None:
    screen = await asking_for_the_cart(bench)
    said = " ".join(bench.words())
    assert "non ci mostra i carrelli" in said
    assert "scansiona il codice" in said
    assert screen.cart.asks.height() >= screen.cart.asks.heightForWidth(screen.cart.asks.width())
    bench.wedge(CART_CODE)
    await bench.until(lambda: screen.cart.lines.model().rowCount())
    assert not any("non ci mostra i carrelli" in words for words in bench.words())
    assert bench.window.top.omnibox.text() == ""


async def test_a_refused_code_is_asked_about_with_two_ways_on_and_is_not_readable(bench: Bench) -> None:
    await bench.sign_in()
    bench.counter.online.fault = Code.CART_CODE_REFUSED
    bench.wedge(CART_CODE)
    await bench.until(bench.window.unread.isVisible)
    await bench.settled()
    assert "CT1…" in bench.words()
    assert not any(CART_TOKEN[:12] in words for words in bench.words())
    assert bench.offers("Scrivi a mano")
    assert not bench.offers("Fai un reso")
    await bench.keys("2")
    await bench.until(lambda: not bench.window.unread.isVisible())
    assert bench.desk.navigator.at == HomeRoute()
    bench.wedge("ZZ-9/what?")
    await bench.until(bench.window.unread.isVisible)
    assert len(bench.frame.unread.state.choices) == 3
