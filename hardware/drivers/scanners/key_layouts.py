"""Which sign a key of a keyboard means, by the layout the scanner was set to; pure.

Numbers of keys: Linux, `input-event-codes.h`. The layout is the scanner's own, whatever the computer has.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SHIFTS, CONTROLS, ALT, ALT_GR = frozenset({42, 54}), frozenset({29, 97}), 56, 100
ENDS = frozenset({28, 96, 15})  # Enter, that of the number pad, Tab
PAD_DIGITS = {82: "0", 79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8", 73: "9"}
_PAD_SIGNS = {55: "*", 74: "-", 78: "+", 83: ".", 98: "/"}
_ROWS = (*range(2, 14), *range(16, 28), *range(30, 42), 43, *range(44, 54), 86, 57)


@dataclass(frozen=True, slots=True)
class KeyLayout:
    """Signs by key: alone, with Shift, with AltGr, and with both."""

    alone: Mapping[int, str]
    shift: Mapping[int, str]
    alt_gr: Mapping[int, str]
    both: Mapping[int, str]

    def sign(self, key: int, *, is_shifted: bool, is_alt_gr: bool) -> str:
        """What it means; nothing for a key without a sign."""
        if key in PAD_DIGITS or key in _PAD_SIGNS:
            return PAD_DIGITS.get(key) or _PAD_SIGNS[key]
        if is_alt_gr:
            return (self.both if is_shifted else self.alt_gr).get(key, "")
        return (self.shift if is_shifted else self.alone).get(key, "")

    def press(self, sign: str) -> tuple[int, tuple[int, ...]]:
        """The key of a sign and those that are held for it. KeyError for a sign the layout does not have."""
        ways = ((self.alone, ()), (self.shift, (42,)), (self.alt_gr, (ALT_GR,)), (self.both, (ALT_GR, 42)))
        for table, held in ways:
            for key, found in table.items():
                if found == sign:
                    return key, held
        raise KeyError(sign)


def _rows(signs: str) -> dict[int, str]:
    return dict(zip(_ROWS, signs, strict=True))


AMERICAN = KeyLayout(
    _rows("1234567890-=qwertyuiop[]asdfghjkl;'`\\zxcvbnm,./< "),
    _rows('!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"~|ZXCVBNM<>?> '),
    {},
    {},
)
ITALIAN = KeyLayout(
    _rows("1234567890'ìqwertyuiopè+asdfghjklòà\\ùzxcvbnm,.-< "),
    _rows('!"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°|§ZXCVBNM;:_> '),
    {18: "€", 26: "[", 27: "]", 39: "@", 40: "#", 13: "~", 12: "`"},
    {26: "{", 27: "}"},
)
BRITISH = KeyLayout(
    _rows("1234567890-=qwertyuiop[]asdfghjkl;'`#zxcvbnm,./\\ "),
    _rows('!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@¬~ZXCVBNM<>?| '),
    {5: "€"},
    {},
)
GERMAN = KeyLayout(
    _rows("1234567890ß´qwertzuiopü+asdfghjklöä^#yxcvbnm,.-< "),
    _rows("!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ°'YXCVBNM;:_> "),
    {3: "²", 4: "³", 8: "{", 9: "[", 10: "]", 11: "}", 12: "\\", 16: "@", 18: "€", 27: "~", 50: "µ", 86: "|"},
    {},
)
FRENCH = KeyLayout(
    _rows("&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù²*wxcvbn,;:!< "),
    _rows("1234567890°+AZERTYUIOP¨£QSDFGHJKLM%~µWXCVBN?./§> "),
    {
        3: "~",
        4: "#",
        5: "{",
        6: "[",
        7: "|",
        8: "`",
        9: "\\",
        10: "^",
        11: "@",
        12: "]",
        13: "}",
        18: "€",
        27: "¤",
    },
    {},
)
LAYOUTS = {"us": AMERICAN, "it": ITALIAN, "uk": BRITISH, "de": GERMAN, "fr": FRENCH}
