"""A scanner that types: told from a person by its speed; pure, the time of every key is given."""

import re
from dataclasses import dataclass
from enum import Enum

TERMINATORS = frozenset("\r\n\t")
MAX_CHARS = 4_096
_PLACE = re.compile(r"[A-Za-z][0-9]{2}")


class Heard(Enum):
    """What a key was. MAYBE: let it pass, it may be a person's. BURST: the keys so far were a scanner's, take them
    back. MORE: another of them. SCAN: the code is complete. DROPPED: longer than any code."""

    MAYBE = "maybe"
    BURST = "burst"
    MORE = "more"
    SCAN = "scan"
    DROPPED = "dropped"


@dataclass(slots=True)
class WedgeDecoder:
    """Decodes one keyboard; any thread, one at a time. `gap_s`: keys further apart are a person's; `least` keys in
    a row, or `prefix`, make a burst, and so do `least_ended` with an end behind them, a short order number, or the
    three of a place, `R08`. Inside a burst the keys may halt for `halt_s`, as they do over the air or when the
    system has much to do."""

    gap_s: float = 0.035
    halt_s: float = 0.1
    least: int = 6
    least_ended: int = 4
    prefix: str = ""
    _keys: str = ""
    _last_s: float = float("-inf")
    _is_burst: bool = False

    @property
    def is_first(self) -> bool:
        """Whether the last key may begin a burst: what is on screen now is what to go back to."""
        return len(self._keys) <= 1

    @property
    def is_burst(self) -> bool:
        """Whether a scanner is typing."""
        return self._is_burst

    def follows(self, at_s: float) -> bool:
        """Whether a key at that moment would come too fast behind the last one for a person, or amid a code."""
        longest_s = self.halt_s if self._is_burst else self.gap_s
        return bool(self._keys) and 0 <= at_s - self._last_s <= longest_s

    def key(self, text: str, at_s: float) -> Heard:
        """One key with what it types, at a moment in monotonic seconds."""
        if not self.follows(at_s):
            self.forget()
        self._last_s = at_s
        if text in TERMINATORS:
            return self._ended()
        if len(self._keys) >= MAX_CHARS:
            return Heard.DROPPED
        self._keys += text
        if self._is_burst:
            return Heard.MORE
        has_prefix = bool(self.prefix) and self._keys == self.prefix
        self._is_burst = has_prefix or len(self._keys) >= self.least
        return Heard.BURST if self._is_burst else Heard.MAYBE

    def _ended(self) -> Heard:
        if self._is_burst or len(self._keys) >= self.least_ended or _PLACE.fullmatch(self._keys):
            return Heard.SCAN
        self.forget()
        return Heard.MAYBE

    def take(self) -> str:
        """The code, without its prefix; forgets it."""
        found = self._keys.removeprefix(self.prefix)
        self.forget()
        return found

    def forget(self) -> None:
        """What comes next begins anew."""
        self._keys, self._is_burst = "", False
