"""A till's side over memory: its store behind a door on the loop, and the shop's node as the authority it asks."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec
import zstandard

from app.contract.artefacts import artefact_lines
from app.contract.commands import CommandLine, Result, Welcome
from app.contract.feeds import Digest, FeedRef, FeedRow, Page, Poke, decode_page
from app.domain.commands import Body, HandOverOrder
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk
from app.domain.values import OrderId
from app.node import feeds
from app.node.authority import load_authority
from app.node.intake import Sender
from app.node.ports import NewRow, NodeTx
from app.node.store_node import device_feed
from app.node.succession import roll_call
from app.sync.engine import Engine
from app.sync.replica import TerminalReplica
from app.usecases.intents import Author, write_intent
from app.usecases.ports import OutboxEntry, OutboxState, StoreDoor, TerminalTx
from tests.fakes.stores import MemoryTerminalStore
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.node.shop import TILL, Shop
from tests.unit.sync.virtual_time import LoopClock, let_pass

T = TypeVar("T")


class Opens(Protocol):
    """A terminal's store."""

    def write(self) -> AbstractContextManager[TerminalTx]: ...

    def read(self) -> AbstractContextManager[TerminalTx]: ...


@dataclass
class LoopDoor:
    """The StoreDoor without threads: the work is done at the next turn of the loop.

    `before_write` is done once, just before the next write: what another writer commits meanwhile. What was read
    is handed over `read_takes_s` later, as it was when it was read.
    """

    store: Opens
    before_write: Callable[[], None] | None = None
    read_takes_s: float = 0.0

    async def write(self, work: Callable[[TerminalTx], T]) -> T:
        await asyncio.sleep(0)
        meanwhile, self.before_write = self.before_write, None
        if meanwhile is not None:
            meanwhile()
        with self.store.write() as tx:
            return work(tx)

    async def read(self, work: Callable[[TerminalTx], T]) -> T:
        await asyncio.sleep(0)
        takes_s = self.read_takes_s
        with self.store.read() as tx:
            found = work(tx)
        if takes_s:
            await let_pass(takes_s)
        return found

    async def run(self, work: Callable[[], T]) -> T:
        await asyncio.sleep(0)
        return work()


class NoFiles:
    """Row files of a terminal that keeps none: every feed is the store's."""

    def owns(self, feed: str) -> bool:
        return False

    async def cursor(self, feed: str) -> FeedRef:
        raise LookupError(feed)

    async def apply(self, page: Page) -> bool:
        raise LookupError(page.head.feed)

    async def replace(self, ref: FeedRef, slices: Callable[[], Iterable[Sequence[FeedRow]]]) -> None:
        raise LookupError(ref.feed)

    async def digest(self, feed: str) -> Digest:
        raise LookupError(feed)

    async def begin_again(self, feed: str) -> None:
        raise LookupError(feed)


@dataclass(frozen=True)
class Artefact:
    """A snapshot on disk."""

    path: Path
    ref: FeedRef


def write_artefact(path: Path, rows: Iterable[FeedRow]) -> None:
    """Rows as they lie in a file."""
    path.write_bytes(zstandard.compress(b"".join(artefact_lines(rows))))


@dataclass
class NodeAuthority:
    """The shop's node asked in this process. `fault` may refuse a question; `asked` counts what got through to it.

    `pokes` are handed to whoever listens, a negative rev breaks the stream; `listeners` counts who does. `behind`
    counts the pulls of a feed that do not have its news yet.
    """

    shop: Shop
    device: str = TILL
    page_rows: int = 5_000
    fault: Callable[[str, Sequence[CommandLine]], Problem | None] = lambda what, lines: None
    asked: list[str] = field(default_factory=list)
    batches: list[list[str]] = field(default_factory=list)
    pokes: "asyncio.Queue[Poke]" = field(default_factory=asyncio.Queue)
    listeners: int = 0
    behind: dict[str, int] = field(default_factory=dict)
    now_at: Callable[[], datetime] = lambda: NOW_AT

    def __post_init__(self) -> None:
        with self.shop.edge.write() as tx:
            if tx.feed(device_feed(self.device)) is None:
                tx.open_feed(device_feed(self.device), "s1")

    async def _ask(self, what: str, lines: Sequence[CommandLine] = ()) -> None:
        self.asked.append(what)
        await asyncio.sleep(0)
        refusal = self.fault(what, lines)
        if refusal is not None:
            raise refusal

    def _read(self, work: Callable[[NodeTx], T]) -> T:
        with self.shop.edge.read() as tx:
            return work(tx)

    async def send_commands(self, lines: Sequence[CommandLine]) -> list[Result]:
        self.batches.append([line.cmd.id for line in lines])
        await self._ask("commands", lines)
        return self.shop.receive(*lines, device=self.device, now_at=self.now_at())

    async def roll_call(self, lines: Sequence[CommandLine]) -> Welcome:
        await self._ask("roll_call", lines)
        with self.shop.edge.write() as tx:
            return roll_call(self.shop.node, tx, Sender(self.device, STORE), list(lines), NOW_AT)

    async def pull(self, ref: FeedRef) -> Page:
        await self._ask(f"pull {ref.feed}")
        epoch = self._read(load_authority).epoch
        page = decode_page(self._read(lambda tx: feeds.page(tx, ref, self.page_rows, epoch)))
        if page.rows and self.behind.get(ref.feed, 0):
            self.behind[ref.feed] -= 1
            return msgspec.structs.replace(page, rows=[], to=ref.rev, more=False)
        return page

    async def fetch_snapshot(self, feed: str, to_path: Path) -> Artefact:
        await self._ask(f"snapshot {feed}")
        state = self._read(lambda tx: feeds.feed_state(tx, feed))
        write_artefact(to_path, self._read(lambda tx: list(feeds.live_rows(tx, feed))))
        return Artefact(to_path, FeedRef(feed, state.id, state.rev))

    async def digest(self, feed: str) -> Digest:
        await self._ask(f"digest {feed}")
        return self._read(lambda tx: feeds.digest(tx, feed))

    async def events(self, feeds_: Sequence[str]) -> AsyncGenerator[Poke]:
        await self._ask("events")
        self.listeners += 1
        try:
            while True:
                poke = await self.pokes.get()
                if poke.rev < 0:
                    raise Problem(Code.NO_ANSWER)
                yield poke
        finally:
            self.listeners -= 1

    def append(self, feed: str, *rows: NewRow) -> int:
        """The authority writes rows of a feed."""
        with self.shop.edge.write() as tx:
            return tx.append(feed, list(rows))


@dataclass
class Till:
    """A terminal's engine over all of it."""

    folder: Path
    shop: Shop = field(default_factory=Shop)
    store: MemoryTerminalStore = field(default_factory=MemoryTerminalStore)
    clock: LoopClock = field(default_factory=LoopClock)
    given_door: StoreDoor | None = None

    def __post_init__(self) -> None:
        self.door: StoreDoor = self.given_door or LoopDoor(self.store)
        self.authority = NodeAuthority(self.shop, now_at=self.clock.now_at)
        self.replica = TerminalReplica(TILL, STORE, self.door, NoFiles(), self.clock, self.folder)
        self.engine = Engine(self.replica, self.authority, self.clock, chance=random.Random(7))

    async def sync(self) -> None:
        """One whole round: everything up, everything down."""
        while await self.engine.push_once():
            continue
        await self.engine.pull_once()

    async def intend(self, body: Body) -> str:
        """A command written and not sent yet."""
        author, now_at = Author(TILL, "op-07"), self.clock.now_at()
        return (await self.door.write(lambda tx: write_intent(tx, body, author, now_at))).id

    async def intend_handovers(self, *orders: str) -> list[str]:
        """Wishes to hand orders over."""
        bodies = [HandOverOrder(OrderId(o), HandoverAsk(), f"d-{o}", self.clock.now_at()) for o in orders]
        return [await self.intend(body) for body in bodies]

    async def entry(self, command_id: str) -> OutboxEntry:
        """A command as it stands."""
        found = await self.door.read(lambda tx: tx.outbox_get(command_id))
        assert found is not None
        return found

    async def states(self, *ids: str) -> list[OutboxState]:
        """How far commands have come."""
        return [(await self.entry(command_id)).state for command_id in ids]

    async def attention(self) -> list[str]:
        """Ids of what a person must settle."""
        return [item.id for item in await self.door.read(lambda tx: tx.attention_open(50))]
