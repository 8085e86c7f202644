"""What the till says of a scan by sound: whether to go on, to look, or to stop."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Beep(StrEnum):
    """GOOD: it led somewhere. QUESTION: nobody knows it, look at the screen. REFUSED: it may not be.

    ALERT: somebody waits, and nobody is at it.
    """

    GOOD = "good"
    QUESTION = "question"
    REFUSED = "refused"
    ALERT = "alert"


def _nobody(beep: Beep, scanner: str) -> bool:
    return False


@dataclass(slots=True)
class Beeps:
    """Tells whoever can make a sound; lives on the loop. `at_scanner` sounds it at the scanner of a name, and
    answers whether it does."""

    at_scanner: Callable[[Beep, str], bool] = _nobody
    _listeners: list[Callable[[Beep], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[Beep], None]) -> None:
        """Be told of every one that no scanner sounds."""
        self._listeners.append(listener)

    def sound(self, beep: Beep, scanner: str = "") -> None:
        """Sound it: where that was read, if that can, else wherever somebody can."""
        if scanner and self.at_scanner(beep, scanner):
            return
        for listener in list(self._listeners):
            listener(beep)
