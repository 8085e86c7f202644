"""The terminal's store in plain dictionaries, for the simulator and for tests that need no file."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from app.contract.commands import Result
from app.contract.feeds import FeedRef
from app.store.audit_chain import AuditHead, AuditRecord, first_break, next_record
from app.usecases.ports import AttentionItem, AuditEntry, BaseRow, OutboxEntry, OutboxState
from tests.fakes.volatile import Item, Key, Memory, Ordered, VolatileStore, ignore, restore

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    feed: str
    row: BaseRow
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Job:
    printer: str
    document: bytes
    has_value: bool


@dataclass(slots=True)
class _State:
    meta: dict[str, str] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)
    cursors: dict[str, FeedRef] = field(default_factory=dict)
    base: dict[Place, _Row] = field(default_factory=dict)
    terms: Ordered[tuple[str, str, str]] = field(default_factory=Ordered)
    outbox: dict[str, OutboxEntry] = field(default_factory=dict)
    young: dict[str, int] = field(default_factory=dict)
    attention: dict[str, AttentionItem] = field(default_factory=dict)
    audit: dict[int, AuditRecord] = field(default_factory=dict)
    jobs: dict[str, _Job] = field(default_factory=dict)


class MemoryTerminalTx:
    """One transaction of a MemoryTerminalStore; every change notes how it is taken back."""

    def __init__(self, state: _State, memory: Memory, *, is_writer: bool) -> None:
        self._state = state
        self._memory = memory
        self._is_writer = is_writer
        self._life = memory.life
        self.commits = None if is_writer else memory.commits

    def _set(self, mapping: dict[Key, Item], key: Key, value: Item | None) -> None:
        """Write or, with None, delete an entry."""
        if not self._is_writer:
            raise RuntimeError("written in a reading transaction")
        if self._life != self._memory.life:
            raise RuntimeError("written after the crash")
        self._memory.note(partial(restore, mapping, key, mapping.get(key)))
        restore(mapping, key, value)

    def meta(self, name: str) -> str:
        return self._state.meta.get(name, "")

    def set_meta(self, name: str, value: str) -> None:
        self._set(self._state.meta, name, value or None)

    def take_number(self, name: str) -> int:
        number = self._state.series.get(name, 0) + 1
        self._set(self._state.series, name, number)
        return number

    def next_command_number(self) -> tuple[int, int]:
        generation = int(self.meta("generation") or 1)
        return generation, self.take_number(f"command.{generation}")

    def cursor(self, feed: str) -> FeedRef:
        return self._state.cursors.get(feed, FeedRef(feed))

    def set_cursor(self, ref: FeedRef) -> None:
        self._set(self._state.cursors, ref.feed, ref)

    def base_get(self, kind: str, key: str) -> BaseRow | None:
        held = self._state.base.get((kind, key))
        return None if held is None else held.row

    def base_put(self, feed: str, row: BaseRow, terms: Collection[str]) -> bool:
        held = self._state.base.get((row.kind, row.key))
        if held is not None and held.feed == feed and held.row.rev > row.rev:
            return False
        self._swap((row.kind, row.key), _Row(feed, row, frozenset(terms)))
        return True

    def base_drop(self, kind: str, key: str, rev: int) -> None:
        held = self._state.base.get((kind, key))
        if held is not None and held.row.rev <= rev:
            self._swap((kind, key), None)

    def base_clear(self, feed: str) -> None:
        for place in [place for place, held in self._state.base.items() if held.feed == feed]:
            self._swap(place, None)

    def base_outdate(self, feed: str) -> None:
        for place, held in list(self._state.base.items()):
            if held.feed == feed:
                self._set(self._state.base, place, replace(held, row=replace(held.row, rev=0)))

    def _swap(self, place: Place, new: _Row | None) -> None:
        old = self._state.base.get(place)
        kind, key = place
        self._set(self._state.base, place, new)
        terms = self._state.terms
        for term in old.terms if old is not None else ():
            terms.remove((kind, term, key))
            self._memory.note(partial(ignore, terms.add, (kind, term, key)))
        for term in new.terms if new is not None else ():
            terms.add((kind, term, key))
            self._memory.note(partial(ignore, terms.remove, (kind, term, key)))

    def base_find(self, kind: str, prefix: str, limit: int) -> list[BaseRow]:
        found: dict[str, BaseRow] = {}
        for place, term, key in self._state.terms.walk((kind, prefix, ""), is_after=False):
            if len(found) >= limit or place != kind or not term.startswith(prefix):
                break
            found[key] = self._state.base[(kind, key)].row
        return list(found.values())

    def base_revs(self, kind: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        return [(row.key, row.rev) for row in self.base_find(kind, prefix, limit)]

    def base_rows(self, feed: str) -> list[tuple[str, str, int]]:
        held = (held.row for held in self._state.base.values() if held.feed == feed)
        return sorted((row.kind, row.key, row.rev) for row in held)

    def outbox_add(self, entry: OutboxEntry) -> None:
        self._set(self._state.outbox, entry.command.id, entry)
        self._mark_young(entry)

    def outbox_get(self, command_id: str) -> OutboxEntry | None:
        return self._state.outbox.get(command_id)

    def outbox_set(
        self, command_id: str, state: OutboxState, result: Result | None, *, tries: int | None = None
    ) -> None:
        entry = self._state.outbox.get(command_id)
        if entry is None:
            raise LookupError(command_id)
        changed = replace(entry, state=state, result=result, tries=entry.tries if tries is None else tries)
        self._set(self._state.outbox, command_id, changed)
        self._mark_young(changed)

    def _mark_young(self, entry: OutboxEntry) -> None:
        rev = 0 if entry.result is None else entry.result.feed_rev
        is_young = entry.state is OutboxState.FINAL and rev
        self._set(self._state.young, entry.command.id, rev if is_young else None)

    def outbox_list(self, states: Collection[OutboxState], limit: int) -> list[OutboxEntry]:
        return [entry for entry in self._made() if entry.state in states][:limit]

    def _made(self) -> list[OutboxEntry]:
        return list(self._state.outbox.values())

    def outbox_recent(self, limit: int) -> list[OutboxEntry]:
        return self._made()[::-1][:limit]

    def outbox_of(self, key: str) -> list[OutboxEntry]:
        kind, _, name = key.partition(":")
        held = self._state.base.get((kind, name))
        seen = 0 if held is None else held.row.rev
        open_ = (OutboxState.INTENT, OutboxState.ACCEPTED)
        of_key = [entry for entry in self._made() if entry.command.key == key]
        young = self._state.young
        return [e for e in of_key if e.state in open_ or young.get(e.command.id, 0) > seen]

    def outbox_keys(self, prefix: str) -> AbstractSet[str]:
        return {entry.command.key for entry in self._made() if entry.command.key.startswith(prefix)}

    def outbox_forget(self, before_at: datetime) -> None:
        """Delete final commands made before."""
        old = [e for e in self._made() if e.state is OutboxState.FINAL and e.created_at < before_at]
        for entry in old:
            self._set(self._state.outbox, entry.command.id, None)
            self._set(self._state.young, entry.command.id, None)

    def attention_put(self, item: AttentionItem) -> None:
        self._set(self._state.attention, item.id, item)

    def attention_get(self, item_id: str) -> AttentionItem | None:
        return self._state.attention.get(item_id)

    def attention_open(self, limit: int) -> list[AttentionItem]:
        items = [item for item in self._state.attention.values() if item.settled_at is None]
        return sorted(items, key=lambda item: (item.at, item.id))[:limit]

    def attention_settled(self, limit: int) -> list[AttentionItem]:
        settled = [
            (item.settled_at, item) for item in self._state.attention.values() if item.settled_at is not None
        ]
        return [item for _, item in sorted(settled, key=lambda pair: pair[0], reverse=True)][:limit]

    def audit(self, entry: AuditEntry) -> None:
        made = next_record(self.audit_head(), entry)
        self._set(self._state.audit, made.n, made)
        self._memory.put_on_record()

    def audit_head(self) -> AuditHead:
        """What a checkpoint signs."""
        last = self._state.audit.get(len(self._state.audit))
        return AuditHead() if last is None else AuditHead(last.n, last.hash)

    def audit_records(self, after: int, limit: int) -> list[AuditRecord]:
        """Records behind a place, in order."""
        return [record for n, record in sorted(self._state.audit.items()) if n > after][:limit]

    def audit_verify(self, *checkpoints: AuditHead) -> int | None:
        """The place of the first record that does not fit; None when the chain is whole."""
        return first_break(self.audit_records(0, len(self._state.audit)), *checkpoints)

    def print_add(self, printer: str, document_id: str, copy_no: int, document: bytes, *, has_value: bool) -> str:
        job_id = f"{document_id}#{copy_no}"
        if job_id not in self._state.jobs:
            self._set(self._state.jobs, job_id, _Job(printer, document, has_value))
        return job_id


class MemoryTerminalStore(VolatileStore[MemoryTerminalTx]):
    """A TerminalStore in memory; see VolatileStore for what a crash takes."""

    def __init__(self) -> None:
        super().__init__()
        self._state = _State()

    def papers(self) -> dict[str, bytes]:
        """The papers in the print queue by job."""
        return {name: job.document for name, job in self._state.jobs.items()}

    def begin(self, *, is_writer: bool) -> MemoryTerminalTx:
        """A transaction."""
        return MemoryTerminalTx(self._state, self.memory, is_writer=is_writer)
