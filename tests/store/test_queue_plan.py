"""Which rows a queue is made of is read from those of its terms alone, however many others are kept."""

from typing import Any

import sqlalchemy as sa

from app.store.terminal_store import SqlTerminalStore
from app.usecases.ports import BaseRow


def test_the_revs_of_a_queue_are_looked_up_by_key(terminal: SqlTerminalStore) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def hear(*said: Any) -> None:
        asked.append((str(said[2]), said[3]))

    with terminal.write() as tx:
        for n in range(40):
            terms = [f"due:{n:02d}", f"number:{n}"] if n % 2 else [f"number:{n}"]
            tx.base_put("f", BaseRow("order", f"o-{n:02d}", n + 1, b"{}"), terms)
    with terminal.read() as tx:
        sa.event.listen(sa.Engine, "before_cursor_execute", hear)
        try:
            found = tx.base_revs("order", "due:", 9)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", hear)
        [(query, values)] = [one for one in asked if "SELECT" in one[0]]
        steps = [row[3] for row in tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
    assert found == [(f"o-{n:02d}", n + 1) for n in range(1, 18, 2)]
    [step] = [step for step in steps if "base_row" in step]
    assert step.startswith("SEARCH base_row")
    assert step.endswith("(kind=? AND key=?)")
    assert not any("AUTOMATIC" in step for step in steps)
