"""The large feeds are summed in slices: what a host sums at once is the same, and look-ups come in between."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from app.contract.feeds import Digest, FeedRef, digest_of
from app.contract.rows import FinderRow
from app.hosting.digests import Digests
from app.node.ports import NewRow
from app.store.catalog import CatalogStore, CatalogTx
from app.store.database import STORE, Database
from app.store.first_load import FirstLoad
from app.store.migrate import prepare
from app.store.terminal_files import SLICE, TerminalFiles
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from tests.fakes.stores import MemoryNodeStore
from tests.store.catalogue_rows import gone, page, present
from tests.unit.domain.samples import NOW_AT
from tests.unit.usecases.sample_files import KEY

FEED = "finder:corsaviva"
ROWS = [present(n, FinderRow(f"c-{n:05d}", "Anna Verdi")) for n in range(1, 2 * SLICE + 3)]
SUMS = digest_of((row.t, row.id, row.rev) for row in ROWS)
T = TypeVar("T")


class BusyAccess(StoreAccess[SqlTerminalTx]):
    """Somebody writes after the first slice."""

    meanwhile: Callable[[SqlTerminalTx], object] | None = None

    async def read(self, work: Callable[[SqlTerminalTx], T]) -> T:
        result = await super().read(work)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await self.write(meanwhile)
        return result


@pytest.fixture
def access(tmp_path: Path) -> Iterator[BusyAccess]:
    prepare(tmp_path / "store.db", KEY, STORE)
    database = Database(tmp_path / "store.db", KEY, STORE)
    made = BusyAccess(SqlTerminalStore(database, lambda: NOW_AT), database.stop, "busy")
    yield made
    made.close()
    database.close()


@pytest.fixture
def files(tmp_path: Path, access: BusyAccess) -> Iterator[TerminalFiles]:
    catalog_store = CatalogStore(tmp_path / "catalog.db", KEY)
    catalog: StoreAccess[CatalogTx] = StoreAccess(catalog_store, catalog_store.stop, "catalog")
    yield TerminalFiles(access, catalog, FirstLoad(catalog_store, KEY, time.monotonic))
    catalog.close()
    catalog_store.close()


async def test_slices_sum_up_to_the_whole(files: TerminalFiles, access: BusyAccess) -> None:
    await files.replace(FeedRef(FEED, "h1", len(ROWS)), lambda: [ROWS])
    assert await files.digest(FEED) == Digest(feed=FEED, id="h1", rev=len(ROWS), sums=SUMS)
    assert await files.digest("catalog:it") == Digest(feed="catalog:it", id="", rev=0)


async def test_what_moves_meanwhile_is_not_compared(files: TerminalFiles, access: BusyAccess) -> None:
    await files.replace(FeedRef(FEED, "h1", len(ROWS)), lambda: [ROWS])
    late = page(FEED, len(ROWS), [gone(len(ROWS) + 1, ROWS[0].id)])
    access.meanwhile = lambda tx: tx.finder.apply(late)
    assert await files.digest(FEED) is None


def test_a_host_sums_once_for_all_until_the_feed_moves() -> None:
    store, digests = MemoryNodeStore(), Digests()
    with store.write() as tx:
        tx.open_feed(FEED, "h1")
        tx.append(FEED, [NewRow("finder", "c-1", b"1")])
        first = digests.of(tx, FEED)
        assert digests.of(tx, FEED) is first
        tx.append(FEED, [NewRow("finder", "c-2", b"1")])
        moved = digests.of(tx, FEED)
        assert (first.rev, moved.rev) == (1, 2)
        assert first.sums != moved.sums
        tx.open_feed(FEED, "h2")
        assert digests.of(tx, FEED) == Digest(feed=FEED, id="h2", rev=0)
