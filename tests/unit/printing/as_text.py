"""A laid-out paper as text, for golden files."""

from collections.abc import Iterable
from typing import assert_never

from hardware.document import PLAIN, Style
from hardware.printing.layout import BarcodeLine, CutLine, LaidLine, LogoLine, QrLine, TextLine
from hardware.printing.plain_text import text_of


def style_mark(style: Style) -> str:
    """`B` bold, `R` reverse, `2x3` width and height; nothing for plain text."""
    size = "" if style.width == style.height == 1 else f"{style.width}x{style.height}"
    return ("B" if style.is_bold else "") + ("R" if style.is_reverse else "") + size


def _row(line: LaidLine) -> tuple[str, str]:
    match line:
        case TextLine(runs):
            inked = next((run.style for run in runs if run.text.strip()), PLAIN)
            return style_mark(inked), text_of(line)
        case QrLine(data, module_dots):
            return "QR", f"[QR {data} x{module_dots}]"
        case BarcodeLine(data, module_dots):
            return "128", f"[Code 128 {data} x{module_dots}]"
        case LogoLine(picture):
            return "LOGO", f"[logo {picture.width} x {picture.height}]"
        case CutLine():
            return "CUT", ""
        case _:
            assert_never(line)


def to_text(lines: Iterable[LaidLine], columns: int) -> str:
    """One row per line: style in the first five places, then the paper between bars."""
    rows: list[str] = []
    for line in lines:
        mark, words = _row(line)
        is_text = isinstance(line, TextLine)
        rows.append(f"{mark:<5}|{words.ljust(columns) if is_text else words[:columns].center(columns)}|")
    return "\n".join(rows) + "\n"
