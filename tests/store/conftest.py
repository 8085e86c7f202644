"""Real encrypted files for the store's tests."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.store.catalog import CatalogStore
from app.store.database import CATALOG, NODE, STORE, Database, FileRules
from app.store.migrate import prepare
from app.store.terminal_store import SqlTerminalStore

KEY = bytes(range(32))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

__all__ = ["CATALOG", "KEY", "NODE", "NOON", "STORE"]

OpenFile = Callable[[FileRules, str], Database]


@pytest.fixture
def open_file(tmp_path: Path) -> Iterator[OpenFile]:
    """Prepare and open a file of a kind by name; closed at the end."""
    opened: list[Database] = []

    def open_one(rules: FileRules, name: str) -> Database:
        prepare(tmp_path / name, KEY, rules)
        opened.append(Database(tmp_path / name, KEY, rules, readers=2))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture
def store_file(open_file: OpenFile) -> Database:
    """A new `store.db`."""
    return open_file(STORE, "store.db")


@pytest.fixture
def terminal(store_file: Database) -> SqlTerminalStore:
    """The terminal's store over it."""
    return SqlTerminalStore(store_file, lambda: NOON)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[CatalogStore]:
    """A new `catalog.db`."""
    store = CatalogStore(tmp_path / "catalog.db", KEY)
    yield store
    store.close()
