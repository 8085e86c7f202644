"""Every screen in the states that look different, each reached from a locked window."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from PySide6.QtCore import Qt

from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.orders import Order, Progress
from app.domain.values import ByWeight, OrderId
from app.node.custody import allocate
from app.presentation.routes import (
    ArticleRoute,
    AttentionRoute,
    CallsRoute,
    CustomerPageRoute,
    CustomerRoute,
    CustomersRoute,
    DayRoute,
    DevicesRoute,
    HelpRoute,
    InsteadRoute,
    OrderRoute,
    PaperRoute,
    PrepareRoute,
    PutBackRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
    SetupRoute,
)
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.instead import InsteadModel
from app.presentation.viewmodels.setup import SetupModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.usecases.find import reveal_ask
from app.usecases.ports import AttentionItem
from app.usecases.spool import JobState, PrintJob
from tests.fakes.spool import MemorySpool
from tests.ui.bench import Bench
from tests.unit.domain.samples import NOW_AT, STORE, line, order
from tests.unit.papers.samples import SHOP, handed_over, receipts
from tests.unit.usecases.counter import CLERK, MANAGER, TYPED
from tests.unit.usecases.sample_files import CHEESE

Stage = Callable[[Bench], Awaitable[None]]

BY_WEIGHT = "o-4901"


async def locked(bench: Bench) -> None:
    """Nobody works here."""
    await bench.until(lambda: getattr(bench.frame.model.state, "tiles", ()))


async def wrong_pin(bench: Bench) -> None:
    """Somebody mistyped."""
    await locked(bench)
    model = bench.frame.model
    assert isinstance(model, SignInModel)
    model.choose("07")
    for _ in range(6):
        model.take_digit("0")
    await bench.until(lambda: model.state.is_wrong)


async def home(bench: Bench) -> None:
    """The queues."""
    await bench.sign_in()


async def nobody_waits(bench: Bench) -> None:
    """An empty queue."""
    await bench.sign_in()
    model = bench.frame.model
    assert isinstance(model, HomeModel)
    model.choose_card("arrivals")


async def found(bench: Bench) -> None:
    """Results under the field."""
    await bench.sign_in()
    await bench.keys("giulia")
    await bench.until(lambda: bench.frame.omnibox.state.rows)
    await bench.settled()


async def nothing_found(bench: Bench) -> None:
    """What was typed fits nothing."""
    await bench.sign_in()
    await bench.keys("zyx")
    await bench.until(lambda: bench.frame.omnibox.state.note)


async def palette(bench: Bench) -> None:
    """Every action by name."""
    await bench.sign_in()
    bench.key(Qt.Key.Key_F10)
    await bench.until(lambda: bench.frame.palette.state.is_open)


def set_up(section: str = "", row: str = "", typed: str = "") -> Stage:
    """The manager at the shop's set-up, with a row chosen and something typed into its field."""

    async def stand(bench: Bench) -> None:
        await bench.sign_in(MANAGER.name)
        bench.frame.go(SetupRoute())
        await bench.settled()
        model = bench.frame.model
        assert isinstance(model, SetupModel)
        await bench.until(lambda: model.state.rows)
        if section:
            model.choose_section(section)
        if row:
            model.choose(row)
        if typed:
            model.type(typed)

    return stand


async def approval(bench: Bench) -> None:
    """Another person is asked for a yes."""
    await bench.sign_in()
    asked = asyncio.create_task(asking(bench))
    bench.background.append(asked)
    await bench.until(lambda: bench.frame.approval.state.tiles)


async def asking(bench: Bench) -> None:
    """An act waits for that yes; a no is no failure."""
    with suppress(Problem):
        await bench.desk.approval_for(reveal_ask("c-1", CLERK))


async def customer_line(bench: Bench) -> None:
    """A customer's cart, one of its lines chosen."""
    await place(CustomerRoute("c-1", Purpose.ASSISTANCE))(bench)
    model = bench.frame.model
    assert isinstance(model, CustomerModel)
    await bench.until(lambda: model.state.cart.rows)
    model.select("sku-a")


async def order_done(bench: Bench) -> None:
    """Handed over, with the way back."""
    await bench.sign_in()
    bench.scan(TYPED)
    await bench.until(lambda: isinstance(bench.desk.navigator.at, OrderRoute))
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: bench.frame.model.state.is_done)


async def walk(bench: Bench) -> None:
    """Pieces to fetch, and why one is missing is asked."""
    await place(PrepareRoute(("o-4900",)))(bench)
    for button in ("begin", "ask"):
        bench.frame.press_foot(button)
        await bench.settled()
        await bench.settled()


def weighed(grams: str = "", *buttons: str) -> Stage:
    """Half a kilo of cheese to fetch; those digits, and those buttons."""

    async def stand(bench: Bench) -> None:
        await bench.sign_in()
        half = line(
            "c", Progress(reserved=1), gtin=CHEESE, name="Formaggio", unit_price=1245, weight=ByWeight(500)
        )
        cheese = order((half,), id=OrderId(BY_WEIGHT), number="4901", public_no=4901)
        with bench.counter.shop.central.write() as tx:
            allocate(tx, cheese, STORE)
        bench.counter.shop.follow(NOW_AT)
        await bench.counter.till.engine.pull_once()
        bench.frame.go(PrepareRoute((BY_WEIGHT,)))
        await bench.until(
            lambda: bench.frame.model.foot.primary.id == "begin" and bench.frame.model.foot.primary.is_enabled
        )
        bench.frame.press_foot("begin")
        await bench.until(lambda: bench.frame.model.state.pad is not None)
        for digit in grams:
            bench.frame.model.take_digit(digit)
        for button in buttons:
            bench.frame.press_foot(button)
            await bench.settled()

    return stand


async def shelf(bench: Bench) -> None:
    """A bag to put away."""
    await place(PrepareRoute(("o-4900",)))(bench)
    for phase, button in (("begin", "begin"), ("pick", "pick"), ("pack", "pack")):
        await bench.until(lambda phase=phase: bench.frame.model.state.phase == phase)  # type: ignore[misc]  # one type
        bench.frame.press_foot(button)
    await bench.until(lambda: bench.frame.model.state.phase == "stage")


async def not_wanted(bench: Bench) -> None:
    """Why the customer does not want it is asked, and what it gives back is said."""
    await place(InsteadRoute("o-4821"))(bench)
    model = bench.frame.model
    assert isinstance(model, InsteadModel)
    model.choose("refused")
    await bench.settled()


async def elsewhere(bench: Bench) -> None:
    """Which shop an order shall go to is asked."""
    await place(InsteadRoute("o-4821"))(bench)
    model = bench.frame.model
    assert isinstance(model, InsteadModel)
    model.choose("transferred")
    await bench.settled()


async def put_back(bench: Bench) -> None:
    """What a customer did not want lies about."""
    await not_wanted(bench)
    model = bench.frame.model
    assert isinstance(model, InsteadModel)
    model.choose("does_not_fit")
    bench.frame.press_foot("do")
    await bench.until(lambda: bench.desk.navigator.at == PutBackRoute())
    await bench.until(lambda: bench.frame.model.state.rows)


async def page_hidden(bench: Bench) -> None:
    """A customer's page was shown, and is not any more."""
    await place(CustomerPageRoute("o-4821"))(bench)
    bench.frame.press_foot("hide")
    await bench.settled()


async def page_not_served(bench: Bench) -> None:
    """Head office has no pages."""
    bench.counter.online.pages = ""
    await place(CustomerPageRoute("o-4821"))(bench)


async def page_without_line(bench: Bench) -> None:
    """Head office does not answer."""
    bench.counter.online.fault = Code.NO_ANSWER
    await place(CustomerPageRoute("o-4821"))(bench)


async def shop_cut(bench: Bench) -> None:
    """The shop's server does not answer."""
    bench.counter.cut()
    await place(OrderRoute("o-4821"))(bench)


async def several_wait(bench: Bench) -> None:
    """Things for a person to settle."""
    for number, code in enumerate((Code.CATALOGUE_REBUILT, Code.SERVER_ERROR, Code.ALREADY_HANDED_OVER)):
        item = AttentionItem(str(number), code, "o-4821", {}, NOW_AT)
        await bench.counter.door.write(lambda tx, item=item: tx.attention_put(item))  # type: ignore[misc]  # one type
    await place(AttentionRoute())(bench)


async def paper(bench: Bench) -> None:
    """A receipt nobody is sure about."""
    keep_paper(bench, handed_over())
    await place(PaperRoute("T1AA-000001"))(bench)


def keep_paper(bench: Bench, done: Order) -> None:
    """The receipt of that order is in the spool."""
    document = receipts().pickup(done, done.handovers[-1], "T1AA-000001", SHOP)
    job = PrintJob(
        "j-1", "receipt", "T1AA-000001", document, has_value=True, created_at=NOW_AT, state=JobState.UNKNOWN
    )
    assert isinstance(bench.counter.spool, MemorySpool)
    bench.counter.spool.jobs[job.id] = job


async def fault(bench: Bench) -> None:
    """Something broke."""
    await place(RecentRoute())(bench)
    bench.desk.faults.tell("F-3A91C2")


def place(route: Route) -> Stage:
    """A place by its route."""

    async def go(bench: Bench) -> None:
        await bench.sign_in()
        bench.frame.go(route)
        await bench.settled()
        await bench.settled()

    return go


STAGES: dict[str, Stage] = {
    "locked": locked,
    "wrong_pin": wrong_pin,
    "home": home,
    "nobody_waits": nobody_waits,
    "found": found,
    "nothing_found": nothing_found,
    "palette": palette,
    "approval": approval,
    "customers": place(CustomersRoute()),
    "customer": place(CustomerRoute("c-1", Purpose.PICKUP)),
    "customer_line": customer_line,
    "customer_unknown": place(CustomerRoute("c-9", Purpose.PICKUP)),
    "order": place(OrderRoute("o-4821")),
    "page_shown": place(CustomerPageRoute("o-4821")),
    "page_hidden": page_hidden,
    "page_not_served": page_not_served,
    "page_without_line": page_without_line,
    "order_to_prepare": place(OrderRoute("o-4900")),
    "prepare": place(PrepareRoute(("o-4900",))),
    "walk": walk,
    "shelf": shelf,
    "weighed_nothing_yet": weighed(),
    "weighed": weighed("486"),
    "weighed_far_off": weighed("380"),
    "weighed_far_off_why": weighed("380", "weigh"),
    "instead": place(InsteadRoute("o-4821")),
    "instead_fresh": place(InsteadRoute("o-4900")),
    "not_wanted": not_wanted,
    "elsewhere": elsewhere,
    "put_back_none": place(PutBackRoute()),
    "put_back": put_back,
    "order_grown_up": place(OrderRoute("o-4832")),
    "order_unpaid": place(OrderRoute("o-4830")),
    "order_gone": place(OrderRoute("o-4790")),
    "order_unknown": place(OrderRoute("o-1")),
    "order_done": order_done,
    "shop_cut": shop_cut,
    "article": place(ArticleRoute("sku-a")),
    "return_start": place(ReturnRoute()),
    "return": place(ReturnRoute(order="o-4790")),
    "attention_empty": place(AttentionRoute()),
    "attention": several_wait,
    "recent": place(RecentRoute()),
    "paper": paper,
    "paper_unknown": place(PaperRoute("T1AA-000001")),
    "calls": place(CallsRoute()),
    "day": place(DayRoute()),
    "fault": fault,
    "devices": place(DevicesRoute()),
    "settings": place(SettingsRoute()),
    "setup_denied": place(SetupRoute()),
    "setup_places": set_up(),
    "setup_hours": set_up("hours"),
    "setup_guards": set_up("guards", "guards.check_age"),
    "setup_wrong": set_up("hours", "hours.tue", "13-9"),
    "help": place(HelpRoute("keys")),
}
