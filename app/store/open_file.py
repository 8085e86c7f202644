"""A file replaced while the program runs: by a first load that is complete, or by one made anew after damage."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from app.domain.errors import Code, Problem
from app.store.database import Database
from app.store.faults import Interrupted

# A disk that damages one file after the other is not mended by making new ones.
_MOST_MENDED = 3


class OpenFile:
    """Owns the Database of one file; its transactions may be opened from any thread, none inside another.

    Whoever puts another file in its place waits for the transactions that run, and new ones wait for that.
    `mended` is called on the thread that mended the file, after it; `times_mended` counts.
    """

    def __init__(self, database: Database, rebuild: Callable[[], Database]) -> None:
        """`rebuild` makes the file anew, the damaged one closed, and opens it with the same `stop`."""
        self.stop = database.stop
        self.mended: Callable[[], None] = lambda: None
        self._database: Database | None = database
        self._rebuild = rebuild
        self._gate = threading.Condition()
        self._in_use = 0
        self._is_being_replaced = False
        self._is_damaged = False
        self._is_closed = False
        self.times_mended = 0

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """See Transactions."""
        with self._using() as database, database.write() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """See Transactions."""
        with self._using() as database, database.read() as connection:
            yield connection

    def check(self) -> bool:
        """Whether every page is authentic and in order; noted when not, for `mend`. A thread of its own.

        Begins again when a newer search stops what reads; True when the file is closed before the end.
        """
        while not self._is_closed:
            try:
                with self._using() as database:
                    is_whole = database.quick_check()
            except Interrupted:
                continue
            self._is_damaged = self._is_damaged or not is_whole
            return is_whole
        return True

    def replace(self, make: Callable[[], Database]) -> None:
        """Close the file, have another one put in its place, open that one."""
        with self._alone():
            self._replace(make)

    def mend(self) -> bool:
        """Make the file anew if it was found damaged and nobody did so meanwhile; says whether it can be used."""
        with self._alone():
            if not self._is_damaged and self._database is not None:
                return True
            if self.times_mended >= _MOST_MENDED or self._is_closed:
                return False
            self._replace(self._rebuild)
            self.times_mended += 1
            self._is_damaged = False
        self.mended()
        return True

    def close(self) -> None:
        """Close the file; a check that runs is stopped."""
        self._is_closed = True
        self.stop.set()
        with self._alone():
            if self._database is not None:
                self._database.close()
                self._database = None

    def _replace(self, make: Callable[[], Database]) -> None:
        if self._database is not None:
            self._database.close()
        # Until the new one is there nothing may be opened: SQLite would make an empty file where none is.
        self._database = None
        self._database = make()

    @contextmanager
    def _using(self) -> Iterator[Database]:
        with self._gate:
            self._gate.wait_for(lambda: not self._is_being_replaced)
            database = self._database
            if database is None:
                raise Problem(Code.STORE_DAMAGED, sqlite=0)
            self._in_use += 1
        try:
            yield database
        except Problem as problem:
            self._is_damaged = self._is_damaged or is_damage(problem)
            raise
        finally:
            with self._gate:
                self._in_use -= 1
                self._gate.notify_all()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._gate:
            self._gate.wait_for(lambda: not self._is_being_replaced)
            self._is_being_replaced = True
            self._gate.wait_for(lambda: not self._in_use)
        try:
            yield
        finally:
            with self._gate:
                self._is_being_replaced = False
                self._gate.notify_all()


def is_damage(problem: Problem) -> bool:
    """Whether SQLite found the file itself damaged, not something that was kept in it."""
    return problem.code is Code.STORE_DAMAGED and "sqlite" in problem.details
