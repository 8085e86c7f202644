"""Composition root of `bancone edge`."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app.adapters.clock import SystemClock
from app.adapters.crypto import RandomIds, verify
from app.bootstrap.edge_identity import EdgeIdentity, become, numbers, open_keys
from app.bootstrap.edge_revoked import LastWords, forget_keys, passing_on
from app.bootstrap.edge_upstream import GatewayUpstream
from app.bootstrap.kept_work import kept_running
from app.bootstrap.nightly import Nightly
from app.bootstrap.node_chores import InNode, NodeChores
from app.bootstrap.options import own_folder, server_url
from app.bootstrap.process_log import log_to
from app.bootstrap.server_parts import (
    Listen,
    add_server_arguments,
    file_store,
    listen_of,
    program_version,
    say_ready,
    serving,
    thread,
    until_told,
)
from app.domain.values import StoreId
from app.edge.host import EdgeHost, EdgeParts
from app.edge.picture_cache import PictureCache
from app.edge.replica import EdgeReplica
from app.hosting.app import HostParts, build_app
from app.hosting.artefacts import Artefacts
from app.hosting.marks import StoredMarks
from app.hosting.node_access import NodeAccess, PokeHub
from app.hosting.problems import Incidents
from app.hosting.server import ServerRunner
from app.hosting.streams import PokeStreams
from app.node.store_node import StoreNode
from app.store.files import FolderLock, make_private_folder
from app.sync.engine import Engine
from app.sync.gateway import Gateway, Signer, Trust

TICK_S = 2.0
REVOKED_STATUS = 3
WAN_CAP_S = 60.0


@dataclass(frozen=True, slots=True)
class EdgeOptions:
    """How an edge is to run. `code` enrols it at its first start; `ca_file` is a private authority for TLS."""

    data: Path
    central: str = ""
    code: str = ""
    listen: Listen = field(default_factory=Listen)
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class EdgeNode:
    """A shop's authority in this process, in step with central; without a server of its own."""

    identity: EdgeIdentity
    host: EdgeHost
    engine: Engine
    marks: StoredMarks
    last_words: LastWords


@dataclass(frozen=True, slots=True)
class RunningEdge:
    """An edge that answers its terminals."""

    url: str
    node: EdgeNode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `bancone edge`."""
    add_server_arguments(parser)
    parser.add_argument("--central", default="")
    parser.add_argument("--enrol", default="", metavar="CODE")
    parser.add_argument("--ca", type=Path)


def run(args: argparse.Namespace) -> int:
    """Serve until told to end; the exit status."""
    data = own_folder(args.data or Path.home() / ".local" / "share" / "bancone" / "edge")
    options = EdgeOptions(data, server_url(args.central, "--central"), args.enrol, listen_of(args), args.ca)
    with log_to(data / "log" / "edge.jsonl"):
        is_revoked = asyncio.run(_serve(options))
    if is_revoked:
        forget_keys(data)
        return REVOKED_STATUS
    return 0


async def _serve(options: EdgeOptions) -> bool:
    """Serve until told to end, or until central says that this device is none any more: then True."""
    async with open_edge(options) as running:
        identity = running.node.identity
        say_ready(role="edge", url=running.url, device=identity.device, store=identity.store)
        ends = [asyncio.create_task(until_told()), asyncio.create_task(running.node.last_words.said.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for task in ends:
            task.cancel()
        return running.node.last_words.said.is_set()


@asynccontextmanager
async def open_edge(options: EdgeOptions) -> AsyncIterator[RunningEdge]:
    """An edge on this loop, serving, until the block ends."""
    incidents = Incidents()
    streams = PokeStreams(incidents)
    async with open_node(options) as node:
        parts = HostParts(
            verify=verify,
            now_at=SystemClock().now_at,
            marks=node.marks,
            version=program_version(),
            incidents=incidents,
            streams=streams,
        )
        app, listen = build_app(node.host, parts), options.listen
        runner = ServerRunner(app, streams, host=listen.host, port=listen.port, tls=listen.tls)
        async with serving(runner, listen):
            yield RunningEdge(runner.url, node)


@asynccontextmanager
async def open_node(options: EdgeOptions) -> AsyncIterator[EdgeNode]:
    """A shop's authority on this loop, in step with central, until the block ends; also inside a till's process.

    Problem: ALREADY_RUNNING, ENROLMENT_CODE_INVALID, NO_ANSWER (only while it is not enrolled yet), STORE_DAMAGED.
    """
    make_private_folder(options.data)
    trust = Trust(options.ca_file)
    async with AsyncExitStack() as stack:
        stack.enter_context(FolderLock(options.data))
        keys = open_keys(options.data)
        store = stack.enter_context(file_store(options.data / "edge.db", keys.for_purpose("edge.db")))
        db = stack.enter_context(thread("db"))
        access = NodeAccess(store, db, PokeHub())
        identity = await become(access, keys, central=options.central, code=options.code, trust=trust)
        signer = Signer(identity.device, keys.signing.sign, numbers(access), SystemClock().now_at)
        gateway = Gateway(identity.central, signer, trust)
        stack.push_async_callback(gateway.close)
        node = StoreNode(identity.device, StoreId(identity.store), note=Incidents().note)
        files = stack.enter_context(thread("files"))
        replica = EdgeReplica(access, node, options.data / "incoming", SystemClock().now_at, files)
        await replica.begin(RandomIds().new_id())
        engine = Engine(replica, gateway, SystemClock(), cap_s=WAN_CAP_S)
        upstream = GatewayUpstream(gateway, engine.link, engine.clock)
        host = EdgeHost(
            EdgeParts(
                access=access,
                node=node,
                artefacts=Artefacts(options.data / "artefacts", store),
                files=files,
                upstream=upstream,
                pictures=PictureCache(options.data / "assets", upstream),
                now_at=SystemClock().now_at,
                verify=verify,
                version=program_version(),
                on_commands=engine.push_soon,
            )
        )
        last_words = LastWords(access, gateway, engine.link, host.pass_on)
        works = [*_works(engine, replica, host), last_words.watching, _nightly(access, engine).run]
        await stack.enter_async_context(kept_running(*works))
        yield EdgeNode(identity, host, engine, StoredMarks(db, store), last_words)


def _nightly(access: NodeAccess, engine: Engine) -> Nightly:
    chores = NodeChores(access, SystemClock().now_at)
    compare = partial(engine.compare, is_deep=True)
    return Nightly(SystemClock(), InNode(access), (chores.trim, chores.forget, compare))


def _works(engine: Engine, replica: EdgeReplica, host: EdgeHost) -> list[Callable[[], Awaitable[None]]]:
    """What runs beside the host: the way to central, and what the authority does by itself."""

    def on_config() -> None:
        host.forget_roster()
        engine.pull_soon()

    async def ticking() -> None:
        while True:
            await replica.tick()
            await asyncio.sleep(TICK_S)

    async def passing() -> None:
        await passing_on(host.pass_on)

    replica.on_config = on_config
    replica.on_owed = engine.push_soon
    return [engine.run, ticking, passing]
