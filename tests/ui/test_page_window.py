"""A customer's page at the window: reached by keys, read back from the painted screen, gone by itself."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.presentation.routes import CustomerPageRoute, OrderRoute
from app.presentation.viewmodels.customer_page import SHOWN_S, CustomerPageModel
from app.ui.bridge import end
from app.ui.customer_window import CustomerWindow
from app.ui.screens.customer_page import CustomerPageScreen
from app.ui.screens.order import OrderScreen
from app.ui.theme.look import Look
from app.ui.theme.tokens import ThemeName
from hardware.printing.symbols import qr_rows
from tests.ui.bench import Bench

ORDER = "o-4821"
LINK = f"https://ritiro.corsaviva.example/p/page-of-{ORDER}"
TABS = 60


def codes_on(shown: QWidget) -> list[str]:
    """What a telephone reads of it."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    shown.grab().save(kept, "PNG")
    picture = Image.open(BytesIO(bytes(kept.data().data())))
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


async def at_the_order(bench: Bench) -> OrderScreen:
    """A clerk looks at an order."""
    await bench.sign_in()
    bench.frame.go(OrderRoute(ORDER))
    await bench.until(lambda: isinstance(bench.window.screen_shown, OrderScreen))
    await bench.settled()
    shown = bench.window.screen_shown
    assert isinstance(shown, OrderScreen)
    return shown


async def by_keys(bench: Bench) -> CustomerPageScreen:
    """Tab to the word, Enter."""
    order = await at_the_order(bench)
    for _ in range(TABS):
        if QApplication.focusWidget() is order.page:
            break
        bench.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is order.page
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: isinstance(bench.frame.model, CustomerPageModel) and bench.frame.model.state.symbol)
    await bench.settled()
    shown = bench.window.screen_shown
    assert isinstance(shown, CustomerPageScreen)
    return shown


async def test_it_is_reached_by_keys_and_read_by_a_telephone_in_every_theme(bench: Bench, look: Look) -> None:
    shown = await by_keys(bench)
    assert bench.desk.navigator.at == CustomerPageRoute(ORDER)
    for theme in ThemeName:
        look.show(theme)
        await bench.pause(0.05)
        assert codes_on(bench.window) == [LINK], theme
    assert shown.symbol.accessibleName() == "Codice QR della pagina del cliente"
    assert LINK not in " ".join(bench.words())


async def test_f9_hides_it_and_esc_leads_back(bench: Bench) -> None:
    shown = await by_keys(bench)
    bench.key(Qt.Key.Key_F9)
    await bench.settled()
    assert (codes_on(bench.window), shown.symbol.isVisible()) == ([], False)
    assert "La pagina è nascosta" in bench.words()
    bench.key(Qt.Key.Key_Escape)
    assert bench.desk.navigator.at == OrderRoute(ORDER)


async def test_it_hides_itself_after_a_minute(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await by_keys(bench)
    model = bench.frame.model
    assert isinstance(model, CustomerPageModel)
    bench.frame.tick()
    assert shown.symbol.isVisible()
    late_s = bench.counter.clock.monotonic_s() + SHOWN_S
    monkeypatch.setattr(bench.counter.clock, "monotonic_s", lambda: late_s)
    bench.frame.tick()
    assert codes_on(bench.window) == []


async def test_f12_leaves_nothing_of_it_behind(bench: Bench) -> None:
    shown = await by_keys(bench)
    bench.key(Qt.Key.Key_F12)
    await bench.settled()
    assert (codes_on(bench.window), codes_on(shown), bench.desk.facing.symbol) == ([], [], ())


@pytest.mark.parametrize("theme", list(ThemeName))
@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080)])
def test_the_customers_screen_shows_it_too(look: Look, theme: ThemeName, size: tuple[int, int]) -> None:
    look.show(theme)
    shown = CustomerWindow()
    shown.resize(*size)
    shown.show_lines(("Inquadra il codice", ""), qr_rows(LINK))
    shown.show()
    assert codes_on(shown) == [LINK]
    assert shown.accessibleName() == "Inquadra il codice"
    shown.show_lines(("Benvenuti", ""))
    assert codes_on(shown) == []
    end(shown)
