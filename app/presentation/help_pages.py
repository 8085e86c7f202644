"""Help's pages, and which of them speaks of a place."""

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
    OrderRoute,
    PaperRoute,
    PickupsRoute,
    PrepareRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
    SignInRoute,
)

PAGES = (
    "start",
    "signin",
    "prepare",
    "pickup",
    "refused",
    "customer",
    "return",
    "price",
    "attention",
    "recent",
    "day",
    "offline",
    "printer",
    "scanner",
    "drawer",
    "facing",
    "settings",
    "keys",
)
PAGE_OF: dict[type[Route], str] = {
    SignInRoute: "signin",
    HomeRoute: "start",
    PickupsRoute: "pickup",
    OrderRoute: "pickup",
    PrepareRoute: "prepare",
    CustomersRoute: "customer",
    CartsRoute: "customer",
    CustomerRoute: "customer",
    ReturnRoute: "return",
    ArticlesRoute: "price",
    ArticleRoute: "price",
    AttentionRoute: "attention",
    RecentRoute: "recent",
    PaperRoute: "recent",
    CallsRoute: "pickup",
    DayRoute: "day",
    DevicesRoute: "printer",
    SettingsRoute: "settings",
    HelpRoute: "keys",
}


def page_about(route: Route) -> str:
    """The page to open for whoever asks for help there."""
    return PAGE_OF[type(route)]
