"""Large feeds: the first load against bare inserts of the same, and search while pages come in."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from app.contract.feeds import FeedRef, FeedRow
from app.contract.rows import PriceRow, StockRow
from app.store.catalog import CatalogStore
from app.store.catalog_load import loading
from app.store.database import CATALOG, LOADING, connect
from app.store.files import fsync_path
from app.store.migrate import prepare
from app.store.terminal_store import SqlTerminalStore
from tests.store.catalogue_rows import article, customer, present
from tests.store.conftest import KEY

WORDS = ("scarpa", "corsa", "maglia", "giacca", "vento", "zaino", "montagna", "calza", "borraccia", "cappello")
Pages = list[tuple[str, list[FeedRow]]]


def articles(count: int) -> Iterator[FeedRow]:
    dice = random.Random(4)
    for n in range(1, count + 1):
        name = f"{' '.join(dice.sample(WORDS, 3))} {n // 10}".title()
        yield present(n, article(f"CV{n // 10:06}-{n % 10}", name, rank=n, gtin=f"{8_000_000_000_000 + n}"))


def pages(count: int) -> Pages:
    """Slices of the three feeds' snapshots."""
    made: Pages = []
    rows = articles(count)
    while part := list(islice(rows, 5_000)):
        made.append(("catalog:it", part))
        made.append(("price:it", [present(row.rev, PriceRow(row.id, 100, 90, 80)) for row in part]))
        made.append(("stock:12", [present(row.rev, StockRow(row.id, 3)) for row in part]))
    return made


def load(store: CatalogStore, made: Pages) -> None:
    with loading(store, KEY) as beside:
        for feed, rows in made:
            beside.put(FeedRef(feed, "h1", 1_000_000), rows)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_a_clerk_searches_while_pages_come_in(catalog: CatalogStore) -> None:
    load(catalog, pages(4_000))
    is_over, is_searching = threading.Event(), threading.Event()
    found: list[int] = []

    def search() -> None:
        while not is_over.is_set():
            with catalog.read() as tx:
                found.append(len(tx.search("scarpa cor", 20)))
            is_searching.set()

    clerk = threading.Thread(target=search)
    clerk.start()
    is_searching.wait()
    for rev in (2_000_000, 3_000_000, 4_000_000):
        rows = [present(rev + n, StockRow(f"CV{n:06}-1", 1)) for n in range(400)]
        with catalog.write() as tx:
            tx.take(FeedRef("stock:12", "h2", rev), rows)
    is_over.set()
    clerk.join()
    assert set(found) == {20}


def test_a_chain_s_customers_are_found_at_once(terminal: SqlTerminalStore) -> None:
    names = ((n, f"Anna {WORDS[n % 10]} {n}", f"{n:06}") for n in range(1, 6_001))
    rows = [present(n, customer(f"c{n}", name, phone)) for n, name, phone in names]
    with terminal.write() as tx:
        tx.finder.replace(FeedRef("finder:corsaviva", "h1", len(rows)), [rows[:3_000], rows[3_000:]])
    with terminal.read() as tx:
        assert [row.id for row in tx.finder.by_name("anna 5999", 9)] == ["c5999"]
        assert [row.id for row in tx.finder.by_phone("4711", 50)] == ["c4711"]


INSERT = "INSERT INTO article (n, sku, rev, rank, gtin, model, words, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
TEXT = "vetta varie rosso 42 scarpa corsa maglia"


def bare_inserts(path: Path, made: Pages) -> None:
    """What must be written in any case: the same rows and the same search builds, by executemany."""
    with closing(connect(path, KEY, LOADING, is_writer=True)) as connection:
        connection.execute("BEGIN")
        for feed, rows in made:
            table = feed.partition(":")[0]
            narrow = [(row.id, row.rev, row.d) for row in rows]
            if table == "catalog":
                wide = [
                    (rev * 16, sku, rev, 1, sku, sku, f"{TEXT} {rev} {sku}", body) for sku, rev, body in narrow
                ]
                connection.executemany(INSERT, wide)
            else:
                connection.executemany(f"INSERT INTO {table} (sku, rev, body) VALUES (?, ?, ?)", narrow)
        for table in ("article_words", "article_parts"):
            connection.execute(f"INSERT INTO {table} (rowid, text) SELECT n, words FROM article ORDER BY n")
        connection.execute("COMMIT")
    fsync_path(path)


@pytest.mark.bench
def test_the_first_load_of_a_hundred_thousand_articles(catalog: CatalogStore, tmp_path: Path) -> None:
    made = pages(100_000)
    prepare(tmp_path / "bare.db", KEY, CATALOG)
    bare_s = seconds(lambda: bare_inserts(tmp_path / "bare.db", made))
    load_s = seconds(lambda: load(catalog, made))
    with catalog.read() as tx:
        times = sorted(seconds(partial(tx.search, word[:3], 20)) for word in WORDS * 30)
    print(f"\nbare {bare_s:.2f} s, first load {load_s:.2f} s, ratio {load_s / bare_s:.2f}")  # noqa: T201
    print(f"search p50 {times[150] * 1e3:.2f} ms, p99 {times[297] * 1e3:.2f} ms")  # noqa: T201
    assert times[297] < 0.1
