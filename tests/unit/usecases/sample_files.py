"""The two files of a terminal with a few articles and customers in them: real, encrypted, made once."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from app.contract.rows import ArticleRow, FinderRow, PriceRow, StockRow
from app.domain.keyed import card_hash, email_hash
from app.store.catalog import CatalogStore, CatalogTx
from app.store.database import STORE, Database
from app.store.first_load import FirstLoad
from app.store.migrate import prepare
from app.store.terminal_files import TerminalFiles
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from tests.store.catalogue_rows import page, present
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.shop import SECRET

KEY = bytes(32)
SHIRT, BOTTLE, GHOST = "8001234567897", "8001234567903", "8009999999991"
CHEESE = "2123456000009"
CARD, TAPPED_CARD = "2960000000012", "NFC-045C3A0A6F6180"
IMAGE = "ab" * 32


def _articles(called: str) -> list[ArticleRow]:
    made = [
        ArticleRow("sku-a", SHIRT, "MC", "Maglia Corsa", "Vetta", "Maglie", "nera", "M", 1, IMAGE),
        ArticleRow("sku-b", BOTTLE, "BT", "Borraccia termica", "Vetta", "Accessori", "verde", "", 2),
        ArticleRow("sku-c", CHEESE, "FO", "Formaggio al taglio", "Vetta", "Banco", "", "", 4),
        ArticleRow("sku-n", "", "NN", "Nuova senza prezzo", "Vetta", "Maglie", "", "", 3),
    ]
    if not called:
        return made
    words = {"name": called, "brand": called, "category": called, "colour": called, "size": called}
    return [msgspec.structs.replace(row, **words) for row in made]


def _customers(called: str) -> list[FinderRow]:
    email, card = email_hash(SECRET, "giulia@corsaviva.example"), card_hash(SECRET, CARD)
    tapped = card_hash(SECRET, TAPPED_CARD)
    many = [FinderRow(f"c-{n}", f"Anna Verdi {n}", f"55{n:04d}") for n in range(100, 130)]
    made = [
        FinderRow("c-1", "Giulia Bianchi", "234567", email, card),
        FinderRow("c-2", "Giulia Blanchi", card_key=tapped),
        *many,
    ]
    return [msgspec.structs.replace(row, name=called or row.name) for row in made]


def _fill_catalog(tx: CatalogTx, called: str) -> None:
    prices = [PriceRow("sku-a", 3990, 2990, 2990), PriceRow("sku-b", 1990, 1690, 1790, promo=called or "3x2")]
    stock = [StockRow("sku-a", 5, 1, called or "A1"), StockRow("sku-b", 1, 3)]
    assert tx.apply(page("catalog:it", 0, [present(n, row) for n, row in enumerate(_articles(called), 1)]))
    assert tx.apply(page("price:it-eur", 0, [present(n, row) for n, row in enumerate(prices, 1)]))
    assert tx.apply(page("stock:mi01", 0, [present(n, row) for n, row in enumerate(stock, 1)]))


def _fill_store(tx: SqlTerminalTx, called: str) -> None:
    rows = [present(n, row) for n, row in enumerate(_customers(called), 1)]
    assert tx.finder.apply(page("finder:corsaviva", 0, rows))


async def _fill(store: StoreAccess[SqlTerminalTx], catalog: StoreAccess[CatalogTx], called: str) -> None:
    """Each thread works once, so that none of them begins within a test."""
    await store.write(lambda tx: _fill_store(tx, called))
    await catalog.write(lambda tx: _fill_catalog(tx, called))
    await store.read(lambda tx: None)
    await catalog.read(lambda tx: None)


@contextmanager
def open_access(path: Path, name: str) -> Iterator[StoreAccess[SqlTerminalTx]]:
    """A new `store.db` on its threads."""
    prepare(path, KEY, STORE)
    database = Database(path, KEY, STORE)
    access = StoreAccess(SqlTerminalStore(database, lambda: NOW_AT), database.stop, name)
    try:
        yield access
    finally:
        access.close()
        database.close()


@contextmanager
def sample_files(folder: Path, called: str = "") -> Iterator[TerminalFiles]:
    """Look-ups of a terminal that has pulled its catalogue and its finder. `called`: what everything is called."""
    catalog_store = CatalogStore(folder / "catalog.db", KEY)
    catalog: StoreAccess[CatalogTx] = StoreAccess(catalog_store, catalog_store.stop, "sample-catalog")
    try:
        with open_access(folder / "finder.db", "sample-finder") as store:
            asyncio.run(_fill(store, catalog, called))
            yield TerminalFiles(store, catalog, FirstLoad(catalog_store, KEY, time.monotonic))
    finally:
        catalog.close()
        catalog_store.close()
