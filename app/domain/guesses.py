"""How many wrong codes a kiosk takes before only a person helps; kept through a restart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.errors import Code, Problem

PER_SESSION, PER_HOUR = 5, 20
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Guesses:
    """When wrong codes were shown or typed at one kiosk in the last hour, by its clock."""

    wrong_at: tuple[datetime, ...] = ()

    def refuse_over(self, now_at: datetime) -> None:
        """Problem(CODE_TRIES_OVER) while there were too many."""
        if len(self._recent(now_at)) >= PER_HOUR:
            raise Problem(Code.CODE_TRIES_OVER)

    def with_wrong(self, now_at: datetime) -> "Guesses":
        """After one more."""
        return Guesses((*self._recent(now_at), now_at)[-PER_HOUR:])

    def _recent(self, now_at: datetime) -> tuple[datetime, ...]:
        """A clock that was set back frees nobody: what lies ahead of it counts as just now."""
        return tuple(min(at, now_at) for at in self.wrong_at if now_at - at < HOUR)
