"""The print queue on `store.db`: written with the act, moved on only from the state one believes it is in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.store.database import Database
from app.store.spool import SqlSpoolStore
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.spool import JobState
from tests.store.conftest import NOON


@pytest.fixture
def access(terminal: SqlTerminalStore, store_file: Database) -> Iterator[StoreAccess[SqlTerminalTx]]:
    opened = StoreAccess(terminal, store_file.stop)
    yield opened
    opened.close()


async def add(access: StoreAccess[SqlTerminalTx], document: str, copy_no: int = 0) -> str:
    return await access.write(lambda tx: tx.print_add("receipts", document, copy_no, b"doc", has_value=True))


async def test_jobs_wait_in_their_order(access: StoreAccess[SqlTerminalTx]) -> None:
    spool = SqlSpoolStore(access)
    first, second = await add(access, "d1"), await add(access, "d2")
    job = await spool.next_queued("receipts")
    assert job is not None
    assert (job.id, job.document_id, job.document, job.has_value, job.created_at) == (
        first,
        "d1",
        b"doc",
        True,
        NOON,
    )
    assert await spool.next_queued("labels") is None
    assert await spool.update(replace(job, state=JobState.SENDING, attempts=1, sha256="ab"), was=JobState.QUEUED)
    following = await spool.next_queued("receipts")
    assert following is not None
    assert following.id == second
    assert [found.attempts for found in await spool.unfinished("receipts")] == [1]


async def test_a_job_moves_only_from_the_state_it_was_in(access: StoreAccess[SqlTerminalTx]) -> None:
    spool = SqlSpoolStore(access)
    job = await spool.get(await add(access, "d1"))
    assert job is not None
    assert not await spool.update(replace(job, state=JobState.SENT), was=JobState.SENDING)
    assert await spool.get(job.id) == job
    assert await spool.get("nothing") is None


async def test_no_two_jobs_print_the_same_copy(access: StoreAccess[SqlTerminalTx]) -> None:
    spool = SqlSpoolStore(access)
    first = await spool.get(await add(access, "d1"))
    copy = await add(access, "d1", 1)
    assert first is not None
    assert not await spool.update(replace(first, copy_no=1), was=JobState.QUEUED)
    assert await spool.update(replace(first, copy_no=2), was=JobState.QUEUED)
    assert await add(access, "d1", 2) == first.id
    assert await add(access, "d1", 1) == copy
