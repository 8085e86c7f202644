"""Rows found by the start of a term, each once and in the terms' order, over the same shape of two tables."""

from collections.abc import Iterator

import sqlalchemy as sa

from app.store.prefixes import end_of_prefix

_NO_END = "\U0010ffff" * 4
_FIRST = """
SELECT term, key FROM base_term WHERE kind = ? AND term >= ? AND term < ? ORDER BY term, key LIMIT ?
"""
_FURTHER = """
SELECT term, key FROM base_term WHERE kind = ? AND (term, key) > (?, ?) AND term < ? ORDER BY term, key LIMIT ?
"""


def end_of_terms(prefix: str) -> str:
    """What stands behind every term with that prefix."""
    return end_of_prefix(prefix) or _NO_END


def keys_by_prefix(connection: sa.Connection, kind: str, prefix: str, limit: int) -> list[str]:
    """Keys of rows with a term that starts with `prefix`, `limit` at most."""
    keys: dict[str, None] = {}
    for key in _walk(connection, kind, prefix, limit + 16):
        if len(keys) >= limit:
            break
        keys[key] = None
    return list(keys)


def _walk(connection: sa.Connection, kind: str, prefix: str, slice_: int) -> Iterator[str]:
    end = end_of_terms(prefix)
    rows = connection.exec_driver_sql(_FIRST, (kind, prefix, end, slice_)).all()
    while rows:
        yield from (key for _, key in rows)
        if len(rows) < slice_:
            return
        last = rows[-1]
        rows = connection.exec_driver_sql(_FURTHER, (kind, last.term, last.key, end, slice_)).all()
