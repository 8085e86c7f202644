"""The edge as the engine sees it: what it follows of central's, what it owes central, what it is told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import zstandard

from app.contract.artefacts import artefact_rows
from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import BadPage, Digest, FeedRef, FeedRow, Page
from app.domain.errors import Code
from app.edge import loading
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess
from app.node import feeds as node_feeds
from app.node import uplink
from app.node.custody import alloc_feed, config_feed
from app.node.downlink import Downlink
from app.node.ports import NodeTx
from app.node.store_node import StoreNode, store_feed
from app.node.visitors import forget_vehicles, hear

MAX_TRIES = 5
_TRIES = "up_tries"
T = TypeVar("T")


class Fetched(Protocol):
    """A snapshot artefact on disk."""

    @property
    def path(self) -> Path:
        """The file, its hash checked."""

    @property
    def ref(self) -> FeedRef:
        """Where the feed goes on."""


@dataclass(slots=True)
class EdgeReplica:
    """The engine's `Replica` of a shop's node; lives on one event loop.

    `files` is the thread for what takes seconds; `on_config` hears that the configuration moved.
    """

    access: NodeAccess
    node: StoreNode
    folder: Path
    now_at: Callable[[], datetime]
    files: DbThread
    on_config: Callable[[], None] = lambda: None
    on_owed: Callable[[], None] = lambda: None
    downlink: Downlink = field(init=False)

    def __post_init__(self) -> None:
        self.downlink = Downlink(self.node)

    async def begin(self, feed_id: str) -> None:
        """First start: the store feed begins; later: what broke off is taken up again."""

        def work(tx: NodeTx) -> None:
            self.node.begin(tx, feed_id)
            loading.start_over(tx)

        await self.access.write(work)

    async def feeds(self) -> list[FeedRef]:
        """See the port."""
        return await self.access.read(
            lambda tx: [self.downlink.cursor(tx, feed) for feed in self.downlink.feeds(tx)]
        )

    async def where(self, feed: str) -> FeedRef | None:
        """See the port."""

        def work(tx: NodeTx) -> FeedRef | None:
            return self.downlink.cursor(tx, feed) if feed in self.downlink.feeds(tx) else None

        return await self.access.read(work)

    async def lines(self) -> list[CommandLine]:
        """See the port."""
        return await self.access.read(uplink.batch)

    async def take_results(self, results: Sequence[Result]) -> None:
        """See the port."""
        now_at = self.now_at()
        await self.access.write(lambda tx: uplink.take_results(self.node, tx, results, now_at))

    async def failed_alone(self, command_id: str, code: Code) -> None:
        """See the port: parked after five times, so that those behind it go on."""
        now_at = self.now_at()

        def work(tx: NodeTx) -> None:
            tries = int(tx.get(_TRIES, command_id) or b"0") + 1
            if tries < MAX_TRIES:
                tx.put(_TRIES, command_id, str(tries).encode())
                return
            tx.drop(_TRIES, command_id)
            uplink.park(self.node, tx, command_id, now_at)

        await self.access.write(work)

    async def take_page(self, page: Page) -> bool:
        """See the port."""
        now_at = self.now_at()
        is_taken = await self.access.write(lambda tx: self.downlink.take_page(tx, page, now_at))
        if is_taken:
            self._heard(page.head.feed)
        return is_taken

    async def take_snapshot(self, fetched: Fetched) -> None:
        """See the port. BadPage, and nothing is left of it, when the artefact is damaged."""
        ref = fetched.ref
        try:
            if ref.feed in (config_feed(self.node.store), alloc_feed(self.node.store)):
                await self._take_whole(fetched)
            else:
                await self._take_in_parts(fetched)
        finally:
            fetched.path.unlink(missing_ok=True)
        self._heard(ref.feed)

    async def _take_whole(self, fetched: Fetched) -> None:
        """In one transaction: what names an authority must not be seen before what it is given."""
        now_at = self.now_at()

        def work(tx: NodeTx) -> None:
            is_start = True
            for rows in artefact_slices(fetched.path):
                self.downlink.take_snapshot(tx, fetched.ref, rows, now_at, is_start=is_start)
                is_start = False

        await self.access.write(work)

    async def _take_in_parts(self, fetched: Fetched) -> None:
        """Part by part, so that commands are answered in between; marked until it is whole."""
        ref, now_at = fetched.ref, self.now_at()
        slices = artefact_slices(fetched.path)
        is_start = True
        try:
            while (rows := await self.access.run(lambda: next(slices, None))) is not None:
                await self._write_part(ref, _Part(rows, is_start=is_start), now_at)
                is_start = False
        except BadPage:
            await self.access.write(loading.start_over)
            raise
        await self.access.write(lambda tx: loading.end(tx, ref.feed))

    async def _write_part(self, ref: FeedRef, part: "_Part", now_at: datetime) -> None:
        await self.access.write(lambda tx: self._take_part(tx, ref, part, now_at))

    def _take_part(self, tx: NodeTx, ref: FeedRef, part: "_Part", now_at: datetime) -> None:
        if part.is_start:
            loading.begin(tx, ref.feed)
        self.downlink.take_snapshot(tx, ref, part.rows, now_at, is_start=part.is_start)

    def _heard(self, feed: str) -> None:
        if feed == config_feed(self.node.store):
            self.on_config()
        if feed in (config_feed(self.node.store), alloc_feed(self.node.store)):
            self.on_owed()

    async def roll_call(self) -> list[CommandLine] | None:
        """See the port: central asks none of an edge."""
        return None

    async def digest(self, feed: str, *, is_deep: bool) -> Digest | None:
        """Sums over the rows mirrored here."""
        if not is_deep and feed not in (config_feed(self.node.store), alloc_feed(self.node.store)):
            return None

        def work(tx: NodeTx) -> Digest | None:
            return node_feeds.digest(tx, feed) if tx.feed(feed) and not loading.is_loading(tx, feed) else None

        return await self.access.read_aside(self.files, work)

    async def differs(self, feed: str) -> None:
        """Tell a person and load the feed anew."""
        now_at = self.now_at()
        await self.access.write(lambda tx: self.downlink.doubt(tx, feed, now_at))

    async def joined(self, welcome: Welcome) -> None:
        """See the port."""

    def snapshot_path(self, feed: str) -> Path:
        """See the port."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder / f"{feed.replace(':', '-')}.zst"

    async def tick(self) -> None:
        """What a shop's authority does by itself: close what cannot be undone any more, answer recalls, forget
        cars."""
        now_at = self.now_at()

        def work(tx: NodeTx) -> bool:
            closed = self.node.tick(tx, now_at)
            self.downlink.answer_recalls(tx, now_at)
            hear(self.node, tx, now_at)
            forget_vehicles(tx, lambda _: store_feed(self.node.store), now_at)
            return bool(closed) or bool(tx.moved())

        if await self.access.write(work):
            self.on_owed()


@dataclass(frozen=True, slots=True)
class _Part:
    rows: list[FeedRow]
    is_start: bool


def artefact_slices(path: Path) -> Iterator[list[FeedRow]]:
    """The rows of an artefact on disk, in slices; BadPage when it is damaged. Blocking."""
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
            yield from artefact_rows(iter(lambda: reader.read(1 << 18), b""))
    except zstandard.ZstdError as exc:
        raise BadPage("packed") from exc
