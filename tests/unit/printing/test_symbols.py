"""Codes drawn by us are read back by somebody else's decoder."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.printing.bitmap_font import BitmapFont, FontError
from hardware.printing.symbols import code128_picture, qr_picture
from tests.unit.printing.papers import receipt_font

ASCII = st.text(alphabet=[chr(code) for code in range(0x21, 0x7F)], min_size=2, max_size=20)


def read(picture: Image.Image) -> list[str]:
    """What a decoder finds on white paper."""
    paper = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    paper.paste(picture.convert("L"), (40, 40))
    return [found.text for found in zxingcpp.read_barcodes(paper)]


@given(ASCII)
def test_code_128_reads_back(text: str) -> None:
    assert read(code128_picture(text, 2)) == [text]


@given(ASCII)
def test_qr_reads_back(text: str) -> None:
    assert read(qr_picture(text, 4)) == [text]


@pytest.mark.parametrize("text", ["", "è", "a\nb"])
def test_code_128_refuses_what_it_cannot_hold(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        code128_picture(text, 2)


def test_every_character_of_the_code_page_has_its_own_shape() -> None:
    font = receipt_font()
    shown = [bytes([code]).decode("cp1252", "ignore") for code in range(0x21, 0x100)]
    shapes = {char: font.regular[32 + 48 * char.encode("cp1252")[0] :][:48] for char in shown if char}
    assert len(shapes) > 210
    assert len(set(shapes.values())) >= len(shapes) - 6  # a few twins: low and high quotes, dashes
    assert any(shapes["€"])


def test_a_damaged_font_file_is_refused() -> None:
    font = receipt_font()
    with pytest.raises(FontError):
        BitmapFont(font.regular, font.bold[:-1])
