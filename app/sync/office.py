"""How far the shop's authority is from head office: asked of it, since its own answers do not tell."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.contract.reads import Health
from app.domain.errors import Problem
from app.usecases.ports import Clock

LOOK_S = 3.0
ASK_S = 2.0


@dataclass(slots=True)
class Office:
    """What the next hop last said of its line to head office; lives on the loop.

    `is_linked` is None until the first answer.
    """

    health: Callable[[], Awaitable[Health]]
    clock: Clock
    is_linked: bool | None = None
    _fresh_at_s: float | None = None

    @property
    def age_s(self) -> float | None:
        """Seconds since the next hop had everything head office knows; None when it does not say."""
        return None if self._fresh_at_s is None else self.clock.monotonic_s() - self._fresh_at_s

    async def look(self) -> None:
        """Ask now. One that does not answer changes nothing: that the shop is cut is the link's to say."""
        try:
            async with asyncio.timeout(ASK_S):
                health = await self.health()
        except (Problem, TimeoutError):
            return
        self.is_linked = health.is_linked
        self._fresh_at_s = None if health.age_s is None else self.clock.monotonic_s() - health.age_s

    async def follow(self, changed: Callable[[], None]) -> None:
        """Ask every few seconds, until cancelled; `changed` is told when the line goes or comes back."""
        while True:
            before = self.is_linked
            await self.look()
            if self.is_linked is not before:
                changed()
            await asyncio.sleep(LOOK_S)
