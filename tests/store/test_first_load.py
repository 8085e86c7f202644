"""The first catalogue: three snapshots in one file, adopted once, and not waited for in vain."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec import Raw

from app.contract.feeds import BadPage, FeedRef, FeedRow
from app.contract.rows import PriceRow, StockRow
from app.domain.errors import Code, Problem
from app.store.catalog import CatalogStore, CatalogTx
from app.store.catalog_load import CatalogLoad
from app.store.database import Database
from app.store.first_load import PATIENCE_S, FirstLoad
from app.store.terminal_files import TerminalFiles
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from tests.store.catalogue_rows import article, customer, page, present
from tests.store.conftest import KEY

CATALOG, PRICE, STOCK, FINDER = (
    FeedRef(name, "h1", 1) for name in ("catalog:it", "price:it", "stock:1", "finder:c")
)
SHOE = present(1, article("A-1", "Scarpa lampo"))
PAID = present(1, PriceRow("A-1", 9900, 8900, 8500))
KEPT = present(1, StockRow("A-1", 4))


class Passing:
    """Monotonic time that passes when a test says so."""

    now_s = 1_000.0

    def monotonic_s(self) -> float:
        return self.now_s


@pytest.fixture
def passing() -> Passing:
    return Passing()


@pytest.fixture
def files(
    catalog: CatalogStore, store_file: Database, terminal: SqlTerminalStore, passing: Passing
) -> Iterator[TerminalFiles]:
    """A terminal's files without anything in them."""
    store: StoreAccess[SqlTerminalTx] = StoreAccess(terminal, store_file.stop)
    access: StoreAccess[CatalogTx] = StoreAccess(catalog, catalog.stop, "catalog")
    opened = TerminalFiles(store, access, FirstLoad(catalog, KEY, passing.monotonic_s))
    yield opened
    access.close()
    store.close()
    opened.drop_load()


def loading_file(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db.loading"


async def snapshot(files: TerminalFiles, ref: FeedRef, *rows: FeedRow) -> None:
    slices: Sequence[Sequence[FeedRow]] = [rows]
    await files.replace(ref, lambda: slices)


async def seen(files: TerminalFiles) -> list[tuple[str, int | None, int | None]]:
    """What a search shows: names with price and stock."""
    hits = await files.search_catalog(lambda reads: reads.search("lampo", 9))
    return [(h.article.sku, h.price.shop if h.price else None, h.stock.on_hand if h.stock else None) for h in hits]


async def test_three_snapshots_appear_at_once(files: TerminalFiles, tmp_path: Path) -> None:
    await snapshot(files, CATALOG, SHOE)
    assert await files.apply(page("catalog:it", 1, [present(2, article("B-1", "Zaino lampo"))]))
    await snapshot(files, PRICE, PAID)
    assert loading_file(tmp_path).exists()
    assert await seen(files) == []
    await snapshot(files, STOCK, KEPT)
    assert sorted(await seen(files)) == [("A-1", 8900, 4), ("B-1", None, None)]
    assert not loading_file(tmp_path).exists()
    assert await files.cursor("catalog:it") == FeedRef("catalog:it", "h1", 2)
    assert await files.apply(page("stock:1", 1, [present(2, StockRow("B-1", 7))]))


async def test_small_feeds_that_come_as_pages_arrive_too(files: TerminalFiles, tmp_path: Path) -> None:
    await snapshot(files, CATALOG, SHOE)
    assert await files.apply(page("price:it", 0, [PAID]))
    assert not await files.apply(page("stock:1", 5, [KEPT])), "it does not follow"
    assert await files.apply(page("stock:1", 0, [KEPT]))
    assert await seen(files) == [("A-1", 8900, 4)]


async def test_a_round_that_goes_on_after_a_break_goes_on_loading(files: TerminalFiles) -> None:
    await snapshot(files, CATALOG, SHOE)
    assert await files.cursor("catalog:it") == CATALOG
    assert await files.cursor("price:it") == FeedRef("price:it")
    await snapshot(files, PRICE, PAID)
    assert await seen(files) == []
    await snapshot(files, STOCK, KEPT)
    assert await seen(files) == [("A-1", 8900, 4)]


async def test_however_often_is_asked_stock_on_its_way_is_waited_for(
    files: TerminalFiles, passing: Passing
) -> None:
    await snapshot(files, CATALOG, SHOE)
    await snapshot(files, PRICE, PAID)
    for _ in range(6):
        passing.now_s += PATIENCE_S / 6
        for ref in (CATALOG, PRICE):
            assert await files.cursor(ref.feed) == ref
        assert await files.cursor("stock:1") == FeedRef("stock:1")
    assert await seen(files) == [], "it would be said to be out"
    await snapshot(files, STOCK, KEPT)
    assert await seen(files) == [("A-1", 8900, 4)]


async def test_a_feed_that_never_comes_is_not_waited_for_for_long(files: TerminalFiles, passing: Passing) -> None:
    await snapshot(files, CATALOG, SHOE)
    passing.now_s += PATIENCE_S + 1
    assert await files.cursor("catalog:it") == CATALOG
    assert await seen(files) == [("A-1", None, None)]
    await snapshot(files, PRICE, PAID)
    assert await seen(files) == [("A-1", 8900, None)]


async def test_each_kind_that_comes_is_worth_another_wait_and_news_of_one_that_came_is_not(
    files: TerminalFiles, passing: Passing
) -> None:
    await snapshot(files, CATALOG, SHOE)
    passing.now_s += PATIENCE_S
    await snapshot(files, STOCK, KEPT)
    passing.now_s += PATIENCE_S
    assert await files.cursor("price:it") == FeedRef("price:it")
    assert await seen(files) == []
    assert await files.apply(page("stock:1", 1, [present(2, StockRow("A-1", 3))])), "a shop sells all day"
    passing.now_s += 1
    assert await files.cursor("price:it") == FeedRef("price:it")
    assert await seen(files) == [("A-1", None, 3)]


async def test_two_price_lists_are_no_stock(files: TerminalFiles) -> None:
    await snapshot(files, CATALOG, SHOE)
    await snapshot(files, PRICE, PAID)
    await snapshot(files, FeedRef("price:outlet", "h1", 1), PAID)
    assert await seen(files) == []
    await snapshot(files, STOCK, KEPT)
    assert await seen(files) == [("A-1", 8900, 4)]


async def test_who_looks_while_it_is_adopted_finds_it(
    files: TerminalFiles, passing: Passing, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, build = asyncio.Event(), threading.Event(), CatalogLoad.finish
    loop = asyncio.get_running_loop()

    def slow(load: CatalogLoad) -> None:
        loop.call_soon_threadsafe(begun.set)
        may_end.wait()
        build(load)

    monkeypatch.setattr(CatalogLoad, "finish", slow)
    await snapshot(files, CATALOG, SHOE)
    passing.now_s += PATIENCE_S + 1
    first = asyncio.create_task(files.cursor("catalog:it"))
    await begun.wait()
    second = asyncio.create_task(files.cursor("catalog:it"))
    await asyncio.sleep(0)
    may_end.set()
    assert (await first, await second) == (CATALOG, CATALOG)


@pytest.mark.parametrize("is_page", [True, False])
async def test_the_finder_comes_beside_the_load(files: TerminalFiles, is_page: bool) -> None:
    await snapshot(files, CATALOG, SHOE)
    someone = present(1, customer("c1", "Elena Marchetti"))
    if is_page:
        assert await files.apply(page("finder:c", 0, [someone]))
    else:
        await snapshot(files, FINDER, someone)
    assert len(await files.search_finder(lambda reads: reads.by_name("march", 9))) == 1
    assert await seen(files) == []


@pytest.mark.parametrize("is_page", [True, False])
async def test_a_bad_feed_ends_the_load_and_leaves_no_trace(
    files: TerminalFiles, tmp_path: Path, is_page: bool
) -> None:
    await snapshot(files, CATALOG, SHOE)
    bad = FeedRow(t="price", id="A-1", rev=1, d=Raw(b"[]"))
    with pytest.raises(BadPage):
        if is_page:
            await files.apply(page("price:it", 0, [bad]))
        else:
            await snapshot(files, PRICE, bad)
    assert not loading_file(tmp_path).exists()
    assert await files.cursor("catalog:it") == FeedRef("catalog:it")
    await snapshot(files, CATALOG, SHOE)
    await snapshot(files, PRICE, PAID)
    await snapshot(files, STOCK, KEPT)
    assert await seen(files) == [("A-1", 8900, 4)]


async def test_a_load_that_is_given_up_leaves_no_trace(files: TerminalFiles, tmp_path: Path) -> None:
    await snapshot(files, CATALOG, SHOE)
    files.drop_load()
    files.drop_load()
    assert not loading_file(tmp_path).exists()
    assert await files.cursor("catalog:it") == FeedRef("catalog:it")


async def test_a_mended_catalogue_is_loaded_again(files: TerminalFiles) -> None:
    for ref, row in ((CATALOG, SHOE), (PRICE, PAID), (STOCK, KEPT)):
        await snapshot(files, ref, row)
    with pytest.raises(Problem), files.catalog_file.read():
        raise Problem(Code.STORE_DAMAGED, sqlite=11)
    assert files.catalog_file.mend()
    assert files.times_rebuilt == 1
    assert await files.cursor("stock:1") == FeedRef("stock:1")
    for ref, row in ((CATALOG, SHOE), (PRICE, PAID), (STOCK, KEPT)):
        await snapshot(files, ref, row)
    assert await seen(files) == [("A-1", 8900, 4)]
