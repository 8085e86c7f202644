"""A paper as a picture, one pixel a dot: the preview's and the simulated printer's drawing board."""

from collections.abc import Iterable
from typing import assert_never

from PIL import Image

from hardware.printing.bitmap_font import BitmapFont
from hardware.printing.layout import BarcodeLine, CutLine, LaidLine, LogoLine, QrLine, Run, TextLine
from hardware.printing.symbols import code128_picture, qr_picture

MARGIN = 32  # white at each side, as unprinted paper has
MAX_ROWS = 40_000


class Canvas:
    """Owns the strips drawn so far; used by one thread or loop at a time."""

    def __init__(self, dots: int, font: BitmapFont) -> None:
        """Starts an empty paper `dots` wide."""
        self._dots = dots
        self._font = font
        self._strips: list[Image.Image] = []
        self._rows = 0

    def text(self, runs: Iterable[Run]) -> None:
        """Draws one line."""
        self._add(self._font.line(((run.text, run.style) for run in runs), self._dots))

    def centred(self, picture: Image.Image) -> None:
        """Draws a symbol in the middle with a little white under it."""
        line = Image.new("1", (self._dots, picture.height + 6), 1)
        line.paste(picture, (max(0, (self._dots - picture.width) // 2), 0))
        self._add(line)

    def feed(self, dots: int) -> None:
        """Moves the paper on."""
        if dots > 0:
            self._add(Image.new("1", (self._dots, dots), 1))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn or fed."""
        return not self._strips

    def picture(self) -> Image.Image:
        """The paper so far, with its margins."""
        paper = Image.new("1", (self._dots + 2 * MARGIN, self._rows + 2 * MARGIN), 1)
        top = MARGIN
        for strip in self._strips:
            paper.paste(strip, (MARGIN, top))
            top += strip.height
        return paper

    def _add(self, strip: Image.Image) -> None:
        if self._rows + strip.height <= MAX_ROWS:
            self._strips.append(strip)
            self._rows += strip.height


def to_picture(lines: Iterable[LaidLine], dots: int, font: BitmapFont) -> Image.Image:
    """The preview of laid-out lines up to the first cut; black and white, `dots` plus margins wide."""
    canvas = Canvas(dots, font)
    for line in lines:
        match line:
            case TextLine(runs):
                canvas.text(runs)
            case QrLine(data, module_dots):
                canvas.centred(qr_picture(data, module_dots))
            case BarcodeLine(data, module_dots):
                canvas.centred(code128_picture(data, module_dots))
            case LogoLine(picture):
                canvas.centred(picture)
            case CutLine():
                break
            case _:
                assert_never(line)
    return canvas.picture()
