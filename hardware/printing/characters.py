"""Whatever text comes in, only printable characters of the printer's code page go out (SE-45 rule)."""

import unicodedata

from anyascii import anyascii

NO_BREAK_SPACE = "\u00a0"
_SPACES = frozenset("\t\n\x0b\x0c\r\x85\u2028\u2029")
# Letters and marks Unicode counts as visible but that take no room: fillers, joiner, selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE10)}
_SIGNS_OF_READING = frozenset({"Lm", "Mn", "Mc", "Me"})  # lengthen, repeat or colour the letter they stand by
_PICTURES = frozenset({"So", "Sk", "Co", "Cn"})  # emoji and what has no meaning yet: a word would surprise
_STAND_INS = {
    "€": "EUR",
    "£": "GBP",
    "→": "->",
    "←": "<-",
    "↔": "<->",
    "⇒": "=>",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "…": "...",
    "‘": "'",
    "’": "'",
    "‚": ",",
    "“": '"',
    "”": '"',
    "„": '"',
    "‹": "<",
    "›": ">",
    "•": "*",
    "™": "(TM)",
    "✓": "v",
    "✔": "v",
    "✗": "x",
    "✘": "x",
    "≤": "<=",
    "≥": ">=",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "Œ": "OE",
    "œ": "oe",
    "ß": "ss",
    "Ł": "L",
    "ł": "l",
    "Đ": "D",
    "đ": "d",
    "ı": "i",
}


# Letters of living scripts that are drawn as dots where a font for them is at hand, one a column: modern and old
# Greek, and the Cyrillic of today's languages. Right-to-left and syllabic scripts would need more than columns.
_DRAWN = ((0x0386, 0x03CE), (0x1F00, 0x1FFE), (0x0400, 0x045F), (0x048A, 0x049D), (0x04A0, 0x04FF))


def is_drawn(char: str) -> bool:
    """Whether a font draws this letter where the printer has none of its own."""
    return any(low <= ord(char) <= high for low, high in _DRAWN) and unicodedata.category(char).startswith("L")


def clean(text: str) -> str:
    """Text in NFC without C0, C1, DEL, bidirectional and zero-width characters; breaks become blanks."""
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if char in _SPACES or (category == "Zs" and char != NO_BREAK_SPACE):
            kept.append(" ")
        elif category in ("Cc", "Cf", "Cs", "Zl", "Zp") or char in _INVISIBLE:
            continue
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _holds(char: str, code_page: str) -> bool:
    try:
        encoded = char.encode(code_page)
    except UnicodeEncodeError:
        return False
    return len(encoded) == 1 and encoded[0] >= 0x20 and encoded[0] != 0x7F


def _is_silent(char: str) -> bool:
    """Whether a character that is read as nothing is meant to be: an alef, the Thai ``ๅ``, the Japanese ``ー``.

    Not an ideograph: those that are read as nothing are only not known, and half a name would be another's.
    """
    category = unicodedata.category(char)
    is_letter = category == "Lo" and unicodedata.east_asian_width(char) != "W"
    return is_letter or category in _SIGNS_OF_READING


def _stand_in(char: str, code_page: str) -> str:
    """What to print for a character the code page lacks: table, bare letter, how it is read, `?` for a picture."""
    if char in _STAND_INS:
        return _STAND_INS[char]
    bare = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
    if bare and all(_holds(c, code_page) for c in bare):
        return "".join(bare)
    if unicodedata.combining(char):
        return ""
    is_picture = unicodedata.category(char) in _PICTURES
    return "?" if is_picture else (anyascii(char) or ("" if _is_silent(char) else "?"))


def printable(text: str, code_page: str, *, has_font: bool = False) -> str:
    """Clean text in which every character is one column wide, and one byte of `code_page`.

    With `has_font` a letter that `is_drawn` stays as it is, for a line that is printed as dots.
    """
    return " ".join(_word(word, code_page, has_font=has_font) for word in clean(text).split(" "))


def _word(word: str, code_page: str, *, has_font: bool) -> str:
    """One of nothing but silent letters is told as `?`, one each: something stood there."""
    told = "".join(
        char if _holds(char, code_page) or (has_font and is_drawn(char)) else _stand_in(char, code_page)
        for char in word
    )
    return told or "?" * sum(not unicodedata.combining(char) for char in word)


def encode(text: str, code_page: str) -> bytes:
    """Bytes of a printable text; a no-break blank has done its work by now and is a plain one.

    Raises UnicodeEncodeError for text that did not come through `printable`.
    """
    return text.replace(NO_BREAK_SPACE, " ").encode(code_page)
