"""What the screen of the shop floor asks of its model, whichever job is done on it."""

from app.presentation.prepare_state import PrepareState
from app.presentation.view_model import ViewModel


class FloorModel(ViewModel[PrepareState]):
    """One thing to do now, lines below it, choices beside; lives on the loop."""

    def tap(self, row: str) -> None:
        """A row of the list."""
        raise NotImplementedError

    def choose(self, value: str) -> None:
        """One of the choices."""
        raise NotImplementedError

    def delete(self) -> None:
        """The last digit, where a number is asked for."""

    def clear(self) -> None:
        """All digits of it."""
