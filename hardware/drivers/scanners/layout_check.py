"""Which keyboard a scanner that types was set to, found out by signs that differ between keyboards; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from hardware.drivers.scanners.key_layouts import LAYOUTS, KeyLayout

SHEET = ("azqwymAZQWYM", "1234567890-.", ":;/_+=?&()*", "[]@#<>'")
"""What stands on the sheet, in order; each fits the narrowest paper as a Code 128."""
_AIM = "]C0"


@dataclass(frozen=True, slots=True)
class Keyboards:
    """The keyboard a scanner was set to, that of the computer, by names of `LAYOUTS`; and whether capitals came as
    small letters."""

    scanner: str
    computer: str
    has_caps: bool = False


def keyboards_of(typed: Sequence[str]) -> tuple[Keyboards, ...]:
    """All that explain what the computer made of the codes of the sheet, the likeliest first; none: something else
    is wrong. `typed` are the first codes of it, in order."""
    found = [
        pair
        for pair in _pairs()
        if all(came in _comings(code, pair) for code, came in zip(SHEET, typed, strict=False))
    ]
    return tuple(sorted(found, key=lambda pair: (pair.has_caps, pair.scanner != pair.computer)))


def is_of_sheet(came: str) -> bool:
    """Whether some keyboards make that of a code of the sheet; anything else may be somebody's badge."""
    return any(came in _comings(code, pair) for code, pair in product(SHEET, _pairs()))


def _pairs() -> Iterator[Keyboards]:
    for scanner, computer, has_caps in product(LAYOUTS, LAYOUTS, (False, True)):
        yield Keyboards(scanner, computer, has_caps)


def _comings(code: str, pair: Keyboards) -> tuple[str, ...]:
    """What would come of a code: alone, or behind the AIM identifier of its symbol."""
    scanner, computer = LAYOUTS[pair.scanner], LAYOUTS[pair.computer]
    comings = (typed_through(scanner, computer, text) for text in (code, _AIM + code))
    return tuple(coming.swapcase() if pair.has_caps else coming for coming in comings if coming)


def typed_through(scanner: KeyLayout, computer: KeyLayout, text: str) -> str:
    """Pressed on the keys of one keyboard, read on those of the other; nothing for signs the first lacks."""
    signs = []
    for sign in text:
        try:
            key, held = scanner.press(sign)
        except KeyError:
            return ""
        signs.append(computer.sign(key, is_shifted=42 in held, is_alt_gr=100 in held))
    return "".join(signs)
