"""Chance that repeats: every drawn fact of the demo comes from a seed and the name of a stream."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Dice:
    """Owns one stream of draws; streams of other names do not disturb it. On the caller's thread.

    Only `random.random()` is used: it is the one draw Python promises to keep the same between versions.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._next = random.Random(f"{seed}/{name}").random  # noqa: S311  # sample data, nothing secret

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        return int(self._next() * limit)

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self._next() * 100 < percent

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items (all when there are fewer), in drawn order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def bits(self, count: int) -> int:
        """A number of `count` bits."""
        value = 0
        for _ in range(0, count, 16):
            value = value << 16 | self.below(1 << 16)
        return value & ((1 << count) - 1)

    def ago(self, now_at: datetime, least_s: int, most_s: int) -> datetime:
        """A whole second so long before `now_at`."""
        return now_at - timedelta(seconds=self.between(least_s, most_s))


def uuid7_of(at: datetime, dice: Dice) -> str:
    """A UUIDv7 (RFC 9562 §5.7) of that moment, its random part from the dice."""
    value = int(at.timestamp() * 1000) << 80 | 7 << 76 | dice.bits(12) << 64 | 2 << 62 | dice.bits(62)
    return str(UUID(int=value))


def ean13(digits12: str) -> str:
    """Twelve digits with their check digit: modulo 10, weights 1 and 3 (GS1 General Specifications §7.9)."""
    total = sum(map(int, digits12[::2])) + 3 * sum(map(int, digits12[1::2]))
    return f"{digits12}{-total % 10}"
