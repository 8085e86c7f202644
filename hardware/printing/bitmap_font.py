"""The 12 x 24 font of preview and simulated printer: one picture dot is one printer dot."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from hardware.document import Style

WIDTH, HEIGHT = 12, 24
_HEADER = 32
_GLYPHS = 256
_GLYPH_BYTES = 2 * HEIGHT
FILES = ("receipt-12x24-regular.psf", "receipt-12x24-bold.psf")


class FontError(Exception):
    """The font file is not the one this was built with."""


@dataclass(frozen=True)
class BitmapFont:
    """Two PSF 2 files whose glyphs are in the order of Windows-1252; immutable, any thread."""

    regular: bytes
    bold: bytes

    def __post_init__(self) -> None:
        """Raises FontError for anything but 256 glyphs of 12 x 24."""
        for data in (self.regular, self.bold):
            if len(data) != _HEADER + _GLYPHS * _GLYPH_BYTES or data[:4] != b"\x72\xb5\x4a\x86":
                raise FontError("not a receipt font")

    def draw(self, text: str, style: Style) -> Image.Image:
        """The characters in a row, black on white (or reversed), as high as the style says."""
        strip = Image.new("1", (max(1, len(text)) * WIDTH, HEIGHT), 1)
        for place, char in enumerate(text):
            strip.paste(_glyph(self.bold if style.is_bold else self.regular, char), (place * WIDTH, 0))
        if style.is_reverse:
            strip = strip.point(lambda dot: 0 if dot else 255)
        size = (strip.width * style.width, HEIGHT * style.height)
        return strip.resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=512)
def _glyph(font: bytes, char: str) -> Image.Image:
    try:
        code = char.encode("cp1252")[0]
    except UnicodeEncodeError:
        code = ord("?")
    start = _HEADER + code * _GLYPH_BYTES
    ink = Image.frombytes("1", (WIDTH, HEIGHT), font[start : start + _GLYPH_BYTES])
    return ink.point(lambda dot: 0 if dot else 255)
