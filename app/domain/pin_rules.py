"""Which PINs are too easy to guess to be taken."""

from itertools import pairwise

MIN_DIGITS = 6
MAX_DIGITS = 12


def is_pin(text: str) -> bool:
    """Whether `text` has the form of a PIN: 6 to 12 digits."""
    return text.isascii() and text.isdigit() and MIN_DIGITS <= len(text) <= MAX_DIGITS


def is_trivial(pin: str, *, staff_number: str) -> bool:
    """Whether a PIN is one of those tried first: 000000, 123456, 121212, the staff number."""
    return _is_run(pin) or _is_repeated(pin) or _is_number(pin, staff_number)


def _is_run(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps <= {1} or steps <= {9} or steps <= {0}


def _is_repeated(pin: str) -> bool:
    return any(pin == (pin[:width] * len(pin))[: len(pin)] for width in (1, 2, 3))


def _is_number(pin: str, staff_number: str) -> bool:
    digits = "".join(char for char in staff_number if char.isascii() and char.isdigit())
    return bool(digits) and pin.lstrip("0") == digits.lstrip("0")
