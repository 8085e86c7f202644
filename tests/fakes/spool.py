"""A print queue in memory, and a watcher that remembers what it was told."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.usecases.spool import JobState, PrintJob
from hardware.api import DeviceState


@dataclass
class MemorySpool:
    """The queue; passes the spool store's contract suite."""

    jobs: dict[str, PrintJob] = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)

    async def next_queued(self, printer: str) -> PrintJob | None:
        waiting = [job for job in self.jobs.values() if job.printer == printer and job.state is JobState.QUEUED]
        return min(waiting, key=lambda job: (job.created_at, job.id), default=None)

    async def get(self, job_id: str) -> PrintJob | None:
        return self.jobs.get(job_id)

    async def unfinished(self, printer: str) -> Sequence[PrintJob]:
        under_way = (JobState.SENDING, JobState.SENT)
        return [job for job in self.jobs.values() if job.printer == printer and job.state in under_way]

    async def copies(self, document_id: str) -> Sequence[PrintJob]:
        found = [job for job in self.jobs.values() if job.document_id == document_id]
        return sorted(found, key=lambda job: job.copy_no)

    async def recent(self, limit: int) -> Sequence[PrintJob]:
        return list(reversed(self.jobs.values()))[:limit]

    async def is_torn(self, printer: str) -> bool:
        return printer in self.torn

    async def note_torn(self, printer: str, *, is_torn: bool) -> None:
        (self.torn.add if is_torn else self.torn.discard)(printer)

    async def update(self, job: PrintJob, was: JobState, *, is_torn: bool | None = None) -> bool:
        held = self.jobs.get(job.id)
        taken = any(
            (other.document_id, other.copy_no) == (job.document_id, job.copy_no)
            for other in self.jobs.values()
            if other.id != job.id
        )
        if held is None or held.state is not was or taken:
            return False
        self.jobs[job.id] = job
        if is_torn is not None:
            (self.torn.add if is_torn else self.torn.discard)(job.printer)
        return True


@dataclass
class Watcher:
    """What the worker told, in order."""

    states: list[JobState] = field(default_factory=list)
    printer: list[DeviceState] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def job_changed(self, job: PrintJob) -> None:
        self.states.append(job.state)
        self.news.set()

    async def until(self, state: JobState) -> None:
        """Waits until a job has come to a state."""
        while state not in self.states:
            self.news.clear()
            await self.news.wait()

    def printer_changed(self, printer: str, state: DeviceState) -> None:
        self.printer.append(state)
        self.news.set()

    async def until_printer(self, state: DeviceState) -> None:
        """Waits until a printer has been in a state."""
        while state not in self.printer:
            self.news.clear()
            await self.news.wait()
