"""The papers of a terminal: what they say, the queue they wait in, the printer they come out of."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from app.adapters.clock import SystemClock
from app.adapters.locale import Language
from app.adapters.paper_preview import ProfilePreviews
from app.adapters.receipt_files import receipt_art, receipt_forms
from app.adapters.shop_formats import ShopFormats
from app.adapters.spool_render import FormMarks
from app.adapters.spool_worker import PrinterPlace, SpoolWorker
from app.adapters.templates import FormPapers, ShopReceipts
from app.bootstrap.options import printer_place
from app.bootstrap.words import wording_in
from app.contract.rows import StoreConfig
from app.domain.errors import Code, Problem
from app.store.spool import SqlSpoolStore
from app.store.terminal_store import SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.ports import Receipts
from app.usecases.spool import PrintJob
from hardware.api import Absent, Degraded, DeviceError, DeviceState, Faulted
from hardware.drivers.printers.address import printer_at
from hardware.printing.profiles import GENERIC_80

RECEIPT = "receipt"
LOOK_S = 4.0
LANGUAGE: Language = "it"


_FAULTS = {"paper_out": Code.PRINTER_PAPER_OUT, "cover_open": Code.PRINTER_COVER_OPEN}


def printer_problem(error: DeviceError) -> Problem:
    """Why a printer did not print, for whoever stands at it."""
    return Problem(_FAULTS.get(error.reason, Code.PRINTER_OFFLINE))


class LoggingWatcher:
    """Says in the log what the spool does: job ids and states, never what is on the paper. Lives on the loop.

    `printer_code` is why the printer does not print, or that its paper will soon be over; empty while all is well.
    """

    def __init__(self, printer_code: str = "") -> None:
        self._log = structlog.get_logger("print")
        self.printer_code = printer_code

    def job_changed(self, job: PrintJob) -> None:
        """A job moved on."""
        self._log.info("print_job", job=job.id, document=job.document_id, state=job.state.value)

    def printer_changed(self, printer: str, state: DeviceState) -> None:
        """A printer came, went or asks for something."""
        match state:
            case Faulted(reason):
                self.printer_code = _FAULTS.get(reason, Code.PRINTER_OFFLINE).value
            case Absent():
                self.printer_code = Code.PRINTER_OFFLINE.value
            case Degraded("paper_near_end"):
                self.printer_code = Code.PRINTER_PAPER_LOW.value
            case _:
                self.printer_code = ""
        self._log.info("printer", printer=printer, state=str(state))


@dataclass(frozen=True, slots=True)
class Paper:
    """Receipts and the spool behind them; lives on the loop. Without a printer papers wait in the queue."""

    receipts: Receipts
    spool: SqlSpoolStore
    previews: ProfilePreviews
    worker: SpoolWorker | None
    watcher: LoggingWatcher

    async def look(self) -> str:
        """Why the printer does not print, as of now; as last known when it does not say so in time."""
        if self.worker is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self.worker.look()
        return self.watcher.printer_code

    def wake(self) -> None:
        """Something may have been queued."""
        if self.worker is not None:
            self.worker.wake()

    def start(self) -> list[asyncio.Task[None]]:
        """The spool's task, when there is a printer."""
        if self.worker is None:
            return []
        return [asyncio.create_task(self.worker.run(), name="spool")]

    def stop(self) -> None:
        """Ask the spool to end."""
        if self.worker is not None:
            self.worker.stop()


def open_paper(
    printer: str, folder: Path, access: StoreAccess[SqlTerminalTx], clock: SystemClock, config: StoreConfig
) -> Paper:
    """The papers of a station; `printer` as `printer_place` reads it, or empty.

    `logo.png` in the folder is the sign on its papers. Problem(OPTION_INVALID).
    """
    forms = receipt_forms()

    def formats(timezone: str) -> ShopFormats:
        return ShopFormats(LANGUAGE, timezone)

    receipts = ShopReceipts(FormPapers(forms), LANGUAGE, wording_in(LANGUAGE), formats)
    spool = SqlSpoolStore(access)

    def moment(at: datetime, language: str) -> str:
        return formats(config.timezone).weekday_time(at)

    marks, art = FormMarks(forms, moment), receipt_art(folder)
    if not printer:
        previews = ProfilePreviews(GENERIC_80, marks, art)
        return Paper(receipts, spool, previews, None, LoggingWatcher(Code.PRINTER_NONE.value))
    address, profile = printer_place(printer)
    driver = printer_at(address, profile)
    place = PrinterPlace(RECEIPT, driver, profile, is_shared=driver.info.transport == "tcp", art=art)
    watcher = LoggingWatcher()
    worker = SpoolWorker(place, spool, watcher, marks, clock_s=clock.monotonic_s)
    return Paper(receipts, spool, ProfilePreviews(profile, marks, art), worker, watcher)
