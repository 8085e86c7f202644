"""INSERT … ON CONFLICT for both databases: SQLAlchemy spells it once per dialect, with the same meaning."""

from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


@cache
def upsert(
    dialect: str, table: sa.Table, changed: tuple[str, ...], *, is_guarded: bool = False
) -> sa.sql.dml.Insert:
    """Insert a row, or change those columns of the one with its primary key; parameters are named as columns.

    `is_guarded`: only when the new `rev` is higher, so that a late or repeated row changes nothing. Kept, because
    putting a statement together takes six times as long as running it.
    """
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table)
    key = list(table.primary_key.columns)
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=key)
    return statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in changed},
        where=statement.excluded["rev"] > table.c.rev if is_guarded else None,
    )
