"""What every screen's model is: facts inside, one frozen state outside, intents that change facts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.presentation.facing import NOTHING, Lines, Symbol
from app.presentation.marks import Glyph
from app.presentation.routes import Route
from hardware.api import ScanRead

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be pressed: its id for the model, its words, and why it cannot be pressed just now."""

    id: str
    words: str
    glyph: Glyph | None = None
    is_enabled: bool = True
    why_not: str = ""


NO_BUTTON = Button("", "", is_enabled=False)
NEXT = "next"
"""The button of a screen on which all is done: it leads on to the next customer."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The one button of the screen, and those beside it.

    `enter`: which one Enter presses when that is not the first: the way out of a question about money.
    """

    primary: Button = NO_BUTTON
    secondary: tuple[Button, ...] = ()
    enter: str = ""


class ViewModel(Generic[S]):
    """Owns one screen's facts; lives on the loop, knows no window. Subclasses word facts in `render`."""

    _listeners: "list[Callable[[S], None]]"
    _state: S | None = None

    def __init__(self) -> None:
        self._listeners = []
        self._state = None

    @property
    def state(self) -> S:
        """What is to be drawn."""
        if self._state is None:
            self._state = self.render()
        return self._state

    def subscribe(self, listener: Callable[[S], None]) -> Callable[[], None]:
        """Be told of every new state; call what is returned to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def render(self) -> S:
        """The facts in words."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Facts, language or the hour changed: tell, if anything looks different."""
        state = self.render()
        if state != self._state:
            self._state = state
            for listener in list(self._listeners):
                listener(state)

    @property
    def foot(self) -> Foot:
        """The buttons of the screen as it is."""
        return Foot()

    async def open(self) -> None:
        """The screen is shown: read what it needs."""

    def come_by(self, route: Route) -> None:
        """Somebody comes to the place again, maybe with more in hand than the first time."""

    async def reload(self) -> None:
        """Something it may show has changed in the store."""

    def tick(self) -> None:
        """A second has passed while this is on screen: ages and waiting times move on."""
        self.refresh()

    @property
    def is_working(self) -> bool:
        """Whether an act that a lock must not come between is under way."""
        return False

    @property
    def is_begun(self) -> bool:
        """Whether somebody began something here that is neither done nor discarded: it outlives its place."""
        return False

    def put_away(self) -> None:
        """The place was closed over something begun: that stays, what was only read about people goes."""

    def cover(self) -> None:
        """Another place is in front, or the terminal is locked: what was to be seen for a moment only goes."""

    @property
    def is_hint_due(self) -> bool:
        """Whether what the hint of the place says can be done on the screen as it is."""
        return True

    @property
    def facing(self) -> Lines:
        """What the customer at the counter may read of this; the queue behind them reads it too, so no name, and
        nothing of what they bought."""
        return NOTHING

    @property
    def facing_symbol(self) -> Symbol:
        """What the customer may read with their telephone, where there is a screen for it."""
        return ()

    async def press(self, button: str) -> None:
        """A button of the foot was pressed."""

    async def take_scan(self, read: ScanRead) -> bool:
        """A scan, if this screen has a use for it; else it goes where scans go. Problem: it cannot be read."""
        return False

    @property
    def takes_digits(self) -> bool:
        """Whether single digits choose something here."""
        return False

    def take_digit(self, digit: str) -> bool:
        """A digit typed while no field has the focus, if the screen has a choice with that cap."""
        return False
