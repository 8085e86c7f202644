"""Reads of the catalogue and the finder from the loop, each on its file's reader thread."""

from collections.abc import Callable
from typing import TypeVar

from app.store.catalog import CatalogTx
from app.store.terminal_store import SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.read_ports import CatalogReads, FinderReads

T = TypeVar("T")


class FileLookups:
    """The Lookups over both files; called on the loop. Superseded when a newer search of the file came."""

    def __init__(self, catalog: StoreAccess[CatalogTx], store: StoreAccess[SqlTerminalTx]) -> None:
        self._catalog = catalog
        self._store = store

    async def catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """Read articles, prices, stock."""
        return await self._catalog.search(work)

    async def finder(self, work: Callable[[FinderReads], T]) -> T:
        """Read the chain's customers."""
        return await self._store.search(lambda tx: work(tx.finder))
