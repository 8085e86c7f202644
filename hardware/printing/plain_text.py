"""A laid-out line as text, as whoever reads the paper sees it."""

from hardware.printing.characters import NO_BREAK_SPACE
from hardware.printing.layout import TextLine


def text_of(line: TextLine) -> str:
    """The line as it stands on paper: a character of width n is followed by n - 1 blanks."""
    spread = ("".join(c + " " * (run.style.width - 1) for c in run.text) for run in line.runs)
    return "".join(spread).replace(NO_BREAK_SPACE, " ")
