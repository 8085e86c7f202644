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

    _listeners: list[Callable[[Beep], bool | None]] = field(default_factory=list)

    def listen(self, listener: Callable[[Beep], bool | None]) -> None:
        """Be told of every one, the latest listener first; one that answers True has sounded it for all."""
        self._listeners.insert(0, listener)

    def sound(self, beep: Beep) -> None:
        """Sound it, where somebody can."""
        for listener in list(self._listeners):
            if listener(beep):
                return
