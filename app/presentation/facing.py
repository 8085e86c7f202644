"""What the customer at the counter reads on the display before them: a number, an amount, never a name."""

from collections.abc import Callable
from dataclasses import dataclass, field

Lines = tuple[str, str]
NOTHING: Lines = ("", "")
Symbol = tuple[tuple[bool, ...], ...]
"""A QR symbol by rows, dark is True; none is empty. Whoever sees it can read it: it stands in no log."""


@dataclass(slots=True)
class Facing:
    """Owns the two lines, and a symbol for the customer's telephone; lives on the loop. Whoever waits in the queue
    can read them too."""

    lines: Lines = NOTHING
    symbol: Symbol = field(default=(), repr=False)
    _listeners: list[Callable[[Lines], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[Lines], None]) -> None:
        """Be told when they change."""
        self._listeners.append(listener)

    def turn(self, lines: Lines, symbol: Symbol = ()) -> None:
        """These are to be read from now on; the symbol where there is a screen that can show one."""
        if (lines, symbol) != (self.lines, self.symbol):
            self.lines, self.symbol = lines, symbol
            for listener in list(self._listeners):
                listener(lines)
