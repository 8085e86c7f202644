"""The first load of a catalogue and a day's changes to it, beside the same rows by plain `executemany`."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2

from app.adapters.clock import SystemClock
from app.bootstrap.bench_report import Figure
from app.bootstrap.bench_world import HISTORY, LARGE, SEED, STORE, World
from app.bootstrap.terminal_files import open_catalog, open_store
from app.contract.artefacts import artefact_lines
from app.contract.feeds import SCHEMA, FeedRef, FeedRow, PageHead, decode_page, encode_page
from app.contract.rows import ArticleRow, PriceRow, StockRow
from app.demo.bulk import bulk_articles, bulk_prices, bulk_stock
from app.hosting.artefacts import packed
from app.store.database import CATALOG, LOADING, connect
from app.store.migrate import prepare
from app.store.terminal_files import TerminalFiles
from app.sync.artefact_file import slices_of

LIMIT_RATIO = 1.5
DELTA_PART = 20
DELTA_LIMIT_S = 0.5
RENAMED = 10
ROUNDS = 2
_COPIES = {
    "article": "INSERT INTO article (n, sku, rev, rank, gtin, model, words, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "price": "INSERT INTO price (sku, rev, body) VALUES (?, ?, ?)",
    "stock": "INSERT INTO stock (sku, rev, body) VALUES (?, ?, ?)",
}
_READS = {
    "article": "SELECT n, sku, rev, rank, gtin, model, words, body FROM article ORDER BY n",
    "price": "SELECT sku, rev, body FROM price ORDER BY sku",
    "stock": "SELECT sku, rev, body FROM stock ORDER BY sku",
}
_BUILDS = (
    "INSERT INTO article_words (rowid, text) SELECT n, words FROM article WHERE words <> '' ORDER BY n",
    "INSERT INTO article_parts (rowid, text) SELECT n, words FROM article WHERE words <> '' ORDER BY n",
)
CatalogueRow = ArticleRow | PriceRow | StockRow
Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Artefact:
    """A feed's snapshot on disk."""

    ref: FeedRef
    path: Path


def feeds_of(world: World) -> dict[str, str]:
    """The name of each kind's feed."""
    config = world.config
    return {
        "article": f"catalog:{config.market}",
        "price": f"price:{config.pricelist}",
        "stock": f"stock:{STORE}",
    }


def rows_of(world: World, kind: str, count: int) -> Iterator[FeedRow]:
    """Rows of a feed as a host sends them."""
    for rev, row in enumerate(_typed_rows(world, kind, count), 1):
        yield FeedRow(t=kind, id=row.sku, rev=rev, d=msgspec.Raw(msgspec.json.encode(row)))


def _typed_rows(world: World, kind: str, count: int) -> Iterator[CatalogueRow]:
    match kind:
        case "article":
            yield from bulk_articles(SEED, count)
        case "price":
            yield from bulk_prices(SEED, count)
        case _:
            yield from bulk_stock(SEED, world.at, STORE, count)


def cut_artefacts(world: World, folder: Path, count: int) -> list[Artefact]:
    """The three snapshots of the catalogue, packed as a host packs them."""
    folder.mkdir(mode=0o700, exist_ok=True)
    made: list[Artefact] = []
    for kind, feed in feeds_of(world).items():
        path = folder / f"{kind}.zst"
        with path.open("wb") as file:
            file.writelines(packed(artefact_lines(rows_of(world, kind, count))))
        made.append(Artefact(FeedRef(feed, HISTORY, count), path))
    return made


@contextmanager
def terminal_files(world: World, folder: Path) -> Iterator[TerminalFiles]:
    """A terminal's empty files, opened as a terminal opens them."""
    keys = world.keys[LARGE]
    catalogue_key = bytes.fromhex(world.config.catalogue_key)
    clock = SystemClock()
    with (
        open_store(folder, keys, clock) as store,
        open_catalog(folder, catalogue_key, store.access, clock) as files,
    ):
        yield files


async def measure_load(world: World) -> list[Figure]:
    """The load, twice, the better one against the better plain one; then the changes."""
    count = world.sizes.load
    folder = world.folder / "load"
    artefacts = await asyncio.to_thread(cut_artefacts, world, folder, count)
    real: list[float] = []
    plain: list[float] = []
    delta_s: dict[str, float] = {}
    rows: Rows = {}
    for number in range(ROUNDS):
        home = folder / f"real-{number}"
        with terminal_files(world, home) as files:
            real.append(await _load(files, artefacts))
            if not number:
                delta_s = await _change(world, files)
        rows = rows or await asyncio.to_thread(_read, world, home / "catalog.db")
        plain.append(await asyncio.to_thread(_plain, world, folder / f"plain-{number}.db", rows))
    best, reference = min(real), min(plain)
    return [
        Figure(
            what=f"first load of {count:,} articles, prices, stock",
            unit="s",
            value=best,
            limit=LIMIT_RATIO * reference,
            reference=f"executemany with the same search builds {reference:.2f} s, ratio {best / reference:.2f}",
        ),
        Figure(
            what=f"changes to {count // DELTA_PART:,} of {count:,} articles",
            unit="s",
            value=delta_s["article"],
            limit=DELTA_LIMIT_S,
            note=f"another picture for each, another name for one in {RENAMED}; as many prices took "
            f"{delta_s['price']:.2f} s, as many stock rows {delta_s['stock']:.2f} s",
        ),
    ]


async def _load(files: TerminalFiles, artefacts: list[Artefact]) -> float:
    started_s = time.perf_counter()
    for artefact in artefacts:
        await files.replace(artefact.ref, lambda path=artefact.path: slices_of(path))  # type: ignore[misc]
    return time.perf_counter() - started_s


async def _change(world: World, files: TerminalFiles) -> dict[str, float]:
    """From the bytes of a page to its commit, in seconds, for each kind of row."""
    taken: dict[str, float] = {}
    for kind, feed in feeds_of(world).items():
        body = _page_of(world, kind, feed, world.sizes.load)
        started_s = time.perf_counter()
        await files.apply(decode_page(body))
        taken[kind] = time.perf_counter() - started_s
    return taken


def _page_of(world: World, kind: str, feed: str, count: int) -> bytes:
    changed = max(1, count // DELTA_PART)
    rows = islice(rows_of(world, kind, count), 0, changed * DELTA_PART, DELTA_PART)
    news = [_changed(row, count + place) for place, row in enumerate(rows, 1)]
    head = PageHead(feed=feed, id=HISTORY, schema=SCHEMA, from_rev=count)
    return encode_page(head, news, to=count + len(news), more=False)


def _changed(row: FeedRow, rev: int) -> FeedRow:
    assert isinstance(row.d, msgspec.Raw)
    body = msgspec.json.decode(row.d)
    body |= {"article": {"image": "0" * 64}, "price": {"shop": 1}, "stock": {"on_hand": 1}}[row.t]
    if row.t == "article" and rev % RENAMED == 0:
        body["name"] += " nuova"
    return FeedRow(t=row.t, id=row.id, rev=rev, d=msgspec.Raw(msgspec.json.encode(body)))


def _read(world: World, path: Path) -> Rows:
    key = bytes.fromhex(world.config.catalogue_key)
    with closing(connect(path, key, CATALOG, is_writer=False)) as connection:
        return {kind: connection.execute(query).fetchall() for kind, query in _READS.items()}


def _plain(world: World, path: Path, rows: Rows) -> float:
    """The same rows into an identical file, opened as a catalogue is, by the plainest means there are.

    It gets the loader's large cache, so that what is compared is the way, not the memory.
    """
    key = bytes.fromhex(world.config.catalogue_key)
    prepare(path, key, CATALOG)
    rules = replace(CATALOG, writer_cache_kib=LOADING.writer_cache_kib)
    started_s = time.perf_counter()
    with closing(connect(path, key, rules, is_writer=True)) as connection:
        _copy(connection, rows)
    return time.perf_counter() - started_s


def _copy(connection: dbapi2.Connection, rows: Rows) -> None:
    connection.execute("BEGIN")
    for kind, statement in _COPIES.items():
        connection.executemany(statement, rows[kind])
    for statement in _BUILDS:
        connection.execute(statement)
    connection.execute("COMMIT")
