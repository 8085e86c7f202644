"""The shop's authority in the same process: a shop with one till asks its node without any server."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import MAX_PAGE_ROWS, Digest, FeedRef, Page, Poke, decode_page
from app.contract.rows import RosterDevice
from app.domain.errors import Code, Problem
from app.edge.host import EdgeHost
from app.hosting.identity import need_feed, need_own_commands


@dataclass(frozen=True, slots=True)
class LocalSnapshot:
    """A copy of an artefact; `ref` is where the feed goes on."""

    path: Path
    ref: FeedRef


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """The engine's `Authority` over a host in this process, on its event loop; `device` is the till's own id.

    The roster and its scopes count here as over HTTP: a revoked till gets nothing, in whichever process it runs.
    `is_shut`: whether the node itself was revoked, after which it answers nobody.
    """

    host: EdgeHost
    device: str
    is_shut: Callable[[], bool] = lambda: False

    async def me(self) -> RosterDevice:
        """The till as the roster has it now. Problem(DEVICE_UNKNOWN | DEVICE_REVOKED)."""
        device = await self.host.device(self.device)
        if device is None:
            raise Problem(Code.DEVICE_UNKNOWN)
        if device.is_revoked or self.is_shut():
            raise Problem(Code.DEVICE_REVOKED)
        return device

    async def send_commands(self, lines: Sequence[CommandLine]) -> list[Result]:
        """See the port."""
        device = await self.me()
        need_own_commands(device, list(lines))
        return await self.host.commands(device, list(lines))

    async def roll_call(self, lines: Sequence[CommandLine]) -> Welcome:
        """See the port."""
        device = await self.me()
        need_own_commands(device, list(lines), is_roll_call=True)
        return await self.host.roll_call(device, list(lines))

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        """Hand in what is open after a revocation; how many commands were kept. Problem(DEVICE_UNKNOWN)."""
        device = await self.host.device(self.device)
        if device is None:
            raise Problem(Code.DEVICE_UNKNOWN)
        return await self.host.quarantine(device, list(lines))

    async def pull(self, ref: FeedRef) -> Page:
        """See the port."""
        device = await self.me()
        need_feed(device, ref.feed)
        return decode_page(await self.host.page(device, ref, MAX_PAGE_ROWS))

    async def digest(self, feed: str) -> Digest:
        """The authority's sums over a feed's live rows."""
        device = await self.me()
        return await self.host.digest(device, need_feed(device, feed))

    async def fetch_snapshot(self, feed: str, to_path: Path) -> LocalSnapshot:
        """See the port."""
        device = await self.me()
        made = await self.host.snapshot(device, need_feed(device, feed))
        await asyncio.to_thread(shutil.copyfile, made.path, to_path)
        return LocalSnapshot(to_path, FeedRef(feed, made.feed_id, made.rev))

    async def events(self, feeds: Sequence[str]) -> AsyncGenerator[Poke]:
        """See the port."""
        device = await self.me()
        names = [need_feed(device, feed) for feed in feeds]
        async with aclosing(self.host.parts.access.pokes(names)) as pokes:
            async for poke in pokes:
                yield poke
