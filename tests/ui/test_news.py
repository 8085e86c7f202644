"""An order that comes while somebody works elsewhere is told, counted, and opened by a tap; nothing moves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.orders import Progress
from app.domain.values import OrderId
from app.node.custody import allocate
from app.presentation.routes import OrderRoute, RecentRoute, Route
from app.ui.widgets import notice_bar
from app.ui.widgets.buttons import SURE_MS
from tests.ui.bench import Bench
from tests.unit.domain.samples import STORE, line, order
from tests.unit.usecases.counter import PIN

AT_ONCE_MS = 600_000
"""However long a busy machine takes from the notice to the tap, the tap comes too soon."""


def comes(bench: Bench, number: str) -> None:
    """Central allots an order to the shop; the window follows the store."""
    engine, frame = bench.counter.till.engine, bench.frame
    engine.on_change = lambda feed: bench.desk.flights.latest("reload", frame.reload)
    made = order(
        (line("a", Progress(reserved=1)),), id=OrderId(f"o-{number}"), number=number, public_no=int(number)
    )
    with bench.counter.shop.central.write() as tx:
        allocate(tx, made, STORE)


def at(bench: Bench) -> Route:
    """Where we are."""
    return bench.desk.navigator.at


async def test_it_is_told_beside_the_work_and_opened_by_a_tap(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.sign_in()
    bench.frame.go(RecentRoute())
    await bench.settled()
    bench.window.top.omnibox.setFocus(Qt.FocusReason.OtherFocusReason)
    primary = bench.window.screen_shown.panel.primary
    stood = primary.mapToGlobal(primary.rect().topLeft())
    comes(bench, "5001")
    await bench.until(lambda: "Nuovo ordine 5001" in bench.words())
    assert QApplication.focusWidget() is bench.window.top.omnibox
    assert primary.mapToGlobal(primary.rect().topLeft()) == stood
    assert not bench.window.news.geometry().intersects(bench.window.rail.geometry())
    assert bench.offers("Ritiri 1")
    with monkeypatch.context() as busy:
        busy.setattr(notice_bar, "SURE_MS", AT_ONCE_MS)
        bench.click(bench.window.news.act)
    assert at(bench) == RecentRoute()
    await bench.pause(SURE_MS / 1000 + 0.1)
    bench.click(bench.window.news.act)
    assert at(bench) == OrderRoute("o-5001")
    await bench.until(lambda: bench.offers("Ritiri"))
    assert not bench.window.news.isVisible()


async def test_a_locked_screen_shows_none_and_the_next_person_finds_it(bench: Bench) -> None:
    await bench.sign_in()
    bench.frame.go(RecentRoute())
    await bench.settled()
    bench.key(Qt.Key.Key_F12)
    await bench.until(lambda: bench.frame.state.is_locked)
    comes(bench, "5001")
    while await bench.counter.door.read(lambda tx: tx.base_get("order", "o-5001")) is None:
        await bench.pause(0.05)
    await bench.settled()
    assert not bench.window.news.isVisible()
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    bench.click(bench.button("Sara Lombardi"))
    await bench.keys(PIN)
    await bench.until(lambda: "Nuovo ordine 5001" in bench.words())


async def test_locking_hides_a_notice_with_its_name(bench: Bench) -> None:
    await bench.sign_in()
    bench.frame.go(RecentRoute())
    await bench.settled()
    comes(bench, "5001")
    await bench.until(bench.window.news.isVisible)
    bench.key(Qt.Key.Key_F12)
    await bench.until(lambda: bench.frame.state.is_locked)
    assert not bench.window.news.isVisible()
    assert "Giulia" not in bench.frame.state.news.line
