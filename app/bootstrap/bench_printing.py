"""From a paper's row to its bytes, and on through queue, driver and socket to a printer that takes no time."""

import asyncio
import time
from datetime import datetime

from app.adapters.clock import SystemClock
from app.adapters.receipt_files import receipt_font, receipt_forms
from app.adapters.spool_printer import PrinterPlace
from app.adapters.spool_render import FormMarks, prepare
from app.adapters.spool_worker import SpoolWorker
from app.bootstrap.bench_report import Figure, latency
from app.bootstrap.bench_world import LARGE, World
from app.bootstrap.terminal_files import open_store
from app.store.spool import SqlSpoolStore
from app.usecases.spool import JobState, PrintJob
from hardware.api import DeviceState
from hardware.drivers.printers.address import printer_at
from hardware.drivers.printers.twin import TwinPrinter
from hardware.printing.art import Art
from hardware.printing.codec import encode_document
from hardware.printing.form_values import Values
from hardware.printing.layout import lay_out
from hardware.printing.profiles import GENERIC_80

LINES = 60
RENDER_MS = 50.0
PAPER_MS = 250.0
"""A printer of 100 mm a second needs 2.2 s for the same paper; nobody should wait for the program."""
_PRINTER = "receipt"


def _marks() -> FormMarks:
    def moment(at: datetime, language: str) -> str:
        return at.isoformat()

    return FormMarks(receipt_forms(), moment)


def long_receipt(marks: FormMarks) -> bytes:
    """A hand-over of so many articles that its receipt has LINES lines, with a code."""
    articles: list[dict[str, str | int | bool]] = []
    while True:
        values: Values = {
            "store_sign": "CORSAVIVA",
            "store_place": "Milano, Corso Vercelli",
            "order_no": "4821",
            "customer": "Giulia B.",
            "handed_over_at": "gio 05/03/2026 10:44",
            "document_no": "T1-000318",
            "operator_no": "07",
            "lines": articles,
            "bags_given": 3,
            "bags_total": 3,
            "paid": "online",
            "return_until": "giovedì 19/03/2026",
        }
        document = marks.forms.fill("pickup_receipt", "it", values)
        if len(lay_out(document, GENERIC_80)) >= LINES:
            return encode_document(document)
        articles.append({"quantity": 1, "name": f"Città “Però” {len(articles)}", "variant": "blu notte, 42"})


async def measure_printing(world: World) -> list[Figure]:
    """Both figures, in a folder and with a printer of their own."""
    marks = _marks()
    document = long_receipt(marks)
    return [_render(world, document, marks), await _throughput(world, document, marks)]


def _render(world: World, document: bytes, marks: FormMarks) -> Figure:
    job = PrintJob("1", _PRINTER, "T1-000318", document, has_value=True, created_at=world.at)
    took_s: list[float] = []
    art = Art(receipt_font())
    prepare(job, GENERIC_80, marks, art)  # imports the byte builder, once a start
    for _ in range(world.sizes.searches):
        started_s = time.perf_counter()
        prepare(job, GENERIC_80, marks, art)
        took_s.append(time.perf_counter() - started_s)
    return latency(f"receipt of {LINES} lines to bytes", took_s, RENDER_MS)


class _Counter:
    """Sets an event when so many jobs are confirmed."""

    def __init__(self, count: int) -> None:
        self._left = count
        self.is_done = asyncio.Event()

    def job_changed(self, job: PrintJob) -> None:
        """A job moved on."""
        if job.state is JobState.CONFIRMED:
            self._left -= 1
            if not self._left:
                self.is_done.set()

    def printer_changed(self, printer: str, state: DeviceState) -> None:
        """Of no interest here."""


async def _throughput(world: World, document: bytes, marks: FormMarks) -> Figure:
    count, clock, done = world.sizes.acts, SystemClock(), _Counter(world.sizes.acts)
    folder = world.folder / "printing"
    async with TwinPrinter(receipt_font()) as twin:
        with open_store(folder, world.keys[LARGE], clock) as store:
            for number in range(count):
                await store.access.write(
                    lambda tx, number=f"T1-{number:06}": tx.print_add(  # type: ignore[misc]  # bound in the loop
                        _PRINTER, number, 0, document, has_value=True
                    )
                )
            place = PrinterPlace(
                _PRINTER, printer_at(f"127.0.0.1:{twin.port}", GENERIC_80), GENERIC_80, is_shared=True
            )
            spool = SqlSpoolStore(store.access)
            worker = SpoolWorker(place, spool, done, marks, clock_s=clock.monotonic_s)
            started_s = time.perf_counter()
            running = asyncio.create_task(worker.run())
            await done.is_done.wait()
            took_s = time.perf_counter() - started_s
            worker.stop()
            await running
    return Figure(
        what="spool: one paper from queue to confirmed",
        unit="ms",
        value=1000 * took_s / count,
        limit=PAPER_MS,
        note=f"{count} papers of {LINES} lines one after the other, the simulated printer included",
    )
