"""The queue in `store.db` keeps the promises of a queue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import STORE, Database
from app.store.migrate import prepare
from app.store.spool import SqlSpoolStore
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.spool import PrintJob
from tests.contract.spool.suite import NOON, SpoolStoreContract

KEY = bytes(range(32))
_ADD = """
INSERT INTO print_job (id, printer, document_id, document, has_value, created_at, copy_no, state, attempts,
last_section, error_code, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class FileQueue:
    """The file; jobs are put in under the names the suite gives them, not under those the program does."""

    def __init__(self, access: StoreAccess[SqlTerminalTx]) -> None:
        self._access = access
        self.store = SqlSpoolStore(access)

    async def add(self, job: PrintJob) -> None:
        what = (job.id, job.printer, job.document_id, job.document, job.has_value, job.created_at.isoformat())
        state = (job.copy_no, job.state.value, job.attempts, job.last_section, job.error_code, job.sha256)
        await self._access.write(lambda tx: tx.connection.exec_driver_sql(_ADD, (*what, *state)).close())


class TestSqlSpoolStore(SpoolStoreContract):
    """The whole contract."""

    @pytest.fixture
    def queue(self, tmp_path: Path) -> Iterator[FileQueue]:
        path = tmp_path / "store.db"
        prepare(path, KEY, STORE)
        database = Database(path, KEY, STORE)
        access = StoreAccess(SqlTerminalStore(database, lambda: NOON), database.stop, "db")
        yield FileQueue(access)
        access.close()
        database.close()
