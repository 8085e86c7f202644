"""The papers of a terminal: what they say, the queue they wait in, the printer they come out of."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import structlog

from app.adapters.clock import SystemClock
from app.adapters.locale import Language
from app.adapters.paper_preview import ProfilePreviews
from app.adapters.receipt_files import receipt_art, receipt_forms
from app.adapters.shop_formats import ShopFormats
from app.adapters.spool_printer import PrinterPlace
from app.adapters.spool_render import FormMarks
from app.adapters.spool_worker import SpoolWorker
from app.adapters.templates import FormPapers, ShopReceipts
from app.bootstrap.printer_places import printer_of, printer_place
from app.bootstrap.words import wording_in
from app.domain.errors import Code, Problem
from app.presentation.device_words import printer_code
from app.presentation.jobs import TrialPaper
from app.presentation.wording import Wording
from app.store.spool import SqlSpoolStore
from app.store.terminal_store import SqlTerminalTx
from app.store.threads import StoreAccess
from app.usecases.ports import Receipts
from app.usecases.spool import PrintJob
from hardware.api import DeviceError, DeviceState, Faulted, Health, Ready
from hardware.drivers.scanners.layout_check import SHEET
from hardware.printing.layout_sheet import layout_sheet
from hardware.printing.profiles import GENERIC_80
from hardware.printing.trial_page import TrialWords, trial_page

RECEIPT = "receipt"
LOOK_S = 4.0


def _language(name: str) -> Language:
    return "en" if name == "en" else "it"


def printer_problem(error: DeviceError, **details: str) -> Problem:
    """Why a printer did not print, for whoever stands at it. `again`: what to type then, where nothing goes on by
    itself."""
    return Problem(Code(printer_code(Faulted(error.reason))), **details)


def trial_words(say: Callable[[str], str]) -> TrialWords:
    """What the page by which a profile is picked says."""
    return TrialWords(
        title=say("paper.trial.title"),
        width=say("paper.trial.width"),
        letters=say("paper.trial.letters"),
        code=say("paper.trial.code"),
    )


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
        self.printer_code = printer_code(state)
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

    def health(self) -> tuple[Health, ...]:
        """How the printer is, as last known; nothing where there is none."""
        return () if self.worker is None else (self.worker.health,)

    async def print_test(self, paper: TrialPaper, language: str) -> None:
        """A test page. Problem(PRINTER_…) when it did not come out."""
        assert self.worker is not None
        say = wording_in(_language(language)).text
        try:
            if paper is TrialPaper.KEYBOARD:
                title, hint = say("paper.keyboard.title"), say("paper.keyboard.hint")
                state = await self.worker.print_now(lambda profile: layout_sheet(title, hint, SHEET, profile))
            else:
                words = trial_words(say)
                state = await self.worker.print_now(lambda profile: trial_page(words, profile))
        except DeviceError as error:
            raise printer_problem(error) from error
        if not isinstance(state, Ready):
            raise Problem(Code(printer_code(state) or Code.PRINTER_OFFLINE))

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


@dataclass(frozen=True, slots=True)
class PaperHome:
    """Where papers are read: in which language, `it` or `en`, and time zone."""

    language: str
    timezone: str


def open_paper(
    printer: str, folder: Path, access: StoreAccess[SqlTerminalTx], clock: SystemClock, home: PaperHome
) -> Paper:
    """The papers of a station; `printer` as `printer_place` reads it, or empty.

    `logo.png` in the folder is the sign on its papers. Problem(OPTION_INVALID).
    """
    forms = receipt_forms()

    @cache
    def words(name: str) -> Wording:
        return wording_in(_language(name))

    def formats(name: str, timezone: str) -> ShopFormats:
        return ShopFormats(_language(name), timezone)

    receipts = ShopReceipts(FormPapers(forms), _language(home.language), words, formats)
    spool = SqlSpoolStore(access)

    def moment(at: datetime, language: str) -> str:
        return formats(language, home.timezone).weekday_time(at)

    marks, art = FormMarks(forms, moment), receipt_art(folder)
    if not printer:
        previews = ProfilePreviews(GENERIC_80, marks, art)
        return Paper(receipts, spool, previews, None, LoggingWatcher(Code.PRINTER_NONE.value))
    plan = printer_place(printer)
    driver, profile = printer_of(plan), plan.profile
    is_shared = driver.info.transport == "tcp"
    place = PrinterPlace(RECEIPT, driver, profile, plan.after_loss, is_shared=is_shared, art=art)
    watcher = LoggingWatcher()
    worker = SpoolWorker(place, spool, watcher, marks, clock_s=clock.monotonic_s)
    return Paper(receipts, spool, ProfilePreviews(profile, marks, art), worker, watcher)
