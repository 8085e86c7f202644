"""Crockford's base32: what codes are written in that people read aloud, type and scan.

No I, L, O, U; what people write instead is read as the digit they meant. The characters survive a scanner that
types on a keyboard of another country, and fit the small alphanumeric mode of a QR symbol.
"""

import base64
import binascii

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = ALPHABET[10:]
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = str.maketrans(_STANDARD, ALPHABET)
_TO_STANDARD = str.maketrans(ALPHABET, _STANDARD)
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def encode(raw: bytes) -> str:
    """The bytes, without padding."""
    return base64.b32encode(raw).decode().rstrip("=").translate(_TO_CROCKFORD)


def decode(text: str) -> bytes | None:
    """The bytes of a folded text; None when it has other characters or another length, or bits left over."""
    if not is_written(text):
        return None
    padded = text.translate(_TO_STANDARD) + "=" * (-len(text) % 8)
    try:
        raw = base64.b32decode(padded)
    except binascii.Error:
        return None
    return raw if encode(raw) == text else None


def fold(text: str) -> str:
    """What was meant: upper case, without blanks and hyphens, O as 0, I and L as 1. Idempotent."""
    # Upper-casing makes ASCII letters out of some others, so those are left for the alphabet to refuse.
    return text.strip().upper().translate(_MEANT) if text.isascii() else text


def is_written(text: str) -> bool:
    """Whether `text` has characters of the alphabet only."""
    return all(char in ALPHABET for char in text)


def in_fours(text: str) -> str:
    """`AB12CD34` → `AB12-CD34`."""
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def read(text: str, chars: int) -> str | None:
    """A code of so many characters as a person meant it, in fours; None when it cannot be one."""
    if len(text) > 4 * chars:
        return None
    folded = fold(text)
    return in_fours(folded) if len(folded) == chars and is_written(folded) else None
