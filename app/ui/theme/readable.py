"""The last door before the glass: what comes from outside loses all that is not a letter to be read."""

from functools import lru_cache

from app.usecases.plain_text import plain

LONGEST = 400
"""Characters of one run of words; more than any screen can show on a line."""


def readable(words: str) -> str:
    """Without control, bidirectional and invisible characters, line by line, and not endless."""
    if len(words) <= LONGEST and words.isprintable():
        return words
    return _cleaned(words[: 8 * LONGEST])


@lru_cache(maxsize=2048)
def _cleaned(words: str) -> str:
    return "\n".join(plain(line, LONGEST) for line in words.split("\n")[:20])


def one_line(words: str) -> str:
    """The same on one line."""
    return readable(words).replace("\n", " ")
