"""A fault of ours that nobody expected: told calmly where the person works, by a code that is in the log."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """The fault not yet put away, by its code; lives on the loop. A newer one takes its place."""

    latest: str = ""
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told of a new one, and when it is put away."""
        self._listeners.append(listener)

    def tell(self, code: str) -> None:
        """Something broke; empty when a person has read it."""
        self.latest = code
        for listener in list(self._listeners):
            listener()
