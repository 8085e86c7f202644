"""The stores every contract suite here runs over: in memory, in an encrypted file, in PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.central.persistence.engine import make_engine
from app.central.persistence.schema import upgrade
from app.node.ports import NodeStore
from app.store.database import NODE, STORE, Database, EngineTransactions
from app.store.migrate import prepare
from app.store.node_store import SqlNodeStore
from app.store.terminal_store import SqlTerminalStore
from app.usecases.ports import TerminalStore
from tests.fakes.stores import MemoryNodeStore, MemoryTerminalStore

KEY = bytes(range(32))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@contextmanager
def encrypted_node_store(path: Path) -> Iterator[NodeStore]:
    prepare(path, KEY, NODE)
    database = Database(path, KEY, NODE, readers=2)
    try:
        yield SqlNodeStore(database)
    finally:
        database.close()


@contextmanager
def postgres_node_store(url: str) -> Iterator[NodeStore]:
    engine = make_engine(url)
    try:
        upgrade(engine)
        yield SqlNodeStore(EngineTransactions(engine))
    finally:
        engine.dispose()


@pytest.fixture(params=["memory", "sqlcipher", "postgres"])
def node_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NodeStore]:
    """One empty store of an authority, of each make."""
    if request.param == "memory":
        yield MemoryNodeStore()
    elif request.param == "sqlcipher":
        with encrypted_node_store(tmp_path / "node.db") as store:
            yield store
    else:
        with postgres_node_store(request.getfixturevalue("postgres_url")) as store:
            yield store


@contextmanager
def encrypted_terminal_store(path: Path) -> Iterator[TerminalStore]:
    prepare(path, KEY, STORE)
    database = Database(path, KEY, STORE)
    try:
        yield SqlTerminalStore(database, lambda: NOON)
    finally:
        database.close()


@pytest.fixture(params=["memory", "sqlcipher"])
def terminal_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TerminalStore]:
    """One empty store of a terminal, of each make."""
    if request.param == "memory":
        yield MemoryTerminalStore()
    else:
        with encrypted_terminal_store(tmp_path / "store.db") as store:
            yield store
