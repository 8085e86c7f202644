"""A network that drops, doubles, reorders and splits; one seeded source of chance, so a run can be repeated."""

import random
from dataclasses import dataclass, field

from tests.simulation.mutants import Rates


@dataclass(frozen=True, slots=True)
class Message:
    """Something on the wire; `what` says which method of the receiver it calls."""

    source: str
    target: str
    what: str
    payload: object


@dataclass(slots=True)
class Network:
    """Messages in flight; delivered in any order. `cut` holds the pairs that cannot speak now."""

    chance: random.Random
    rates: Rates
    flying: list[Message] = field(default_factory=list)
    cut: set[frozenset[str]] = field(default_factory=set)
    is_lossy: bool = True

    def send(self, source: str, target: str, what: str, payload: object) -> None:
        """Put a message on the wire, or lose it, or send it twice."""
        if self.is_lossy and self.chance.random() < self.rates.drop:
            return
        message = Message(source, target, what, payload)
        self.flying.append(message)
        if self.is_lossy and self.chance.random() < self.rates.duplicate:
            self.flying.append(message)

    def take(self) -> Message | None:
        """A random message that arrives; None when there is none or a split swallows it."""
        if not self.flying:
            return None
        at = self.chance.randrange(len(self.flying))
        message = self.flying[at]
        self.flying[at] = self.flying[-1]
        self.flying.pop()
        if frozenset((message.source, message.target)) in self.cut:
            return None
        return message

    def heal(self) -> None:
        """From now on everything arrives once."""
        self.is_lossy = False
        self.cut.clear()
