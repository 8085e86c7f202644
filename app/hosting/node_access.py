"""One way from a host's event loop to its node's store, and from its commits to whoever waits for a poke."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import TypeVar

from app.contract.feeds import Poke
from app.domain.errors import Code, Problem
from app.hosting.dbthread import DbThread
from app.node.ports import NodeStore, NodeTx

T = TypeVar("T")
ATTEMPTS = 5


class PokeHub:
    """Owns the last rev of every feed that somebody listens to; lives on one event loop."""

    def __init__(self) -> None:
        self._revs: dict[str, int] = {}
        self._moved = asyncio.Event()

    def moved(self, revs: dict[str, int]) -> None:
        """Feeds moved: wake those who listen."""
        news = {feed: rev for feed, rev in revs.items() if self._revs.get(feed) != rev}
        if news:
            self._revs.update(news)
            self._moved.set()
            self._moved = asyncio.Event()

    def known(self) -> list[str]:
        """Feeds somebody asked about."""
        return sorted(self._revs)

    async def listen(self, feeds: Sequence[str], known: dict[str, int]) -> AsyncGenerator[Poke]:
        """A poke per feed now, then one whenever it moved; `known` are the present revs."""
        told: dict[str, int] = {}
        self._revs |= known
        while True:
            moved = self._moved
            for feed in feeds:
                rev = self._revs.get(feed)
                if rev is not None and told.get(feed) != rev:
                    told[feed] = rev
                    yield Poke(feed, rev)
            await moved.wait()


class NodeAccess:
    """Runs work in transactions on the host's database thread; lives on one event loop."""

    def __init__(self, store: NodeStore, thread: DbThread, hub: PokeHub) -> None:
        self.store = store
        self.hub = hub
        self._thread = thread

    async def write(self, work: Callable[[NodeTx], T]) -> T:
        """The result of `work`, durable; repeated when another process won a race. Problem(BUSY) in the end."""
        result, moved = await self._thread.run(lambda: self._written(work))
        self.hub.moved(moved)
        return result

    async def read(self, work: Callable[[NodeTx], T]) -> T:
        """The result of `work` on one consistent view."""
        return await self._thread.run(lambda: self._seen(work))

    async def read_aside(self, thread: DbThread, work: Callable[[NodeTx], T]) -> T:
        """The result of `work` on one consistent view, on a thread that may take seconds: acts go on."""
        return await thread.run(lambda: self._seen(work))

    async def run(self, work: Callable[[], T]) -> T:
        """Something else that belongs on the database thread."""
        return await self._thread.run(work)

    def _written(self, work: Callable[[NodeTx], T]) -> tuple[T, dict[str, int]]:
        for left in reversed(range(ATTEMPTS)):
            try:
                with self.store.write() as tx:
                    result = work(tx)
                return result, tx.moved()
            except Problem as problem:
                if problem.code is not Code.BUSY or not left:
                    raise
        raise Problem(Code.BUSY)

    def _seen(self, work: Callable[[NodeTx], T]) -> T:
        with self.store.read() as tx:
            return work(tx)

    async def pokes(self, feeds: Sequence[str]) -> AsyncGenerator[Poke]:
        """See `PokeHub.listen`."""
        known = await self.read(lambda tx: _revs(tx, feeds))
        async for poke in self.hub.listen(feeds, known):
            yield poke

    async def tail(self, every_s: float) -> None:
        """Notice what other processes of the same database append (central on PostgreSQL). Until cancelled."""
        while True:
            await asyncio.sleep(every_s)
            self.hub.moved(await self.read(lambda tx: _revs(tx, self.hub.known())))


def _revs(tx: NodeTx, feeds: Sequence[str]) -> dict[str, int]:
    return {feed: state.rev for feed in feeds if (state := tx.feed(feed)) is not None}
