"""What a node lets go of at night, in transactions so small that acts go on between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.bootstrap.nightly import DONE
from app.hosting.node_access import NodeAccess
from app.node.forgetting import forget_commands
from app.node.ports import NodeTx
from app.node.trimming import MOST, trim_feed


@dataclass(frozen=True, slots=True)
class InNode:
    """Kept in a node's store."""

    access: NodeAccess

    async def load(self) -> str:
        """See Kept."""
        return await self.access.read(lambda tx: (tx.get(DONE, "done") or b"").decode())

    async def save(self, done_at: str) -> None:
        """See Kept."""
        await self.access.write(lambda tx: tx.put(DONE, "done", done_at.encode()))


@dataclass(frozen=True, slots=True)
class NodeChores:
    """The chores of one node; its methods run on the loop."""

    access: NodeAccess
    now_at: Callable[[], datetime]

    async def trim(self) -> None:
        """Every feed, of what it said more than ninety days ago."""
        for feed in await self.access.read(lambda tx: tx.feeds()):
            while await self.access.write(self._trim(feed)) == MOST:
                continue

    async def forget(self) -> None:
        """Commands that central answered for good more than 35 days ago."""
        after = 0
        while after := await self.access.write(self._forget(after)):
            continue

    def _trim(self, feed: str) -> Callable[[NodeTx], int]:
        return lambda tx: trim_feed(tx, feed, self.now_at())

    def _forget(self, after: int) -> Callable[[NodeTx], int]:
        return lambda tx: forget_commands(tx, self.now_at(), after)
