"""The 12 x 24 font of preview, simulated printer and lines drawn as dots: one picture dot is one printer dot."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from hardware.document import Style
from hardware.printing.characters import is_drawn

WIDTH, HEIGHT = 12, 24
_HEADER = 32
_GLYPHS = 256
_GLYPH_BYTES = 2 * HEIGHT
LINE_PITCH = 30  # dots from line to line, the default of ESC 2 with font A
_EM, _BASE_LINE = 20, 18  # what makes an outline font as tall as the bitmaps
FILES = ("receipt-12x24-regular.psf", "receipt-12x24-bold.psf")


class FontError(Exception):
    """The font file is not the one this was built with."""


@dataclass(frozen=True)
class BitmapFont:
    """Two PSF 2 files whose glyphs are in the order of Windows-1252; immutable, any thread.

    `outlines` is a TrueType file for the letters that are not among them, or empty.
    """

    regular: bytes
    bold: bytes
    outlines: bytes = b""

    def __post_init__(self) -> None:
        """Raises FontError for anything but 256 glyphs of 12 x 24."""
        for data in (self.regular, self.bold):
            if len(data) != _HEADER + _GLYPHS * _GLYPH_BYTES or data[:4] != b"\x72\xb5\x4a\x86":
                raise FontError("not a receipt font")

    def draw(self, text: str, style: Style) -> Image.Image:
        """The characters in a row, black on white (or reversed), as high as the style says."""
        strip = Image.new("1", (max(1, len(text)) * WIDTH, HEIGHT), 1)
        for place, char in enumerate(text):
            strip.paste(self._glyph(char, is_bold=style.is_bold), (place * WIDTH, 0))
        if style.is_reverse:
            strip = strip.point(lambda dot: 0 if dot else 255)
        size = (strip.width * style.width, HEIGHT * style.height)
        return strip.resize(size, Image.Resampling.NEAREST)

    def line(self, parts: Iterable[tuple[str, Style]], dots: int) -> Image.Image:
        """A line of text `dots` wide; characters of different heights stand on the same base line."""
        drawn = [self.draw(text, style) for text, style in parts if text]
        height = max([LINE_PITCH, *(strip.height + (LINE_PITCH - HEIGHT) for strip in drawn)])
        line = Image.new("1", (dots, height), 1)
        left = 0
        for strip in drawn:
            line.paste(strip, (left, height - strip.height - 3))
            left += strip.width
        return line

    def _glyph(self, char: str, *, is_bold: bool) -> Image.Image:
        if self.outlines and is_drawn(char):
            return _outline(self.outlines, char, is_bold)
        return _glyph(self.bold if is_bold else self.regular, char)


@lru_cache(maxsize=512)
def _outline(font: bytes, char: str, is_bold: bool) -> Image.Image:
    """A letter of an outline font, made as narrow as a column."""
    face = ImageFont.truetype(BytesIO(font), _EM)
    wide = Image.new("L", (4 * WIDTH, HEIGHT), 255)
    ImageDraw.Draw(wide).text((WIDTH, _BASE_LINE), char, 0, face, "ls", stroke_width=0.4 if is_bold else 0)
    box = wide.point(lambda grey: 255 - grey).getbbox() or (0, 0, 1, 1)
    letter = wide.crop((box[0], 0, box[2], HEIGHT))
    if letter.width > WIDTH - 1:
        letter = letter.resize((WIDTH - 1, HEIGHT))
    glyph = Image.new("1", (WIDTH, HEIGHT), 1)
    glyph.paste(letter.point(lambda grey: 255 if grey > 140 else 0), ((WIDTH - letter.width) // 2, 0))
    return glyph


@lru_cache(maxsize=512)
def _glyph(font: bytes, char: str) -> Image.Image:
    try:
        code = char.encode("cp1252")[0]
    except UnicodeEncodeError:
        code = ord("?")
    start = _HEADER + code * _GLYPH_BYTES
    ink = Image.frombytes("1", (WIDTH, HEIGHT), font[start : start + _GLYPH_BYTES])
    return ink.point(lambda dot: 0 if dot else 255)
