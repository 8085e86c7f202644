"""From the row of a print job to the bytes of its printer, with COPIA and resume marks where they belong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.usecases.spool import PrintJob
from hardware.api import PrintDocument
from hardware.printing.art import Art
from hardware.printing.codec import decode_document
from hardware.printing.escpos_job import RenderedJob, RenderedSection, fresh_start, render
from hardware.printing.forms import COPY_MARK, RESUME_MARK, Forms, copy_of
from hardware.printing.profiles import PrinterProfile


class PrintMarks(Protocol):
    """The blocks that tell a second paper from the first."""

    def copy(self, job: PrintJob, language: str) -> PrintDocument:
        """The COPIA block; the same for the same job."""

    def resumed(self, job: PrintJob, language: str) -> PrintDocument:
        """The line where a paper goes on."""


@dataclass(frozen=True, slots=True)
class FormMarks:
    """Marks from the shop's templates; `moment` words a time for paper. Immutable, any thread."""

    forms: Forms
    moment: Callable[[datetime, str], str]

    def copy(self, job: PrintJob, language: str) -> PrintDocument:
        """The COPIA block with the time the job was made."""
        at = self.moment(job.created_at, language)
        return self.forms.fill(COPY_MARK, language, {"copy_no": job.copy_no, "printed_at": at})

    def resumed(self, job: PrintJob, language: str) -> PrintDocument:
        """The resume line with the document's id."""
        return self.forms.fill(RESUME_MARK, language, {"document_no": job.document_id})


@dataclass(frozen=True, slots=True)
class PreparedJob:
    """What to send: sections from `first` on, the first of them after `opening`."""

    rendered: RenderedJob
    first: int
    opening: bytes

    def data(self, index: int) -> bytes:
        """Bytes of one section, with what must stand before the first one sent."""
        return (self.opening if index == self.first else b"") + self.rendered.sections[index].data

    def height(self, index: int) -> int:
        """Dots of paper of one section."""
        return self.rendered.sections[index].height

    def whole(self) -> "PreparedJob":
        """The same paper in one piece, for a printer that cannot tell how far it came."""
        data = b"".join(self.data(index) for index in range(self.first, self.count))
        height = sum(self.height(index) for index in range(self.first, self.count))
        return PreparedJob(RenderedJob(b"", (RenderedSection(data, 0, height),)), 0, b"")

    @property
    def count(self) -> int:
        """Sections of the whole paper."""
        return len(self.rendered.sections)


def marked(job: PrintJob, marks: PrintMarks) -> PrintDocument:
    """The paper of a job; one with a copy number stands under COPIA. Raises DocumentError, FormError."""
    document = decode_document(job.document)
    if job.copy_no > document.copy_no:
        return copy_of(document, marks.copy(job, document.language), job.copy_no)
    return document


def prepare(
    job: PrintJob, profile: PrinterProfile, marks: PrintMarks, art: Art | None, *, is_torn: bool = False
) -> PreparedJob | None:
    """The bytes of a job; None when it should go on from a section that these bytes do not have.

    `is_torn`: a paper may hang from the printer that broke off, this one or another; it is let go first. A job
    with a copy number never comes out without COPIA. `art` draws what the printer cannot. Raises DocumentError,
    FormError or ValueError for a document that cannot be printed here.
    """
    document = marked(job, marks)
    rendered = render(document, profile, art)
    prelude = fresh_start(profile) if is_torn or job.attempts else rendered.prelude
    if job.last_section == 0:
        return PreparedJob(rendered, 0, prelude)
    if job.sha256 != rendered.sha256 or job.last_section >= len(rendered.sections):
        return None
    mark = render(marks.resumed(job, document.language), profile).sections
    return PreparedJob(rendered, job.last_section, prelude + _joined(mark))


def _joined(sections: tuple[RenderedSection, ...]) -> bytes:
    return b"".join(section.data for section in sections)
