"""The two files of a terminal behind the doors its use-cases and its sync engine know."""

from collections.abc import Callable
from typing import TypeVar

from app.contract.feeds import LOST, Digest, FeedRef, Page, digest_of
from app.store.catalog import CatalogTx
from app.store.first_load import FirstLoad, Slices
from app.store.open_file import OpenFile
from app.store.terminal_store import SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.read_ports import CatalogReads, FinderReads

T = TypeVar("T")
CATALOGUE = ("catalog", "price", "stock")
FINDER = "finder"
SLICE = 5_000
"""Rows summed at a time: some ten milliseconds."""


class TerminalFiles:
    """Routes feeds and look-ups to `store.db` or `catalog.db`; called on the loop."""

    def __init__(
        self,
        store: StoreAccess[SqlTerminalTx],
        catalog: StoreAccess[CatalogTx],
        first: FirstLoad,
        *,
        was_rebuilt: bool = False,
    ) -> None:
        """`first` loads the catalogue `catalog` is open on.

        `was_rebuilt`: it was found damaged at opening and is empty.
        """
        self._store = store
        self._catalog = catalog
        self._was_rebuilt = was_rebuilt
        self._first = first

    def owns(self, feed: str) -> bool:
        """Whether the feed is kept in rows of its own."""
        return family(feed) in (*CATALOGUE, FINDER)

    @property
    def catalog_file(self) -> OpenFile:
        """`catalog.db` as it lies open."""
        return self._first.store.file

    @property
    def times_rebuilt(self) -> int:
        """How often the catalogue was damaged and has been begun anew since the program started."""
        return int(self._was_rebuilt) + self.catalog_file.times_mended

    async def cursor(self, feed: str) -> FeedRef:
        """Where the file stands."""
        if family(feed) == FINDER:
            return await self._store.read(lambda tx: tx.finder.cursor(feed))
        if self._first.is_open:
            loaded = await self._catalog.run(lambda: self._first.look(feed))
            if loaded is not None:
                return loaded
        return await self._catalog.read(lambda tx: tx.cursor(feed))

    async def apply(self, page: Page) -> bool:
        """Take a page in, with its cursor. BadPage, and nothing was kept."""
        if family(page.head.feed) == FINDER:
            return await self._store.write(lambda tx: tx.finder.apply(page))
        if self._first.is_open:
            is_taken = await self._catalog.run(lambda: self._first.apply(page))
            if is_taken is not None:
                return is_taken
        return await self._catalog.write(lambda tx: tx.apply(page))

    async def replace(self, ref: FeedRef, slices: Slices) -> None:
        """Replace a feed by a snapshot.

        The very first catalogue is built beside the live file, which takes it over with its prices and stock.
        """
        if family(ref.feed) == FINDER:
            await self._store.write(lambda tx: tx.finder.replace(ref, slices()))
            return
        if family(ref.feed) == "catalog" and not self._first.is_open and await self._catalog.read(_is_empty):
            await self._catalog.run(self._first.begin)
        if self._first.is_open and await self._catalog.run(lambda: self._first.replace(ref, slices)):
            return
        await self._catalog.write(lambda tx: tx.replace(ref, slices()))

    def drop_load(self) -> None:
        """Give up a load that is not complete; when the threads have ended."""
        self._first.drop()

    async def digest(self, feed: str) -> Digest | None:
        """Sums over the rows kept of a feed, in slices, so that whoever looks something up waits for one at most.

        None when the file moved meanwhile: there is nothing to compare.
        """
        sums: dict[str, int] = {}
        ref, last = await self._sum_up(feed, "", sums)
        while last:
            at, last = await self._sum_up(feed, last, sums)
            if at != ref:
                return None
        return Digest(feed=ref.feed, id=ref.id, rev=ref.rev, sums=sums)

    async def _sum_up(self, feed: str, after: str, sums: dict[str, int]) -> tuple[FeedRef, str]:
        """Where the file stands, and the last key of the slice that was added to `sums`, empty at the end."""
        if family(feed) == FINDER:
            return await self._store.read(
                lambda tx: (tx.finder.cursor(feed), _add(sums, tx.finder.rows(after, SLICE)))
            )
        return await self._catalog.read(lambda tx: (tx.cursor(feed), _add(sums, tx.rows(feed, after, SLICE))))

    async def begin_again(self, feed: str) -> None:
        """Forget where the file stands in a feed: the next pull loads a snapshot."""
        lost = FeedRef(feed, LOST, 0)
        if family(feed) == FINDER:
            await self._store.write(lambda tx: tx.set_cursor(lost))
        else:
            await self._catalog.write(lambda tx: tx.take(lost, ()))

    async def catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """Read articles, prices, stock by what names them."""
        return await self._catalog.read(work)

    async def finder(self, work: Callable[[FinderReads], T]) -> T:
        """Read the chain's customers by what names them."""
        return await self._store.read(lambda tx: work(tx.finder))

    async def search_catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """Search articles; Superseded when a newer search of articles came."""
        return await self._catalog.search(work)

    async def search_finder(self, work: Callable[[FinderReads], T]) -> T:
        """Search customers; Superseded when a newer search of customers came."""
        return await self._store.search(lambda tx: work(tx.finder))


def _add(sums: dict[str, int], rows: list[tuple[str, str, int]]) -> str:
    digest_of(rows, sums)
    return rows[-1][1] if rows else ""


def family(feed: str) -> str:
    """`catalog` of `catalog:it`."""
    return feed.partition(":")[0]


def _is_empty(tx: CatalogTx) -> bool:
    return tx.run("SELECT 1 FROM cursor LIMIT 1").first() is None
