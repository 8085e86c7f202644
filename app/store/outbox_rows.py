"""This terminal's own commands in `store.db`: numbered without gaps, kept as sent, moved on by answers."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.contract.commands import Command, Result
from app.contract.ids import parse_command_id
from app.usecases.ports import OutboxEntry, OutboxState

_encode = msgspec.json.encode
_commands = msgspec.json.Decoder(Command)
_results = msgspec.json.Decoder(Result)

_COLUMNS = "SELECT command, state, is_act, created_at, result, tries FROM outbox"
_IN_STATES = " WHERE state IN (SELECT value FROM json_each(?)) ORDER BY n LIMIT ?"
_NEWEST = " ORDER BY n DESC LIMIT ?"
_ADD = """
INSERT INTO outbox (id, key, command, state, is_act, created_at, result, feed_rev, tries)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SET = """
UPDATE outbox SET state = ?, result = ?, feed_rev = ?, tries = coalesce(?, tries) WHERE id = ?
"""
# A final command is young until the row it changed has come; the cursor may be past its rev before that, because
# a page leaves out a row that was replaced since.
_YOUNG = """ WHERE key = ? AND (state IN ('intent', 'accepted') OR (state = 'final' AND feed_rev >
coalesce((SELECT rev FROM base_row WHERE kind = ? AND base_row.key = ?), 0))) ORDER BY n
"""
_KEYS = "SELECT DISTINCT key FROM outbox WHERE substr(key, 1, ?) = ?"
_FORGET = "DELETE FROM outbox WHERE state = 'final' AND created_at < ? RETURNING id"


def row_of(key: str) -> tuple[str, str]:
    """(kind, key) of the row an aggregate is kept in: `order:o1` is row `o1` of kind `order`."""
    kind, _, name = key.partition(":")
    return kind, name


class OutboxRows:
    """The outbox as one transaction of `store.db` sees it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._run = connection.exec_driver_sql

    def add(self, entry: OutboxEntry) -> None:
        """Write a new command; Problem(INTERNAL) when its id is taken."""
        command = entry.command
        tail = (entry.created_at.isoformat(), _bytes(entry.result), _feed_rev(entry.result), entry.tries)
        head = (command.id, command.key, _encode(command), entry.state.value, int(entry.is_act))
        self._run(_ADD, (*head, *tail))

    def get(self, command_id: str) -> OutboxEntry | None:
        """The command, ended or not."""
        row = self._run(f"{_COLUMNS} WHERE id = ?", (command_id,)).one_or_none()
        return None if row is None else _entry(tuple(row))

    def set(self, command_id: str, state: OutboxState, result: Result | None, tries: int | None) -> None:
        """Move a command on; LookupError when there is none."""
        values = (state.value, _bytes(result), _feed_rev(result), tries, command_id)
        if not self._run(_SET, values).rowcount:
            raise LookupError(command_id)

    def in_states(self, states: Collection[OutboxState], limit: int) -> list[OutboxEntry]:
        """Commands in those states, as made."""
        wanted = msgspec.json.encode([state.value for state in states]).decode()
        return [_entry(tuple(row)) for row in self._run(_COLUMNS + _IN_STATES, (wanted, limit))]

    def recent(self, limit: int) -> list[OutboxEntry]:
        """The newest commands, newest first."""
        return [_entry(tuple(row)) for row in self._run(_COLUMNS + _NEWEST, (limit,))]

    def of(self, key: str) -> list[OutboxEntry]:
        """Commands on one aggregate that the base may not contain yet."""
        return [_entry(tuple(row)) for row in self._run(_COLUMNS + _YOUNG, (key, *row_of(key)))]

    def keys(self, prefix: str) -> "AbstractSet[str]":
        """The aggregates with any command whose key begins so."""
        return {str(key) for (key,) in self._run(_KEYS, (len(prefix), prefix))}

    def forget(self, before_at: datetime) -> dict[str, int]:
        """Delete final commands made before; returns the highest number of each stream that went.

        Rejected and parked ones stay for a person.
        """
        highest: dict[str, int] = {}
        for (text,) in self._run(_FORGET, (before_at.isoformat(),)):
            command_id = parse_command_id(text)
            highest[command_id.stream] = max(command_id.seq, highest.get(command_id.stream, 0))
        return highest

    def renumber(self, order: Sequence[str]) -> None:
        """Let these commands, all there are, stand in this order."""
        if order:
            places = [(-place, command_id) for place, command_id in enumerate(order, 1)]
            self._run("UPDATE outbox SET n = ? WHERE id = ?", places)
            self._run("UPDATE outbox SET n = -n WHERE n < 0")


def _bytes(result: Result | None) -> bytes | None:
    return None if result is None else _encode(result)


def _feed_rev(result: Result | None) -> int:
    return 0 if result is None else result.feed_rev


def _entry(row: tuple[bytes, str, int, str, bytes | None, int]) -> OutboxEntry:
    command, state, is_act, created_at, result, tries = row
    return OutboxEntry(
        command=_commands.decode(command),
        state=OutboxState(state),
        is_act=bool(is_act),
        created_at=datetime.fromisoformat(created_at),
        result=None if result is None else _results.decode(result),
        tries=tries,
    )
