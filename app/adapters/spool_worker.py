"""Takes the queued papers of one printer to paper, and knows at every moment what has really come out."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import ParamSpec, TypeVar

from app.adapters.spool_render import PreparedJob, PrintMarks, prepare
from app.usecases.spool import (
    AfterLoss,
    DrawerKick,
    JobState,
    PrintJob,
    SpoolStore,
    SpoolWatcher,
    after_crash,
    after_loss,
    after_silence,
    as_copy,
)
from hardware.api import (
    Absent,
    DeviceError,
    DeviceState,
    ErrorCode,
    Faulted,
    ReceiptPrinter,
    WriteResult,
    WriteState,
)
from hardware.printing.art import Art
from hardware.printing.codec import DocumentError
from hardware.printing.escpos_job import DOTS_PER_MM
from hardware.printing.form_values import FormError
from hardware.printing.profiles import PrinterProfile

P = ParamSpec("P")
T = TypeVar("T")


class Step(Enum):
    """What one turn of the worker did."""

    IDLE = "idle"  # nothing queued
    MOVED = "moved"  # a job went on
    BLOCKED = "blocked"  # the printer is not ready; the job is still queued
    STOPPED = "stopped"  # told to stop with a section under way


@dataclass(frozen=True, slots=True)
class SpoolTiming:
    """Durations in seconds: connecting, one blocking call, grace after the estimate, pause before a retry, and how
    long a wish to open the drawer is worth anything.
    """

    connect_s: float = 3.0
    slice_s: float = 0.5
    grace_s: float = 10.0
    retry_s: float = 2.0
    drawer_s: float = 3.0


@dataclass(frozen=True, slots=True)
class PrinterPlace:
    """One printer of the station: its name in the queue, driver, kind, and what to do after a loss.

    `art` draws what it cannot. `is_shared`: other terminals print there too, so the connection is given back
    after every paper.
    """

    name: str
    printer: ReceiptPrinter
    profile: PrinterProfile
    after_loss: AfterLoss = AfterLoss.ASK
    is_shared: bool = False
    art: Art | None = None


class SpoolWorker:
    """Owns the queue of one printer and the thread its driver runs in; lives on the event loop."""

    def __init__(
        self,
        place: PrinterPlace,
        store: SpoolStore,
        watcher: SpoolWatcher,
        marks: PrintMarks,
        *,
        clock_s: Callable[[], float],
        timing: SpoolTiming | None = None,
    ) -> None:
        """One worker per printer; a second one on the same queue would break the order of papers."""
        self._place = place
        self._store = store
        self._watcher = watcher
        self._marks = marks
        self._clock_s = clock_s
        self._timing = timing or SpoolTiming()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"printer-{place.name}")
        self._is_open = False
        self._told: DeviceState | None = None
        self._awake = asyncio.Event()
        self._is_stopping = False
        self._is_asked = self._is_torn = False
        self._has_looked = asyncio.Event()
        self._printer_is_mine = asyncio.Lock()

    def wake(self) -> None:
        """Something was queued, or somebody put paper in."""
        self._awake.set()

    def stop(self) -> None:
        """Asks `run` to end within one call's time; a paper under way is asked about at the next start."""
        self._is_stopping = True
        self._awake.set()

    async def look(self) -> None:
        """Returns once the watcher was told the printer's state of now; while a paper is printed, after it."""
        self._has_looked.clear()
        self._is_asked = True
        self._awake.set()
        await self._has_looked.wait()

    async def run(self) -> None:
        """Recovers, then prints until `stop`; closes the printer at the end."""
        try:
            await self.recover()
            while not self._is_stopping:
                self._awake.clear()
                step = await self.step()
                if self._is_asked:
                    await self._meet(step)
                elif step is Step.IDLE:
                    await self._awake.wait()
                elif step is Step.BLOCKED:
                    await self._pause()
        finally:
            await self.close()

    async def close(self) -> None:
        """Closes the printer and ends its thread."""
        await self._hang_up()
        self._thread.shutdown(wait=False)

    async def recover(self) -> None:
        """At the start: what a crash left half sent is in doubt, and never sent again in silence."""
        for job in await self._store.unfinished(self._place.name):
            self._is_torn = True
            await self._save(after_crash(job), was=job.state)

    async def step(self) -> Step:
        """Takes the next queued job as far as it goes now."""
        job = await self._store.next_queued(self._place.name)
        if job is None:
            return Step.IDLE
        prepared = await self._prepared(job)
        if prepared is None:
            return Step.MOVED
        async with self._printer_is_mine:
            return await self._print(job, prepared)

    async def _print(self, job: PrintJob, prepared: PreparedJob) -> Step:
        if not await self._is_ready():
            await self._give_back()
            return Step.BLOCKED
        sending = replace(
            job, state=JobState.SENDING, attempts=job.attempts + 1, sha256=prepared.rendered.sha256, error_code=""
        )
        if not await self._save(sending, was=JobState.QUEUED):
            return Step.MOVED  # cancelled meanwhile
        step = await self._send(sending, prepared)
        await self._give_back()
        return step

    async def kick(self) -> DrawerKick:
        """Opens the cash drawer once, now or not at all: it waits for no fault and for no long paper."""
        try:
            async with asyncio.timeout(self._timing.drawer_s):
                await self._printer_is_mine.acquire()
        except TimeoutError:
            return DrawerKick.NOT_NOW
        try:
            if not await self._is_ready():
                return DrawerKick.NOT_NOW
            result = await self._call(self._place.printer.kick, self._timing.connect_s)
        except DeviceError as error:
            await self._hang_up()
            is_known = error.code in (ErrorCode.ILLEGAL, ErrorCode.EXTENDED, ErrorCode.CLOSED)
            return DrawerKick.NOT_NOW if is_known else DrawerKick.UNKNOWN
        finally:
            await self._give_back()
            self._printer_is_mine.release()
        return DrawerKick.OPENED if result.state is WriteState.CONFIRMED else DrawerKick.UNKNOWN

    async def _give_back(self) -> None:
        """Other terminals may want the printer now."""
        if self._place.is_shared:
            await self._hang_up()

    async def _meet(self, step: Step) -> None:
        """Looks at the printer because somebody asked, unless the step just did."""
        self._is_asked = False
        if step is Step.IDLE:
            async with self._printer_is_mine:
                await self._is_ready()
                await self._give_back()
        self._has_looked.set()

    async def _prepared(self, job: PrintJob) -> PreparedJob | None:
        try:
            prepared = await self._call(
                prepare, job, self._place.profile, self._marks, self._place.art, is_torn=self._is_torn
            )
        except (DocumentError, FormError, ValueError):
            await self._save(
                replace(job, state=JobState.FAILED, error_code="document_unprintable"), was=JobState.QUEUED
            )
            return None
        if prepared is None:
            await self._save(as_copy(job, "cannot_resume"), was=JobState.QUEUED)
        elif "whole" in self._place.printer.info.capabilities:
            return prepared.whole()
        return prepared

    async def _is_ready(self) -> bool:
        """Opens when needed and looks before a byte leaves; tells why not."""
        state = await self._look()
        if state is None:
            state = await self._look()  # the connection of the last paper had died: that says nothing yet
        self._tell(state or Absent())
        return state is not None and not isinstance(state, (Absent, Faulted))

    async def _look(self) -> DeviceState | None:
        """The printer's state; None when a connection kept from before turned out to be dead."""
        printer, timing, was_open = self._place.printer, self._timing, self._is_open
        try:
            if not was_open:
                await self._call(printer.open, timing.connect_s)
                self._is_open = True
            status = await self._call(printer.status, timing.connect_s)
        except DeviceError as error:
            await self._hang_up()
            return None if was_open else _state_of(error)
        return status.state()

    async def _send(self, job: PrintJob, prepared: PreparedJob) -> Step:
        self._is_torn = True
        try:
            for index in range(prepared.first, prepared.count):
                is_last = index == prepared.count - 1
                job, state = await self._section(job, prepared, index, is_last=is_last)
                if state is WriteState.PENDING:
                    await self._hang_up()
                    if self._is_stopping:
                        return Step.STOPPED
                    await self._save(after_silence(job, "not_confirmed"), was=job.state)
                    return Step.MOVED
        except DeviceError as error:
            await self._hang_up()
            self._tell(_state_of(error))
            job = await self._store.get(job.id) or job  # how far it came is in the store
            await self._save(after_loss(job, self._place.after_loss, error.reason), was=job.state)
            return Step.MOVED
        self._is_torn = False
        await self._save(_ended(job, state), was=job.state)
        return Step.MOVED

    async def _section(
        self, job: PrintJob, prepared: PreparedJob, index: int, *, is_last: bool
    ) -> tuple[PrintJob, WriteState]:
        """Sends one section and waits for it; PENDING when patience ended (or the program does)."""
        timing, printer = self._timing, self._place.printer
        print_s = prepared.height(index) / DOTS_PER_MM / self._place.profile.speed_mm_s
        data = prepared.data(index)
        patience = _Patience(print_s + timing.grace_s, self._clock_s(), len(data))
        result = await self._call(printer.write, data, timing.slice_s)
        while result.state is WriteState.PENDING:
            self._tell(result.status.state())
            job = await self._note_sent(job, result, is_last=is_last)
            if self._is_stopping or patience.is_over(self._clock_s(), result):
                return job, WriteState.PENDING
            result = await self._call(printer.await_written, timing.slice_s)
        self._tell(result.status.state())
        if result.state is WriteState.CONFIRMED:
            job = replace(job, last_section=index + 1)
            if not is_last:
                await self._store.update(job, was=job.state)
        return job, result.state

    async def _note_sent(self, job: PrintJob, result: WriteResult, *, is_last: bool) -> PrintJob:
        if not is_last or result.unsent or job.state is JobState.SENT:
            return job
        sent = replace(job, state=JobState.SENT)
        await self._save(sent, was=job.state)
        return sent

    async def _save(self, job: PrintJob, was: JobState) -> bool:
        is_saved = await self._store.update(job, was=was)
        if is_saved:
            self._watcher.job_changed(job)
        return is_saved

    def _tell(self, state: DeviceState) -> None:
        if state != self._told:
            self._told = state
            self._watcher.printer_changed(self._place.name, state)

    async def _hang_up(self) -> None:
        self._is_open = False
        await self._call(self._place.printer.close)

    async def _pause(self) -> None:
        """Until the retry is due, or something happens."""
        try:
            await asyncio.wait_for(self._awake.wait(), self._timing.retry_s)
        except TimeoutError:
            return

    def _call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Runs a blocking call in the printer's thread."""
        return asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *args, **kwargs))


class _Patience:
    """Seconds a section may take, not counting those in which the printer waits for a person, nor those in which
    its bytes are still leaving: a slow line takes a quarter of a minute for a logo."""

    def __init__(self, budget_s: float, now_s: float, unsent: int) -> None:
        self._left_s = budget_s
        self._seen_s, self._unsent = now_s, unsent

    def is_over(self, now_s: float, result: WriteResult) -> bool:
        passed_s, self._seen_s = now_s - self._seen_s, now_s
        is_leaving, self._unsent = result.unsent < self._unsent and result.unsent > 0, result.unsent
        if not is_leaving and not isinstance(result.status.state(), Faulted):
            self._left_s -= passed_s
        return self._left_s <= 0


def _ended(job: PrintJob, state: WriteState) -> PrintJob:
    """A paper all of whose sections were taken: confirmed, or a question when nothing can confirm it."""
    if state is WriteState.CONFIRMED:
        return replace(job, state=JobState.CONFIRMED)
    if job.has_value:
        return after_silence(job, "not_confirmable")
    return replace(job, state=JobState.CONFIRMED, error_code="accepted_only")


def _state_of(error: DeviceError) -> DeviceState:
    return Absent() if error.code is ErrorCode.NO_HARDWARE else Faulted(error.reason)
