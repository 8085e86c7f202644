"""Where we are and where back leads; what is left stays as it was, to be found again."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.presentation.routes import HomeRoute, Route

MAX_DEPTH = 12


@dataclass(slots=True)
class Navigator:
    """A stack of places; lives on the loop. Listeners hear of every move, with the place we are at then."""

    start: Route = field(default_factory=HomeRoute)
    _stack: list[Route] = field(default_factory=list)
    _listeners: list[Callable[[Route], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stack.append(self.start)

    @property
    def at(self) -> Route:
        """Where we are."""
        return self._stack[-1]

    @property
    def trail(self) -> tuple[Route, ...]:
        """Every place that is still open, the first one first."""
        return tuple(self._stack)

    def listen(self, listener: Callable[[Route], None]) -> None:
        """Be told of every move."""
        self._listeners.append(listener)

    def go(self, route: Route) -> None:
        """On to a place. One that is open already is returned to, so that back never runs in a circle."""
        if route == self.at:
            return
        if route in self._stack:
            del self._stack[self._stack.index(route) + 1 :]
        else:
            self._stack.append(route)
            del self._stack[1 : max(1, len(self._stack) - MAX_DEPTH)]
        self._moved()

    def back(self) -> None:
        """One step back; at the start there is none."""
        if len(self._stack) > 1:
            self._stack.pop()
            self._moved()

    def home(self, route: Route | None = None) -> None:
        """Back to the start, or to a section right behind it."""
        before = self.trail
        self._stack = [self.start]
        if route is not None and route != self.start:
            self._stack.append(route)
        if self.trail != before:
            self._moved()

    def resume(self, trail: tuple[Route, ...]) -> None:
        """The places somebody had left open."""
        self._stack = list(trail) or [self.start]
        self._moved()

    def _moved(self) -> None:
        for listener in list(self._listeners):
            listener(self.at)
