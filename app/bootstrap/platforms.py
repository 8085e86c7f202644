"""The shop platforms a central can be connected to, by name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from app.bootstrap.platform_settings import Connection
from app.central.connectors.demo_shop import DemoShop
from app.central.connectors.port import ShopPlatform

IsPoke = Callable[[Mapping[str, str], bytes], bool]


@dataclass(frozen=True, slots=True)
class Connected:
    """A platform and how to let go of it. `is_poke` tells its own pokes from a stranger's, by headers and body."""

    platform: ShopPlatform
    close: Callable[[], Awaitable[None]]
    is_poke: IsPoke | None = None


def _demo(connection: Connection) -> Connected:
    shop = DemoShop(connection.settings.url, token=connection.secrets.platform.get("token", ""))
    return Connected(shop, shop.close)


CONNECTORS: dict[str, Callable[[Connection], Connected]] = {"demo": _demo}
