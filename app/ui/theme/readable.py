"""The last door before the glass: what comes from outside loses all that is not a letter to be read."""

import re
from functools import lru_cache

from PySide6.QtGui import Qt

from app.usecases.plain_text import plain

LONGEST = 400
"""Characters of one run of words; more than any screen can show on a line."""
END_OF_RUN = "\u200e"
"""Left-to-right mark: what stands beside a name in Hebrew or Arabic keeps its place (UAX #9)."""
BREAK = "\u200b"
"""Zero-width space: a line may end here."""
_ENDLESS = re.compile(r"\S{20}(?=\S{4})")
_LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN = re.compile(f"[{_LETTER}](?:[{_LETTER} '-]*[{_LETTER}])?")


def readable(words: str) -> str:
    """Without control, bidirectional and invisible characters, line by line, and not endless; runs of letters that
    are read from the right turn nothing but themselves."""
    if len(words) <= LONGEST and words.isprintable() and (words.isascii() or not _RUN.search(words)):
        return words
    return _cleaned(words[: 8 * LONGEST])


@lru_cache(maxsize=2048)
def _cleaned(words: str) -> str:
    lines = "\n".join(plain(line, LONGEST) for line in words.split("\n")[:20])
    return _RUN.sub(lambda run: f"{END_OF_RUN}{run[0]}{END_OF_RUN}", lines)


def breakable(words: str) -> str:
    """Readable words for a label of several lines: what nobody separated does not run out of it."""
    return _ENDLESS.sub(lambda run: run[0] + BREAK, readable(words))


def one_line(words: str) -> str:
    """The same on one line."""
    return readable(words).replace("\n", " ")


def tip(words: str) -> str:
    """The same for a tool tip, which would take what looks like markup for markup."""
    line = one_line(words)
    return Qt.convertFromPlainText(line) if Qt.mightBeRichText(line) else line
