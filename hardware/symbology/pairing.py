"""Both codes of one pack are one event: which of two reads, one soon after the other, are of the same piece."""

from dataclasses import replace

from hardware.devices import ScanRead
from hardware.symbology.gtin import as_gtin14
from hardware.symbology.pack import pack_of

WINDOW_S = 0.7
"""Longer than a scanner takes from one code of a pack to the other, shorter than a hand from pack to pack."""


class Pairing:
    """Owns the last pack each scanner saw; one thread. Time is that of the reads."""

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self._window_s = window_s
        self._last: dict[str, tuple[ScanRead, frozenset[str]]] = {}

    def take(self, read: ScanRead) -> ScanRead | None:
        """The read itself; with `is_same_pack` and what both codes say when it is the other code of the pack the
        scanner saw last; None when it is that and says nothing new.

        The same code once more is another piece, unless it has a serial number: then it is the same one.
        """
        last, seen = self._last.get(read.device, (None, frozenset()))
        carrier = _carrier(read)
        if last is None or not self._is_same(last, read, is_new_carrier=carrier not in seen):
            self._last[read.device] = (read, frozenset({carrier}))
            return read
        both = {**last.elements, **read.elements}
        is_news = both != dict(last.elements)
        joined = replace(read, elements=both, pack=pack_of(both, read.at.year), is_same_pack=True)
        self._last[read.device] = (replace(joined, at=last.at), seen | {carrier})
        return joined if is_news else None

    def forget(self) -> None:
        """What comes next is another piece, whatever it says: what was read has been dealt with."""
        self._last.clear()

    def _is_same(self, last: ScanRead, read: ScanRead, *, is_new_carrier: bool) -> bool:
        waited_s = (read.at - last.at).total_seconds()
        if not 0 <= waited_s <= self._window_s or not gtin_of(read) or gtin_of(read) != gtin_of(last):
            return False
        agrees = all(last.elements.get(number, value) == value for number, value in read.elements.items())
        return agrees and (is_new_carrier or "21" in read.elements)


def gtin_of(read: ScanRead) -> str:
    """The trade item a read is of, 14 digits whatever the code; empty when it is of none."""
    return as_gtin14(read.elements.get("01") or read.raw.decode("ascii", "replace"))


def _carrier(read: ScanRead) -> str:
    """Which code of a pack it was: scanners that tell no symbology still give digits or elements."""
    return read.symbology or ("elements" if read.elements else "digits")
