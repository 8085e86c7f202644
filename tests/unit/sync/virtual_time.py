"""An event loop whose clock jumps to the next timer: minutes of pauses pass at once, in the order they would."""

import asyncio
import math
import selectors
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
START_AT = datetime(2026, 3, 5, 9, 44, tzinfo=UTC)
PARTS = 64


class _Jumping(selectors.DefaultSelector):
    """Waits for real only while a thread works for the loop or when there is no timer."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0
        self.busy = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or (timeout > 0 and self.busy):
            return super().select(None)
        ready = super().select(0)
        if not ready:
            self.now_s += max(0.0, timeout)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Owns a time of its own, 0 at its start."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        future = super().run_in_executor(executor, func, *args)
        self._jumping.busy += 1
        future.add_done_callback(self._is_done)
        return future

    def _is_done(self, _: object) -> None:
        self._jumping.busy -= 1


class LoopClock:
    """The clock of a terminal on a loop: wall time and monotonic time both follow it, on any thread.

    `leapt_s` is how far it was put ahead of the loop. While it is `held` it moves by leaps only.
    """

    def __init__(self, start_at: datetime = START_AT) -> None:
        self.start_at = start_at
        self.leapt_s = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_held = False

    def now_at(self) -> datetime:
        return self.start_at + timedelta(seconds=self.monotonic_s())

    def monotonic_s(self) -> float:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        return self.leapt_s if self._is_held else self._loop.time() + self.leapt_s

    @contextmanager
    def held(self) -> Iterator[None]:
        """How long the machine takes over the block is no part of this time: only leaps are. Whole parts of a
        second let sums of them be exact."""
        self.leapt_s = math.ceil(self.monotonic_s() * PARTS) / PARTS
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            self.leapt_s -= self.monotonic_s() - self.leapt_s


async def let_pass(seconds: float) -> None:
    """Return when so much of the loop's time has passed."""
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, done.set)
    await done.wait()
