"""The first load of the catalogue: beside the live file, with no care for a crash, then verified and adopted."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from app.contract.feeds import FeedRef, FeedRow, Page
from app.domain.errors import Code, Problem
from app.store.catalog import CatalogStore, CatalogTx
from app.store.database import CATALOG, LOADING, Database
from app.store.files import drop_database
from app.store.migrate import prepare


class CatalogLoad:
    """Owns the file being loaded; on the writer's thread. A load that breaks off leaves no trace."""

    def __init__(self, tx: CatalogTx) -> None:
        self._tx = tx

    def put(self, ref: FeedRef, rows: Sequence[FeedRow]) -> None:
        """Rows of a snapshot cut at `ref`, of any feed of the catalogue. BadPage, and the load is over."""
        self._tx.take(ref, rows)

    def cursor(self, feed: str) -> FeedRef:
        """Where the load stands in a feed."""
        return self._tx.cursor(feed)

    def replace(self, ref: FeedRef, slices: Iterable[Sequence[FeedRow]]) -> None:
        """A whole snapshot in place of what was put of that feed. BadPage, and the load is over."""
        self._tx.replace(ref, slices)

    def apply(self, page: Page) -> bool:
        """A page behind what was put; False when it does not follow. BadPage, and the load is over."""
        return self._tx.apply(page)

    def finish(self) -> None:
        """Build the search over everything loaded."""
        self._tx.articles.build_index()


@contextmanager
def loading(store: CatalogStore, key: bytes) -> Iterator[CatalogLoad]:
    """Load a new catalogue and let the store adopt it at the end; on any exception the live file stays.

    Problem(STORE_DAMAGED) when what was loaded does not verify, Problem(DISK_FULL).
    """
    path = store.path.with_name(f"{store.path.name}.loading")
    drop_database(path)
    try:
        prepare(path, key, CATALOG)
        database = Database(path, key, LOADING)
        try:
            with database.write() as connection:
                load = CatalogLoad(CatalogTx(connection, is_building=True))
                yield load
                load.finish()
            if not database.quick_check("article", "price", "stock"):
                raise Problem(Code.STORE_DAMAGED, file=path.name)
        finally:
            database.close()
        store.adopt(path)
    finally:
        drop_database(path)
