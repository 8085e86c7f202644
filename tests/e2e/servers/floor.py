"""A chain on this machine: central and a shop's edge over real files and sockets, filled from one template."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.bootstrap.central import CentralOptions, RunningCentral, open_central
from app.bootstrap.central_pages import PagesOptions
from app.bootstrap.edge import EdgeOptions, RunningEdge, open_edge
from app.bootstrap.platform_settings import Connection, PlatformSettings
from app.bootstrap.server_parts import Listen
from app.central.intake.worker import Periods
from app.central.opening import NewStore
from app.demo.chain import DemoCases, DemoChain, build_chain, demo_cases
from app.demo.chain_stores import SHOPS
from tests.e2e.servers.till import Admin, Till, admin_of, till_of, until

SEED = 7
STORE = "MI01"


@dataclass(frozen=True)
class Template:
    """A filled central that nobody uses, to be copied, and what it was filled with."""

    data: Path
    chain: DemoChain

    @property
    def cases(self) -> DemoCases:
        """The named orders."""
        return demo_cases(self.chain)


def make_template(data: Path) -> Template:
    """Fill a central once."""

    async def fill() -> Template:
        async with open_central(CentralOptions(data, demo=SEED)) as running:
            assert running.demo is not None
            chain = build_chain(SEED, running.demo.now_at)
        await asyncio.get_running_loop().shutdown_default_executor()
        return Template(data, chain)

    return asyncio.run(fill())


@dataclass
class Floor:
    """A running chain with one shop."""

    folder: Path
    template: Template
    central: RunningCentral
    edge: RunningEdge
    admin: Admin
    stack: AsyncExitStack

    async def till(self, mode: str = "clerk", *, at_central: bool = False, skew: timedelta = timedelta()) -> Till:
        """Enrol a terminal; it talks to the edge, which knows it by then."""
        url = self.central.url if at_central else self.edge.url
        opened = till_of(self.central.url, url, await self.admin.code(STORE, mode), skew)
        till = await self.stack.enter_async_context(opened)
        host = self.central.host if at_central else self.edge.node.host

        async def is_known() -> bool:
            return await host.device(till.answer.device) is not None

        await until(is_known)
        return till

    async def is_granting(self) -> bool:
        """Whether the edge has taken office."""
        return (await self.edge.node.host.health()).epoch > 0


def demo_connection(url: str) -> Connection:
    """The demo shop there, whose places are called as the stores are."""
    stores = [NewStore(id=store, locations=[store]) for store in SHOPS]
    return Connection("demo", PlatformSettings(url=url, stores=stores))


@asynccontextmanager
async def open_floor(
    folder: Path,
    template: Template,
    *,
    shop_url: str = "",
    database: str = "",
    periods: Periods | None = None,
    pages: PagesOptions | None = None,
) -> AsyncIterator[Floor]:
    """Central from the template (or, with a database, filled anew) and an edge that took office."""
    data = folder / "central"
    if not database:
        shutil.copytree(template.data, data)
    demo = SEED if database else None
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.get_running_loop().shutdown_default_executor)
        connect = demo_connection(shop_url) if shop_url else None
        periods = periods or Periods()
        options = CentralOptions(data, database, Listen(), demo, connect, periods, pages=pages)
        central = await stack.enter_async_context(open_central(options))
        admin = await stack.enter_async_context(admin_of(central.url, central.token))
        edge_options = EdgeOptions(folder / "edge", central.url, await admin.code(STORE, "edge"))
        edge = await stack.enter_async_context(open_edge(edge_options))
        floor = Floor(folder, template, central, edge, admin, stack)
        await until(floor.is_granting)
        yield floor
