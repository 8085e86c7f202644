"""Each one's work at a shared terminal: what somebody left open is theirs to find again, nobody else's to see."""

from dataclasses import dataclass, field
from typing import Any

from app.presentation.routes import Route
from app.presentation.view_model import ViewModel

Models = dict[Route, ViewModel[Any]]
MOST_BEGUN = 12
"""How many begun things one person may have at places that are closed."""


def still_open(models: Models, trail: tuple[Route, ...]) -> Models:
    """The models of open places, and of closed ones where something was begun: it is there for who comes back."""
    begun = [at for at, model in models.items() if at not in trail and model.is_begun][-MOST_BEGUN:]
    for at in begun:
        models[at].put_away()
    return {at: model for at, model in models.items() if at in trail or at in begun}


def at_places(models: Models, trail: tuple[Route, ...]) -> tuple[ViewModel[Any], ...]:
    """The models of places that are open, without those that only keep what was begun."""
    return tuple(model for at, model in models.items() if at in trail)


@dataclass(slots=True)
class LeftPlaces:
    """Places and their models by operator, in memory only; lives on the loop."""

    worker: str = ""
    _left: dict[str, tuple[tuple[Route, ...], Models]] = field(default_factory=dict)

    def change(self, worker: str, trail: tuple[Route, ...], models: Models) -> tuple[tuple[Route, ...], Models]:
        """Put away what the one before has open; what the new one had, or nothing."""
        if self.worker:
            self._left[self.worker] = (trail, models)
        self.worker = worker
        return self._left.pop(worker, ((), {}))

    @property
    def models(self) -> tuple[ViewModel[Any], ...]:
        """Of all who are away, at the places they left open."""
        return tuple(model for trail, models in self._left.values() for model in at_places(models, trail))
