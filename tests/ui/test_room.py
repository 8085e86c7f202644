"""Every screen fits the smallest counter, 1280 by 720, whatever it shows, and gives no room away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from app.domain.customers import Purpose
from app.presentation.routes import (
    ArticleRoute,
    AttentionRoute,
    CallsRoute,
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
    SetupRoute,
)
from app.ui.shell.measures import STRIP_HEIGHT, TOP_HEIGHT
from app.ui.shell.rail import WIDTH as RAIL
from app.ui.widgets.select_field import SelectField
from tests.ui.bench import Bench
from tests.ui.stages import STAGES
from tests.ui.test_return_window import shirt

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
    CallsRoute(),
    DayRoute(),
    DevicesRoute(),
    SettingsRoute(),
    SetupRoute(),
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


@pytest.mark.parametrize("place", PLACES, ids=lambda place: type(place).__name__)
async def test_what_was_done_and_what_broke_cover_nothing(bench: Bench, place: Route) -> None:
    await bench.sign_in()
    bench.frame.go(place)
    bench.desk.done(bench.desk.session.who, "Consegnato", "al banco", undo=lambda: None)
    await bench.settled()
    assert above(bench, bench.window.toast)
    bench.desk.faults.tell("AB12CD")
    await bench.settled()
    assert above(bench, bench.window.fault)
    bench.desk.faults.tell("")
    bench.desk.notices.tell(None)
    await bench.settled()
    assert not above(bench, bench.window.toast)


def above(bench: Bench, card: QWidget) -> bool:
    """Whether the facts end before a card begins."""
    main = bench.window.screen_shown.main
    items = [main.itemAt(place) for place in range(main.count())]
    shown = [item for item in items if item and ((widget := item.widget()) is None or widget.isVisible())]
    ends = [item.geometry().bottom() for item in shown]
    return max(ends) < bench.window.screen_shown.facts.mapFrom(bench.window, card.pos()).y()


@pytest.mark.parametrize("stage", STAGES)
async def test_no_room_is_left_where_nothing_stands(bench: Bench, stage: str) -> None:
    await STAGES[stage](bench)
    await bench.pause(0.05)
    assert hollow(bench) == []


def hollow(bench: Bench) -> list[str]:
    """Room nothing stands in: Qt keeps the margins of a layout all of whose widgets are hidden."""
    found = []
    for inner in bench.on_top.findChildren(QLayout):
        owner, outer = inner.parentWidget(), inner.parent()
        if isinstance(outer, QBoxLayout) and inner.isEmpty() and owner is not None and owner.isVisible():
            wide, high = inner.sizeHint().toTuple()
            is_column = outer.direction() in (QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop)
            found += [f"{type(owner).__name__}: {wide}x{high}"] if (high if is_column else wide) else []
    return found


async def test_what_tab_reaches_is_scrolled_into_sight(bench: Bench) -> None:
    await shirt(bench)
    bench.window.resize(1280, 720)
    await bench.settled()
    [menu] = bench.all(SelectField)
    for _ in range(40):
        if menu.hasFocus():
            break
        bench.key(Qt.Key.Key_Tab)
    assert menu.hasFocus()
    assert menu.visibleRegion().boundingRect() == menu.rect()
