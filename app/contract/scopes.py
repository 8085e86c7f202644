"""What an enrolled device may ask of a host: scopes, fixed by central at enrolment, one set per mode."""

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """One right of a device. A host refuses what no scope of the device allows."""

    COMMANDS = "commands"
    COMMANDS_KIOSK = "commands.kiosk"
    RELAY = "relay"
    FEED_STORE = "feed.store"
    FEED_CATALOG = "feed.catalog"
    FEED_PRICE = "feed.price"
    FEED_STOCK = "feed.stock"
    FEED_CONFIG = "feed.config"
    FEED_FINDER = "feed.finder"
    FEED_ALLOC = "feed.alloc"
    FEED_DEVICE = "feed.device"
    CUSTOMERS_SEARCH = "customers.search"
    CUSTOMERS_READ = "customers.read"
    CARTS = "carts"
    ORDERS_SEARCH = "orders.search"
    ORDERS_READ = "orders.read"
    PRODUCTS_READ = "products.read"
    ASSETS_READ = "assets.read"


FEED_SCOPES: dict[str, Scope] = {
    "store": Scope.FEED_STORE,
    "catalog": Scope.FEED_CATALOG,
    "price": Scope.FEED_PRICE,
    "stock": Scope.FEED_STOCK,
    "config": Scope.FEED_CONFIG,
    "finder": Scope.FEED_FINDER,
    "alloc": Scope.FEED_ALLOC,
    "device": Scope.FEED_DEVICE,
}

# A kiosk checks in, looks an order up by its code, starts a return and calls a person; nothing else (security:
# kiosk scopes). It keeps nobody's orders: whoever carries it away has none. Goods it never takes in.
KIOSK_KINDS: frozenset[str] = frozenset({"visit.move", "return.start", "call.move"})

_KIOSK = frozenset(
    {
        Scope.COMMANDS_KIOSK,
        Scope.FEED_CATALOG,
        Scope.FEED_PRICE,
        Scope.FEED_STOCK,
        Scope.FEED_CONFIG,
        Scope.FEED_DEVICE,
        Scope.ORDERS_READ,
        Scope.PRODUCTS_READ,
        Scope.ASSETS_READ,
    }
)
_STAFF = (_KIOSK - {Scope.COMMANDS_KIOSK}) | {
    Scope.COMMANDS,
    Scope.FEED_STORE,
    Scope.FEED_FINDER,
    Scope.CUSTOMERS_SEARCH,
    Scope.CUSTOMERS_READ,
    Scope.CARTS,
    Scope.ORDERS_SEARCH,
}

# `till` is a clerk's terminal that carries its shop's node; the node itself is a device of its own, mode `edge`.
SCOPES_OF_MODE: dict[str, frozenset[Scope]] = {
    "kiosk": _KIOSK,
    "clerk": _STAFF,
    "till": _STAFF,
    "curbside": _STAFF,
    "edge": _STAFF | {Scope.RELAY, Scope.FEED_ALLOC},
}


def feeds_for(mode: str, names: Iterable[str]) -> list[str]:
    """Those of the feeds that a device of that mode may read, in their order; the authority has the last word."""
    scopes = SCOPES_OF_MODE[mode]
    return [name for name in names if FEED_SCOPES[name.partition(":")[0]] in scopes]
