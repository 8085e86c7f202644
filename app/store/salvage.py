"""What can still be read of a damaged `store.db`: rows from the front until it breaks, then from the back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from app.domain.errors import Problem
from app.store.database import STORE, connect
from app.store.faults import translated

Value = str | int | bytes | float | None
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is walked: from its front and, when that breaks, from its back."""

    name: str
    columns: str = "*"
    orders: tuple[str, ...] = ("",)
    key_columns: int = 1


def _from_both_ends(name: str, key: str, *, columns: str = "*", key_columns: int = 1) -> _Table:
    backwards = ", ".join(f"{column} DESC" for column in key.split(", "))
    return _Table(name, columns, (f"ORDER BY {key}", f"ORDER BY {backwards}"), key_columns)


# What exists nowhere else. Finder and cursors come again with the feeds.
_OWN = (
    _Table("meta"),
    _Table("series"),
    _Table("attention"),
    _from_both_ends("outbox", "n"),
    _from_both_ends("audit", "n"),
    _from_both_ends("print_job", "n"),
)
# The authority's rows come again too, but a shop without its line goes on working by the ones it had. Their revs
# say nothing to a cursor that begins anew.
_BORROWED = (
    _from_both_ends("base_row", "kind, key", columns="kind, key, feed, 0 AS rev, body", key_columns=2),
    _from_both_ends("base_term", "kind, term, key", key_columns=3),
)


@dataclass(slots=True)
class Salvaged:
    """Rows by table; `broken` names tables of our own that did not read to their end."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def salvage(path: Path, key: bytes) -> Salvaged:
    """Read what reads of a damaged file; never raises for damage, never changes it."""
    found = Salvaged()
    for table in _OWN:
        if not _read(path, key, found, table):
            found.broken.append(table.name)
    for table in _BORROWED:
        _read(path, key, found, table)
    return found


def _read(path: Path, key: bytes, found: Salvaged, table: _Table) -> bool:
    """Read a table; says whether it came to its end.

    Each time on a new connection: SQLCipher lets one that met a damaged page read nothing any more.
    """
    rows: dict[tuple[Value, ...], Row] = {}
    is_whole = False
    for order in table.orders:
        query = f"SELECT {table.columns} FROM {table.name} {order}"  # noqa: S608  # constants
        try:
            with translated(), closing(connect(path, key, STORE, is_writer=False)) as connection:
                for row in _walk(connection, query):
                    rows.setdefault(tuple(row.values())[: table.key_columns], row)
        except Problem:
            continue
        is_whole = True
        break
    found.rows[table.name] = [rows[place] for place in sorted(rows, key=_order)]
    return is_whole


def _walk(connection: dbapi2.Connection, query: str) -> Iterator[Row]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))


def _order(key: tuple[Value, ...]) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, str(part)) for part in key]
