"""The spool worker's queue over `store.db`."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from app.domain.errors import Code, Problem
from app.store.terminal_store import SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.spool import JobState, PrintJob

PAUSE_S = 5.0
TORN = "torn."
"""Begins the name under which it is kept that something broke off at a printer."""
_PASSING = (Code.DISK_FULL, Code.DISK_READ_ONLY, Code.BUSY)


async def a_while() -> None:
    """Until the disk may have room again."""
    await asyncio.sleep(PAUSE_S)


class SqlSpoolStore:
    """The SpoolStore over the store's own threads; called on the loop.

    `pause` is waited for between tries while the disk takes nothing.
    """

    def __init__(self, access: StoreAccess[SqlTerminalTx], pause: Callable[[], Awaitable[None]] = a_while) -> None:
        self._access = access
        self._pause = pause

    async def next_queued(self, printer: str) -> PrintJob | None:
        """The oldest QUEUED job of a printer."""
        return await self._access.read(lambda tx: tx.jobs.next_queued(printer))

    async def get(self, job_id: str) -> PrintJob | None:
        """A job by id."""
        return await self._access.read(lambda tx: tx.jobs.get(job_id))

    async def unfinished(self, printer: str) -> Sequence[PrintJob]:
        """Jobs SENDING or SENT."""
        return await self._access.read(lambda tx: tx.jobs.unfinished(printer))

    async def copies(self, document_id: str) -> Sequence[PrintJob]:
        """Every job of a document, the original first."""
        return await self._access.read(lambda tx: tx.jobs.copies(document_id))

    async def recent(self, limit: int) -> Sequence[PrintJob]:
        """The newest jobs, newest first."""
        return await self._access.read(lambda tx: tx.jobs.recent(limit))

    async def is_torn(self, printer: str) -> bool:
        """Whether something may hang from the printer, or wait inside it, that broke off."""
        return bool(await self._access.read(lambda tx: tx.meta(f"{TORN}{printer}")))

    async def note_torn(self, printer: str, *, is_torn: bool) -> None:
        """It may, or not any more. Problem when it cannot be written down now."""
        await self._access.write(lambda tx: tx.set_meta(f"{TORN}{printer}", "1" if is_torn else ""))

    async def update(self, job: PrintJob, was: JobState, *, is_torn: bool | None = None) -> bool:
        """Write the job if its state still is `was`; durable when it returns.

        Waits while the disk is full: a paper must not leave before it is written down that it does, nor the next
        one before it is written down what became of this.
        """

        def moved(tx: SqlTerminalTx) -> bool:
            is_moved = tx.jobs.update(job, was)
            if is_moved and is_torn is not None:
                tx.set_meta(f"{TORN}{job.printer}", "1" if is_torn else "")
            return is_moved

        while True:
            try:
                return await self._access.write(moved)
            except Problem as problem:
                if problem.code not in _PASSING:
                    raise
            await self._pause()
