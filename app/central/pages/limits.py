"""How often a page may be asked for: a token that opens one has its own measure, those that open none theirs."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

KEPT_KEYS = 10_000


@dataclass(slots=True)
class Rate:
    """A bucket for each key: `burst` at once, then one every `every_s`. `clock` is monotonic, seconds.

    Lives on one loop; keeps the keys seen last, so that nobody fills the memory with keys.
    """

    burst: int
    every_s: float
    clock: Callable[[], float]
    _spent: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def takes(self, key: str) -> bool:
        """Whether one more is taken; one that is not costs nothing."""
        now_s = self.clock()
        spent, at_s = self._spent.pop(key, (0.0, now_s))
        spent = max(0.0, spent - max(0.0, now_s - at_s) / self.every_s)
        is_taken = spent + 1 <= self.burst
        self._spent[key] = (spent + 1 if is_taken else spent, now_s)
        while len(self._spent) > KEPT_KEYS:
            self._spent.popitem(last=False)
        return is_taken


@dataclass(frozen=True, slots=True)
class Limits:
    """`shown` and `said` for each open page; `missed` for each address that asks for pages there are none of."""

    shown: Rate
    said: Rate
    missed: Rate

    @classmethod
    def by(cls, clock: Callable[[], float]) -> "Limits":
        """A page reloads itself every fifteen seconds, on more than one phone; a person presses now and then."""
        return cls(shown=Rate(60, 2.0, clock), said=Rate(15, 10.0, clock), missed=Rate(30, 10.0, clock))
