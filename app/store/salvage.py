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

# Tables whose rows exist nowhere else; base rows, finder and cursors come again with the feeds.
_BY_NUMBER = ("outbox", "audit", "print_job")
_WHOLE = ("meta", "series", "attention")


@dataclass(slots=True)
class Salvaged:
    """Rows by table; `broken` names tables that did not read to their end."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def salvage(path: Path, key: bytes) -> Salvaged:
    """Read what reads of a damaged file; never raises for damage, never changes it."""
    found = Salvaged()
    for table in _WHOLE:
        _read(path, key, found, table, ("",))
    for table in _BY_NUMBER:
        _read(path, key, found, table, ("ORDER BY n", "ORDER BY n DESC"))
    return found


def _read(path: Path, key: bytes, found: Salvaged, table: str, orders: tuple[str, ...]) -> None:
    """Read from the front and, when that breaks, from the back.

    Each time on a new connection: SQLCipher lets one that met a damaged page read nothing any more.
    """
    rows: dict[Value, Row] = {}
    for order in orders:
        query = f"SELECT * FROM {table} {order}"  # noqa: S608  # constants
        try:
            with translated(), closing(connect(path, key, STORE, is_writer=False)) as connection:
                for row in _walk(connection, query):
                    rows.setdefault(next(iter(row.values())), row)
        except Problem:
            continue
        break
    else:
        found.broken.append(table)
    found.rows[table] = [rows[place] for place in sorted(rows, key=_order)]


def _walk(connection: dbapi2.Connection, query: str) -> Iterator[Row]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))


def _order(key: Value) -> tuple[int, str]:
    return (key, "") if isinstance(key, int) else (0, str(key))
