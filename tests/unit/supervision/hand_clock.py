"""Time that passes when a test says so, and waiting for what threads bring about."""

import asyncio
from collections.abc import Callable

PATIENCE_S = 30.0


class HandClock:
    """Owns the sleepers of one loop, on which it is made."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.asked_s: list[float] = []
        self._sleepers: list[tuple[float, asyncio.Event]] = []
        self._loop = asyncio.get_running_loop()
        self._stirred = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Until that much has passed."""
        self.asked_s.append(seconds)
        over = asyncio.Event()
        sleeper = (self.now_s + seconds, over)
        self._sleepers.append(sleeper)
        self._stirred.set()
        try:
            await over.wait()
        finally:
            self._stirred.set()
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)

    def pauses_s(self, shorter_s: float) -> list[float]:
        """Who sleeps now for less than that: how much longer."""
        return [at_s - self.now_s for at_s, _ in self._sleepers if at_s - self.now_s < shorter_s]

    def pass_s(self, seconds: float) -> None:
        """So many seconds go by."""
        self.now_s += seconds
        due = [sleeper for sleeper in self._sleepers if sleeper[0] <= self.now_s]
        for sleeper in due:
            self._sleepers.remove(sleeper)
            sleeper[1].set()

    def stir(self) -> None:
        """Something happened; any thread."""
        self._loop.call_soon_threadsafe(self._stirred.set)

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait for that to be brought about; whatever happens is to stir."""
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                await self._stirred.wait()
                self._stirred.clear()
