"""The bench of the spool tests."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.spool.bench import Bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    await bench.worker.close()
