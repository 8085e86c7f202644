"""What is drawn dot by dot because a printer has it not: letters of other scripts, and the shop's sign."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from hardware.printing.bitmap_font import BitmapFont

MAX_FILE = 1_000_000
MAX_SIDE = 4_000
_TALLEST = 200  # dots: 25 mm of paper are enough for a sign
_GREY = 128


@dataclass(frozen=True)
class Art:
    """The font, and the picture every `logo` of a paper stands for; immutable, any thread."""

    font: BitmapFont
    logo: Image.Image | None = None

    def logo_on(self, dots: int) -> Image.Image | None:
        """The sign for a paper so wide, never made larger than it is."""
        if self.logo is None:
            return None
        scale = min(1.0, dots / self.logo.width, _TALLEST / self.logo.height)
        size = (max(1, round(self.logo.width * scale)), max(1, round(self.logo.height * scale)))
        return self.logo.resize(size).point(lambda grey: 255 if grey >= _GREY else 0).convert("1")


def read_logo(data: bytes) -> Image.Image:
    """A PNG as grey on white. Raises ValueError for anything else, or one too large."""
    if len(data) > MAX_FILE:
        raise ValueError("the picture is too large")
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            if max(picture.size) > MAX_SIDE:
                raise ValueError("the picture is too large")
            seen = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError("not a PNG") from error
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper.convert("L")
