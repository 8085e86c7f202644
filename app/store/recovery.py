"""What is done with a damaged file: the catalogue is loaded again, the store's commands are brought together.

A command is harmless to import twice, because its id says which it is. Its number is never used twice: after any
doubt numbering begins anew in a higher generation.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import msgspec

from app.contract.commands import Command, is_intact
from app.contract.ids import CommandId, parse_command_id
from app.domain.errors import Code, Problem
from app.store.catalog import CatalogStore
from app.store.database import STORE, Database
from app.store.files import drop_database, move_aside, put_in_place
from app.store.migrate import prepare
from app.store.salvage import Row, Salvaged, salvage
from app.store.terminal_store import COMMANDS, SqlTerminalStore, SqlTerminalTx
from app.usecases.ports import GENERATION, RECOVERED, AttentionItem, OutboxEntry, OutboxState


class _Paper(msgspec.Struct):
    document_no: str = ""
    number: str = ""


_commands = msgspec.json.Decoder(Command)
_papers = msgspec.json.Decoder(_Paper)
_EVERYTHING = 1_000_000
# An edge keeps applied commands 35 days; what is older is long final and would be unknown there.
_IMPORTED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a stream that nobody has a command for, `first` to `last`."""

    stream: str
    first: int
    last: int


class Copies(Protocol):
    """The third copy of commands about goods or money."""

    def replay(self) -> Sequence[bytes]:
        """Every record that is whole, in order."""

    def last(self) -> bytes | None:
        """The newest record that is whole."""


def open_catalog(path: Path, key: bytes) -> tuple[CatalogStore, bool]:
    """The catalogue and whether it had to be dropped and is empty now: then it is loaded again.

    Problem(FILE_TOO_NEW | DISK_FULL | DISK_READ_ONLY).
    """
    try:
        return CatalogStore(path, key), False
    except Problem as problem:
        if problem.code is not Code.STORE_DAMAGED:
            raise
    drop_database(path)
    return CatalogStore(path, key), True


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Where `store.db` lies, its key, the journal beside it and the clock (aware UTC) its facts are dated by."""

    path: Path
    key: bytes
    journal: Copies
    now_at: Callable[[], datetime]

    def open(self, stop: threading.Event | None = None) -> Database:
        """The file as it is. Problem(STORE_DAMAGED | FILE_TOO_NEW | DISK_FULL | …)."""
        prepare(self.path, self.key, STORE)
        return Database(self.path, self.key, STORE, readers=2, stop=stop)


def open_store(place: StorePlace) -> tuple[Database, bool]:
    """`store.db`, and whether it was damaged or gone and has been made anew.

    Problem(FILE_TOO_NEW | DISK_FULL | …): nothing is lost by it, the next start goes on where this one was.
    """
    if _was_here(place):
        return rebuild_store(place), True
    try:
        database = place.open()
    except Problem as problem:
        if problem.code is not Code.STORE_DAMAGED:
            raise
        return rebuild_store(place), True
    if not _has_lost_its_end(database, place):
        return database, False
    database.close()
    return rebuild_store(place), True


def rebuild_store(place: StorePlace, stop: threading.Event | None = None) -> Database:
    """Move the damaged, closed file aside and make a new one of what its pages and the journal still say.

    The new file takes its place when it is whole: whoever is interrupted begins again with the one put aside.
    The feeds' cursors are gone, so the authority sends its rows, and its answers to our commands, once more.
    """
    moment, path = place.now_at(), place.path
    if _holds_something(path):
        move_aside(path, f"{path.stem}.damaged-{moment:%Y%m%dT%H%M%S%f}-{len(_asides(path)):02}{path.suffix}")
    asides = _asides(path)
    found = salvage(asides[-1], place.key) if asides else Salvaged(broken=["*"])
    fresh = path.with_name(f"{path.name}.rebuilding")
    drop_database(fresh)
    prepare(fresh, place.key, STORE)
    database = Database(fresh, place.key, STORE)
    try:
        journaled = place.journal.replay()
        with SqlTerminalStore(database, place.now_at).write() as tx:
            _write_back(tx, found, journaled, moment)
            _number_on(tx, journaled)
            _begin_generation(tx, at_least=len(asides) + 1)
    finally:
        database.close()
    put_in_place(fresh, path)
    return place.open(stop)


def _was_here(place: StorePlace) -> bool:
    """Whether the file is gone, or was never finished, though others tell that there was one."""
    if _holds_something(place.path):
        return False
    return bool(_asides(place.path)) or place.journal.last() is not None


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _asides(path: Path) -> list[Path]:
    """Damaged files put aside, the last one last: their names carry the time."""
    return sorted(path.parent.glob(f"{path.stem}.damaged-*{path.suffix}"))


def _has_lost_its_end(database: Database, place: StorePlace) -> bool:
    """Whether the journal knows of a command that this file, whole as it is, never numbered.

    A write-ahead log that went missing, or an old copy put back, reads like a good file.
    """
    found = _decode(place.journal.last() or b"")
    if found is None:
        return False
    last = parse_command_id(found[0].id)
    with SqlTerminalStore(database, place.now_at).read() as tx:
        return last.seq > tx.last_number(f"{COMMANDS}{last.generation}")


def _write_back(tx: SqlTerminalTx, found: Salvaged, journaled: Sequence[bytes], moment: datetime) -> None:
    for table, rows in found.rows.items():
        _insert(tx, table, rows)
    if "audit" in found.broken:
        # What reads of the old chain stays with the old file; a chain with a hole would only cry wolf.
        tx.connection.exec_driver_sql("DELETE FROM audit")
        tx.connection.exec_driver_sql("DELETE FROM meta WHERE name = 'audit.head'")
    imported = import_commands(tx, journaled, moment)
    for entry in tx.outbox_list((OutboxState.INTENT,), _EVERYTHING):
        tx.set_meta(f"{RECOVERED}{entry.command.id}", "1")
    details: dict[str, str | int | bool] = {
        "imported": imported,
        "broken": ",".join(found.broken),
        "is_series_lost": "series" in found.broken,
    }
    stamp = moment.isoformat()
    tx.attention_put(AttentionItem(f"store_damaged:{stamp}", Code.STORE_DAMAGED, "store.db", details, moment))
    note_gaps(tx, moment)


def _insert(tx: SqlTerminalTx, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # our own schema's names
        tx.connection.exec_driver_sql(insert, tuple(row.values()))


def import_commands(tx: SqlTerminalTx, encoded: Iterable[bytes], moment: datetime) -> int:
    """Put commands back into the outbox that are not there, in their order, to be sent again; returns how many.

    What is not an intact command, or older than 30 days, is left out.
    """
    imported = 0
    for body in encoded:
        found = _decode(body)
        if found is None or found[1] < moment - timedelta(days=_IMPORTED_DAYS):
            continue
        command, made_at = found
        if tx.outbox_get(command.id) is None:
            tx.outbox_add(OutboxEntry(command, OutboxState.INTENT, is_act=True, created_at=made_at))
            imported += 1
    tx.outbox_renumber([str(command_id) for command_id in sorted(_ids(tx))])
    return imported


def _decode(body: bytes) -> tuple[Command, datetime] | None:
    """An intact command and when its device says it was made."""
    try:
        command = _commands.decode(body)
        parse_command_id(command.id)
        made_at = datetime.fromtimestamp(int(command.hlc.partition("-")[0]) / 1000, UTC)
    except (msgspec.MsgspecError, ValueError, OverflowError, OSError):
        return None
    return (command, made_at) if is_intact(command) else None


def find_gaps(tx: SqlTerminalTx) -> list[Gap]:
    """Numbers missing between commands of a stream, but for those that were final and have been forgotten."""
    streams: dict[str, list[int]] = {}
    for command_id in _ids(tx):
        streams.setdefault(command_id.stream, []).append(command_id.seq)
    gaps: list[Gap] = []
    for stream, seqs in sorted(streams.items()):
        known = [seq for seq in sorted(seqs) if seq > tx.outbox_forgotten(stream)]
        gaps += [Gap(stream, low + 1, high - 1) for low, high in pairwise(known) if high > low + 1]
    return gaps


def note_gaps(tx: SqlTerminalTx, moment: datetime) -> list[Gap]:
    """Raise an incident for every gap; to be called again when the authority's copies were imported."""
    gaps = find_gaps(tx)
    for gap in gaps:
        details: dict[str, str | int | bool] = {"stream": gap.stream, "first": gap.first, "last": gap.last}
        item_id = f"seq_incident:{gap.stream}:{gap.first}"
        tx.attention_put(AttentionItem(item_id, Code.SEQ_INCIDENT, gap.stream, details, moment))
    return gaps


def _ids(tx: SqlTerminalTx) -> list[CommandId]:
    return [parse_command_id(entry.command.id) for entry in tx.outbox_list(list(OutboxState), _EVERYTHING)]


def _number_on(tx: SqlTerminalTx, journaled: Sequence[bytes]) -> None:
    """Let every series go on behind whatever was numbered: commands, and the papers and cases they name."""
    commands = [found[0] for body in journaled if (found := _decode(body)) is not None]
    commands += [entry.command for entry in tx.outbox_list(list(OutboxState), _EVERYTHING)]
    highest: dict[str, int] = {}
    for command in commands:
        command_id = parse_command_id(command.id)
        taken = {f"{COMMANDS}{command_id.generation}": command_id.seq, **_paper_numbers(bytes(command.body))}
        highest.update({name: max(last, highest.get(name, 0)) for name, last in taken.items()})
    for name, last in highest.items():
        tx.raise_series(name, last)


def _paper_numbers(body: bytes) -> dict[str, int]:
    """The numbers of `A942-000012` and `R-A942-0003` in a command: a paper's and a case's."""
    try:
        paper = _papers.decode(body)
    except (msgspec.MsgspecError, ValueError):
        return {}
    names = {"document": paper.document_no, "return_case": paper.number}
    tails = {name: text.rpartition("-")[2] for name, text in names.items()}
    return {name: int(tail) for name, tail in tails.items() if tail.isascii() and tail.isdecimal()}


def _begin_generation(tx: SqlTerminalTx, *, at_least: int) -> None:
    """Number commands anew, above every generation anything speaks of: a number is never used twice."""
    known = [int(name.removeprefix(COMMANDS)) for name in tx.series(COMMANDS)]
    known += [command_id.generation for command_id in _ids(tx)]
    tx.set_meta(GENERATION, str(max(at_least, int(tx.meta(GENERATION) or 1) + 1, *(n + 1 for n in known))))
