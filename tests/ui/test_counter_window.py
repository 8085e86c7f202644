"""The main job through the window, by keys, taps and scans."""

from dataclasses import replace

from PySide6.QtCore import Qt

from app.domain.carts import CartLine
from app.domain.customers import Purpose
from app.domain.values import Sku
from app.presentation.routes import CustomerRoute
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.ui.widgets.buttons import SURE_MS
from app.ui.widgets.card import InlineNote
from app.ui.widgets.painted import PaintedButton
from tests.ui.bench import Bench
from tests.unit.usecases.counter import PIN, TYPED, sample_cart

DEARER = CartLine("l-2", Sku("sku-b"), "8001234567903", "Borraccia termica", "verde", 1, 990, 2)


async def test_nobody_gets_in_with_a_wrong_pin(bench: Bench) -> None:
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    bench.click(bench.button("Sara Lombardi"))
    await bench.keys("000000")
    await bench.until(lambda: bench.frame.model.state.is_wrong)
    assert bench.desk.session.operator is None
    assert any("PIN" in words for words in bench.words())


async def test_news_from_the_shop_does_not_disturb_who_types_a_pin(bench: Bench) -> None:
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    bench.tap("Sara Lombardi")
    await bench.keys("274")
    await bench.until(lambda: bench.frame.model.state.filled == 3)
    await bench.frame.reload()
    assert bench.frame.model.state.filled == 3


async def test_a_pickup_is_scanned_handed_over_and_taken_back(bench: Bench) -> None:
    await bench.sign_in()
    assert isinstance(bench.frame.model, HomeModel)
    bench.scan(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    assert "Codice valido" in bench.words()
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: bench.frame.model.state.is_done)
    assert "Prossimo ritiro" in bench.words()
    bench.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await bench.until(lambda: not bench.frame.model.state.is_done)
    assert "Consegna" in bench.words()


async def test_a_second_scan_of_what_left_says_so_and_offers_no_hand_over(bench: Bench) -> None:
    await bench.sign_in()
    bench.scan(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: bench.frame.model.state.is_done)
    await bench.pause(SURE_MS / 1000 + 0.1)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: isinstance(bench.frame.model, HomeModel))
    bench.scan(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
    assert not bench.window.screen_shown.panel.primary.isEnabled()
    assert any("già" in words.lower() for words in bench.words())
    notes = bench.all(InlineNote)
    await bench.until(lambda: all(note.height() >= note.heightForWidth(note.width()) for note in notes))


async def test_a_purpose_chosen_after_the_search_is_what_the_profile_is_opened_for(bench: Bench) -> None:
    await bench.sign_in()
    await bench.keys("giulia")
    found = bench.frame.omnibox
    await bench.until(lambda: any(row.id.startswith("customer:") for row in found.state.rows))
    bench.tap("Assistenza")
    while not found.state.selected.startswith("customer:"):
        bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: isinstance(bench.desk.navigator.at, CustomerRoute))
    assert isinstance(bench.desk.navigator.at, CustomerRoute)
    assert bench.desk.navigator.at.purpose is Purpose.ASSISTANCE


async def test_digits_typed_anywhere_find_an_order(bench: Bench) -> None:
    await bench.sign_in()
    await bench.keys("4821")
    await bench.until(lambda: [row.title for row in bench.frame.omnibox.state.rows[:1]] == ["4821"])
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel))
    assert bench.window.top.omnibox.text() == ""


async def test_back_returns_to_the_same_row(bench: Bench) -> None:
    await bench.sign_in()
    home = bench.frame.model
    assert isinstance(home, HomeModel)
    home.choose(home.state.rows[-1].id)
    home.open_order(home.state.selected)
    await bench.until(lambda: bench.frame.model is not home)
    bench.key(Qt.Key.Key_Escape)
    assert bench.frame.model is home
    assert home.state.selected == home.state.rows[-1].id


async def test_locking_keeps_the_place_and_shows_nobody(bench: Bench) -> None:
    await bench.sign_in()
    home = bench.frame.model
    assert isinstance(home, HomeModel)
    home.open_order(home.state.selected)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
    name = bench.frame.model.state.name
    bench.key(Qt.Key.Key_F12)
    await bench.until(lambda: bench.frame.state.is_locked)
    assert name not in bench.words()
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    bench.click(bench.button("Sara Lombardi"))
    await bench.keys("274951")
    await bench.until(lambda: bench.desk.session.operator is not None)
    assert isinstance(bench.frame.model, OrderModel)


async def test_the_language_turns_at_once(bench: Bench) -> None:
    await bench.sign_in()
    bench.desk.language.speak("en")
    await bench.settled()
    assert {"Pickups", "Lock"} <= bench.words()
    bench.desk.language.speak("it")
    assert {"Ritiri", "Blocca"} <= bench.words()


async def test_what_was_found_turns_with_the_language(bench: Bench) -> None:
    await bench.sign_in()
    await bench.keys("4821")
    await bench.until(lambda: [row.title for row in bench.frame.omnibox.state.rows[:1]] == ["4821"])
    bench.desk.language.speak("en")
    await bench.until(lambda: bench.frame.omnibox.state.rows[0].right == "ready")


async def test_places_without_a_tile_of_their_own_follow_one_another(bench: Bench) -> None:
    await bench.sign_in()
    bench.key(Qt.Key.Key_F1)
    await bench.until(lambda: "Per cominciare" in bench.words())
    bench.key(Qt.Key.Key_F10)
    await bench.until(lambda: bench.frame.palette.state.is_open)
    await bench.keys("settings")
    assert [row.id for row in bench.frame.palette.state.rows] == []
    bench.frame.palette.type("language")
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: "Lingua" in bench.words())
    bench.click(bench.button("English"))
    await bench.until(lambda: "Language" in bench.words())
    assert bench.desk.preferences.language == "en"


async def test_a_scanner_that_types_leaves_nothing_in_the_field_it_met(bench: Bench) -> None:
    await bench.sign_in()
    await bench.keys("ros")
    assert bench.window.top.omnibox.text() == "ros"
    bench.wedge(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
    assert bench.window.top.omnibox.text() == "ros"


async def test_a_pin_cannot_be_scanned(bench: Bench) -> None:
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    bench.click(bench.button("Sara Lombardi"))
    bench.wedge(PIN)
    await bench.settled()
    assert bench.frame.model.state.filled == 0
    assert bench.desk.session.operator is None


async def test_a_cart_is_at_the_till_by_a_card_and_one_key(bench: Bench) -> None:
    await bench.sign_in()
    bench.scan("2960000000012")
    await bench.until(lambda: isinstance(bench.frame.model, CustomerModel) and bench.frame.model.state.cart.rows)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    bench.key(Qt.Key.Key_Return)
    await bench.until(lambda: any(words.startswith("In cassa: da battere") for words in bench.words()))
    assert isinstance(bench.frame.model, CustomerModel)


async def test_a_price_is_chosen_by_touch_and_by_key(bench: Bench) -> None:
    bench.counter.online.carts["k-1"] = replace(sample_cart(), lines=(*sample_cart().lines, DEARER))
    await bench.sign_in()
    bench.scan("2960000000012")
    await bench.until(lambda: isinstance(bench.frame.model, CustomerModel) and bench.frame.model.state.cart.rows)
    await bench.until(lambda: bench.offers("Ritiro"))
    bench.tap("Ritiro")
    assert "Prenota il ritiro" in bench.words()
    at_shop = next(button for button in bench.all(PaintedButton) if button.text().startswith("Negozio "))
    bench.click(at_shop)
    assert isinstance(bench.frame.model, CustomerModel)
    assert bench.frame.model.state.cart.rows[1].is_at_shop_price
    at_shop.setFocus()
    bench.key(Qt.Key.Key_Left)
    await bench.until(lambda: not bench.frame.model.state.cart.rows[1].is_at_shop_price)
    await bench.keys("1")
    await bench.until(lambda: "Porta in cassa" in bench.words())
