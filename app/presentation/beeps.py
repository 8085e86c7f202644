"""What the till says of a scan by sound: whether to go on, to look, or to stop."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Beep(StrEnum):
    """GOOD: it led somewhere. QUESTION: nobody knows it, look at the screen. REFUSED: it may not be."""

    GOOD = "good"
    QUESTION = "question"
    REFUSED = "refused"


@dataclass(slots=True)
class Beeps:
    """Tells whoever can make a sound; lives on the loop."""

    _listeners: list[Callable[[Beep], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[Beep], None]) -> None:
        """Be told of every one."""
        self._listeners.append(listener)

    def sound(self, beep: Beep) -> None:
        """Sound it, where somebody can."""
        for listener in list(self._listeners):
            listener(beep)
