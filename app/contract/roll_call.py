"""What a terminal hands in to the successor of a dead edge: everything without an end-to-end answer, at once."""

from msgspec import Struct

MAX_LINES = 20_000
MAX_BYTES = 8 * 1024 * 1024


class Welcome(Struct, frozen=True):
    """The answer to a roll-call: the epoch of the authority that took it."""

    epoch: int
