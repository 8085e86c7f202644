"""Takes the queued papers of one printer to paper, and knows at every moment what has really come out."""

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from app.adapters.spool_printer import PrinterPlace, SpoolPrinter, SpoolTiming, state_of
from app.adapters.spool_render import PreparedJob, PrintMarks, prepare
from app.domain.errors import Problem
from app.usecases.spool import (
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
    DeviceError,
    DeviceState,
    Drawer,
    ErrorCode,
    Faulted,
    Health,
    Ready,
    ReceiptPrinter,
    WriteResult,
    WriteState,
)
from hardware.device_thread import HUNG
from hardware.printing.codec import DocumentError
from hardware.printing.escpos_job import DOTS_PER_MM, fresh_start
from hardware.printing.form_values import FormError
from hardware.printing.profiles import PrinterProfile

T = TypeVar("T")
_NOTHING_LEFT = (ErrorCode.ILLEGAL, ErrorCode.EXTENDED, ErrorCode.CLOSED, ErrorCode.TIMEOUT)
"""What a driver says when it did not kick the drawer: TIMEOUT when the printer did not answer before."""


class Step(Enum):
    """What one turn of the worker did."""

    IDLE = "idle"  # nothing queued
    MOVED = "moved"  # a job went on
    BLOCKED = "blocked"  # the printer is not ready; the job is still queued
    STOPPED = "stopped"  # told to stop with a section under way


class SpoolWorker:
    """Owns the queue of one printer, and a thread that draws its papers; lives on the event loop."""

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
        self._printer = SpoolPrinter(place, self._timing, clock_s, self._met, self.wake)
        self._drawing = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"paper-{place.name}")
        self._awake = asyncio.Event()
        self._is_stopping = False
        self._is_asked = self._is_torn = False
        self._has_looked = asyncio.Event()
        self._looked_s = -math.inf
        self._printer_is_mine = asyncio.Lock()

    @property
    def health(self) -> Health:
        """How the printer is, as the spool met it last."""
        return self._printer.health

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
                    await self._idle()
                elif step is Step.BLOCKED:
                    await self._pause()
        finally:
            await self.close()

    async def close(self) -> None:
        """Closes the printer and ends its thread."""
        await self._printer.end()
        self._drawing.shutdown(wait=False)

    async def recover(self) -> None:
        """At the start: what a crash left half sent is in doubt, and never sent again in silence."""
        self._is_torn = self._is_torn or await self._store.is_torn(self._place.name)
        for job in await self._store.unfinished(self._place.name):
            self._is_torn = True
            await self._save(after_crash(job), was=job.state)

    async def step(self) -> Step:
        """Takes the next queued job as far as it goes now."""
        job = await self._store.next_queued(self._place.name)
        if job is None:
            return Step.IDLE
        was_torn = self._is_torn
        prepared = await self._prepared(job)
        if prepared is None:
            return Step.MOVED
        async with self._printer_is_mine:
            if self._is_torn != was_torn:
                return Step.MOVED  # a kick in doubt meanwhile: it begins in another way
            step = await self._print(job, prepared)
            self._looked_s = self._clock_s()
            return step

    async def _print(self, job: PrintJob, prepared: PreparedJob) -> Step:
        if not await self._printer.is_ready():
            await self._printer.give_back()
            return Step.BLOCKED
        sending = replace(
            job, state=JobState.SENDING, attempts=job.attempts + 1, sha256=prepared.rendered.sha256, error_code=""
        )
        if not await self._save(sending, was=JobState.QUEUED, is_torn=True):
            return Step.MOVED  # cancelled meanwhile
        step = await self._send(sending, prepared)
        await self._printer.give_back()
        return step

    async def kick(self) -> DrawerKick:
        """Opens the cash drawer once, now or not at all: it waits for no fault and for no long paper. Nor does it
        open behind what broke off: the printer may still hold that, and would open the drawer whenever it is done.

        Half of the time is for whoever prints, so that the other half is left to look at the printer.
        """
        until_s = self._clock_s() + self._timing.drawer_s
        try:
            async with asyncio.timeout(self._timing.drawer_s / 2):
                await self._printer_is_mine.acquire()
        except TimeoutError:
            return DrawerKick.NOT_NOW
        try:
            if self._is_torn:
                return DrawerKick.PRINT_FIRST
            if not await self._printer.is_ready(until_s):
                return DrawerKick.NOT_NOW
            return await self._kicked(until_s)
        finally:
            await self._printer.give_back(until_s)
            self._printer_is_mine.release()
            self.wake()  # a drawer that stands open is looked at more often

    async def _kicked(self, until_s: float) -> DrawerKick:
        def kick(printer: ReceiptPrinter) -> WriteResult:
            left_s = until_s - self._clock_s()
            if left_s <= 0:
                raise DeviceError(ErrorCode.ILLEGAL, "too_late")
            return printer.kick(left_s)

        outcome = DrawerKick.UNKNOWN
        try:
            result = await self._printer.call(kick, until_s - self._clock_s())
            if result.state is WriteState.CONFIRMED:
                outcome = DrawerKick.OPENED
        except DeviceError as error:
            await self._printer.hang_up(until_s)
            if error.code in _NOTHING_LEFT and error.reason != HUNG:
                outcome = DrawerKick.NOT_NOW
        if outcome is DrawerKick.UNKNOWN:
            with suppress(Problem):
                await self._note_torn(is_torn=True)
        return outcome

    async def _note_torn(self, *, is_torn: bool) -> None:
        self._is_torn = is_torn
        await self._store.note_torn(self._place.name, is_torn=is_torn)

    async def print_now(self, bytes_for: Callable[[PrinterProfile], bytes]) -> DeviceState:
        """A test page, outside the queue, now or not at all: Ready when it is out, else what keeps it. It is drawn
        where papers are.

        DeviceError: BUSY a paper is under way, or what the line raised. Problem when nothing can be written down.
        """
        try:
            async with asyncio.timeout(self._timing.drawer_s):
                await self._printer_is_mine.acquire()
        except TimeoutError:
            raise DeviceError(ErrorCode.BUSY, "in_use") from None
        try:
            if not await self._printer.is_ready():
                return self.health.state
            profile = self._place.profile
            page = await asyncio.get_running_loop().run_in_executor(self._drawing, bytes_for, profile)
            opening = fresh_start(profile) if self._is_torn else b""
            await self._note_torn(is_torn=True)
            return await self._written(opening + page)
        except DeviceError:
            await self._printer.hang_up()
            raise
        finally:
            await self._printer.give_back()
            self._printer_is_mine.release()

    async def _written(self, data: bytes) -> DeviceState:
        slice_s = self._timing.slice_s
        patience = _Patience(self._timing.grace_s, self._clock_s(), len(data))
        result = await self._printer.call(lambda printer: printer.write(data, slice_s), slice_s)
        while result.state is WriteState.PENDING:
            if patience.is_over(self._clock_s(), result) or isinstance(result.status.state(), Faulted):
                await self._printer.hang_up()
                return result.status.state()
            result = await self._printer.call(lambda printer: printer.await_written(slice_s), slice_s)
        await self._note_torn(is_torn=False)
        return Ready()

    async def _meet(self, step: Step) -> None:
        """Looks at the printer because somebody asked, unless the step just did."""
        self._is_asked = False
        if step is Step.IDLE:
            async with self._printer_is_mine:
                await self._printer.is_ready()
                await self._printer.give_back()
                self._looked_s = self._clock_s()
        self._has_looked.set()

    async def _idle(self) -> None:
        """Until something happens; or looks whether the printer is well, at the start and whenever that is due.

        One that is told by its profile to say nothing is left alone, and a shared one is given back at once.
        """
        if not self._place.profile.has_status or "status" not in self._place.printer.info.capabilities:
            await self._awake.wait()
            return
        timing = self._timing
        every_s = timing.open_drawer_s if self._printer.health.drawer is Drawer.OPEN else timing.idle_s
        if await self._is_woken(self._looked_s + every_s - self._clock_s()):
            return
        async with self._printer_is_mine:
            await self._printer.glance()
            await self._printer.give_back()
            self._looked_s = self._clock_s()

    async def _prepared(self, job: PrintJob) -> PreparedJob | None:
        try:
            place, marks, is_torn = self._place, self._marks, self._is_torn
            prepared = await asyncio.get_running_loop().run_in_executor(
                self._drawing, lambda: prepare(job, place.profile, marks, place.art, is_torn=is_torn)
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

    async def _send(self, job: PrintJob, prepared: PreparedJob) -> Step:
        self._is_torn = True
        try:
            for index in range(prepared.first, prepared.count):
                is_last = index == prepared.count - 1
                job, state = await self._section(job, prepared, index, is_last=is_last)
                if state is WriteState.PENDING:
                    await self._printer.hang_up()
                    if self._is_stopping:
                        return Step.STOPPED
                    await self._save(after_silence(job, "not_confirmed"), was=job.state)
                    return Step.MOVED
        except DeviceError as error:
            await self._printer.hang_up()
            self._printer.tell(state_of(error))
            job = await self._store.get(job.id) or job  # how far it came is in the store
            await self._save(after_loss(job, self._place.after_loss, error.reason), was=job.state)
            return Step.MOVED
        self._is_torn = False
        await self._save(_ended(job, state), was=job.state, is_torn=False)
        return Step.MOVED

    async def _section(
        self, job: PrintJob, prepared: PreparedJob, index: int, *, is_last: bool
    ) -> tuple[PrintJob, WriteState]:
        """Sends one section and waits for it; PENDING when patience ended (or the program does)."""
        timing = self._timing
        print_s = prepared.height(index) / DOTS_PER_MM / self._place.profile.speed_mm_s
        data = prepared.data(index)
        patience = _Patience(print_s + timing.grace_s, self._clock_s(), len(data))
        result = await self._printer.call(lambda printer: printer.write(data, timing.slice_s), timing.slice_s)
        while result.state is WriteState.PENDING:
            self._printer.tell(result.status.state())
            job = await self._note_sent(job, result, is_last=is_last)
            if self._is_stopping or patience.is_over(self._clock_s(), result):
                return job, WriteState.PENDING
            result = await self._printer.call(
                lambda printer: printer.await_written(timing.slice_s), timing.slice_s
            )
        self._printer.tell(result.status.state())
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

    async def _save(self, job: PrintJob, was: JobState, *, is_torn: bool | None = None) -> bool:
        is_saved = await self._store.update(job, was=was, is_torn=is_torn)
        if is_saved:
            self._watcher.job_changed(job)
        return is_saved

    def _met(self, state: DeviceState) -> None:
        self._watcher.printer_changed(self._place.name, state)

    async def _pause(self) -> None:
        """Until the retry is due, or something happens."""
        await self._is_woken(self._timing.retry_s)

    async def _is_woken(self, within_s: float) -> bool:
        try:
            await asyncio.wait_for(self._awake.wait(), within_s)
        except TimeoutError:
            return False
        return True


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
