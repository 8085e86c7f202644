"""These tests run on a loop whose pauses take no time, at a counter of a sample shop."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest

from app.store.spool import SqlSpoolStore
from app.store.terminal_files import TerminalFiles
from tests.unit.sync.virtual_time import VirtualLoop
from tests.unit.usecases.counter import Counter
from tests.unit.usecases.sample_files import open_access, sample_files


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], VirtualLoop]]:
    """Hook of pytest-asyncio: the loops to run on."""
    return {"virtual": VirtualLoop}


@pytest.fixture(scope="session")
def lookups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TerminalFiles]:
    """Catalogue and finder, read only."""
    with sample_files(tmp_path_factory.mktemp("files")) as files:
        yield files


@pytest.fixture
async def counter(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[Counter]:
    """A station at work."""
    async with Counter(tmp_path, lookups).open() as opened:
        yield opened


@pytest.fixture
async def paper_counter(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[Counter]:
    """A station over a real `store.db`, whose print queue the spool reads."""
    with open_access(tmp_path / "store.db", "db") as access:
        async with Counter(tmp_path, lookups, access, SqlSpoolStore(access)).open() as opened:
            yield opened
