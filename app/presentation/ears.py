"""Whether anything is to be scanned just now: a scanner that can be told is hushed when it is not."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ears:
    """Owns that fact; lives on the loop."""

    are_open: bool = True
    _listeners: list[Callable[[bool], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[bool], None]) -> None:
        """Be told when it changes."""
        self._listeners.append(listener)

    def turn(self, *, are_open: bool) -> None:
        """Scans are heard from here on, or are not."""
        if are_open != self.are_open:
            self.are_open = are_open
            for listener in list(self._listeners):
                listener(are_open)
