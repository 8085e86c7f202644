"""Looks after a terminal's files while it runs: checked, mended, tidied, with room kept for bad days."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from app.adapters.clock import SystemClock
from app.bootstrap.terminal_files import OpenStore
from app.domain.errors import Code, Problem
from app.store.housekeeping import tidy
from app.store.open_file import OpenFile
from app.store.terminal_files import TerminalFiles
from app.store.terminal_store import SqlTerminalTx
from app.usecases.kept_profiles import forget_profiles
from app.usecases.kept_vehicles import forget_vehicles
from app.usecases.ports import AttentionItem

HOUR_S = 3600.0
# While room is short somebody may be making some.
SHORT_S = 60.0
DAY = timedelta(days=1)
NO_ROOM = "disk_full"


@dataclass(slots=True)
class TerminalCare:
    """The upkeep of one terminal's files; lives on the loop, checks on a thread of their own.

    `begin_again` has the sync engine ask for everything: a mended file's cursors are gone.
    """

    store: OpenStore
    files: TerminalFiles
    clock: SystemClock
    begin_again: Callable[[], None]
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _told: int = 0
    _is_short: bool = False

    async def run(self) -> None:
        """Until cancelled. What fails is noted and tried again the next time."""
        tidied_at = self.clock.now_at() - DAY
        while True:
            self._woken.clear()
            await self._try(self._keep_room())
            await self._try(self._tell_rebuilt())
            await self._try(self._forget_people())
            if self.clock.now_at() - tidied_at >= DAY:
                tidied_at = self.clock.now_at()
                await self._try(self._tidy())
            with suppress(TimeoutError):
                async with asyncio.timeout(SHORT_S if self._is_short else HOUR_S):
                    await self._woken.wait()
                    self.begin_again()

    async def check(self) -> None:
        """Look through both files once, store first; one that is found damaged is mended."""
        loop = asyncio.get_running_loop()
        thread = ThreadPoolExecutor(1, "check")
        try:
            for name, file in self._files():
                if not await loop.run_in_executor(thread, check_and_mend, file):
                    structlog.get_logger("files").info("mended", file=name)
        finally:
            # A check that still runs is stopped by the closing of its file, soon after.
            thread.shutdown(wait=False, cancel_futures=True)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Be woken when a file was mended or room ran out, on whichever thread that was."""

        def wake() -> None:
            loop.call_soon_threadsafe(self._woken.set)

        self.store.ballast.changed = wake
        for _, file in self._files():
            file.mended = wake

    def look_away(self) -> None:
        """The loop is about to end."""
        self.store.ballast.changed = lambda: None
        for _, file in self._files():
            file.mended = lambda: None

    def _files(self) -> list[tuple[str, OpenFile]]:
        return [("store.db", self.store.file), ("catalog.db", self.files.catalog_file)]

    async def _try(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Problem as problem:
            structlog.get_logger("files").warning("upkeep_failed", code=problem.code)

    async def _keep_room(self) -> None:
        self._is_short = not await self.store.access.run(self.store.ballast.hold)
        await self.store.access.write(self._note_room)

    def _note_room(self, tx: SqlTerminalTx) -> None:
        known, now_at = tx.attention_get(NO_ROOM), self.clock.now_at()
        is_open = known is not None and known.settled_at is None
        if self._is_short and not is_open:
            tx.attention_put(AttentionItem(NO_ROOM, Code.DISK_FULL, "disk", {}, now_at))
        elif known is not None and is_open and not self._is_short:
            tx.attention_put(replace(known, settled_at=now_at))

    async def _tell_rebuilt(self) -> None:
        times, now_at = self.files.times_rebuilt, self.clock.now_at()
        if times == self._told:
            return
        item_id = f"catalogue_rebuilt:{now_at.isoformat()}"
        item = AttentionItem(item_id, Code.CATALOGUE_REBUILT, "catalog.db", {}, now_at)
        await self.store.access.write(lambda tx: tx.attention_put(item))
        self._told = times

    async def _forget_people(self) -> None:
        now_at = self.clock.now_at()
        await self.store.access.write(lambda tx: forget_profiles(tx, now_at))
        await self.store.access.write(lambda tx: forget_vehicles(tx, now_at))

    async def _tidy(self) -> None:
        now_at = self.clock.now_at()
        await self.store.access.write(lambda tx: tidy(tx, now_at))


def check_and_mend(file: OpenFile) -> bool:
    """Whether the file is whole; when not, it has been made anew. Blocks; no thread that reads or writes it."""
    if file.check():
        return True
    file.mend()
    return False


@asynccontextmanager
async def cared_for(care: TerminalCare) -> AsyncIterator[None]:
    """Look after the files while the block runs."""
    care.watch(asyncio.get_running_loop())
    tasks = [asyncio.create_task(care.run(), name="care"), asyncio.create_task(care.check(), name="check")]
    try:
        yield
    finally:
        care.look_away()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
