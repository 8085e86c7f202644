"""A paper on screen as it was laid out, once more as COPIA, and the answer to "did the receipt come out?"."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.errors import Code, Problem
from app.usecases.ports import AuditEntry, Clock, CopyOf, Receipts, StoreDoor, TerminalTx
from app.usecases.spool import Answer, JobState, PrintJob, SpoolStore, settle_unknown
from app.usecases.station import Operator, Station, load_config

MAX_SHOWN = 50
START_S = 1.0
"""How long a paper may take to begin before somebody who waits for it is told that it waits too."""
LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper as the printer lays it out: a picture (PNG, a pixel a dot), and its lines for who hears them."""

    picture: bytes
    lines: tuple[str, ...]


class Previews(Protocol):
    """Shows papers without printing them."""

    def view(self, job: PrintJob) -> PaperView:
        """The paper of a job, under COPIA when it is a copy. Problem(INTERNAL) for one that cannot be laid out."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """Papers of one station; lives on the loop. `wake` tells the spool that something waits."""

    door: StoreDoor
    spool: SpoolStore
    clock: Clock
    station: Station
    wake: Callable[[], None]
    previews: Previews
    receipts: Receipts

    async def recent(self) -> Sequence[PrintJob]:
        """The newest papers, newest first."""
        return await self.spool.recent(MAX_SHOWN)

    async def copies(self, document_no: str, operator: Operator) -> Sequence[PrintJob]:
        """A document's jobs, the original first. Problem(NOT_FOUND | PERMISSION_DENIED)."""
        operator.need("print.reprint")
        copies = await self.spool.copies(document_no)
        if not copies:
            raise Problem(Code.NOT_FOUND, document=document_no)
        return copies

    def view(self, job: PrintJob) -> PaperView:
        """A paper on screen. Problem(INTERNAL) for one that cannot be laid out."""
        return self.previews.view(job)

    async def is_waiting(self, document_no: str, is_stuck: Callable[[], bool]) -> bool:
        """Whether a paper has not begun to come out after a moment; at once when the printer is known as stuck."""
        deadline_s = self.clock.monotonic_s() + START_S
        while True:
            copies = await self.spool.copies(document_no)
            if not copies or copies[-1].state is not JobState.QUEUED:
                return False
            if is_stuck() or self.clock.monotonic_s() >= deadline_s:
                return True
            await asyncio.sleep(LOOK_S)

    async def again(self, document_no: str, operator: Operator) -> int:
        """Print a document again under COPIA, with who and of when; the number of the copy.

        Problem(NOT_FOUND | PERMISSION_DENIED).
        """
        copies = await self.copies(document_no, operator)
        number, now_at = copies[-1].copy_no + 1, self.clock.now_at()
        first = copies[0]
        reprint = CopyOf(number, now_at, first.created_at, operator.number)
        entry = AuditEntry(now_at, "reprinted", operator.id, document_no, {"copy": number})

        def queue(tx: TerminalTx) -> None:
            document = self.receipts.copy(first.document, reprint, load_config(tx, self.station.store))
            tx.print_add(self.station.printer, document_no, number, document, has_value=first.has_value)
            tx.audit(entry)

        await self.door.write(queue)
        self.wake()
        return number

    async def settle(self, job_id: str, answer: Answer, operator: Operator) -> PrintJob:
        """What a person saw of a paper nobody is sure about. Problem(NOT_FOUND) when it is not in doubt."""
        operator.need("print.reprint")
        job = await settle_unknown(self.spool, job_id, answer)
        if job is None:
            raise Problem(Code.NOT_FOUND, job=job_id)
        self.wake()
        return job
