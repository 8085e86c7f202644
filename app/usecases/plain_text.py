"""Hostile text on its way to a person: printable characters only, bounded, and templates that run nothing."""

import re
import unicodedata
from collections.abc import Mapping

MAX_NAME = 120
MAX_MARKS = 2
CUT_MARK = "…"
NO_BREAK_SPACE = "\u00a0"
# Characters that Unicode counts as visible and no font shows.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc") | {
    chr(point) for point in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
_BREAKS = frozenset("\t\n\x0b\x0c\r\x85\u2028\u2029")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,40})\}")


def plain(text: str, limit: int = MAX_NAME) -> str:
    """One line without control, bidirectional and invisible characters, at most `limit` characters long.

    Breaks and blanks of any width become one blank (a no-break blank stays), heaps of accents on one letter are
    thinned out. Only as much of the text is looked at as could be shown, whatever its length.
    """
    # Most values are words and numbers of which nothing has to go: a screen fills thousands of them.
    shown = text[: 4 * limit] if text.isascii() and text.isprintable() else _visible(text, limit)
    line = re.sub(" {2,}", " ", shown).strip(" ")
    is_cut = len(line) > limit or len(text) > 4 * limit
    return line[: limit - 1].rstrip(" ") + CUT_MARK if is_cut else line


def _visible(text: str, limit: int) -> str:
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[: 4 * limit]):
        category = unicodedata.category(char)
        marks = marks + 1 if category.startswith("M") else 0
        if char in _BREAKS or (category == "Zs" and char != NO_BREAK_SPACE):
            kept.append(" ")
        elif category not in _DROPPED and char not in _INVISIBLE and marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def names_in(template: str) -> frozenset[str]:
    """The names a template uses."""
    return frozenset(_PLACEHOLDER.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with `{name}` replaced; KeyError for a name without a value.

    Nothing else means anything: no attribute, no index, no conversion, and a value is never looked at again.
    """
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)
