"""Paper means paper: what a print job may become, and what is done when nobody knows whether it came out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hardware.api import DeviceState

MAX_ATTEMPTS = 4


class JobState(StrEnum):
    """How far a job has come. QUEUED: no byte has left. SENDING: some may have. SENT: all have.

    CONFIRMED, FAILED and CANCELLED are ends; UNKNOWN waits for a person.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


class AfterLoss(StrEnum):
    """What to do with a paper of value when the printer was switched off in the middle of it."""

    ASK = "ask"
    RESUME = "resume"
    COPY = "copy"


class Answer(StrEnum):
    """A person's answer to "did the receipt come out?"."""

    CAME_OUT = "came_out"
    RESUME = "resume"
    COPY = "copy"
    DROP = "drop"


class DrawerKick(StrEnum):
    """What became of the one attempt to open the cash drawer; it is never made again by itself.

    `PRINT_FIRST`: not tried, since the printer may still hold what broke off; a paper that comes out ends that.
    """

    OPENED = "opened"
    NOT_NOW = "not_now"
    PRINT_FIRST = "print_first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper for one printer. `document` is a serialised PrintDocument.

    `has_value`: a second one without COPIA would be worth something, so it is never repeated in silence.
    `last_section`: sections the printer confirmed; above 0 in a QUEUED job it means *go on from there*.
    `sha256`: of the bytes sent last, so that sections are only counted on in the very same bytes.
    """

    id: str
    printer: str
    document_id: str
    document: bytes
    has_value: bool
    created_at: datetime
    copy_no: int = 0
    state: JobState = JobState.QUEUED
    attempts: int = 0
    last_section: int = 0
    error_code: str = ""
    sha256: str = ""


class SpoolStore(Protocol):
    """The queue; every change is durable when it returns."""

    async def next_queued(self, printer: str) -> PrintJob | None:
        """The oldest QUEUED job of a printer."""

    async def get(self, job_id: str) -> PrintJob | None:
        """A job by id."""

    async def unfinished(self, printer: str) -> Sequence[PrintJob]:
        """Jobs SENDING or SENT: after a start, what a crash left behind."""

    async def copies(self, document_id: str) -> Sequence[PrintJob]:
        """Every job of a document, the original first."""

    async def recent(self, limit: int) -> Sequence[PrintJob]:
        """The newest jobs, newest first."""

    async def update(self, job: PrintJob, was: JobState, *, is_torn: bool | None = None) -> bool:
        """Writes the job if its state still is `was`; False (and nothing written) otherwise.

        Also False when another job already has the same document and copy number. `is_torn`, when it is known
        anew, is written with it.
        """

    async def is_torn(self, printer: str) -> bool:
        """Whether something may hang from the printer, or wait inside it, that broke off."""

    async def note_torn(self, printer: str, *, is_torn: bool) -> None:
        """It may, or not any more. Problem when it cannot be written down now."""


class SpoolWatcher(Protocol):
    """Who shows what the spool does; called on the loop."""

    def job_changed(self, job: PrintJob) -> None:
        """A job moved on."""

    def printer_changed(self, printer: str, state: DeviceState) -> None:
        """A printer's state as the spool met it; told on change only."""


def as_copy(job: PrintJob, error_code: str) -> PrintJob:
    """The whole paper again, under COPIA, with the same document id."""
    return replace(job, state=JobState.QUEUED, copy_no=job.copy_no + 1, last_section=0, error_code=error_code)


def after_loss(job: PrintJob, policy: AfterLoss, error_code: str) -> PrintJob:
    """What becomes of a job whose printer was lost after some bytes had left."""
    if not job.has_value:
        state = JobState.QUEUED if job.attempts < MAX_ATTEMPTS else JobState.FAILED
        return replace(job, state=state, last_section=0, error_code=error_code)
    if policy is AfterLoss.ASK or job.attempts >= MAX_ATTEMPTS:
        return replace(job, state=JobState.UNKNOWN, error_code=error_code)
    if policy is AfterLoss.RESUME and job.last_section > 0:
        return replace(job, state=JobState.QUEUED, error_code=error_code)
    return as_copy(job, error_code)


def after_silence(job: PrintJob, error_code: str) -> PrintJob:
    """What becomes of a job that was sent and not confirmed, with the printer still there.

    It may come out any moment, so a paper of value is a question for a person whatever the policy.
    """
    return after_loss(job, AfterLoss.ASK, error_code)


def after_crash(job: PrintJob) -> PrintJob:
    """What becomes of a job found SENDING or SENT at the start of the program."""
    return after_silence(job, "interrupted")


async def settle_unknown(store: SpoolStore, job_id: str, answer: Answer) -> PrintJob | None:
    """A person says what happened to an UNKNOWN job; None when the job is not (or no longer) UNKNOWN."""
    job = await store.get(job_id)
    if job is None or job.state is not JobState.UNKNOWN:
        return None
    settled = _settled(job, answer)
    return settled if await store.update(settled, was=JobState.UNKNOWN) else None


def _settled(job: PrintJob, answer: Answer) -> PrintJob:
    match answer:
        case Answer.CAME_OUT:
            return replace(job, state=JobState.CONFIRMED, error_code="confirmed_by_person")
        case Answer.DROP:
            return replace(job, state=JobState.CANCELLED)
        case Answer.RESUME if job.last_section > 0:
            return replace(job, state=JobState.QUEUED, attempts=0)
        case _:
            return replace(as_copy(job, job.error_code), attempts=0)


async def cancel(store: SpoolStore, job_id: str) -> bool:
    """Takes a job out of the queue; only while no byte of it has left."""
    job = await store.get(job_id)
    if job is None or job.state is not JobState.QUEUED:
        return False
    return await store.update(replace(job, state=JobState.CANCELLED), was=JobState.QUEUED)
