"""What the measuring process asks of a window of the floor, and what that answers; known to both."""

import msgspec


class Arrivals(msgspec.Struct, frozen=True, tag=True):
    """Wait until so many are shown to have arrived."""

    count: int


class Claimed(msgspec.Struct, frozen=True, tag=True):
    """Wait until that visit is shown in somebody else's hands."""

    visit: str


class Scroll(msgspec.Struct, frozen=True, tag=True):
    """Turn the wheel over the queue so often."""

    rounds: int


Asked = Arrivals | Claimed | Scroll


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """When it was painted, in seconds of the monotonic clock, and for how long at most the window's loop was not
    free since the answer before; of scrolling the seconds of each turn to its frame."""

    at_s: float
    busiest_s: float = 0.0
    turns: list[float] = []
