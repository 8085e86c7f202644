"""How a text is laid in a column of a label, with a printer whose letters differ in width."""

from hardware.printing.characters import printable

ALPHABET = "cp1252"
"""Every label printer has letters for this much; the rest is written as it is read, never as a box."""
_NARROW, _WIDE = frozenset("iIjl.,:;'!|()[] "), frozenset("mwMW@%&€…—™ÆŒæœ")
ELLIPSIS = "…"


def advance(text: str, height: int) -> float:
    """Dots a text takes at most in the bold condensed letters a printer has by itself, `height` dots high."""
    return height * sum(0.36 if char in _NARROW else 0.92 if char in _WIDE else 0.64 for char in text)


def laid(text: str, width: int, height: int, lines: int) -> list[str]:
    """The lines, broken at blanks; the last ends in `…` when there was more, as does a word wider than its line.

    Dots.
    """
    words = printable(text, ALPHABET).replace("\N{NO-BREAK SPACE}", " ").split()
    done: list[str] = []
    while words and len(done) < lines:
        line = words.pop(0)
        while words and advance(f"{line} {words[0]}", height) <= width:
            line = f"{line} {words.pop(0)}"
        done.append(_cut(line, width, height))
    if words:
        done[-1] = _cut(f"{done[-1]}{ELLIPSIS}", width, height)
    return done


def _cut(line: str, width: int, height: int) -> str:
    if advance(line, height) <= width:
        return line
    kept = line.removesuffix(ELLIPSIS)
    while kept and advance(kept + ELLIPSIS, height) > width:
        kept = kept[:-1]
    return kept + ELLIPSIS
