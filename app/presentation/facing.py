"""What the customer at the counter reads on the display before them: a number, an amount, never a name."""

from collections.abc import Callable
from dataclasses import dataclass, field

Lines = tuple[str, str]
NOTHING: Lines = ("", "")


@dataclass(slots=True)
class Facing:
    """Owns the two lines; lives on the loop. Whoever waits in the queue can read them too."""

    lines: Lines = NOTHING
    _listeners: list[Callable[[Lines], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[Lines], None]) -> None:
        """Be told when they change."""
        self._listeners.append(listener)

    def turn(self, lines: Lines) -> None:
        """These are to be read from now on."""
        if lines != self.lines:
            self.lines = lines
            for listener in list(self._listeners):
                listener(lines)
