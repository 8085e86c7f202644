"""What the thread of a customer display does all day: keeps on it what is to be read, also after it was away."""

from collections.abc import Callable

from hardware.devices import DeviceState, LineDisplay, Ready

SHOW_S = 1.0
REFRESH_S = 5.0
"""A display says nothing: one that was off shows the right thing again after so long."""


class Shown:
    """Owns the two lines to be read: set on the loop, read by the display's thread."""

    def __init__(self) -> None:
        self._lines = ("", "")

    def want(self, upper: str, lower: str) -> None:
        """These, from the next turn on; what was wanted before and never shown is nobody's business any more."""
        self._lines = (upper, lower)

    def turn(self, display: LineDisplay, _: Callable[[], bool]) -> DeviceState:
        """The duty; DeviceError."""
        display.show(*self._lines, SHOW_S)
        return Ready()
