"""What a terminal hands in all at once: to the successor of a dead edge, or when it has been revoked."""

from msgspec import Struct

MAX_LINES = 20_000
MAX_BYTES = 8 * 1024 * 1024


class Quarantined(Struct, frozen=True):
    """The answer to a revoked device's last words: how many commands were kept for a person to look at."""

    taken: int
