"""What a terminal talks to, whichever it is: its shop's edge over HTTP, or the node it carries itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.bootstrap.revocation import LastWords
from app.contract.reads import Health
from app.domain.errors import Code, Problem
from app.edge.picture_cache import PictureCache
from app.sync.engine import Authority
from app.sync.gateway.client import Gateway
from app.usecases.ports import OnlineReads
from app.usecases.shop_setup import SettingsOffice
from app.usecases.show_page import PageOffice
from app.usecases.transfer import TransferOffice

NODE_FOLDER = "node"
PICTURES_BYTES = 64 * 1024 * 1024


class Asked(OnlineReads, SettingsOffice, TransferOffice, PageOffice, Protocol):
    """Everything the authority answers at once, or not."""


Picture = Callable[[str], Awaitable[bytes]]
"""The bytes of a product picture by its hash. Problem(NOT_FOUND | NO_ANSWER …)."""


async def no_picture(sha256: str) -> bytes:
    """There is none."""
    raise Problem(Code.NOT_FOUND)


def pictures_of(cache: PictureCache) -> Picture:
    """The pictures of a cache as bytes, read on another thread."""

    async def picture(sha256: str) -> bytes:
        return await asyncio.to_thread((await cache.get(sha256)).path.read_bytes)

    return picture


@dataclass(frozen=True, slots=True)
class NextHop:
    """The authority of this terminal and who answers its questions; lives on the terminal's loop.

    `health` asks how far the shop's authority is from central; `warning` is CLOCK_OFF while this machine's clock
    is not the one of whoever is next over the line.
    """

    authority: Authority
    reads: Asked
    health: Callable[[], Awaitable[Health]]
    warning: Callable[[], Code | None]
    last_words: LastWords | None = None
    picture: Picture = no_picture


def has_node(folder: Path) -> bool:
    """Whether that terminal carries its shop's node: from its enrolment until the node is moved away."""
    return (folder / NODE_FOLDER / "edge.db").exists()


@asynccontextmanager
async def open_next_hop(
    folder: Path, device: str, edge_url: str, gateway: Callable[[], Gateway]
) -> AsyncIterator[NextHop]:
    """The node in `folder`, running in this process, unless there is none or an edge's address is given.

    Problem(ALREADY_RUNNING): another process runs that node. Problem(NO_ANSWER …): it never met central yet.
    """
    if has_node(folder) and not edge_url:
        # Only a till that carries its node pays for the node's libraries.
        from app.bootstrap.one_till import open_one_till

        async with open_one_till(folder / NODE_FOLDER, device) as hop:
            yield hop
        return
    over_http = gateway()
    try:
        pictures = pictures_of(PictureCache(folder / "pictures", over_http, PICTURES_BYTES))
        health = over_http.reads.health
        yield NextHop(over_http, over_http.reads, health, lambda: over_http.warning, over_http, pictures)
    finally:
        await over_http.close()
