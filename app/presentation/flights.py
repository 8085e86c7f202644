"""Work a person set off: each kind once at a time, ended with the program, its failures never lost."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import Code, Problem
from app.usecases.read_ports import Superseded

Work = Callable[[], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class Flights:
    """Owns the tasks of the screens; lives on the loop. `on_broken` gets what no intent expected. Once it is
    closed nothing begins: a clock may still tick while the window goes."""

    on_broken: Callable[[BaseException], None]
    _flying: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)
    _is_closed: bool = False

    def once(self, name: str, work: Work) -> bool:
        """Begin, unless the same is under way: pressing twice does it once. Says whether it began."""
        if self._is_closed or self.is_flying(name):
            return False
        self._begin(name, work)
        return True

    def latest(self, name: str, work: Work) -> None:
        """Begin, and end an older one of that name: what was typed last is what is searched."""
        if self._is_closed:
            return
        if (older := self._flying.get(name)) is not None:
            older.cancel()
        self._begin(name, work)

    def is_flying(self, name: str) -> bool:
        """Whether that work is under way."""
        task = self._flying.get(name)
        return task is not None and not task.done()

    def _begin(self, name: str, work: Work) -> None:
        task = asyncio.get_running_loop().create_task(work(), name=name)
        self._flying[name] = task
        task.add_done_callback(self._landed)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        if self._flying.get(task.get_name()) is task:
            del self._flying[task.get_name()]
        failure = None if task.cancelled() else task.exception()
        if failure is not None and not isinstance(failure, Superseded) and not _has_left(failure):
            self.on_broken(failure)

    async def settled(self) -> None:
        """When everything that was set off has ended."""
        while self._flying:
            await asyncio.wait(list(self._flying.values()))

    def drop(self, *names: str) -> None:
        """End those under way, but for the one that calls: what comes of them concerns nobody any more."""
        try:
            caller = asyncio.current_task()
        except RuntimeError:
            caller = None
        for task in [task for name, task in self._flying.items() if name in names]:
            if task is not caller:
                task.cancel()

    async def close(self) -> None:
        """End what is under way and wait for its end."""
        self._is_closed = True
        flying = list(self._flying.values())
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)


def _has_left(failure: BaseException) -> bool:
    """Whether whoever it was done for locked the terminal meanwhile: then there is nobody to go on for."""
    return isinstance(failure, Problem) and failure.code is Code.OPERATOR_UNKNOWN
