"""F1 from where one is: the page about it, with its picture and words for who does not see it."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.presentation.help_pages import PAGES
from app.presentation.routes import ArticleRoute, DevicesRoute, HelpRoute
from app.ui.widgets.choices import ChoiceRow
from app.ui.widgets.illustration import Illustration
from tests.ui.bench import Bench


def is_whole(widget: QWidget) -> bool:
    """Whether all of it is in sight."""
    return bool(widget.visibleRegion().boundingRect() == widget.rect())


async def test_help_opens_at_the_page_about_the_screen_and_shows_it(bench: Bench) -> None:
    await bench.sign_in()
    for place, heading in (
        (ArticleRoute("sku-a"), "Prezzi e disponibilità"),
        (DevicesRoute(), "Se la ricevuta non esce"),
    ):
        bench.frame.go(place)
        await bench.settled()
        bench.key(Qt.Key.Key_F1)
        await bench.until(lambda: isinstance(bench.desk.navigator.at, HelpRoute))
        await bench.settled()
        [picture] = bench.all(Illustration)
        assert heading in bench.words()
        assert picture.pixmap().width() > 0
        assert picture.accessibleName()
        [chosen] = [choice for choice in bench.all(ChoiceRow) if choice.isChecked()]
        await bench.until(partial(is_whole, chosen))


async def test_another_page_has_another_picture_and_f1_does_not_lose_it(bench: Bench) -> None:
    await bench.sign_in()
    bench.key(Qt.Key.Key_F1)
    await bench.until(lambda: bench.all(Illustration))
    before = bench.all(Illustration)[0].pixmap().toImage()
    bench.tap("Tasti")
    await bench.settled()
    bench.key(Qt.Key.Key_F1)
    await bench.settled()
    [picture] = bench.all(Illustration)
    assert picture.pixmap().toImage() != before
    assert any("F12" in words for words in bench.words())


async def test_help_opens_on_the_locked_screen_and_leaves_the_places_behind_it_alone(bench: Bench) -> None:
    await bench.sign_in()
    bench.frame.go(ArticleRoute("sku-a"))
    await bench.settled()
    trail = bench.desk.navigator.trail
    bench.key(Qt.Key.Key_F12)
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    assert "Aiuto" in bench.words()
    assert "Comandi" not in bench.words()
    bench.key(Qt.Key.Key_F1)
    await bench.until(lambda: bench.all(Illustration))
    assert "Entrare" in bench.words()
    assert not any("Sara" in words or "Maglia" in words for words in bench.words())
    for _ in range(2):
        bench.key(Qt.Key.Key_Escape)
        await bench.until(lambda: bench.offers("Sara Lombardi"))
    assert bench.desk.navigator.trail == trail
    bench.key(Qt.Key.Key_F1)
    await bench.until(lambda: bench.all(Illustration))
    bench.frame.lock()
    await bench.until(lambda: bench.offers("Sara Lombardi"))


@pytest.mark.parametrize("language", ["it", "en"])
async def test_no_page_says_more_than_is_shown(bench: Bench, language: str) -> None:
    await bench.sign_in()
    bench.desk.language.speak(language)
    for page in PAGES:
        bench.frame.go(HelpRoute(page))
        await bench.settled()
        assert bench.desk.words.text(f"help.{page}.body") in bench.words(), page
        [picture] = bench.all(Illustration)
        assert picture.pixmap().width() > 0, page
