"""How a store in memory keeps, loses and takes back: an undo log, a commit that may wait for an fsync, a crash."""

import threading
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from app.domain.errors import Code, Problem

Tx = TypeVar("Tx")
Item = TypeVar("Item")
Key = TypeVar("Key")
Sortable = TypeVar("Sortable", str, tuple[str, str], tuple[str, str, str])
Undo = Callable[[], None]


class CrashedError(Exception):
    """The store crashed while this transaction was open; nothing of it is left."""


class Memory:
    """Owns the undo log of one store; belongs to whoever holds the store's writing transaction."""

    def __init__(self) -> None:
        self._open: list[Undo] = []
        self._unsynced: list[Undo] = []
        self.life = self.commits = self._on_record = 0

    def note(self, undo: Undo) -> None:
        """Remember how a change is taken back."""
        self._open.append(undo)

    def put_on_record(self) -> None:
        """The last change says only what somebody did."""
        self._on_record += 1

    def commit(self, *, is_durable: bool) -> None:
        """End the transaction; one that is not durable yet is lost by a crash."""
        self.commits += len(self._open) > self._on_record
        self._unsynced += self._open
        self._open.clear()
        self._on_record = 0
        if is_durable:
            self._unsynced.clear()

    def roll_back(self, to: int = 0) -> None:
        """Take the open transaction back, or what came after its first `to` changes."""
        _revert(self._open, to)
        self._on_record = 0

    @property
    def size(self) -> int:
        """How many changes the open transaction has made."""
        return len(self._open)

    def crash(self) -> None:
        """Take back whatever is not durable."""
        self.life += 1
        self.commits += 1
        _revert(self._open)
        _revert(self._unsynced)


def _revert(undos: list[Undo], to: int = 0) -> None:
    while len(undos) > to:
        undos.pop()()


class VolatileStore(Generic[Tx]):
    """One writer at a time over state in memory; `crash()` goes back to what was durable.

    With `commit_is_durable` off a commit is acknowledged before the fsync: only `fsync()` makes it last.
    `refuse_with` makes every commit fail with that code, as a full disk does.
    """

    def __init__(self) -> None:
        self.memory = Memory()
        self.commit_is_durable = True
        self.refuse_with: Code | None = None
        self._lock = threading.RLock()

    def begin(self, *, is_writer: bool) -> Tx:
        """A transaction over the state; to be written by the store."""
        raise NotImplementedError

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """See the port; Problem(refuse_with) at the end when one is set, CrashedError after a crash."""
        with self._lock:
            life = self.memory.life
            try:
                yield self.begin(is_writer=True)
                if self.refuse_with is not None:
                    raise Problem(self.refuse_with)
            except BaseException:
                if life == self.memory.life:
                    self.memory.roll_back()
                raise
            if life != self.memory.life:
                self.memory.roll_back()
                raise CrashedError
            self.memory.commit(is_durable=self.commit_is_durable)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """See the port; waits for the writer, so the view is consistent."""
        with self._lock:
            yield self.begin(is_writer=False)

    def fsync(self) -> None:
        """Make every commit so far durable."""
        self.memory.commit(is_durable=True)

    def crash(self) -> None:
        """Lose the transaction in flight and every commit that was not durable."""
        self.memory.crash()


class Ordered(Generic[Sortable]):
    """A sorted set of a few thousand items."""

    def __init__(self) -> None:
        self._items: list[Sortable] = []

    def add(self, item: Sortable) -> None:
        """Put an item in, once."""
        insort(self._items, item)

    def remove(self, item: Sortable) -> None:
        """Take an item out that is in."""
        del self._items[bisect_left(self._items, item)]

    def walk(self, start: Sortable, *, is_after: bool) -> Iterator[Sortable]:
        """Sortables from `start` on, in order; without `start` itself when `is_after`."""
        at = bisect_left(self._items, start)
        if is_after and at < len(self._items) and self._items[at] == start:
            at += 1
        yield from self._items[at:]


def ignore(change: Callable[..., object], *args: object) -> None:
    """Call for the effect: an undo returns nothing."""
    change(*args)


def restore(mapping: dict[Key, Item], key: Key, old: Item | None) -> None:
    """Put back what stood under the key, or nothing."""
    if old is None:
        mapping.pop(key, None)
    else:
        mapping[key] = old
