"""What every process of ours does with signals: stop in order."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


def on_asked(end: Callable[[], object]) -> None:
    """Call this when the process is asked to end (SIGTERM or Ctrl-C), instead of ending at once."""
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end)


async def until_stopped() -> None:
    """Wait for SIGTERM or SIGINT."""
    stop = asyncio.Event()
    on_asked(stop.set)
    await stop.wait()


async def guided(work: Callable[[], Awaitable[T]]) -> T:
    """The work; asked to end it is cancelled, and so ends the processes it began first."""
    task = asyncio.current_task()
    assert task is not None
    on_asked(task.cancel)
    return await work()


@contextmanager
def interrupted() -> Iterator[None]:
    """Guided work that was asked to end is an interrupted program: KeyboardInterrupt."""
    try:
        yield
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
