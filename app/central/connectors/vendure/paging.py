"""Where a list was left: rounds through everything that changed since a moment, in the order of ids.

A row that changes during a round may be missed or come twice in it, and comes in the next, which looks a little
further back than this one began. Vendure's own clock counts, as it is what dates the changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

OVERLAP_S = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a round. `since` and `next_since` are moments as text, `since` empty for everything."""

    since: str = ""
    skip: int = 0
    next_since: str = ""

    @property
    def text(self) -> str:
        """As a cursor."""
        return f"{self.since}|{self.skip}|{self.next_since}"

    def after(self, got: int, total: int, told_at: datetime | None) -> "Place":
        """The place behind a page of `got` rows out of `total`, told at Vendure's time."""
        begun = self.next_since
        if not begun and told_at is not None:
            begun = (told_at - timedelta(seconds=OVERLAP_S)).isoformat()
        if got and self.skip + got < total:
            return Place(self.since, self.skip + got, begun)
        return Place(begun or self.since)

    @property
    def is_more(self) -> bool:
        """Whether the round goes on."""
        return self.skip > 0


def place_of(cursor: str) -> Place:
    """The place a cursor names; one that is not ours asks from the beginning."""
    match cursor.split("|"):
        case [since, skip, next_since] if skip.isascii() and skip.isdigit() and len(skip) < 10:
            return Place(since, int(skip), next_since)
        case _:
            return Place()
