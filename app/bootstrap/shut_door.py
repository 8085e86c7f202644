"""The ways of a face to what a terminal keeps, which are shut for good once the terminal is revoked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.domain.errors import Code, Problem
from app.usecases.ports import Lookups, StoreDoor, TerminalTx
from app.usecases.read_ports import CatalogReads, FinderReads

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShutDoor:
    """The jobs' `StoreDoor`: Problem(DEVICE_REVOKED) from every call once it is shut. Sync has the door itself."""

    door: StoreDoor
    is_shut: Callable[[], bool]

    async def write(self, work: Callable[[TerminalTx], T]) -> T:
        """See the port."""
        need_open(self.is_shut)
        return await self.door.write(work)

    async def read(self, work: Callable[[TerminalTx], T]) -> T:
        """See the port."""
        need_open(self.is_shut)
        return await self.door.read(work)

    async def run(self, work: Callable[[], T]) -> T:
        """See the port."""
        need_open(self.is_shut)
        return await self.door.run(work)


@dataclass(frozen=True, slots=True)
class ShutLookups:
    """The jobs' `Lookups`: Problem(DEVICE_REVOKED) from every call once they are shut."""

    lookups: Lookups
    is_shut: Callable[[], bool]

    async def catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """See the port."""
        need_open(self.is_shut)
        return await self.lookups.catalog(work)

    async def finder(self, work: Callable[[FinderReads], T]) -> T:
        """See the port."""
        need_open(self.is_shut)
        return await self.lookups.finder(work)

    async def search_catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """See the port."""
        need_open(self.is_shut)
        return await self.lookups.search_catalog(work)

    async def search_finder(self, work: Callable[[FinderReads], T]) -> T:
        """See the port."""
        need_open(self.is_shut)
        return await self.lookups.search_finder(work)


def need_open(is_shut: Callable[[], bool]) -> None:
    """Problem(DEVICE_REVOKED) once it is shut."""
    if is_shut():
        raise Problem(Code.DEVICE_REVOKED)
