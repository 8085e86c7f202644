"""The two files of a terminal behind the doors its use-cases and its sync engine know."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from app.contract.feeds import LOST, Digest, FeedRef, FeedRow, Page, digest_of
from app.store.catalog import CatalogStore, CatalogTx
from app.store.catalog_load import loading
from app.store.terminal_store import SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.read_ports import CatalogReads, FinderReads

T = TypeVar("T")
CATALOGUE = ("catalog", "price", "stock")
FINDER = "finder"
Slices = Callable[[], Iterable[Sequence[FeedRow]]]


class TerminalFiles:
    """Routes feeds and look-ups to `store.db` or `catalog.db`; called on the loop."""

    def __init__(
        self,
        store: StoreAccess[SqlTerminalTx],
        catalog: StoreAccess[CatalogTx],
        catalog_store: CatalogStore,
        catalog_key: bytes,
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._catalog_store = catalog_store
        self._catalog_key = catalog_key

    def owns(self, feed: str) -> bool:
        """Whether the feed is kept in rows of its own."""
        return family(feed) in (*CATALOGUE, FINDER)

    async def cursor(self, feed: str) -> FeedRef:
        """Where the file stands."""
        if family(feed) == FINDER:
            return await self._store.read(lambda tx: tx.finder.cursor(feed))
        return await self._catalog.read(lambda tx: tx.cursor(feed))

    async def apply(self, page: Page) -> bool:
        """Take a page in, with its cursor. BadPage, and nothing was kept."""
        if family(page.head.feed) == FINDER:
            return await self._store.write(lambda tx: tx.finder.apply(page))
        return await self._catalog.write(lambda tx: tx.apply(page))

    async def replace(self, ref: FeedRef, slices: Slices) -> None:
        """Replace a feed by a snapshot; the very first catalogue is built beside the live file."""
        if family(ref.feed) == FINDER:
            await self._store.write(lambda tx: tx.finder.replace(ref, slices()))
            return
        if family(ref.feed) == "catalog" and await self._catalog.read(_is_empty):
            await self._catalog.run(lambda: self._load(ref, slices))
            return
        await self._catalog.write(lambda tx: tx.replace(ref, slices()))

    def _load(self, ref: FeedRef, slices: Slices) -> None:
        with loading(self._catalog_store, self._catalog_key) as load:
            for rows in slices():
                load.put(ref, rows)

    async def digest(self, feed: str) -> Digest:
        """Sums over the rows kept of a feed, as of where the file stands."""
        if family(feed) == FINDER:
            return await self._store.read(lambda tx: _digest(tx.finder.cursor(feed), tx.finder.rows()))
        return await self._catalog.read(lambda tx: _digest(tx.cursor(feed), tx.rows(feed)))

    async def begin_again(self, feed: str) -> None:
        """Forget where the file stands in a feed: the next pull loads a snapshot."""
        lost = FeedRef(feed, LOST, 0)
        if family(feed) == FINDER:
            await self._store.write(lambda tx: tx.set_cursor(lost))
        else:
            await self._catalog.write(lambda tx: tx.take(lost, ()))

    async def catalog(self, work: Callable[[CatalogReads], T]) -> T:
        """Read articles, prices, stock."""
        return await self._catalog.read(work)

    async def finder(self, work: Callable[[FinderReads], T]) -> T:
        """Read the chain's customers."""
        return await self._store.read(lambda tx: work(tx.finder))


def _digest(ref: FeedRef, rows: Iterable[tuple[str, str, int]]) -> Digest:
    return Digest(feed=ref.feed, id=ref.id, rev=ref.rev, sums=digest_of(rows))


def family(feed: str) -> str:
    """`catalog` of `catalog:it`."""
    return feed.partition(":")[0]


def _is_empty(tx: CatalogTx) -> bool:
    return tx.run("SELECT 1 FROM cursor LIMIT 1").first() is None
