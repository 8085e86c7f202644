"""One shop of the chain as real processes, each of which can be killed and started again where it was."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.bootstrap.demo_chain import STORE, demo_settings, enrolment_code
from app.central.connectors.demo_shop_seed import seed_body
from app.demo.chain import DemoChain
from app.demo.crew import Crew, Facts, Member, TourFailed
from app.demo.outside import Outside, as_facts
from tests.e2e.main_job.road import Road
from tests.e2e.servers.floor import Template

CLERKS = ("03", "07")


@dataclass
class Post:
    """What a process is started with, and the roads that lead to it."""

    arguments: list[str]
    roads: tuple[Road, ...] = ()
    member: Member | None = None


@dataclass
class Posts:
    """Processes that can be killed and started again where they were, by name; lives on one event loop."""

    crew: Crew
    posts: dict[str, Post] = field(default_factory=dict, kw_only=True)

    def member(self, name: str) -> Member:
        """The running process of that name."""
        found = self.posts[name].member
        assert found is not None
        return found

    async def start(self, name: str) -> Member:
        """Start, or start again where it was killed; the roads lead to it once it is ready."""
        post = self.posts[name]
        post.member = await self.crew.start(name, post.arguments)
        for road in post.roads:
            road.lead_to(urlsplit(post.member.text("url")).port or 0)
        return post.member

    async def kill(self, name: str) -> None:
        """SIGKILL, and wait until it is gone."""
        member = self.member(name)
        if member.process.returncode is None:
            member.process.kill()
        await self.gone(name)

    async def gone(self, name: str) -> None:
        """Wait until a killed process is gone."""
        member = self.member(name)
        await member.process.wait()
        self.crew.members.remove(member)
        self.posts[name].member = None


@dataclass
class House(Posts):
    """The processes of one shop, and the roads between them.

    `uplink` leads from the edge to head office, `counter` from the tills to the edge, `desk` is the
    administrators' own way.
    """

    folder: Path
    sample: DemoChain
    uplink: Road
    counter: Road
    desk: Road
    central: Outside
    shop: Outside

    async def till(self, name: str, mode: str = "clerk", road: Road | None = None) -> Member:
        """A clerk's terminal, or a device of another mode: enrolled, then running without windows.

        It calls the edge by the way of all tills, or by a `road` of its own.
        """
        code = await enrolment_code(self.central, mode, name)
        data, edge = str(self.folder / name), (road or self.counter).url
        enrol = ["enrol", code, "--central", self.desk.url, "--data", data, "--edge", edge, "--name", name]
        await self.crew.once(f"{name}-enrol", enrol)
        arguments = ["terminal", "--headless", "--json", "--data", data, "--printer", self.printer]
        self.posts[name] = Post(arguments)
        return await self.start(name)

    async def sign_in(self, name: str, number: str = CLERKS[0]) -> str:
        """Somebody begins to work there; their operator id."""
        person = next(person for person in self.sample.staff if person.number == number)
        signed = await self.member(name).say(f"signin {number} {person.pin}")
        assert signed["event"] == "signed_in", signed
        return person.id

    @property
    def printer(self) -> str:
        """The receipt printer's address."""
        return self.member("printer").text("printer")

    @property
    def receipts(self) -> Path:
        """Where papers come out."""
        return self.folder / "receipts"

    async def ledger(self, order: str) -> Facts:
        """All that head office has of an order."""
        return as_facts(await self.central.get(f"/v1/admin/orders/{order}/ledger"))

    async def drained(self, name: str) -> Facts:
        """The till's status once everything it did has its end-to-end answer."""
        return await said(self.member(name), "status", lambda facts: facts["backlog"] == 0)


async def said(till: Member, line: str, is_so: Callable[[Facts], bool], looks: int = 1_200) -> Facts:
    """The answer to a line once it is as wished; asked again and again, as a clerk would look again."""
    facts: Facts = {}
    for _ in range(looks):
        facts = await till.say(line)
        if is_so(facts):
            return facts
        await a_moment()
    raise TourFailed(f"{line}: {facts}")


async def a_moment() -> None:
    """Let the processes come on before the next look; nothing tells us when they have."""
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(0.1, done.set)
    await done.wait()


@asynccontextmanager
async def open_house(folder: Path, template: Template) -> AsyncIterator[House]:
    """Web shop, head office from the template, the edge of Milano, a printer; ended in order."""
    await asyncio.to_thread(shutil.copytree, template.data, folder / "central")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.get_running_loop().shutdown_default_executor)
        uplink, counter, desk = [await stack.enter_async_context(Road()) for _ in range(3)]
        crew = await stack.enter_async_context(Crew(folder))
        web = await crew.start("shop", ["demo-shop", "--data", str(folder / "shop")])
        shop = Outside(web.text("url"))
        stack.push_async_callback(shop.close)
        await shop.send("/seed", seed_body(template.chain))
        token = await asyncio.to_thread((folder / "central" / "admin.token").read_text)
        central = Outside(desk.url, token.strip())
        stack.push_async_callback(central.close)
        house = House(crew, folder, template.chain, uplink, counter, desk, central, shop)
        await _furnish(house, web.text("url"))
        yield house


async def _furnish(house: House, shop_url: str) -> None:
    data = {name: str(house.folder / name) for name in ("central", "edge", "receipts")}
    settings = demo_settings(house.folder / "site.toml", shop_url)
    office = ["central", "--data", data["central"], "--connect", "demo", "--settings", str(settings)]
    house.posts["central"] = Post(office, (house.uplink, house.desk))
    await house.start("central")
    code = await enrolment_code(house.central, "edge", "edge")
    edge = ["edge", "--data", data["edge"], "--central", house.uplink.url, "--enrol", code]
    house.posts["edge"] = Post(edge, (house.counter,))
    await house.start("edge")
    house.posts["printer"] = Post(["sim", "--out", data["receipts"]])
    await house.start("printer")


__all__ = ["CLERKS", "STORE", "House", "Post", "Posts", "a_moment", "open_house", "said"]
