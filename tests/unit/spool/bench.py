"""A spool worker on a fake printer, with a clock that only moves when the printer waits."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.adapters.spool_printer import PrinterPlace, SpoolTiming
from app.adapters.spool_worker import SpoolWorker
from app.usecases.spool import AfterLoss, JobState, PrintJob
from hardware.api import Blank, Block, PrintDocument, Rule, Text
from hardware.printing.codec import encode_document
from hardware.printing.escpos_job import cut
from hardware.printing.profiles import GENERIC_80
from tests.fakes.printers import FakePrinter
from tests.fakes.spool import MemorySpool, Watcher

SECTIONS = 3
CUT = cut(GENERIC_80).decode("cp1252")


def line(words: str) -> Text:
    """One line."""
    return Text((words,))


def document(language: str = "it") -> PrintDocument:
    """Three sections of ten lines: nine words and a rule, where sections end."""
    blocks: list[Block] = []
    for section in range(SECTIONS):
        blocks += [line(f"parte {section} riga {number}") for number in range(9)]
        blocks.append(Rule())
    return PrintDocument(tuple(blocks), language)


def job(**changes: object) -> PrintJob:
    """A receipt with value."""
    values: dict[str, object] = {"has_value": True, **changes}
    return PrintJob(
        id="j1",
        printer="till",
        document_id="T1-000318",
        document=encode_document(document()),
        created_at=datetime(2026, 3, 5, 9, 44, tzinfo=UTC),
        **values,  # type: ignore[arg-type]
    )


class PlainMarks:
    """Marks without templates."""

    def copy(self, job: PrintJob, language: str) -> PrintDocument:
        return PrintDocument((line(f"COPIA {job.copy_no} {language}"),), language)

    def resumed(self, job: PrintJob, language: str) -> PrintDocument:
        return PrintDocument((line("--- ripresa ---"), Blank()), language)


@dataclass
class Bench:
    """Everything a spool test touches."""

    policy: AfterLoss = AfterLoss.ASK
    is_shared: bool = False
    timing: SpoolTiming = field(default_factory=SpoolTiming)
    now_s: float = 0.0
    printer: FakePrinter = field(default_factory=FakePrinter)
    store: MemorySpool = field(default_factory=MemorySpool)
    watcher: Watcher = field(default_factory=Watcher)

    def __post_init__(self) -> None:
        self.printer.pass_time = self.pass_time
        self.worker = self.new_worker()

    def new_worker(self) -> SpoolWorker:
        """As after a start of the program."""
        place = PrinterPlace("till", self.printer, GENERIC_80, self.policy, self.is_shared)
        return SpoolWorker(
            place, self.store, self.watcher, PlainMarks(), clock_s=lambda: self.now_s, timing=self.timing
        )

    def pass_time(self, seconds: float) -> None:
        """Called by the fake printer where a real one would keep us waiting."""
        self.now_s += seconds

    def put(self, job: PrintJob) -> None:
        """Into the queue."""
        self.store.jobs[job.id] = job

    @property
    def job(self) -> PrintJob:
        """The job as it is in the store."""
        return self.store.jobs["j1"]

    @property
    def paper(self) -> list[str]:
        """Text lines that came out, without commands of ours at their start."""
        rows = [row.decode("cp1252").rstrip("\n").lstrip("\0") for row in self.printer.paper]
        rows = [row[row.index("t\x10") + 2 :] if row.startswith("\x1b@") else row for row in rows]
        return [row.removeprefix(CUT) for row in rows]

    @property
    def begins_fresh(self) -> list[str]:
        """Lines before which a paper that broke off was let go."""
        rows = (row.decode("cp1252").rstrip("\n") for row in self.printer.paper)
        return [row.partition(CUT)[2] for row in rows if CUT in row]

    def count(self, words: str) -> int:
        """How often a line came out."""
        return self.paper.count(words)

    def after_sections(self, sections: int) -> None:
        """The paper ends in the middle of section number `sections`."""
        self.printer.lines_left = sections * 10 + 4

    def is_state(self, state: JobState) -> bool:
        """Whether the job is there."""
        return self.job.state is state
