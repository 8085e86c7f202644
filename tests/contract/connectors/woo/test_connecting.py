"""Settings and secrets become a connector that reaches the shop and knows its calls; what is missing is named."""

import pytest

from app.bootstrap.platform_settings import Connection, PlatformSettings, Secrets
from app.bootstrap.platforms import CONNECTORS
from app.central.opening import NewStore
from app.domain.errors import Code, Problem
from tests.contract.connectors.woo.recordings import deliveries
from tests.contract.connectors.woo.rig import STORE, woo_rig


def _connection(url: str, options: dict[str, str], secrets: dict[str, str]) -> Connection:
    stores = [NewStore(id="ST01", locations=[STORE], name="Torino")]
    settings = PlatformSettings(url=url, stores=stores, options=options)
    return Connection("woocommerce", settings, Secrets(platform=secrets))


async def test_a_shop_is_reached_with_its_key_and_its_calls_are_known() -> None:
    async with woo_rig() as woo:
        secrets = {"key": "ck_1", "secret": "cs_1", "webhook_secret": "s3cret"}
        connected = CONNECTORS["woocommerce"](_connection(woo.server.url, {"stock_location": STORE}, secrets))
        (order,) = await connected.platform.open_set(STORE)
        assert (order.ref, woo.server.asked[-1].headers["authorization"]) == ("12", "Basic Y2tfMTpjc18x")
        assert STORE in {place.ref for place in await connected.platform.locations()}
        assert connected.is_poke is not None
        assert [connected.is_poke(headers, body) for headers, body in deliveries()] == [False, *[True] * 5]
        await connected.close()


@pytest.mark.parametrize(
    ("options", "secrets", "where"),
    [
        ({"api_refund": "no"}, {"key": "k", "secret": "s"}, "options.api_refund"),
        ({}, {"key": "k"}, "platform.secret"),
        ({}, {"key": "", "secret": "s"}, "platform.key"),
    ],
)
def test_what_is_missing_is_named(options: dict[str, str], secrets: dict[str, str], where: str) -> None:
    with pytest.raises(Problem) as refused:
        CONNECTORS["woocommerce"](_connection("https://shop.invalid/wp-json", options, secrets))
    assert (refused.value.code, refused.value.details["where"]) == (Code.SETTINGS_INVALID, where)
