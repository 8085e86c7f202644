"""The first minute of a new terminal: its configuration, before the files that need it can be opened."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from app.contract.feeds import Digest, FeedRef, FeedRow, Page
from app.contract.rows import StoreConfig
from app.domain.errors import Code, Problem
from app.sync.engine import Authority, Engine
from app.sync.replica import TerminalReplica
from app.usecases.ports import Clock
from app.usecases.station import load_config

PAUSE_S = 0.3
TOLD_S = 5.0
"""A person who waits is told so this often, and for what."""
Waiting = Callable[[Problem], None]
NOT_YET = (Code.DEVICE_UNKNOWN, Code.NO_ANSWER, Code.BUSY, Code.SERVER_ERROR, Code.NOT_FOUND)


class NoRowFiles:
    """Stands in for the catalogue while its key is not known."""

    def owns(self, feed: str) -> bool:
        """Catalogue feeds are nobody's yet; they are not asked for before the configuration is here."""
        return feed.partition(":")[0] in ("catalog", "price", "stock", "finder")

    async def cursor(self, feed: str) -> FeedRef:
        """The beginning."""
        return FeedRef(feed)

    async def apply(self, page: Page) -> bool:
        """Nothing is kept."""
        return False

    async def replace(self, ref: FeedRef, slices: Callable[[], Iterable[Sequence[FeedRow]]]) -> None:
        """Nothing is kept."""

    async def digest(self, feed: str) -> Digest:
        """Nothing is kept."""
        return Digest(feed=feed, id="", rev=0)

    async def begin_again(self, feed: str) -> None:
        """Nothing is kept."""


async def known_config(
    replica: TerminalReplica, authority: Authority, clock: Clock, waiting: Waiting
) -> StoreConfig:
    """The configuration kept here; asked for until there is one. Problem: an answer that will not change."""
    try:
        return await replica.door.read(lambda tx: load_config(tx, replica.store))
    except Problem:
        await _pull_config(replica, authority, clock, waiting)
        return await replica.door.read(lambda tx: load_config(tx, replica.store))


async def _pull_config(replica: TerminalReplica, authority: Authority, clock: Clock, waiting: Waiting) -> None:
    """Ask until the edge has heard of this device from central, which takes a moment after the enrolment."""
    next_s = clock.monotonic_s() + TOLD_S
    while True:
        try:
            await Engine(replica, authority, clock).pull_feeds([f"config:{replica.store}"])
        except Problem as problem:
            if problem.code not in NOT_YET:
                raise
            if clock.monotonic_s() >= next_s:
                next_s = clock.monotonic_s() + TOLD_S
                waiting(problem)
            await asyncio.sleep(PAUSE_S)
        else:
            return
