"""The spool worker's queue over `store.db`."""

from collections.abc import Sequence

from app.store.terminal_store import SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.spool import JobState, PrintJob


class SqlSpoolStore:
    """The SpoolStore over the store's own threads; called on the loop."""

    def __init__(self, access: StoreAccess[SqlTerminalTx]) -> None:
        self._access = access

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

    async def update(self, job: PrintJob, was: JobState) -> bool:
        """Write the job if its state still is `was`; durable when it returns."""
        return await self._access.write(lambda tx: tx.jobs.update(job, was))
