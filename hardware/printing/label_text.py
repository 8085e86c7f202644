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
    words = _words(text)
    done: list[str] = []
    while words and len(done) < lines:
        line = words.pop(0)
        while words and advance(f"{line} {words[0]}", height) <= width:
            line = f"{line} {words.pop(0)}"
        done.append(_cut(line, width, height))
    if words:
        done[-1] = _cut(f"{done[-1]}{ELLIPSIS}", width, height)
    return done


def fitted(text: str, width: int, height: int, least: int) -> tuple[list[str], int]:
    """All of the text and how high its letters are: one line at most `height` high, else two within that height,
    broken wherever the first is full; letters `least` high are the smallest. What is too long even so is cut.

    Dots.
    """
    line, least = " ".join(_words(text)), min(least, height)
    for count in (1, 2):
        for letter in range(height // count, least - 1, -1):
            lines = _broken(line, width, letter)
            if len(lines) <= count:
                return lines, letter
    return [_cut(line, width, least)], least


def _words(text: str) -> list[str]:
    return printable(text, ALPHABET).replace("\N{NO-BREAK SPACE}", " ").split()


def _broken(line: str, width: int, height: int) -> list[str]:
    """Lines as full as they can be, of a text without room for whole words."""
    lines: list[str] = []
    for sign in line:
        if lines and advance(lines[-1] + sign, height) <= width:
            lines[-1] += sign
        else:
            lines.append(sign)
    return lines


def _cut(line: str, width: int, height: int) -> str:
    if advance(line, height) <= width:
        return line
    kept = line.removesuffix(ELLIPSIS)
    while kept and advance(kept + ELLIPSIS, height) > width:
        kept = kept[:-1]
    return kept + ELLIPSIS
