"""The shop platforms a central can be connected to, by name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from app.bootstrap.platform_settings import Connection
from app.central.connectors.demo_shop import DemoShop
from app.central.connectors.guard_pace import Pace
from app.central.connectors.port import HandedCarts, ShopPlatform
from app.central.connectors.vendure.settings import settings_of
from app.central.connectors.vendure.shop import VendureShop
from app.central.connectors.woocommerce.connector import WooCommerce
from app.central.connectors.woocommerce.settings import WooSettings
from app.central.connectors.woocommerce.webhooks import WooHooks
from app.domain.errors import Code, Problem

IsPoke = Callable[[Mapping[str, str], bytes], bool]


@dataclass(frozen=True, slots=True)
class Connected:
    """A platform, the budget its calls are counted in, and how to let go of it.

    `is_poke` tells its own pokes from a stranger's, by headers and body. `handed`: the platform again, where its
    customers hand their carts over.
    """

    platform: ShopPlatform
    pace: Pace
    close: Callable[[], Awaitable[None]]
    is_poke: IsPoke | None = None
    handed: HandedCarts | None = None


def _demo(connection: Connection) -> Connected:
    shop = DemoShop(connection.settings.url, token=connection.secrets.platform.get("token", ""))
    return Connected(shop, shop.pace, shop.close)


def _woocommerce(connection: Connection) -> Connected:
    settings, secrets = connection.settings, connection.secrets.platform
    try:
        options = WooSettings.of(settings.options, settings.by_location)
    except ValueError as exc:
        raise Problem(Code.SETTINGS_INVALID, where=f"options.{exc}") from exc
    for name in ("key", "secret"):
        if not secrets.get(name):
            raise Problem(Code.SETTINGS_INVALID, where=f"platform.{name}")
    shop = WooCommerce(settings.url, key=secrets["key"], secret=secrets["secret"], settings=options)
    hooks = WooHooks(secrets.get("webhook_secret", ""))
    return Connected(shop, shop.pace, shop.close, hooks.is_poke, handed=shop)


def _vendure(connection: Connection) -> Connected:
    """Problem(SETTINGS_INVALID)."""
    told, secrets = connection.settings, connection.secrets.platform
    try:
        settings = settings_of(told.url, told.options, secrets)
    except ValueError as exc:
        raise Problem(Code.SETTINGS_INVALID, where=f"options.{exc}") from None
    if not settings.api_key and not (settings.user and settings.password):
        raise Problem(Code.SETTINGS_INVALID, where="platform.api_key")
    shop = VendureShop(settings)
    return Connected(shop, shop.pace, shop.close)


CONNECTORS: dict[str, Callable[[Connection], Connected]] = {
    "demo": _demo,
    "vendure": _vendure,
    "woocommerce": _woocommerce,
}
