"""Availability that explains itself: what was counted, what is promised, what was not found, how old it all is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FRESH_S = 24 * 3600
AGED_S = 7 * 24 * 3600


class Freshness(StrEnum):
    """How far a count can be believed: within a day, within a week, older, or never counted."""

    FRESH = "fresh"
    AGED = "aged"
    OLD = "old"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class StockFacts:
    """Pieces of one article at one place. `not_found`: missed by a pick since the count."""

    on_hand: int
    reserved: int = 0
    not_found: int = 0
    incoming: int = 0
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """What can be promised, and the facts it is made of."""

    facts: StockFacts
    promisable: int
    freshness: Freshness
    is_doubtful: bool


def freshness(counted_at: datetime | None, now_at: datetime) -> Freshness:
    """The age of a count in words."""
    if counted_at is None:
        return Freshness.NEVER
    age_s = (now_at - counted_at).total_seconds()
    if age_s <= FRESH_S:
        return Freshness.FRESH
    return Freshness.AGED if age_s <= AGED_S else Freshness.OLD


def explain(facts: StockFacts, now_at: datetime) -> Availability:
    """Promisable (ATP) is on hand less reserved less not found, never below zero, incoming goods not counted.

    Doubtful: somebody did not find a piece, more is promised than is there, or the last few rest on an old count.
    """
    rest = facts.on_hand - facts.reserved - facts.not_found
    promisable = max(0, rest)
    age = freshness(facts.counted_at, now_at)
    is_thin = 0 < promisable <= 2 and age in (Freshness.OLD, Freshness.NEVER)
    return Availability(facts, promisable, age, facts.not_found > 0 or rest < 0 or is_thin)
