"""A shop with one till on this machine: central over real files and sockets, a line to it, the till's console."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.bootstrap.central import CentralOptions, RunningCentral, open_central
from app.bootstrap.enrol import enrol_device
from app.bootstrap.identity import Enrolled
from app.bootstrap.server_parts import Listen
from app.bootstrap.terminal_jobs import jobs_of
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.central.connectors.demo_shop_seed import seed_body
from app.demo.line import Line
from app.domain.returns import EffectState
from app.presentation.console import Console
from app.presentation.console_views import Data
from tests.contract.connectors.demo_server import DemoServer, demo_server
from tests.e2e.servers.floor import STORE, Template, demo_connection
from tests.e2e.servers.till import Admin, admin_of, until


@dataclass
class Chain:
    """Head office, the web shop, and the line between head office and the shop with one till."""

    folder: Path
    template: Template
    central: RunningCentral
    admin: Admin
    shop: DemoServer
    line: Line

    async def enrol(self, name: str = "cassa", mode: str = "till") -> Enrolled:
        """A machine made a till of the store, by one code."""
        code = await self.admin.code(STORE, mode)
        return await enrol_device(self.folder / name, self.line.url, code, name, "")

    async def is_recorded(self, order: str) -> bool:
        """Whether head office has a hand-over of the order."""
        return bool((await self.admin.ledger(order)).order.handovers)

    async def is_settled(self, order: str) -> bool:
        """Whether the order's return is recorded, refunded and restocked."""
        done = {EffectState.CONFIRMED}
        cases = (await self.admin.ledger(order)).returns
        return bool(cases) and all({case.record, case.money, case.stock} == done for case in cases)

    async def at_shop(self, ref: str) -> dict[str, list[dict[str, str]]]:
        """An order as the web shop has it."""
        facts: dict[str, list[dict[str, str]]] = (await self.shop.admin.get(f"/admin/orders/{ref}")).json()
        return facts


@dataclass
class Counter:
    """The till, open: what its console answers."""

    terminal: Terminal
    console: Console

    async def say(self, line: str, event: str) -> Data:
        """The answer to a line, which must be of that kind."""
        answer = await self.console.line(line)
        assert answer.event == event, (line, answer)
        return answer.data

    async def sign_in(self, template: Template) -> None:
        """A clerk of the shop."""
        staff = template.chain.staff
        clerk = next(person for person in staff if STORE in person.stores and person.role == "clerk")
        await self.say(f"signin {clerk.number} {clerk.pin}", "signed_in")

    async def is_drained(self) -> bool:
        """Whether head office answered everything."""
        return (await self.say("status", "status"))["backlog"] == 0


@asynccontextmanager
async def open_chain(folder: Path, template: Template) -> AsyncIterator[Chain]:
    """Everything but the till, until the block ends."""
    shutil.copytree(template.data, folder / "central")
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(demo_server(folder / "shop"))
        (await shop.admin.post("/seed", content=seed_body(template.chain))).raise_for_status()
        options = CentralOptions(folder / "central", "", Listen(), None, demo_connection(shop.url))
        central = await stack.enter_async_context(open_central(options))
        admin = await stack.enter_async_context(admin_of(central.url, central.token))
        where = urlsplit(central.url)
        line = await stack.enter_async_context(Line(where.hostname or "", where.port or 0))
        yield Chain(folder, template, central, admin, shop, line)


@asynccontextmanager
async def open_counter(chain: Chain, name: str = "cassa", edge_url: str = "") -> AsyncIterator[Counter]:
    """The till's program with a clerk signed in, until the block ends; it has all of its feeds by then."""
    async with open_terminal(chain.folder / name, "", edge_url) as terminal:
        counter = Counter(terminal, Console(jobs_of(terminal)))

        async def is_filled() -> bool:
            article = chain.template.cases.returnable.gtin
            return (await counter.console.line(f"article {article}")).data.get("hits") != []

        await until(is_filled)
        await counter.sign_in(chain.template)
        yield counter
