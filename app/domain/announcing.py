"""What a customer says of their coming on the page for them, and of the car they come in; all hostile text."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.errors import Code, Problem
from app.domain.values import OrderId, StoreId
from app.domain.visits import LIVE_VISITS, Visit, VisitState

MOST_WORDS = 40
"""Signs of a description that are kept."""
PLATE_END = 3
"""Of a number plate the last signs are enough to tell two cars apart, and too few to find a person by."""
MINUTES = (5, 10, 15, 20, 30, 45, 60)
KEPT = timedelta(hours=22)
"""How long vehicle data are kept: the day that is promised, less what a device that sleeps needs to notice."""
DAY = timedelta(hours=24)
SAID = frozenset({VisitState.APPROACHING, VisitState.ARRIVED, VisitState.LEFT})
"""What a customer may say of their visit themselves."""


class Colour(StrEnum):
    """The colours to choose from; `OTHER` is in the words, or unknown."""

    WHITE = "white"
    GREY = "grey"
    BLACK = "black"
    BLUE = "blue"
    RED = "red"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """The last thing a customer said of their coming for an order, the `n`-th. `place` is a bay of the store."""

    order: OrderId
    store: StoreId
    n: int
    target: VisitState
    at: datetime
    place: str = ""
    expected_at: datetime | None = None

    def is_past(self, visit: Visit | None) -> bool:
        """Whether the shop has gone on since it was said: that visit ended, or who said to leave came again.

        A word may reach the shop late, and a successor of its authority hears the last one anew.
        """
        if visit is None:
            return False
        if visit.state not in LIVE_VISITS:
            return visit.ended_at is not None and self.at < visit.ended_at
        return self.target is VisitState.LEFT and visit.arrived_at is not None and self.at < visit.arrived_at


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What somebody waits in, to be found by; nothing of it is kept after `until_at`."""

    order: OrderId
    store: StoreId
    until_at: datetime
    colour: str = ""
    plate: str = ""
    words: str = ""

    def __repr__(self) -> str:
        """Without the car: a trace or a log keeps longer than a day."""
        return f"Vehicle(order={self.order!r})"

    def over(self, known: "Vehicle | None") -> "Vehicle":
        """This on top of what was known: who says their bay and a word more does not take the colour back."""
        if known is None:
            return self
        colour, plate = self.colour or known.colour, self.plate or known.plate
        return replace(self, colour=colour, plate=plate, words=self.words or known.words)

    def is_over(self, now_at: datetime) -> bool:
        """Whether it is to be forgotten; also when it would be kept for longer than a day, which only a clock that
        was wrong can have said."""
        return now_at >= self.until_at or self.until_at - now_at > DAY


def plain(text: str, most: int = MOST_WORDS) -> str:
    """One line of what was typed: no control or invisible signs, blanks once, `most` signs."""
    composed = unicodedata.normalize("NFC", text[: most * 8])
    signs = (" " if unicodedata.category(sign)[0] in "ZC" else sign for sign in composed)
    return " ".join("".join(signs).split())[:most].strip()


def plate_end(text: str) -> str:
    """The last signs of a number plate, however it was typed: `ab 123 cd` is `3CD`."""
    folded = unicodedata.normalize("NFKC", text[:64]).upper()
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum())[-PLATE_END:]


def expected(text: str, now_at: datetime) -> datetime | None:
    """When who comes in so many minutes is there; None when nothing was said. Problem(BAD_REQUEST)."""
    if not text:
        return None
    if text not in {str(minutes) for minutes in MINUTES}:
        raise Problem(Code.BAD_REQUEST, what="minutes")
    return now_at + timedelta(minutes=int(text))


def vehicle(
    order: OrderId, store: StoreId, now_at: datetime, *, colour: str, plate: str, words: str
) -> Vehicle | None:
    """The car as it is kept; None when nothing was said of one."""
    known = colour if colour in set(Colour) else ""
    end, said = plate_end(plate), plain(words)
    if not (known or end or said):
        return None
    return Vehicle(order, store, now_at + KEPT, known, end, said)
