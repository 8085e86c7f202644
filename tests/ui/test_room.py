"""Every screen fits the smallest counter: 1280 by 720, whatever it shows."""

import pytest

from app.domain.customers import Purpose
from app.presentation.routes import (
    ArticleRoute,
    AttentionRoute,
    CustomerRoute,
    CustomersRoute,
    DayRoute,
    DevicesRoute,
    HelpRoute,
    HomeRoute,
    OrderRoute,
    PaperRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
)
from app.ui.shell.measures import STRIP_HEIGHT, TOP_HEIGHT
from app.ui.shell.rail import WIDTH as RAIL
from tests.ui.bench import Bench

PLACES: list[Route] = [
    HomeRoute(),
    CustomersRoute(),
    CustomerRoute("c-1", Purpose.PICKUP),
    OrderRoute("o-4821"),
    ArticleRoute("sku-a"),
    ReturnRoute(),
    ReturnRoute(order="o-4790"),
    AttentionRoute(),
    RecentRoute(),
    PaperRoute("T1AA-000001"),
    DayRoute(),
    DevicesRoute(),
    SettingsRoute(),
    HelpRoute("keys"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: type(place).__name__)
@pytest.mark.parametrize("language", ["it", "en"])
async def test_it_fits(bench: Bench, place: Route, language: str) -> None:
    await bench.sign_in()
    bench.desk.language.speak(language)
    bench.frame.go(place)
    await bench.settled()
    await bench.settled()
    least = bench.window.screen_shown.minimumSizeHint()
    assert (least.width() <= 1280 - RAIL, least.height() <= 720 - TOP_HEIGHT - STRIP_HEIGHT) == (True, True), least
