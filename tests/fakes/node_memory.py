"""The authority's store in plain dictionaries, for the simulator and for tests that need no file."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from msgspec import UNSET, Raw

from app.contract.feeds import FeedRow, SnapshotDue
from app.contract.node_records import FeedState, Found, Logged, NewRow
from app.domain.errors import Code, Problem
from tests.fakes.volatile import Memory, Ordered, VolatileStore, ignore, restore

Document = tuple[bytes, frozenset[str]]
Place = tuple[str, str]
Present = tuple[int, bytes | None]


@dataclass(slots=True)
class _Kind:
    """The documents of one kind, by key and by term."""

    documents: dict[str, Document] = field(default_factory=dict)
    keys: Ordered[str] = field(default_factory=Ordered)
    terms: Ordered[Place] = field(default_factory=Ordered)

    def swap(self, key: str, new: Document | None) -> Document | None:
        """Write or, with None, delete a document; returns what was there."""
        old = self.documents.pop(key, None)
        if old is not None:
            for term in old[1]:
                self.terms.remove((term, key))
        if new is not None:
            self.documents[key] = new
            for term in new[1]:
                self.terms.add((term, key))
        if (old is None) != (new is None):
            self.keys.add(key) if old is None else self.keys.remove(key)
        return old


@dataclass(slots=True)
class _Feed:
    """A feed: the present row or tombstone of every key, and which key each rev wrote."""

    state: FeedState
    rows: dict[Place, Present] = field(default_factory=dict)
    places: Ordered[Place] = field(default_factory=Ordered)
    log: dict[int, Place] = field(default_factory=dict)

    def swap(self, place: Place, new: Present | None) -> Present | None:
        """Write or, with None, forget a row; returns what was there."""
        old = self.rows.pop(place, None)
        if new is not None:
            self.rows[place] = new
        if (old is None) != (new is None):
            self.places.add(place) if old is None else self.places.remove(place)
        return old


@dataclass(slots=True)
class _State:
    kinds: dict[str, _Kind] = field(default_factory=dict)
    feeds: dict[str, _Feed] = field(default_factory=dict)
    commands: dict[tuple[str, int], Logged] = field(default_factory=dict)
    last_seqs: dict[str, int] = field(default_factory=dict)
    owed: dict[int, tuple[str, int]] = field(default_factory=dict)
    arrivals: int = 0

    def kind(self, name: str) -> _Kind:
        return self.kinds.setdefault(name, _Kind())


class MemoryNodeTx:
    """One transaction of a MemoryNodeStore; every change notes how it is taken back."""

    def __init__(self, state: _State, memory: Memory, *, is_writer: bool) -> None:
        self._state = state
        self._memory = memory
        self._is_writer = is_writer
        self._life = memory.life
        self._moved: dict[str, int] = {}

    def _change(self) -> None:
        if not self._is_writer:
            raise RuntimeError("written in a reading transaction")
        if self._life != self._memory.life:
            raise RuntimeError("written after the crash")

    @contextmanager
    def part(self) -> Iterator[None]:
        before, moved = self._memory.size, dict(self._moved)
        try:
            yield
        except BaseException:
            if self._life == self._memory.life:
                self._memory.roll_back(before)
            self._moved = moved
            raise

    def lock(self, *names: str) -> None:
        """Nothing to do: the store has one writer."""

    def get(self, kind: str, key: str) -> bytes | None:
        document = self._state.kind(kind).documents.get(key)
        return None if document is None else document[0]

    def put(self, kind: str, key: str, body: bytes, terms: Collection[str] = ()) -> None:
        self._swap_document(kind, key, (bytes(body), frozenset(terms)))

    def drop(self, kind: str, key: str) -> None:
        self._swap_document(kind, key, None)

    def _swap_document(self, kind: str, key: str, new: Document | None) -> None:
        self._change()
        documents = self._state.kind(kind)
        old = documents.swap(key, new)
        self._memory.note(partial(ignore, documents.swap, key, old))

    def find(self, kind: str, prefix: str, limit: int) -> list[Found]:
        found: dict[str, Found] = {}
        documents = self._state.kind(kind)
        for term, key in documents.terms.walk((prefix, ""), is_after=False):
            if len(found) >= limit or not term.startswith(prefix):
                break
            found.setdefault(key, Found(term, key, documents.documents[key][0]))
        return list(found.values())

    def scan(self, kind: str, after: str, limit: int) -> list[tuple[str, bytes]]:
        documents = self._state.kind(kind)
        keys = islice(documents.keys.walk(after, is_after=True), limit)
        return [(key, documents.documents[key][0]) for key in keys]

    def feed(self, name: str) -> FeedState | None:
        feed = self._state.feeds.get(name)
        return None if feed is None else feed.state

    def feeds(self) -> list[str]:
        return sorted(self._state.feeds)

    def open_feed(self, name: str, feed_id: str) -> None:
        self._change()
        old = self._state.feeds.get(name)
        self._state.feeds[name] = _Feed(FeedState(feed_id, 0, 0))
        self._memory.note(partial(restore, self._state.feeds, name, old))

    def append(self, name: str, rows: Sequence[NewRow]) -> int:
        self._change()
        feed = self._feed(name)
        first = feed.state.rev + 1
        for rev, row in enumerate(rows, first):
            self._write_row(feed, (row.kind, row.key), (rev, row.body))
            self._write_log(feed, rev, (row.kind, row.key))
        return self._move(name, feed, replace(feed.state, rev=first + len(rows) - 1))

    def load(self, name: str, rows: Sequence[NewRow]) -> int:
        self._change()
        feed = self._feed(name)
        first = feed.state.rev + 1
        for rev, row in enumerate(rows, first):
            self._write_row(feed, (row.kind, row.key), (rev, row.body))
        last = first + len(rows) - 1
        return self._floor(name, feed, FeedState(feed.state.id, last, last)) if rows else last

    def trim(self, name: str, floor: int) -> None:
        self._change()
        feed = self._feed(name)
        state = feed.state
        self._floor(name, feed, replace(state, floor=max(state.floor, min(floor, state.rev))))

    def mirror(
        self,
        name: str,
        feed_id: str,
        rows: Sequence[FeedRow],
        to: int,
        *,
        is_start: bool = False,
        floor: bool = False,
    ) -> None:
        self._change()
        if is_start:
            self.open_feed(name, feed_id)
        feed = self._feed(name)
        for row in rows:
            place = (row.t, row.id)
            if not row.s and feed.rows.get(place, (0, None))[0] < row.rev:
                body = None if row.x or row.d is UNSET else bytes(row.d)
                self._write_row(feed, place, (row.rev, body))
            if not floor:
                self._write_log(feed, row.rev, place)
        rev = max(to, feed.state.rev)
        if floor:
            self._floor(name, feed, FeedState(feed.state.id, rev, rev))
        else:
            self._move(name, feed, replace(feed.state, rev=rev))

    def _feed(self, name: str) -> _Feed:
        feed = self._state.feeds.get(name)
        if feed is None:
            raise LookupError(name)
        return feed

    def _write_row(self, feed: _Feed, place: Place, new: Present | None) -> None:
        old = feed.swap(place, new)
        self._memory.note(partial(ignore, feed.swap, place, old))

    def _write_log(self, feed: _Feed, rev: int, place: Place) -> None:
        feed.log[rev] = place
        self._memory.note(partial(ignore, feed.log.pop, rev, None))

    def _move(self, name: str, feed: _Feed, state: FeedState) -> int:
        self._memory.note(partial(setattr, feed, "state", feed.state))
        if state.rev != feed.state.rev:
            self._moved[name] = state.rev
        feed.state = state
        return state.rev

    def _floor(self, name: str, feed: _Feed, state: FeedState) -> int:
        """Move the floor: the log below it and its tombstones go."""
        self._memory.note(partial(setattr, feed, "log", feed.log))
        feed.log = {rev: place for rev, place in feed.log.items() if rev > state.floor}
        for place in [p for p, (rev, body) in feed.rows.items() if body is None and rev <= state.floor]:
            self._write_row(feed, place, None)
        return self._move(name, feed, state)

    def changes(self, name: str, after: int, limit: int) -> list[FeedRow]:
        feed = self._feed(name)
        if after < feed.state.floor:
            raise SnapshotDue
        last = min(feed.state.rev, after + limit)
        return [_as_row(feed, rev, feed.log[rev]) for rev in range(after + 1, last + 1)]

    def live_rows(self, name: str, after: tuple[str, str], limit: int) -> list[FeedRow]:
        feed = self._feed(name)
        places = (place for place in feed.places.walk(after, is_after=True) if feed.rows[place][1] is not None)
        return [_as_row(feed, feed.rows[place][0], place) for place in islice(places, limit)]

    def row(self, name: str, kind: str, key: str) -> FeedRow | None:
        feed = self._state.feeds.get(name)
        rev, body = (0, None) if feed is None else feed.rows.get((kind, key), (0, None))
        return None if feed is None or body is None else _as_row(feed, rev, (kind, key))

    def last_seq(self, stream: str) -> int:
        return self._state.last_seqs.get(stream, 0)

    def logged(self, stream: str, seq: int) -> Logged | None:
        return self._state.commands.get((stream, seq))

    def log(self, stream: str, seq: int, hash_: str, command: bytes, result: bytes, *, is_settled: bool) -> None:
        self._change()
        state = self._state
        if (stream, seq) in state.commands:
            raise Problem(Code.BUSY, stream=stream, seq=seq)
        last = state.last_seqs.get(stream)
        self._memory.note(partial(restore, state.last_seqs, stream, last))
        self._memory.note(partial(setattr, state, "arrivals", state.arrivals))
        state.arrivals += 1
        state.last_seqs[stream] = max(seq, last or 0)
        self._enter(Logged(state.arrivals, stream, seq, hash_, command, result, is_settled))

    def settle(self, stream: str, seq: int, result: bytes, *, is_settled: bool = True) -> None:
        self._change()
        logged = self._state.commands.get((stream, seq))
        if logged is None:
            raise LookupError(f"{stream}:{seq}")
        self._enter(replace(logged, result=result, is_settled=is_settled))

    def _enter(self, logged: Logged) -> None:
        state, place = self._state, (logged.stream, logged.seq)
        self._memory.note(partial(restore, state.commands, place, state.commands.get(place)))
        self._memory.note(partial(restore, state.owed, logged.n, state.owed.get(logged.n)))
        state.commands[place] = logged
        if logged.is_settled:
            state.owed.pop(logged.n, None)
        else:
            state.owed[logged.n] = place

    def unsettled(self, after: int, limit: int) -> list[Logged]:
        owed = sorted(n for n in self._state.owed if n > after)[:limit]
        return [self._state.commands[self._state.owed[n]] for n in owed]

    def newest(self) -> int:
        return max((logged.n for logged in self._state.commands.values()), default=0)

    def logged_until(self, after: int, to: int, limit: int) -> list[Logged]:
        found = sorted(self._state.commands.values(), key=lambda logged: logged.n)
        return [logged for logged in found if after < logged.n <= to][:limit]

    def forget(self, stream: str, seq: int) -> None:
        self._change()
        state = self._state
        logged = state.commands.pop((stream, seq), None)
        if logged is None:
            return
        self._memory.note(partial(restore, state.commands, (stream, seq), logged))
        self._memory.note(partial(restore, state.owed, logged.n, state.owed.pop(logged.n, None)))
        rest = [other for of, other in state.commands if of == stream]
        self._memory.note(partial(restore, state.last_seqs, stream, state.last_seqs.get(stream)))
        restore(state.last_seqs, stream, max(rest, default=None))

    def moved(self) -> dict[str, int]:
        return dict(self._moved)


def _as_row(feed: _Feed, rev: int, place: Place) -> FeedRow:
    present, body = feed.rows.get(place, (0, None))
    kind, key = place
    if present != rev:
        return FeedRow(t=kind, id=key, rev=rev, s=1)
    return FeedRow(t=kind, id=key, rev=rev, x=1) if body is None else FeedRow(t=kind, id=key, rev=rev, d=Raw(body))


class MemoryNodeStore(VolatileStore[MemoryNodeTx]):
    """A NodeStore in memory; see VolatileStore for what a crash takes."""

    def __init__(self) -> None:
        super().__init__()
        self._state = _State()

    def begin(self, *, is_writer: bool) -> MemoryNodeTx:
        """A transaction."""
        return MemoryNodeTx(self._state, self.memory, is_writer=is_writer)
