"""One act at a time waits for another person's yes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.staff import Approval, Ask


@dataclass(slots=True)
class Approvals:
    """What is asked for just now; lives on the loop. Whoever shows it answers."""

    pending: Ask | None = None
    _answer: "asyncio.Future[Approval | None] | None" = None
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told when something is asked for, and when that is over."""
        self._listeners.append(listener)

    async def ask(self, ask: Ask) -> Approval | None:
        """The approval; None when nobody gave it, or when another act is being asked for."""
        if self.pending is not None:
            return None
        self._answer = asyncio.get_running_loop().create_future()
        self._show(ask)
        try:
            return await self._answer
        finally:
            self._answer = None
            self._show(None)

    def answer(self, ask: Ask | None, approval: Approval | None) -> None:
        """Yes, or None for no; an answer that comes after its question was dropped counts for nothing."""
        if self._answer is not None and not self._answer.done() and ask == self.pending:
            self._answer.set_result(approval)

    def _show(self, ask: Ask | None) -> None:
        self.pending = ask
        for listener in list(self._listeners):
            listener()
