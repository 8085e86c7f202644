"""How fast a platform may be called: a budget of calls, and pauses after failures or when it asks for one.

Every connector has one and counts each of its calls in it; who wants something of the connector waits for it.
"""

from app.central.connectors.guard import backoff_s
from app.central.connectors.port import PlatformTraits

LONGEST_PAUSE_S = 60.0


def pace_of(traits: PlatformTraits, now_s: float) -> "Pace":
    """The budget a platform has; `now_s` as in `Pace`."""
    return Pace(traits.calls_per_s, traits.burst, LONGEST_PAUSE_S, now_s)


class Pace:
    """Owns when the next call to one platform may start; lives on the host's loop, shared by all who call it.

    All times are seconds of the monotonic clock, handed in. The budget may go into debt by the call that follows
    a read, so that a decided call does not wait with an old reading.
    """

    def __init__(self, calls_per_s: float, burst: int, longest_pause_s: float, now_s: float) -> None:
        self._calls_per_s = calls_per_s
        self._burst = float(burst)
        self._longest_pause_s = longest_pause_s
        self._left = float(burst)
        self._counted_s = now_s
        self._held_until_s = now_s
        self._failures = 0

    def wait_s(self, now_s: float) -> float:
        """Seconds until a call may start; 0 for now."""
        self._left = min(self._burst, self._left + max(0.0, now_s - self._counted_s) * self._calls_per_s)
        self._counted_s = now_s
        missing_s = (1.0 - self._left) / self._calls_per_s if self._left < 1.0 else 0.0
        return max(missing_s, self.held_s(now_s))

    def held_s(self, now_s: float) -> float:
        """Seconds of the pause the platform was given; 0 for none. What a person waits for keeps to it only, and
        may leave the budget in debt."""
        return max(0.0, self._held_until_s - now_s)

    def take(self) -> None:
        """Count one call."""
        self._left -= 1.0

    def hold(self, now_s: float, asked_s: float | None) -> float:
        """Pause after a failure, as long as the platform asked or longer each time; returns the seconds."""
        self._failures += 1
        hold_s = backoff_s(self._failures, self._longest_pause_s)
        if asked_s is not None:
            hold_s = min(max(asked_s, 0.0), self._longest_pause_s * 10)
        self._held_until_s = max(self._held_until_s, now_s + hold_s)
        return hold_s

    def went_well(self) -> None:
        """The platform answered: the next failure is a first one again."""
        self._failures = 0
