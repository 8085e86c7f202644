"""What a terminal forgets by itself, and what it never does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import Code, Problem
from app.store.database import Database
from app.store.housekeeping import tidy
from app.store.spool import SqlSpoolStore
from app.store.terminal_store import SqlTerminalStore, SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.ports import OutboxState
from app.usecases.spool import JobState
from tests.store.commands import NOON, add, seqs

DAY = timedelta(days=1)


def job(tx: SqlTerminalTx, document: str, state: JobState) -> None:
    made = tx.jobs.get(tx.print_add("receipt", document, 0, b"doc", has_value=True))
    assert made is not None
    assert tx.jobs.update(replace(made, state=state), was=JobState.QUEUED)


def test_final_commands_and_ended_papers_go_when_they_are_old(terminal: SqlTerminalStore) -> None:
    with terminal.write() as tx:
        for state in OutboxState:
            seq = add(tx)
            tx.outbox_set(f"T001.1:{seq}", state, None)
        final = list(OutboxState).index(OutboxState.FINAL) + 1
        job(tx, "out", JobState.CONFIRMED)
        job(tx, "asked", JobState.UNKNOWN)
        assert tidy(tx, NOON + 30 * DAY) == 0
        assert final in seqs(tx)
        assert tidy(tx, NOON + 31 * DAY) == 1
        assert tidy(tx, NOON + 36 * DAY) == 0
        assert seqs(tx) == [seq for seq in range(1, len(OutboxState) + 1) if seq != final]
        assert tx.jobs.get("asked#0") is not None


def test_without_room_nothing_new_begins_but_answers_are_taken(store_file: Database) -> None:
    room = [True]
    store = SqlTerminalStore(store_file, lambda: NOON, lambda: room[0])
    with store.write() as tx:
        add(tx)
    room[0] = False
    with pytest.raises(Problem) as raised, store.write() as tx:
        add(tx)
    assert raised.value.code is Code.DISK_FULL
    with store.write() as tx:
        tx.outbox_set("T001.1:1", OutboxState.ACCEPTED, None)
        assert add(tx) == 2, "the way back of an act follows from its answer, and no number was lost"


async def test_a_paper_waits_for_the_disk(terminal: SqlTerminalStore, store_file: Database) -> None:
    access: StoreAccess[SqlTerminalTx] = StoreAccess(terminal, store_file.stop)
    pauses: list[int] = []

    async def limit(pages: int) -> None:
        await access.write(lambda tx: tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").all())

    async def pause() -> None:
        pauses.append(1)
        await limit(10_000)

    spool = SqlSpoolStore(access, pause)
    await access.write(lambda tx: tx.print_add("receipt", "d", 0, b"doc", has_value=True))
    waiting = await spool.next_queued("receipt")
    assert waiting is not None
    await limit(1)
    large = replace(waiting, state=JobState.SENDING, error_code="x" * 100_000)
    assert await spool.update(large, was=JobState.QUEUED)
    assert pauses == [1]
    access.close()
