"""A shop with one till: its node inside the terminal's process, asked without any server (decision 0018)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from pathlib import Path

from app.bootstrap.edge import EdgeNode, EdgeOptions, open_node
from app.bootstrap.edge_identity import EdgeIdentity, become, open_keys
from app.bootstrap.edge_revoked import LastWords, forget_keys
from app.bootstrap.local_reads import LocalReads
from app.bootstrap.next_hop import NextHop, pictures_of
from app.bootstrap.server_parts import file_store, thread
from app.domain.errors import Code, Problem
from app.edge.local import LocalAuthority
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.authority import load_named
from app.node.custody import alloc_feed, config_feed
from app.store.files import FolderLock, make_private_folder
from app.sync.gateway import Trust

FIRST_CONTACT_S = 30.0


async def enrol_node(data: Path, central: str, code: str) -> EdgeIdentity:
    """Make the node of a till: keys and `edge.db` of its own in `data`, a device of its own at central.

    Harmless when repeated: a node that is somebody stays who it is. Problem(ENROLMENT_CODE_INVALID | NO_ANSWER …).
    """
    make_private_folder(data)
    with ExitStack() as stack:
        stack.enter_context(FolderLock(data))
        keys = open_keys(data)
        store = stack.enter_context(file_store(data / "edge.db", keys.for_purpose("edge.db")))
        access = NodeAccess(store, stack.enter_context(thread("db")), PokeHub())
        return await become(access, keys, central=central, code=code, trust=Trust())


@asynccontextmanager
async def open_one_till(
    data: Path, device: str, first_contact_s: float = FIRST_CONTACT_S
) -> AsyncIterator[NextHop]:
    """The node in `data` on this loop, in step with central, until the block ends; `device` is the terminal.

    A node that central revoked answers nobody any more, and is unreadable once it ended.
    """
    last_words: LastWords | None = None
    try:
        async with open_node(EdgeOptions(data)) as node:
            last_words = node.last_words
            await _in_office(node, device, first_contact_s)
            local = LocalAuthority(node.host, device, last_words.said.is_set)
            gateway, pictures = last_words.gateway, pictures_of(node.host.parts.pictures)
            health = node.host.health
            yield NextHop(local, LocalReads(local), health, lambda: gateway.warning, local, pictures)
    finally:
        if last_words is not None and last_words.said.is_set():
            forget_keys(data)


async def _in_office(node: EdgeNode, device: str, first_contact_s: float) -> None:
    """Return once central named the node and put the terminal on its roster: at once, but for the first start.

    Problem(OTHER_EDGE) when central names another; else why central does not answer, when it does not in time.
    """
    store = node.identity.store
    told = node.host.parts.access.pokes([config_feed(store), alloc_feed(store)])
    try:
        async with asyncio.timeout(first_contact_s), aclosing(told):
            while not await _is_in_office(node, device):
                await anext(told)
    except TimeoutError as exc:
        link, me = node.engine.link, node.identity.device
        named = await node.host.parts.access.read(lambda tx: load_named(tx, store))
        if link.is_up and named is not None and named.edge_device != me:
            raise Problem(Code.OTHER_EDGE, edge=named.edge_device, node=me) from exc
        raise Problem(Code.BUSY if link.is_up else link.code, what="first_contact") from exc


async def _is_in_office(node: EdgeNode, device: str) -> bool:
    health = await node.host.health()
    return health.epoch > 0 and await node.host.device(device) is not None
