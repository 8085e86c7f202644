"""The files of a terminal, opened with the device's keys; closed in the other order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.adapters.clock import SystemClock
from app.adapters.crypto import Sealer
from app.adapters.keys import DeviceKeys
from app.store.catalog import CatalogStore, CatalogTx
from app.store.database import STORE, Database
from app.store.files import FolderLock, make_private_folder
from app.store.journal import FileJournal
from app.store.migrate import prepare
from app.store.terminal_files import TerminalFiles
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess


@dataclass(frozen=True, slots=True)
class OpenStore:
    """`store.db` on its threads, and the journal beside it."""

    access: StoreAccess[SqlTerminalTx]
    journal: FileJournal


@contextmanager
def open_store(folder: Path, keys: DeviceKeys, clock: SystemClock) -> Iterator[OpenStore]:
    """`store.db` and `journal/`. Problem(ALREADY_RUNNING | STORE_DAMAGED | FILE_TOO_NEW | SQLITE_TOO_OLD)."""
    make_private_folder(folder)
    with FolderLock(folder):
        path, key = folder / "store.db", keys.for_purpose("store.db")
        prepare(path, key, STORE)
        database = Database(path, key, STORE)
        access = StoreAccess(SqlTerminalStore(database, clock.now_at), database.stop, "db")
        journal = FileJournal(folder / "journal", Sealer(keys.for_purpose("journal")))
        try:
            yield OpenStore(access, journal)
        finally:
            access.close()
            journal.close()
            database.close()


@contextmanager
def open_catalog(folder: Path, key: bytes, store: StoreAccess[SqlTerminalTx]) -> Iterator[TerminalFiles]:
    """`catalog.db`, under the key the store's configuration names."""
    catalog_store = CatalogStore(folder / "catalog.db", key)
    access: StoreAccess[CatalogTx] = StoreAccess(catalog_store, catalog_store.stop, "catalog")
    try:
        yield TerminalFiles(store, access, catalog_store, key)
    finally:
        access.close()
        catalog_store.close()
