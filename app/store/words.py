"""Text as the full-text index holds it and as a search asks it; no operator of a hostile text survives."""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import ucd_3_2_0

from app.domain.folding import MAX_TERMS, MAX_TEXT, fold, terms

MAX_WORDS = 8
MAX_PREFIX = 8
MIN_PART = 3


_PLAIN_WORD = re.compile("[a-z0-9]+")


def _split(text: str) -> tuple[str, ...]:
    if text.isascii() and text.isalnum():
        return (text[:MAX_TEXT].lower(),)
    if text.isascii() and "'" not in text and "`" not in text:
        # What `terms` makes of it, six times as fast: most of a catalogue is of this kind.
        return tuple(dict.fromkeys(_PLAIN_WORD.findall(text[:MAX_TEXT].lower())))[:MAX_TERMS]
    return tuple(known_letters(" ".join(terms(text))).split())


# What many rows have in common is taken apart once; what only one row has would drive that out.
_indexable = lru_cache(maxsize=8192)(_split)


def known_letters(text: str) -> str:
    """The text with a blank for every letter that FTS5's unicode61 may not know (it stands at Unicode 6.1).

    A word it would take apart is a phrase, and an index without positions cannot answer one.
    """
    if text.isascii():
        return text
    return "".join(c if c.isascii() or ucd_3_2_0.category(c)[0] in "LN" else " " for c in text)


def index_text(texts: Iterable[str], codes: Iterable[str] = (), known: str = "") -> str:
    """The words to be found by, each once, separated by blanks, behind those of `known`, which was made so.

    `codes` are texts that no other row has.
    """
    words = known.split()
    for text in texts:
        words += _indexable(text)
    for code in codes:
        words += _split(code)
    return " ".join(dict.fromkeys(words))


def typed_words(typed: str) -> list[str]:
    """The words of what somebody typed; the last one may be unfinished."""
    return known_letters(fold(typed)).split()[:MAX_WORDS]


def word_query(words: list[str]) -> str:
    """The FTS5 query for whole words and, at the end, the beginning of one."""
    whole = [f'"{word}"' for word in words[:-1]]
    return " AND ".join([*whole, f'"{words[-1][:MAX_PREFIX]}" *'])


def has_words(text: str, words: list[str]) -> bool:
    """Whether the text has the last word typed beyond the letters the index looks at."""
    last = words[-1]
    return len(last) <= MAX_PREFIX or any(word.startswith(last) for word in text.split())


def part_query(words: list[str]) -> str:
    """The FTS5 query for texts that have every word of three letters somewhere in a word; empty for none."""
    parts = dict.fromkeys(word[at : at + 3] for word in words for at in range(len(word) - 2))
    return " AND ".join(f'"{part}"' for part in parts)


def has_parts(text: str, words: list[str]) -> bool:
    """Whether every word typed is somewhere in the text."""
    return all(word in text for word in words)
