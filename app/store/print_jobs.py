"""The print queue in `store.db`: a job's row is written with the act it belongs to, the spool moves it on."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.usecases.spool import JobState, PrintJob

_COLUMNS = """
SELECT id, printer, document_id, document, has_value, created_at, copy_no, state, attempts, last_section,
error_code, sha256 FROM print_job
"""
_KNOWN = "SELECT id FROM print_job WHERE id = ? OR (document_id = ? AND copy_no = ?) ORDER BY n LIMIT 1"
_ADD = """
INSERT INTO print_job (id, printer, document_id, document, has_value, created_at, copy_no, state, attempts,
last_section, error_code, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = """
UPDATE OR IGNORE print_job SET printer = ?, copy_no = ?, state = ?, attempts = ?, last_section = ?,
error_code = ?, sha256 = ? WHERE id = ? AND state = ?
"""
_NEXT = _COLUMNS + " WHERE printer = ? AND state = 'queued' ORDER BY n LIMIT 1"
_UNFINISHED = _COLUMNS + " WHERE printer = ? AND state IN ('sending', 'sent') ORDER BY n"
_FORGET = "DELETE FROM print_job WHERE state IN ('confirmed', 'cancelled', 'failed') AND created_at < ?"


class PrintJobs:
    """The queue as one transaction of `store.db` sees it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._run = connection.exec_driver_sql

    def add(self, job: PrintJob) -> str:
        """Queue a job, named by what it prints, and return its id; the same copy is queued once."""
        name = f"{job.document_id}#{job.copy_no}"
        known: str | None = self._run(_KNOWN, (name, job.document_id, job.copy_no)).scalar_one_or_none()
        if known is not None:
            return known
        what = (name, job.printer, job.document_id, job.document, int(job.has_value))
        state = (job.state.value, job.attempts, job.last_section, job.error_code, job.sha256)
        self._run(_ADD, (*what, job.created_at.isoformat(), job.copy_no, *state))
        return name

    def get(self, job_id: str) -> PrintJob | None:
        """A job by id."""
        row = self._run(_COLUMNS + " WHERE id = ?", (job_id,)).one_or_none()
        return None if row is None else _job(tuple(row))

    def next_queued(self, printer: str) -> PrintJob | None:
        """The oldest QUEUED job of a printer."""
        row = self._run(_NEXT, (printer,)).one_or_none()
        return None if row is None else _job(tuple(row))

    def unfinished(self, printer: str) -> Sequence[PrintJob]:
        """Jobs SENDING or SENT, oldest first."""
        return [_job(tuple(row)) for row in self._run(_UNFINISHED, (printer,))]

    def copies(self, document_id: str) -> Sequence[PrintJob]:
        """Every job of a document, the original first."""
        query = _COLUMNS + " WHERE document_id = ? ORDER BY copy_no"
        return [_job(tuple(row)) for row in self._run(query, (document_id,))]

    def recent(self, limit: int) -> Sequence[PrintJob]:
        """The newest jobs, newest first."""
        return [_job(tuple(row)) for row in self._run(_COLUMNS + " ORDER BY n DESC LIMIT ?", (limit,))]

    def update(self, job: PrintJob, was: JobState) -> bool:
        """Write the job if its state still is `was` and no other job has its document and copy number."""
        state = (job.state.value, job.attempts, job.last_section, job.error_code, job.sha256)
        values = (job.printer, job.copy_no, *state, job.id, was.value)
        return self._run(_UPDATE, values).rowcount == 1

    def forget(self, before_at: datetime) -> int:
        """Delete ended jobs made before; returns how many."""
        return self._run(_FORGET, (before_at.isoformat(),)).rowcount


_Row = tuple[str, str, str, bytes, int, str, int, str, int, int, str, str]


def _job(row: _Row) -> PrintJob:
    job_id, printer, document_id, document, has_value, created_at, copy_no, state = row[:8]
    attempts, last_section, error_code, sha256 = row[8:]
    return PrintJob(
        id=job_id,
        printer=printer,
        document_id=document_id,
        document=document,
        has_value=bool(has_value),
        created_at=datetime.fromisoformat(created_at),
        copy_no=copy_no,
        state=JobState(state),
        attempts=attempts,
        last_section=last_section,
        error_code=error_code,
        sha256=sha256,
    )
