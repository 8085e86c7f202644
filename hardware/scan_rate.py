"""A scanner that reads without end, told by how much comes from it in a second; pure."""

from collections import deque
from datetime import datetime, timedelta
from enum import Enum

from hardware.devices import ScanRead

WINDOW = timedelta(seconds=1)
MOST = 9
"""Reads within the window. A quick hand makes three, of packs with two codes each six."""
CALM = 3
"""So few again, and the scanner is believed again."""
TAG = "epc"
"""The symbology of reads that are not counted: a reader of tags tells at once of all that lies before it, and of
each once."""
CARD = "card"
"""The symbology of the number of a card without contacts, which nobody prints: it has no identifier of its own."""


class Rate(Enum):
    """Whether a read is to be dealt with. BEGAN: not any more, from this one on; RAVING: still not."""

    FINE = "fine"
    BEGAN = "began"
    RAVING = "raving"


class ScanRate:
    """Owns the moments of the last reads of each scanner; one thread. Time is that of the reads: a window that was
    busy hears late and all at once what was read one after the other."""

    def __init__(self) -> None:
        self._lately: dict[str, deque[datetime]] = {}
        self._raving: set[str] = set()

    def take(self, read: ScanRead) -> Rate:
        """How its scanner goes on, this read counted."""
        if read.symbology == TAG:
            return Rate.FINE
        lately = self._lately.setdefault(read.device, deque(maxlen=MOST + 1))
        lately.append(read.at)
        # A clock that was set back makes none of them recent.
        count = sum(timedelta(0) <= read.at - at < WINDOW for at in lately)
        if read.device in self._raving:
            if count > CALM:
                return Rate.RAVING
            self._raving.discard(read.device)
        if count > MOST:
            self._raving.add(read.device)
            return Rate.BEGAN
        return Rate.FINE
