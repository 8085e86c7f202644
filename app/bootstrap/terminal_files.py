"""The files of a terminal, opened with the device's keys, mended when damaged; closed in the other order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.adapters.clock import SystemClock
from app.adapters.crypto import Sealer
from app.adapters.keys import DeviceKeys
from app.store import recovery
from app.store.ballast import Ballast
from app.store.catalog import CatalogTx
from app.store.database import Database
from app.store.files import FolderLock, free_bytes, make_private_folder
from app.store.first_load import FirstLoad
from app.store.journal import FileJournal
from app.store.open_file import OpenFile
from app.store.recovery import StorePlace
from app.store.terminal_files import TerminalFiles
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess

# Opening a file takes room beside it (the shared index of its write-ahead log), and a migration or a rebuild more.
_OPENING_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class OpenStore:
    """`store.db` on its threads, the journal and the ballast beside it."""

    access: StoreAccess[SqlTerminalTx]
    journal: FileJournal
    file: OpenFile
    ballast: Ballast


@contextmanager
def open_store(folder: Path, keys: DeviceKeys, clock: SystemClock) -> Iterator[OpenStore]:
    """`store.db` and `journal/`; what is damaged, or gone, is made anew of what its pages and the journal say.

    Problem(ALREADY_RUNNING | FILE_TOO_NEW | SQLITE_TOO_OLD | DISK_FULL | DISK_READ_ONLY).
    """
    make_private_folder(folder)
    with FolderLock(folder):
        ballast = Ballast(folder)
        if free_bytes(folder) < _OPENING_BYTES:
            ballast.let_go()
        journal = FileJournal(folder / "journal", Sealer(keys.for_purpose("journal")))
        place = StorePlace(folder / "store.db", keys.for_purpose("store.db"), journal, clock.now_at)
        database, _ = recovery.open_store(place)

        def rebuild() -> Database:
            made = recovery.rebuild_store(place, database.stop)
            store.made_anew()
            return made

        file = OpenFile(database, rebuild)
        store = SqlTerminalStore(file, clock.now_at, ballast.has_room)
        access = StoreAccess(store, file.stop, "db", make_room=ballast.let_go, mend=file.mend)
        try:
            yield OpenStore(access, journal, file, ballast)
        finally:
            access.close()
            journal.close()
            file.close()


@contextmanager
def open_catalog(
    folder: Path, key: bytes, store: StoreAccess[SqlTerminalTx], clock: SystemClock
) -> Iterator[TerminalFiles]:
    """`catalog.db`, under the key the store's configuration names; empty when it was damaged.

    It never takes the ballast: on a full disk it stays as it is.
    """
    catalog, was_rebuilt = recovery.open_catalog(folder / "catalog.db", key)
    access: StoreAccess[CatalogTx] = StoreAccess(catalog, catalog.stop, "catalog", mend=catalog.file.mend)
    first = FirstLoad(catalog, key, clock.monotonic_s)
    files = TerminalFiles(store, access, first, was_rebuilt=was_rebuilt)
    try:
        yield files
    finally:
        access.close()
        files.drop_load()
        catalog.close()
