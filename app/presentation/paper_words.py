"""A paper in words: its number, how it stands, and the question nobody but a person can answer."""

from app.presentation.events import Choice
from app.presentation.marks import Tone
from app.presentation.wording import Wording
from app.usecases.prepare import BAGS_OF, PICKS
from app.usecases.spool import Answer, JobState, PrintJob

_TONES = {
    JobState.CONFIRMED: Tone.SUCCESS,
    JobState.FAILED: Tone.DANGER,
    JobState.UNKNOWN: Tone.WARNING,
    JobState.CANCELLED: Tone.INFO,
}


def paper_name(job: PrintJob, words: Wording) -> str:
    """`T1AA-000318`, `T1AA-000318 COPIA 1`, `Etichetta 4884-1`: what is no receipt is called what it is."""
    name, kind = job.document_id, _kind(job)
    if kind:
        bag = job.document_id.removeprefix(BAGS_OF).partition("/")[0]
        name = words.text(f"recent.kind.{kind}", bag=bag)
    return words.text("recent.copy", n=job.copy_no, number=name) if job.copy_no else name


def _kind(job: PrintJob) -> str:
    """`bag` or `picks` of the papers whose number nobody reads; empty for a receipt."""
    return next((kind.rstrip(":") for kind in (BAGS_OF, PICKS) if job.document_id.startswith(kind)), "")


def paper_line(job: PrintJob, words: Wording) -> str:
    """`Ricevuta T1AA-000318: stampata`."""
    said = "recent.paper.other" if _kind(job) else "recent.paper"
    return words.text(said, number=paper_name(job, words), state=paper_state(job, words))


def paper_state(job: PrintJob, words: Wording) -> str:
    """`stampata`."""
    return words.text(f"recent.paper.{job.state}")


def paper_tone(job: PrintJob) -> Tone:
    """How well it stands."""
    return _TONES.get(job.state, Tone.WARNING)


def paper_step(job: PrintJob, words: Wording) -> tuple[Tone, str, str]:
    """A paper as a step of what followed."""
    first = f"recent.paper.{_kind(job) or 'first'}"
    title = words.text("recent.paper.copy" if job.copy_no else first)
    return (paper_tone(job), title, paper_line(job, words))


def paper_answers(job: PrintJob | None, words: Wording) -> tuple[Choice, ...]:
    """What a person may have seen of a doubtful paper; to go on is possible only where something came out."""
    if job is None:
        return ()
    answers = [Answer.CAME_OUT, Answer.COPY, Answer.DROP]
    if job.last_section > 0:
        answers.insert(1, Answer.RESUME)
    return tuple(
        Choice(a.value, str(n), words.text(f"recent.answer.{a}"), words.text(f"recent.answer.{a}.line"))
        for n, a in enumerate(answers, 1)
    )
