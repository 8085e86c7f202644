"""`catalog.db`: articles, prices, stock and their search, fed by three feeds whose cursors it keeps too."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec
import sqlalchemy as sa

from app.contract.feeds import BadPage, FeedRef, FeedRow, Page
from app.contract.rows import PriceRow, StockRow
from app.store.article_rows import ArticleRows
from app.store.database import CATALOG, Database
from app.store.feed_rows import follows, kind_of, sort_rows
from app.store.files import drop_database, put_in_place
from app.store.migrate import prepare
from app.store.open_file import OpenFile
from app.store.search import CatalogSearch

_SET_CURSOR = """
INSERT INTO cursor (feed, id, rev, kind) VALUES (?, ?, ?, ?) ON CONFLICT (feed) DO UPDATE SET id = excluded.id,
rev = excluded.rev, kind = CASE excluded.kind WHEN '' THEN kind ELSE excluded.kind END
"""


class _Rows(Protocol):
    def take(self, rows: Iterable[FeedRow]) -> None: ...

    def clear(self) -> None: ...


class _NarrowRows:
    """Prices or stock: rows without a search, written by two statements."""

    def __init__(
        self, connection: sa.Connection, table: str, decoder: msgspec.json.Decoder[PriceRow | StockRow]
    ) -> None:
        self._run = connection.exec_driver_sql
        self._decoder = decoder
        self._put = (
            f"INSERT INTO {table} (sku, rev, body) VALUES (?, ?, ?) ON CONFLICT (sku) "  # noqa: S608  # constant
            "DO UPDATE SET rev = excluded.rev, body = excluded.body WHERE excluded.rev > rev"
        )
        self._drop = f"DELETE FROM {table} WHERE sku = ? AND rev <= ?"  # noqa: S608  # constant
        self._clear = f"DELETE FROM {table}"  # noqa: S608  # constant

    def take(self, rows: Iterable[FeedRow]) -> None:
        """Write rows; one that is here under a higher rev stays. BadPage."""
        found = sort_rows(rows, self._decoder, lambda row: row.sku)
        if found.rows:
            self._run(self._put, [(row.sku, rev, body) for _, rev, row, body in found.rows])
        if found.gone:
            self._run(self._drop, found.gone)

    def clear(self) -> None:
        """Delete every row."""
        self._run(self._clear)


class CatalogTx(CatalogSearch):
    """One transaction of `catalog.db`: CatalogReads, and for a writer FeedSink. On the thread that opened it."""

    def __init__(self, connection: sa.Connection, *, is_building: bool = False) -> None:
        super().__init__(connection)
        self.articles = ArticleRows(connection, is_building=is_building)
        prices: msgspec.json.Decoder[PriceRow | StockRow] = msgspec.json.Decoder(PriceRow)
        stock: msgspec.json.Decoder[PriceRow | StockRow] = msgspec.json.Decoder(StockRow)
        self._tables: dict[str, _Rows] = {
            "catalog": self.articles,
            "price": _NarrowRows(connection, "price", prices),
            "stock": _NarrowRows(connection, "stock", stock),
        }

    def cursor(self, feed: str) -> FeedRef:
        """Where the file stands in a feed."""
        row = self.run("SELECT id, rev FROM cursor WHERE feed = ?", (feed,)).one_or_none()
        return FeedRef(feed) if row is None else FeedRef(feed, row.id, row.rev)

    def apply(self, page: Page) -> bool:
        """Take a page in with its cursor; False when it does not follow. BadPage, and nothing is to be kept."""
        feed = page.head.feed
        if not follows(self.cursor(feed), page):
            return False
        self.take(FeedRef(feed, page.head.id, page.to), page.rows)
        return True

    def replace(self, ref: FeedRef, slices: Iterable[Sequence[FeedRow]]) -> None:
        """Replace all rows of a feed, and of another feed of its kind (the shop moved to another price list)."""
        self._rows_of(ref.feed).clear()
        prefix = ref.feed.partition(":")[0]
        self.run("DELETE FROM cursor WHERE feed >= ? AND feed < ?", (f"{prefix}:", f"{prefix};"))
        self.take(ref, ())
        for rows in slices:
            self.take(ref, rows)

    def take(self, ref: FeedRef, rows: Sequence[FeedRow]) -> None:
        """Write rows and move the cursor."""
        self._rows_of(ref.feed).take(rows)
        self.run(_SET_CURSOR, (ref.feed, ref.id, ref.rev, kind_of(rows)))

    def rows(self, feed: str, after: str, limit: int) -> list[tuple[str, str, int]]:
        """(kind, key, rev) of a feed's rows with key > `after`, by key."""
        kind = self.run("SELECT kind FROM cursor WHERE feed = ?", (feed,)).scalar_one_or_none()
        table = {"catalog": "article", "price": "price", "stock": "stock"}[feed.partition(":")[0]]
        query = f"SELECT sku, rev FROM {table} WHERE sku > ? ORDER BY sku LIMIT ?"  # noqa: S608  # constants
        return [(kind or "", row.sku, row.rev) for row in self.run(query, (after, limit))]

    def _rows_of(self, feed: str) -> _Rows:
        rows = self._tables.get(feed.partition(":")[0])
        if rows is None:
            raise BadPage("not a feed of the catalogue")
        return rows


class CatalogStore:
    """Owns `catalog.db`. Writing and adopting on `catalog-write`, reading on `catalog-read`.

    While `stop` is set, what is being read ends with Interrupted. A file found damaged is mended by an empty one.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Problem(FILE_TOO_NEW | STORE_DAMAGED | SQLITE_TOO_OLD)."""
        self.path = path
        self.stop = threading.Event()
        self._key = key
        self.file = OpenFile(self._open(), self._rebuild)

    @contextmanager
    def write(self) -> Iterator[CatalogTx]:
        """A writing transaction; after a power cut the last ones may be gone, and their cursors with them."""
        with self.file.write() as connection:
            yield CatalogTx(connection)

    @contextmanager
    def read(self) -> Iterator[CatalogTx]:
        """A reading transaction."""
        with self.file.read() as connection:
            yield CatalogTx(connection)

    def adopt(self, loaded: Path) -> None:
        """Put a verified, closed file in the live one's place; readers wait for milliseconds. Writer's thread."""

        def in_place() -> Database:
            put_in_place(loaded, self.path)
            return self._open()

        self.file.replace(in_place)

    def quick_check(self) -> bool:
        """Whether the file reads and is in order. Not on the writer's or the reader's thread: it takes a while."""
        return self.file.check()

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def _open(self) -> Database:
        prepare(self.path, self._key, CATALOG)
        return Database(self.path, self._key, CATALOG, readers=2, stop=self.stop)

    def _rebuild(self) -> Database:
        drop_database(self.path)
        return self._open()
