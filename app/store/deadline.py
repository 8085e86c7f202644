"""A search that nobody waits for, or that takes too long, stops: SQLite asks every few thousand steps.

Asking is sure where interrupting is not: an interrupt between two statements is lost.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

from app.store.faults import Interrupted, translated

SEARCH_LIMIT_S = 0.2
_STEPS = 2_000


def watch_flag(raw: DBAPIConnection, stop: threading.Event) -> None:
    """End whatever this connection runs while the flag is set."""
    raw.set_progress_handler(stop.is_set, _STEPS)


@contextmanager
def stop_after(connection: sa.Connection, limit_s: float = SEARCH_LIMIT_S) -> Iterator[None]:
    """Run statements until the limit, then leave the block quietly: what was collected by then stands.

    Interrupted when the connection's flag stopped them.
    """
    raw = connection.connection.dbapi_connection
    assert raw is not None
    stop: threading.Event = connection.info["stop"]
    end = time.monotonic() + limit_s
    raw.set_progress_handler(lambda: stop.is_set() or time.monotonic() > end, _STEPS)
    try:
        with translated(is_reader=True):
            yield
    except Interrupted:
        if stop.is_set():
            raise
    finally:
        watch_flag(raw, stop)
