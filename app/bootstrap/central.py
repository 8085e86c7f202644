"""Composition root of `bancone central`."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from app.adapters.clock import SystemClock
from app.adapters.crypto import RandomIds, verify
from app.adapters.keys import DeviceKeys, KeyProvider, credentials_folder
from app.adapters.pickup_codes import PickupSigner
from app.adapters.pins import make_verifier
from app.bootstrap.central_pages import (
    OpenPages,
    PagesOptions,
    add_pages_arguments,
    pages_options,
    serving_pages,
)
from app.bootstrap.central_platform import LoadingLines, PlatformLine, open_stores, platform_line
from app.bootstrap.kept_work import kept_running
from app.bootstrap.nightly import Nightly
from app.bootstrap.node_chores import InNode, NodeChores
from app.bootstrap.options import own_folder
from app.bootstrap.platform_settings import Connection, read_connection
from app.bootstrap.platforms import CONNECTORS
from app.bootstrap.process_log import log_to
from app.bootstrap.server_parts import (
    Listen,
    add_server_arguments,
    admin_token,
    file_store,
    listen_of,
    postgres_store,
    program_version,
    say_ready,
    serving,
    thread,
    until_told,
)
from app.bootstrap.words import language_of, wording_in
from app.central.admin import AdminDesk
from app.central.admin_routes import admin_router
from app.central.enrolment import EnrolmentDesk
from app.central.host import CentralHost, CentralParts, NoPlatform
from app.central.intake.health import Health
from app.central.intake.stages import Progress, Stage
from app.central.intake.worker import Periods
from app.central.pages.links import Links
from app.central.pickup import announce_key, key_id_for
from app.central.pokes import poke_route
from app.central.recorder import GuardRecorder
from app.central.seeding import Fill, Seeded, fill, seeded
from app.central.status import StatusDesk, status_router
from app.central.written import record_written
from app.hosting.app import HostParts, build_app
from app.hosting.artefacts import Artefacts
from app.hosting.dbthread import DbThread
from app.hosting.marks import StoredMarks
from app.hosting.node_access import NodeAccess, PokeHub
from app.hosting.problems import Incidents
from app.hosting.server import ServerRunner
from app.hosting.streams import PokeStreams
from app.node.chain_node import ChainNode, NoRecorder
from app.node.ports import NodeStore, NodeTx
from app.store.files import FolderLock, make_private_folder

TAIL_S = 0.2


@dataclass(frozen=True, slots=True)
class CentralOptions:
    """How a central is to run. `database`: PostgreSQL's URL, or empty for a file in `data`; `demo`: a seed.

    `demo_names`: the file of the names that a shop filled with the sample has for it. `connect`: the shop platform
    behind it; `periods`: how often that is asked. `pages`: where customers' pages are served, if anywhere.
    """

    data: Path
    database: str = ""
    listen: Listen = field(default_factory=Listen)
    demo: int | None = None
    connect: Connection | None = None
    periods: Periods = field(default_factory=Periods)
    demo_names: Path | None = None
    pages: PagesOptions | None = None


@dataclass(frozen=True, slots=True)
class RunningCentral:
    """A central that answers."""

    url: str
    token: str
    token_file: Path
    host: CentralHost
    demo: Seeded | None
    health: Health | None = None
    pages: OpenPages | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `bancone central`."""
    add_server_arguments(parser)
    parser.add_argument("--database", default="", help="postgresql+psycopg://…")
    parser.add_argument("--demo", type=int, metavar="SEED")
    parser.add_argument("--demo-names", type=Path, metavar="FILE")
    parser.add_argument("--connect", choices=sorted(CONNECTORS), default="")
    parser.add_argument("--settings", type=Path, metavar="FILE")
    add_pages_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Serve until told to end; the exit status."""
    data = own_folder(args.data or Path.home() / ".local" / "share" / "bancone" / "central")
    options = CentralOptions(
        data=data,
        database=args.database,
        listen=listen_of(args),
        demo=args.demo,
        demo_names=args.demo_names,
        connect=read_connection(args.connect, args.settings, os.environ),
        pages=pages_options(args),
    )
    with log_to(data / "log" / "central.jsonl"):
        asyncio.run(_serve(options))
    return 0


async def _serve(options: CentralOptions) -> None:
    told = LoadingLines(wording_in(language_of(os.environ)), is_drawn=sys.stderr.isatty())
    async with open_central(options, told) as running:
        demo = {} if running.demo is None else {"seed": running.demo.seed, "now_at": str(running.demo.now_at)}
        pages = {} if running.pages is None else {"pages": running.pages.links.base}
        told.clear()
        say_ready(role="central", url=running.url, admin_token_file=str(running.token_file), demo=demo, **pages)
        await until_told()


@asynccontextmanager
async def open_central(
    options: CentralOptions, told: Callable[[Stage, Progress], None] = lambda stage, progress: None
) -> AsyncIterator[RunningCentral]:
    """A central on this loop, until the block ends; `told` hears how far a first load is.

    Problem(ALREADY_RUNNING) when its folder is in use, SETTINGS_INVALID.
    """
    make_private_folder(options.data)
    async with AsyncExitStack() as stack:
        stack.enter_context(FolderLock(options.data))
        keys = _keys(options.data)
        store = stack.enter_context(_store(options, keys))
        db = stack.enter_context(thread("db"))
        access = NodeAccess(store, db, PokeHub())
        demo = await _seed(access, options)
        if options.connect is not None:
            await open_stores(access, options.connect)
        issuer = await _issuer(access, keys)
        pages = await _pages(stack, access, issuer, keys, options)
        links = pages.links if pages is not None else None
        files = stack.enter_context(thread("files"))
        line = await _line(stack, access, files, options, told, links=links)
        parts = CentralParts(
            access=access,
            node=_node(line, links),
            artefacts=Artefacts(options.data / "artefacts", store),
            files=files,
            ids=RandomIds(),
            now_at=SystemClock().now_at,
            assets=options.data / "assets",
            version=program_version(),
            on_change=lambda: wake_all(line.wakes if line else ()),
            carts=line.look if line else NoPlatform(),
            verify=verify,
            links=links,
        )
        await stack.enter_async_context(kept_running(*_works(line, access, options, pages)))
        host = CentralHost(parts)
        token, token_file = admin_token(options.data, dict(os.environ))
        routes = [_desk(parts, issuer, token, links), *_platform_routes(line, parts, token)]
        runner = _runner(host, StoredMarks(db, store), routes, options)
        await stack.enter_async_context(serving(runner, options.listen))
        yield RunningCentral(runner.url, token, token_file, host, demo, line.health if line else None, pages)


def _store(options: CentralOptions, keys: DeviceKeys) -> AbstractContextManager[NodeStore]:
    if options.database:
        return postgres_store(options.database)
    return file_store(options.data / "central.db", keys.for_purpose("central.db"))


async def _pages(
    stack: AsyncExitStack, access: NodeAccess, issuer: PickupSigner, keys: DeviceKeys, options: CentralOptions
) -> OpenPages | None:
    if options.pages is None:
        return None
    key = keys.for_purpose("customers' pages")
    return await stack.enter_async_context(serving_pages(options.pages, access, issuer, key))


def _node(line: PlatformLine | None, links: Links | None) -> ChainNode:
    recorder = GuardRecorder(links) if line else NoRecorder()
    return ChainNode(recorder, note=Incidents().note, written=record_written)


def _works(
    line: PlatformLine | None, access: NodeAccess, options: CentralOptions, pages: OpenPages | None
) -> list[Callable[[], Awaitable[None]]]:
    nightly = Nightly(SystemClock(), InNode(access), [NodeChores(access, SystemClock().now_at).trim])
    tail = [lambda: access.tail(TAIL_S)] if options.database else []
    forgetting = [pages.forgetting] if pages is not None else []
    return [*(line.works if line else ()), nightly.run, *tail, *forgetting]


def wake_all(wakes: Sequence[Callable[[], None]]) -> None:
    """Tell everybody who waits that something is written."""
    for wake in wakes:
        wake()


def _keys(data: Path) -> DeviceKeys:
    provider = KeyProvider(data / "keys", credentials_folder(dict(os.environ)))
    return provider.load() or provider.create()


async def _seed(access: NodeAccess, options: CentralOptions) -> Seeded | None:
    known = await access.read(seeded)
    if options.demo is None or known is not None:
        return known
    from app.demo.chain import build_chain
    from app.demo.chain_names import ShopNames, renamed
    from app.demo.pictures import pictures

    chain = build_chain(options.demo, SystemClock().now_at())
    sold = chain if options.demo_names is None else renamed(chain, ShopNames.read(options.demo_names))
    assets = options.data / "assets"
    make_private_folder(assets)
    for name, content in pictures(chain.articles).items():
        (assets / name).write_bytes(content)
    wanted = await asyncio.to_thread(Fill.of, sold, make_verifier)
    await access.write(lambda tx: fill(tx, wanted, RandomIds()))
    return await access.read(seeded)


async def _issuer(access: NodeAccess, keys: DeviceKeys) -> PickupSigner:
    """The signer of pickup codes under the id its key has, or gets, in the stores' configurations."""
    seed = keys.for_purpose("pickup codes")

    def work(tx: NodeTx) -> PickupSigner:
        tx.lock("pickup_keys")
        public = PickupSigner(0, seed).public_key.public_key
        signer = PickupSigner(key_id_for(tx, public), seed)
        announce_key(tx, signer.public_key)
        return signer

    return await access.write(work)


async def _line(
    stack: AsyncExitStack,
    access: NodeAccess,
    files: DbThread,
    options: CentralOptions,
    told: Callable[[Stage, Progress], None],
    *,
    links: Links | None,
) -> PlatformLine | None:
    if options.connect is None:
        return None
    pictures_to = (files, options.data / "assets")
    return await stack.enter_async_context(
        platform_line(options.connect, access, pictures_to, told, options.periods, links=links)
    )


def _platform_routes(
    line: PlatformLine | None, parts: CentralParts, token: str
) -> list[Router | HTTPRouteHandler]:
    if line is None:
        return []
    words = wording_in(language_of(os.environ))

    def explain(code: str) -> str:
        return words.find(f"status.code.{code}") or words.text("status.refused", reason=code)

    status = StatusDesk(line.health, parts.access, parts.now_at, words.text, explain)
    pokes = [] if line.is_poke is None else [poke_route(line.is_poke, line.poke)]
    return [status_router(status, token), *pokes]


def _desk(parts: CentralParts, issuer: PickupSigner, token: str, links: Links | None) -> Router:
    recorder, on_change = parts.node.recorder, parts.on_change
    desk = AdminDesk(parts.access, parts.ids, parts.now_at, issuer, recorder, make_verifier, on_change, links)
    return admin_router(desk, token)


def _runner(
    host: CentralHost, marks: StoredMarks, routes: list[Router | HTTPRouteHandler], options: CentralOptions
) -> ServerRunner:
    parts = host.parts
    incidents = Incidents()
    streams = PokeStreams(incidents)
    app = build_app(
        host,
        HostParts(
            verify=parts.verify,
            now_at=parts.now_at,
            marks=marks,
            version=parts.version,
            enrolment=EnrolmentDesk(parts.access, parts.ids, parts.now_at),
            incidents=incidents,
            streams=streams,
            more_routes=routes,
        ),
    )
    listen = options.listen
    return ServerRunner(app, streams, host=listen.host, port=listen.port, tls=listen.tls)
