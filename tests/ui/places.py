"""Every screen of the clerk's window by its place, with something on it."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.customers import Purpose
from app.domain.returnables import LineFound
from app.presentation.routes import (
    ArticleRoute,
    ArticlesRoute,
    AttentionRoute,
    CallsRoute,
    CartsRoute,
    CustomerPageRoute,
    CustomerRoute,
    CustomersRoute,
    DayRoute,
    DevicesRoute,
    HelpRoute,
    HomeRoute,
    InsteadRoute,
    OrderRoute,
    PickupsRoute,
    PrepareRoute,
    PutBackRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
    SetupRoute,
)
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.return_goods import ReturnModel
from tests.ui.bench import Bench
from tests.unit.usecases.sample_files import SHIRT

PLACES: Mapping[str, Route] = {
    "home": HomeRoute(),
    "pickups": PickupsRoute(),
    "order": OrderRoute("o-4821"),
    "customer page": CustomerPageRoute("o-4821"),
    "prepare": PrepareRoute(("o-4900",)),
    "instead": InsteadRoute("o-4821"),
    "put back": PutBackRoute(),
    "customers": CustomersRoute(),
    "carts": CartsRoute(),
    "customer": CustomerRoute("c-1", Purpose.ASSISTANCE),
    "articles": ArticlesRoute(),
    "article": ArticleRoute("sku-a"),
    "return": ReturnRoute(),
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


async def stand_at(bench: Bench, place: str) -> None:
    """There, from the start, and nothing left of before."""
    bench.window.top.omnibox.clear()
    bench.frame.palette.hide()
    bench.frame.unread.hide()
    bench.desk.navigator.home()
    bench.desk.navigator.go(PLACES[place])
    await bench.settled()
    if isinstance(bench.frame.model, ReturnModel) and PLACES[place] == ReturnRoute():
        bench.frame.model.discard()


async def asking_for_a_yes(bench: Bench) -> CustomerModel:
    """A clerk has a customer on screen and wants to see the phone number."""
    await bench.sign_in()
    bench.frame.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    return await ask_for_a_yes(bench)


async def ask_for_a_yes(bench: Bench) -> CustomerModel:
    """The phone number of the customer on screen is asked for."""
    await bench.until(lambda: isinstance(bench.frame.model, CustomerModel) and bench.frame.model.state.facts)
    model = bench.frame.model
    assert isinstance(model, CustomerModel)
    model.show_fact("phone")
    await bench.wait_for(lambda: bench.frame.approval.state.tiles)
    return model


async def bring_the_shirt(bench: Bench) -> ReturnModel:
    """The shirt of order 4790 lies on the counter, at the screen of returns."""
    await sell_the_shirt(bench)
    await bench.until(lambda: isinstance(bench.frame.model, ReturnModel))
    bench.scan(SHIRT)
    await bench.until(lambda: bench.frame.model.state.total)
    assert isinstance(bench.frame.model, ReturnModel)
    return bench.frame.model


async def sell_the_shirt(bench: Bench) -> None:
    """The line of order 4790 is about the article whose code is scanned here."""
    found = await bench.counter.returns.by_article("8001234567891")
    if isinstance(found, LineFound):
        await bench.counter.keep("returnable", "o-4790/a", replace(found.line, gtin=SHIRT))
