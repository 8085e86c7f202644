"""What whoever talks to a platform needs of the host: time, and the node's store."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from app.node.ports import NodeTx

T = TypeVar("T")


class Clock(Protocol):
    """Time, injected."""

    def now_at(self) -> datetime:
        """Aware UTC: for records and the queue."""

    def monotonic_s(self) -> float:
        """Seconds that never go back: for waiting."""


class StoreAccess(Protocol):
    """The node's store from the event loop: runs a function in a transaction on the database thread."""

    async def run_write(self, work: Callable[[NodeTx], T], /) -> T:
        """Durable when it returns; nothing is written when `work` raises."""

    async def run_read(self, work: Callable[[NodeTx], T], /) -> T:
        """One consistent view."""
