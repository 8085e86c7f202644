"""A paper on screen: the printer's own layout as a picture and as plain lines."""

from dataclasses import dataclass
from io import BytesIO

from app.adapters.spool_render import PrintMarks, marked
from app.domain.errors import Code, Problem
from app.usecases.reprint import PaperView
from app.usecases.spool import PrintJob
from hardware.printing.art import Art
from hardware.printing.codec import DocumentError
from hardware.printing.form_values import FormError
from hardware.printing.layout import LaidLine, TextLine, lay_out
from hardware.printing.picture import to_picture
from hardware.printing.profiles import PrinterProfile


@dataclass(frozen=True, slots=True)
class ProfilePreviews:
    """Lays papers out for the printer they go to; immutable, any thread."""

    profile: PrinterProfile
    marks: PrintMarks
    art: Art

    def view(self, job: PrintJob) -> PaperView:
        """The paper of a job. Problem(INTERNAL) for one that cannot be laid out."""
        try:
            lines = lay_out(marked(job, self.marks), self.profile, self.art)
            picture = BytesIO()
            to_picture(lines, self.profile.dots, self.art.font).save(picture, "PNG")
        except (DocumentError, FormError, ValueError) as exc:
            raise Problem(Code.INTERNAL, what="paper", document=job.document_id) from exc
        return PaperView(picture.getvalue(), tuple(words for line in lines if (words := _words(line))))


def _words(line: LaidLine) -> str:
    """What can be read of a line, blanks in between as one."""
    if not isinstance(line, TextLine):
        return ""
    return " ".join("".join(run.text for run in line.runs).split())
