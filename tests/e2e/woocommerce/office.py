"""A central that has taken the WooCommerce of the recordings in, and an edge with a terminal before it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap.central import CentralOptions, RunningCentral, open_central
from app.bootstrap.edge import EdgeOptions, open_edge
from app.bootstrap.platform_settings import Connection, PlatformSettings, Secrets
from app.central.intake.health import GONE_CUSTOMERS
from app.central.intake.worker import Periods
from app.central.opening import NewChain, NewOperator, NewStore
from tests.contract.connectors.woo.rig import OTHER_STORE, STORE, WooRig
from tests.e2e.servers.till import OPERATOR, Till, admin_of, till_of, until

_SELDOM = Periods(3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600)
_STORES = [
    NewStore(id="TO01", locations=[STORE], name="Torino"),
    NewStore(id="TO02", locations=[OTHER_STORE], name="Torino 2"),
]
_STAFF = [NewOperator(OPERATOR, "Anna Prova", "0417", "clerk", ["TO01"])]


@asynccontextmanager
async def office_of(woo: WooRig, data: Path) -> AsyncIterator[RunningCentral]:
    """Two stores, one shop; it asks again only when poked."""
    secrets = Secrets(
        platform={"key": "ck_1", "secret": "cs_1", "webhook_secret": "s3cret"}, pins={"0417": "135792"}
    )
    settings = PlatformSettings(
        url=woo.server.url,
        stores=_STORES,
        ignored=["Local pickup"],
        chain=NewChain("prova", "it", "it-eur"),
        staff=_STAFF,
    )
    connection = Connection("woocommerce", settings, secrets)
    async with open_central(CentralOptions(data, connect=connection, periods=_SELDOM)) as central:
        health = central.health
        assert health is not None
        # Customers who left are asked for last: once that is done the shop is asked nothing more by itself.
        await until(lambda: health.is_loaded and health.stages[GONE_CUSTOMERS].asked_at is not None)
        yield central


@dataclass
class Shopfront:
    """A terminal of Torino, and the offices behind it."""

    woo: WooRig
    central: RunningCentral
    till: Till


@asynccontextmanager
async def shopfront_of(woo: WooRig, folder: Path) -> AsyncIterator[Shopfront]:
    """A terminal that talks to its shop's edge, which talks to central."""
    async with office_of(woo, folder / "central") as central, admin_of(central.url, central.token) as admin:
        options = EdgeOptions(folder / "edge", central.url, await admin.code("TO01", "edge"))
        async with open_edge(options) as edge:

            async def is_granting() -> bool:
                return (await edge.node.host.health()).epoch > 0

            await until(is_granting)
            async with till_of(central.url, edge.url, await admin.code("TO01", "clerk")) as till:
                await until(till.is_known)
                yield Shopfront(woo, central, till)
    await asyncio.get_running_loop().shutdown_default_executor()
