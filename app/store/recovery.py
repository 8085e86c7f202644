"""What is done with a damaged file: the catalogue is loaded again, the store's commands are brought together.

A command is harmless to import twice, because its id says which it is. Its number is never used twice: after any
doubt numbering begins anew in a higher generation.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec

from app.contract.commands import Command, is_intact
from app.contract.ids import CommandId, parse_command_id
from app.domain.errors import Code, Problem
from app.store.catalog import CatalogStore
from app.store.database import STORE, Database
from app.store.files import drop_database, move_aside
from app.store.migrate import prepare
from app.store.salvage import Row, Salvaged, salvage
from app.store.terminal_store import GENERATION, SqlTerminalStore, SqlTerminalTx
from app.usecases.ports import AttentionItem, Journal, OutboxEntry, OutboxState

_commands = msgspec.json.Decoder(Command)
_EVERYTHING = 1_000_000
# An edge keeps applied commands 35 days; what is older is long final and would be unknown there.
_IMPORTED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a stream that nobody has a command for, `first` to `last`."""

    stream: str
    first: int
    last: int


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


def open_store(path: Path, key: bytes, journal: Journal, now_at: Callable[[], datetime]) -> tuple[Database, bool]:
    """`store.db`, and whether it was damaged and has been made anew. Problem(FILE_TOO_NEW | DISK_FULL | …)."""
    try:
        prepare(path, key, STORE)
        return Database(path, key, STORE, readers=2), False
    except Problem as problem:
        if problem.code is not Code.STORE_DAMAGED:
            raise
    return rebuild_store(path, key, journal, now_at), True


def rebuild_store(path: Path, key: bytes, journal: Journal, now_at: Callable[[], datetime]) -> Database:
    """Move the damaged, closed file aside and make a new one of what its pages and the journal still say.

    The authority's rows come again with the feeds, whose cursors are gone; its copies of commands are imported
    with `import_commands` when it answers.
    """
    moment = now_at()
    aside = move_aside(path, f"{path.stem}.damaged-{moment:%Y%m%dT%H%M%S%f}{path.suffix}")
    found = salvage(aside, key)
    prepare(path, key, STORE)
    database = Database(path, key, STORE, readers=2)
    try:
        with SqlTerminalStore(database, now_at).write() as tx:
            _write_back(tx, found, journal.replay(), moment)
    except BaseException:
        database.close()
        raise
    return database


def _write_back(tx: SqlTerminalTx, found: Salvaged, journaled: Sequence[bytes], moment: datetime) -> None:
    for table, rows in found.rows.items():
        _insert(tx, table, rows)
    if "audit" in found.broken:
        # What reads of the old chain stays with the old file; a chain with a hole would only cry wolf.
        tx.connection.exec_driver_sql("DELETE FROM audit")
        tx.connection.exec_driver_sql("DELETE FROM meta WHERE name = 'audit.head'")
    imported = import_commands(tx, journaled, moment)
    tx.set_meta(GENERATION, str(_highest_generation(tx) + 1))
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


def _highest_generation(tx: SqlTerminalTx) -> int:
    return max([int(tx.meta(GENERATION) or 1), *(command_id.generation for command_id in _ids(tx))])
