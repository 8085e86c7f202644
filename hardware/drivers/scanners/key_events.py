"""The events of a keyboard that is a scanner, as codes; pure.

Nobody else types on it, so nothing is told by speed: a code ends with Enter or Tab. What a scanner sends as Alt
and digits of the number pad is the sign of that number; Ctrl with `]` or a letter is a control byte.
"""

import struct
from dataclasses import dataclass, field

from hardware.drivers.scanners.framing import MAX_BYTES
from hardware.drivers.scanners.key_layouts import ALT, ALT_GR, CONTROLS, ENDS, PAD_DIGITS, SHIFTS, KeyLayout

EVENT = struct.Struct("llHHi")
"""`struct input_event` of Linux: two parts of a moment, type, code, value."""
SYN, KEY = 0, 1
DROPPED = 3  # code of SYN: the system had no room for events, so what was begun has holes
UP, DOWN = 0, 1
_HELD = SHIFTS | CONTROLS | {ALT, ALT_GR}


@dataclass(slots=True)
class KeyDecoder:
    """Decodes one keyboard; one thread at a time."""

    layout: KeyLayout
    _signs: list[str] = field(default_factory=list)
    _held: set[int] = field(default_factory=set)
    _number: str = ""

    def feed(self, events: bytes) -> list[bytes]:
        """The codes that are complete now; whole events only."""
        codes = []
        for _, _, kind, code, value in EVENT.iter_unpack(events[: len(events) // EVENT.size * EVENT.size]):
            if kind == SYN and code == DROPPED:
                self.forget()
                self._held.clear()
            elif kind == KEY and value in (UP, DOWN):  # a key that repeats itself was pressed once
                codes += self._key(code, is_down=value == DOWN)
        return codes

    def _key(self, key: int, *, is_down: bool) -> list[bytes]:
        if key in _HELD:
            self._hold(key, is_down=is_down)
            return []
        if not is_down:
            return []
        if key in ENDS:
            code = "".join(self._signs).encode("utf-8")
            self.forget()
            return [code] if 0 < len(code) <= MAX_BYTES else []
        self._add(key)
        return []

    def _hold(self, key: int, *, is_down: bool) -> None:
        if is_down:
            self._held.add(key)
            return
        self._held.discard(key)
        if key == ALT and self._number:
            self._append(chr(int(self._number) % 256))
            self._number = ""

    def _add(self, key: int) -> None:
        if ALT in self._held:
            self._number = (self._number + PAD_DIGITS.get(key, ""))[-4:]
            return
        sign = self.layout.sign(key, is_shifted=bool(self._held & SHIFTS), is_alt_gr=ALT_GR in self._held)
        if self._held & CONTROLS:
            sign = chr(ord(sign.upper()) & 0x1F) if sign.isascii() and (sign.isalpha() or sign == "]") else ""
        self._append(sign)

    def _append(self, sign: str) -> None:
        """One more than a code may have, so that what is too long is told from what just fits."""
        if sign and len(self._signs) <= MAX_BYTES:
            self._signs.append(sign)

    def forget(self) -> None:
        """What was begun belongs to nothing that follows; what is held stays held."""
        self._signs.clear()
        self._number = ""
