"""Work that goes on while a process does: what fails is begun again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

_log = structlog.stdlib.get_logger("process")
RESTART_S = 1.0


@asynccontextmanager
async def kept_running(*works: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run these until the block ends; one that fails is noted and begun again."""
    tasks = [asyncio.create_task(_again_and_again(work), name=f"kept {work!r}") for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _again_and_again(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except Exception as exc:
            _log.error("work_failed", work=getattr(work, "__qualname__", "?"), exc_info=exc)
        await asyncio.sleep(RESTART_S)
