"""What blocks on a file has one home each: a thread that writes it and a thread that reads it."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Generic, Protocol, TypeVar

from app.domain.errors import Code, Problem
from app.store.faults import Interrupted
from app.store.open_file import is_damage
from app.usecases.read_ports import Superseded

Tx = TypeVar("Tx")
TxOpened_co = TypeVar("TxOpened_co", covariant=True)
T = TypeVar("T")


class Opens(Protocol[TxOpened_co]):
    """A store that opens transactions."""

    def write(self) -> AbstractContextManager[TxOpened_co]:
        """A writing transaction."""

    def read(self) -> AbstractContextManager[TxOpened_co]:
        """A reading transaction."""


class StoreAccess(Generic[Tx]):
    """Owns the threads `{name}-write` and `{name}-read` of one file; its methods are called on the loop.

    `stop` is the flag the file's readers look at. A write that has begun ends, even when who awaits it is
    cancelled. Of searches only the newest matters: it stops the running one and those that wait.
    """

    def __init__(
        self,
        store: Opens[Tx],
        stop: threading.Event,
        name: str = "db",
        make_room: Callable[[], bool] | None = None,
        mend: Callable[[], bool] | None = None,
    ) -> None:
        """`make_room` frees some of a full disk and says whether it could: then the work runs again, once.

        So does `mend`, which makes a damaged file anew, on whichever of the two threads met the damage.
        """
        self._store = store
        self._make_room = make_room
        self._mend = mend
        self._stop = stop
        self._writer = ThreadPoolExecutor(1, f"{name}-write")
        self._reader = ThreadPoolExecutor(1, f"{name}-read")
        self._names = (f"{name}-write", f"{name}-read")
        self._lock = threading.Lock()
        self._newest = 0
        self._is_searching = False

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a writing transaction; when it returns, the transaction is durable."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._write, work)

    async def run(self, work: Callable[[], T]) -> T:
        """Run something else that blocks on the writer's thread (the journal, a first load)."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._with_room, work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a reading transaction."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, work)

    async def search(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a reading transaction unless a newer search comes: then Superseded."""
        with self._lock:
            self._newest += 1
            number = self._newest
            if self._is_searching:
                self._stop.set()
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._search, work, number)

    def close(self) -> None:
        """End both threads when what was asked of them is done; blocks."""
        self._writer.shutdown()
        self._reader.shutdown()

    def _write(self, work: Callable[[Tx], T]) -> T:
        return self._with_room(lambda: self._mended(lambda: self._write_once(work)))

    def _write_once(self, work: Callable[[Tx], T]) -> T:
        with self._store.write() as tx:
            return work(tx)

    def _with_room(self, work: Callable[[], T]) -> T:
        assert_thread(self._names[0])
        try:
            return work()
        except Problem as problem:
            if problem.code is not Code.DISK_FULL or self._make_room is None or not self._make_room():
                raise
        return work()

    def _read(self, work: Callable[[Tx], T]) -> T:
        assert_thread(self._names[1])
        return self._mended(lambda: self._read_once(work))

    def _read_once(self, work: Callable[[Tx], T]) -> T:
        with self._store.read() as tx:
            return work(tx)

    def _mended(self, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except Problem as problem:
            if self._mend is None or not is_damage(problem) or not self._mend():
                raise
        return attempt()

    def _search(self, work: Callable[[Tx], T], number: int) -> T:
        with self._lock:
            if number != self._newest:
                raise Superseded
            self._is_searching = True
        try:
            return self._read(work)
        except Interrupted as exc:
            raise Superseded from exc
        finally:
            with self._lock:
                self._is_searching = False
                self._stop.clear()


def assert_thread(name: str) -> None:
    """RuntimeError unless this is the thread of that name: our bug."""
    current = threading.current_thread().name
    if not current.startswith(name):
        raise RuntimeError(f"{name} work on thread {current}")
