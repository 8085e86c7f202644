"""The fake queue keeps the promises of a queue."""

import pytest

from app.usecases.spool import PrintJob
from tests.contract.spool.suite import SpoolStoreContract
from tests.fakes.spool import MemorySpool


class MemoryQueue:
    """The fake."""

    def __init__(self) -> None:
        self.store = MemorySpool()

    async def add(self, job: PrintJob) -> None:
        self.store.jobs[job.id] = job


class TestMemorySpool(SpoolStoreContract):
    """The whole contract."""

    @pytest.fixture
    def queue(self) -> MemoryQueue:
        return MemoryQueue()
