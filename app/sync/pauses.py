"""How long to wait between tries, and what ends a wait early."""

import asyncio
import random
from dataclasses import dataclass

from app.domain.errors import Problem

FIRST_PAUSE_S = 0.5


@dataclass(slots=True)
class Pause:
    """Full jitter between tries: uniform up to a doubling limit, so that a whole chain does not knock at once."""

    cap_s: float
    chance: random.Random
    limit_s: float = FIRST_PAUSE_S

    @property
    def has_failed(self) -> bool:
        """Whether there was a pause since the last try that worked."""
        return self.limit_s > FIRST_PAUSE_S

    def reset(self) -> None:
        """It worked: begin again with short pauses."""
        self.limit_s = FIRST_PAUSE_S

    async def wait(self, wake: asyncio.Event, at_least_s: float) -> None:
        """Wait; a new event ends it early once, unless the authority named a time."""
        pause_s = max(at_least_s, self.chance.uniform(0, self.limit_s))
        self.limit_s = min(self.cap_s, self.limit_s * 2)
        if at_least_s:
            await asyncio.sleep(pause_s)
        else:
            await wait_for(wake, pause_s)


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set or the time is over."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def retry_after_s(failure: Exception) -> float:
    """What the authority asked to wait, in seconds, at most a minute."""
    if not isinstance(failure, Problem):
        return 0.0
    asked = failure.details.get("retry_after_s", 0)
    return min(60.0, float(asked)) if isinstance(asked, int) else 0.0
