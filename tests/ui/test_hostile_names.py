"""Names as somebody hostile would write them: plain text or made harmless on every screen, on paper and by ear."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.carts import Cart
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.values import OrderId
from app.node.custody import allocate
from app.presentation.routes import (
    ArticleRoute,
    ArticlesRoute,
    AttentionRoute,
    CallsRoute,
    CartsRoute,
    CustomerRoute,
    CustomersRoute,
    DayRoute,
    DevicesRoute,
    HelpRoute,
    HomeRoute,
    InsteadRoute,
    OrderRoute,
    PaperRoute,
    PickupsRoute,
    PrepareRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
    SetupRoute,
)
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from app.ui.theme.readable import one_line
from app.usecases.ports import AttentionItem
from hardware.api import ScanRead
from tests.ui.bench import Bench, bench_at
from tests.ui.drawn import drawn_words
from tests.ui.hostile import hostile_customer, hostile_order, hostile_shop, offences, told, too_wide
from tests.ui.stages import asking, keep_paper
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.papers.samples import handed_over as printed
from tests.unit.usecases.counter import TYPED, sample_cart, sample_orders
from tests.unit.usecases.sample_files import SHIRT, sample_files

MEGABYTES = 2_000_000
HOSTILE = {
    "markup": ("<b>x</b>", "<b>x"),
    "entity": ("&amp;&lt;", "&amp;"),
    "override": ("Anna \u202egnp.exe", "Anna gnp"),
    "right to left": ("אנה", "אנה"),
    "long": ("W" * MEGABYTES, "WWWW"),
    "format": ("{0.__class__}", "{0."),
    "escape": ("\x1b[31mred\x07", "[31mred"),
    "lines": ("one\ntwo\r\nthree\u2028four", "one two"),
}
"""What they send, and what must be there to be read."""
ROUTES: dict[str, Route] = {
    "home": HomeRoute(),
    "pickups": PickupsRoute(),
    "customers": CustomersRoute(),
    "carts": CartsRoute(),
    "customer": CustomerRoute("c-1", Purpose.ASSISTANCE),
    "to collect": CustomerRoute("c-1", Purpose.PICKUP),
    "articles": ArticlesRoute(),
    "article": ArticleRoute("sku-a"),
    "order": OrderRoute("o-4821"),
    "order to prepare": OrderRoute("o-4900"),
    "prepare": PrepareRoute(("o-4900",)),
    "instead": InsteadRoute("o-4821"),
    "order gone": OrderRoute("o-4790"),
    "order with such a number": OrderRoute("o-6000"),
    "return": ReturnRoute(order="o-4790"),
    "blind return": ReturnRoute(gtin=SHIRT),
    "attention": AttentionRoute(),
    "recent": RecentRoute(),
    "calls": CallsRoute(),
    "day": DayRoute(),
    "devices": DevicesRoute(),
    "settings": SettingsRoute(),
    "setup": SetupRoute(),
    "help": HelpRoute(),
}
NAMELESS = {
    "calls",
    "devices",
    "settings",
    "setup",
    "help",
    "day",
    "recent",
    "paper",
    "customers",
    "carts",
    "articles",
    "unread",
    "palette",
}
"""Where nobody's name belongs, or where it is drawn in a picture."""


class Walk:
    """From one place to the next; owns what was found wrong on the way."""

    def __init__(self, bench: Bench, name: str, readable: str) -> None:
        self.bench, self.name, self.readable = bench, name, readable
        self.wrong: list[str] = []

    def look(self, place: str, top: QWidget) -> None:
        """Everything that can be read there."""
        window = self.bench.window
        words = [word.words for word in drawn_words(top)]
        said = [words for part in (top, *top.findChildren(QWidget)) if part.isVisible() for words in told(part)]
        if place not in NAMELESS and not any(self.readable[:8] in word for word in (*words, *said)):
            self.wrong.append(f"{place}: the name is not there: {words[:12]}")
        self.wrong += [f"{place}: {offence}" for offence in offences(window)]
        self.wrong += [f"{place}: {offence}" for offence in too_wide(window)]
        if self.bench.failures:
            self.wrong.append(f"{place}: {self.bench.failures.pop()!r}")
        if window.minimumSizeHint().width() > 1280 or window.width() > 1366:
            self.wrong.append(f"{place}: {window.minimumSizeHint()}")

    async def to(self, place: str, route: Route) -> None:
        """A place by its route."""
        self.bench.desk.navigator.home(HomeRoute())
        self.bench.frame.go(route)
        await self.bench.settled()
        await self.bench.pause(0.03)
        self.look(place, self.bench.window.screen_shown)


@asynccontextmanager
async def shop_called(name: str, folder: Path, files: TerminalFiles) -> AsyncIterator[Bench]:
    """A window in a shop where everything is called that, and something is left to be settled."""
    async with bench_at(folder, files, hostile_shop(name)) as bench:
        bench.counter.online.customers["c-1"] = hostile_customer(name)
        bench.counter.online.carts["k-1"] = hostile_cart(name)
        details: dict[str, str | int | bool] = {"order": name, "place": name, "reason": name, "article": name}
        for code in (Code.ALREADY_HANDED_OVER, Code.SERVER_ERROR, Code.CART_CHANGED):
            item = AttentionItem(code.value, code, "o-4821", details, NOW_AT)
            await bench.counter.door.write(lambda tx, item=item: tx.attention_put(item))  # type: ignore[misc]  # one type
        yield bench


def hostile_cart(name: str) -> Cart:
    """Its lines are called that."""
    cart = sample_cart()
    return replace(cart, lines=tuple(replace(line, name=name, variant=name) for line in cart.lines))


async def found(walk: Walk) -> None:
    """By digits: a customer, an order, an article; and what is not there."""
    bench = walk.bench
    for place, typed in (("customers found", "234567"), ("orders found", "4821"), ("articles found", SHIRT)):
        bench.desk.navigator.home()
        bench.window.top.omnibox.clear()
        await bench.keys(typed)
        await bench.until(lambda: bench.frame.omnibox.state.rows)
        walk.look(place, bench.window.results)
    bench.window.top.omnibox.clear()
    await bench.settled()


async def handed_over(walk: Walk) -> None:
    """The toast, the recent acts and the paper of a hand-over, and a cart that was sold."""
    bench = walk.bench
    bench.scan(TYPED)
    await bench.until(lambda: isinstance(bench.desk.navigator.at, OrderRoute))
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: bench.desk.notices.latest)
    walk.look("toast", bench.window)
    await walk.to("recent acts", RecentRoute())
    keep_paper(bench, hostile_order(printed(), walk.name))
    await walk.to("paper", PaperRoute("T1AA-000001"))
    assert bench.frame.model.state.picture


async def unread(walk: Walk) -> None:
    """A scanner reads it."""
    bench = walk.bench
    raw = walk.name.encode()[:5000]
    bench.frame.scanned(ScanRead(raw, None, "", "scanner", bench.counter.clock.now_at()))
    await bench.until(lambda: bench.frame.unread.is_open)
    walk.look("unread", bench.window.unread)
    bench.frame.unread.hide()


async def refused(walk: Walk) -> None:
    """The shop's server says no, in such words."""
    bench, name = walk.bench, walk.name
    refusal = Problem(Code.ALREADY_HANDED_OVER, order=name, at=name, place=name, station=name)
    bench.counter.till.authority.fault = lambda what, lines: refusal
    await walk.to("refused", OrderRoute("o-48213"))
    bench.key(Qt.Key.Key_F9)
    await bench.settled()
    walk.look("refused", bench.window.screen_shown)
    bench.counter.mend()


async def news(walk: Walk) -> None:
    """An order comes while somebody is elsewhere."""
    bench = walk.bench
    bench.frame.go(SettingsRoute())
    await bench.settled()
    bench.desk.notices.tell(None)
    engine = bench.counter.till.engine
    before, engine.on_change = (
        engine.on_change,
        lambda feed: bench.desk.flights.latest("reload", bench.frame.reload),
    )
    first = replace(sample_orders()[1], id=OrderId("o-6001"), number="6001", public_no=6001)
    with bench.counter.shop.central.write() as tx:
        allocate(tx, hostile_order(first, walk.name), STORE)
    await bench.until(lambda: bench.frame.state.news.title)
    walk.look("news", bench.window.news)
    engine.on_change = before


async def sheets(walk: Walk) -> None:
    """What lies over a screen: every action by name, another person's yes."""
    bench = walk.bench
    bench.key(Qt.Key.Key_F10)
    await bench.until(lambda: bench.frame.palette.state.is_open)
    walk.look("palette", bench.window.palette_sheet)
    bench.frame.palette.hide()
    asked = asyncio.create_task(asking(bench))
    bench.background.append(asked)
    await bench.wait_for(lambda: bench.frame.approval.state.tiles)
    walk.look("approval", bench.window.approval_sheet)
    bench.frame.approval.cancel()
    await asked


@pytest.fixture(params=HOSTILE)
def kind(request: pytest.FixtureRequest) -> str:
    """One after the other."""
    return str(request.param)


@pytest.fixture
def called(kind: str, tmp_path: Path) -> Iterator[TerminalFiles]:
    """Catalogue and finder, in which everything is called that."""
    with sample_files(tmp_path, HOSTILE[kind][0]) as files:
        yield files


async def test_a_name_stays_a_name_everywhere(
    look: Look, tmp_path: Path, kind: str, called: TerminalFiles
) -> None:
    name, readable = HOSTILE[kind]
    async with shop_called(name, tmp_path, called) as bench:
        walk = Walk(bench, name, readable)
        await bench.until(lambda: getattr(bench.frame.model.state, "tiles", ()))
        walk.look("sign-in", bench.window.screen_shown)
        await bench.sign_in(one_line(name))
        walk.look("top", bench.window.top)
        for place, route in ROUTES.items():
            await walk.to(place, route)
        for stage in (found, handed_over, unread, refused, news, sheets):
            await stage(walk)
        bench.desk.faults.tell("F-3A91C2")
        walk.look("fault", bench.window)
        assert "x" not in bench.window.windowTitle()
        assert walk.wrong == []
