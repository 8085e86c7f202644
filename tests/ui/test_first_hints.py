"""Who is new is told one line at a place, in the layout and by ear; put away, it does not come back to them."""

import pytest

from app.domain.errors import Code
from app.presentation.routes import (
    ArticleRoute,
    AttentionRoute,
    HomeRoute,
    OrderRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
)
from app.ui.shell.hint_line import HEIGHT
from app.ui.shell.measures import STRIP_HEIGHT, TOP_HEIGHT
from app.ui.shell.rail import WIDTH as RAIL
from app.usecases.ports import AttentionItem
from tests.ui.access import has_area
from tests.ui.bench import Bench
from tests.unit.domain.samples import NOW_AT
from tests.unit.usecases.counter import MANAGER
from tests.unit.usecases.sample_files import SHIRT

HINTED: tuple[Route, ...] = (
    HomeRoute(),
    OrderRoute("o-4821"),
    ArticleRoute("sku-a"),
    ReturnRoute(gtin=SHIRT),
    AttentionRoute(),
)


async def go(bench: Bench, route: Route) -> None:
    """From the start, and everything read."""
    bench.desk.navigator.home()
    bench.frame.go(route)
    await bench.settled()


@pytest.mark.parametrize("route", HINTED)
async def test_it_stands_in_the_layout_and_goes_by_its_cross(bench: Bench, route: Route) -> None:
    bench.desk.preferences.has_hints = True
    item = AttentionItem("1", Code.SERVER_ERROR, "o-4821", {}, NOW_AT)
    await bench.counter.door.write(lambda tx: tx.attention_put(item))
    await bench.sign_in()
    bench.window.resize(1280, 720)
    await go(bench, route)
    hint, screen = bench.window.hint, bench.window.screen_shown
    assert hint.accessibleName()
    assert has_area(hint)
    assert not hint.geometry().intersects(bench.window.stack.geometry())
    least = screen.minimumSizeHint()
    assert least.width() <= 1280 - RAIL
    assert least.height() <= 720 - TOP_HEIGHT - STRIP_HEIGHT - HEIGHT, least
    bench.click(hint.close_button)
    await bench.until(lambda: not hint.isVisible())
    await go(bench, SettingsRoute())
    await go(bench, route)
    assert not hint.isVisible()


async def test_each_operator_puts_it_away_for_themselves(bench: Bench) -> None:
    bench.desk.preferences.has_hints = True
    await bench.sign_in()
    hint = bench.window.hint
    bench.click(hint.close_button)
    await bench.until(lambda: not hint.isVisible())
    bench.frame.lock()
    await bench.settled()
    bench.desk.session.begin(MANAGER)
    await bench.until(hint.isVisible)
    bench.frame.lock()
    await bench.settled()
    assert not hint.isVisible()
    await bench.sign_in()
    await bench.settled()
    assert not hint.isVisible()


async def test_settings_turn_them_off_and_on(bench: Bench) -> None:
    await bench.sign_in()
    assert not bench.window.hint.isVisible()
    await go(bench, SettingsRoute())
    bench.tap("Accesi")
    await bench.until(lambda: bench.desk.preferences.has_hints)
    await go(bench, HomeRoute())
    assert bench.window.hint.isVisible()
    await go(bench, SettingsRoute())
    bench.tap("Spenti")
    await bench.until(lambda: not bench.desk.preferences.has_hints)
    await go(bench, HomeRoute())
    assert not bench.window.hint.isVisible()
