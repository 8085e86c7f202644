"""A thread with a name, on which everything of one kind that blocks runs: the database, or files and packing."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class DbThread:
    """Owns one named thread; `run` is called on the event loop, its work runs on the thread, one by one."""

    def __init__(self, name: str = "db") -> None:
        self._name = name
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, or what it raised. Given up by its caller, it still runs to its end."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def check(self) -> None:
        """Fail loudly when called on any other thread: what has one home must stay there."""
        here = threading.current_thread().name
        if here != f"{self._name}_0":
            raise RuntimeError(f"runs on {here}, belongs to {self._name}_0")

    def close(self) -> None:
        """Finish what was started and end the thread; blocking."""
        self._executor.shutdown(wait=True)
