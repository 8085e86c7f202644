"""Names in letters the printer has not are drawn, or written as they are read; nothing prints as a box."""

import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from hardware.api import Columns, PrintDocument, Style, Text
from hardware.drivers.printers.twin_commands import Control
from hardware.printing.art import Art
from hardware.printing.characters import is_drawn
from hardware.printing.escpos_job import render
from hardware.printing.layout import TextLine, lay_out
from hardware.printing.picture import MARGIN
from hardware.printing.plain_text import text_of
from hardware.printing.profiles import EPSON_58, GENERIC_80
from tests.unit.printing.papers import printed, receipt_font
from tests.unit.printing.test_escpos_job import commands

DRAWN = [chr(code) for code in range(0x10000) if is_drawn(chr(code))]
GREEK = PrintDocument((Columns("Γιώργος Ψ.", "12,00 €", Style(is_bold=True, height=2)), Text(("Grazie.",))))


def ink(picture: Image.Image) -> int:
    """Black dots."""
    return picture.convert("L").histogram()[0]


def test_the_shipped_font_has_every_letter_that_is_drawn() -> None:
    face = ImageFont.truetype(BytesIO(receipt_font().outlines), 20)
    nothing = bytes(face.getmask("\uffff"))
    assert len(DRAWN) > 480
    assert [char for char in DRAWN if bytes(face.getmask(char)) == nothing] == []


def test_every_letter_has_ink_of_its_own() -> None:
    font = receipt_font()
    shapes = [font.draw(char, Style()).tobytes() for char in "ΑΒΓΔΕαβγδεАБВГДЖЯабвгдежяЁё"]
    assert all(ink(font.draw(char, Style())) >= 9 for char in DRAWN)
    assert (
        len(set(shapes)) >= len(shapes) - 4
    )  # alpha, beta and epsilon look like A, B and E, and so do two Cyrillic


def test_only_the_line_that_needs_it_is_dots() -> None:
    job = render(GREEK, GENERIC_80, Art(receipt_font()))
    found = [c.name for c in commands(b"".join(s.data for s in job.sections)) if isinstance(c, Control)]
    assert found == [b"\x1dv", b"\n"]
    paper = printed(GREEK, GENERIC_80)
    assert paper.lines[0].startswith("[picture 576 x 54]")
    assert paper.lines[1] == "Grazie."
    assert ink(paper.picture.crop((MARGIN, MARGIN, MARGIN + 240, MARGIN + 54))) > 400


def test_without_a_font_it_is_written_as_it_is_read() -> None:
    line = lay_out(GREEK, EPSON_58)[0]
    assert isinstance(line, TextLine)
    assert text_of(line) == "Giorgos Ps.              12,00 €"
    assert b"\x1dv" not in b"".join(section.data for section in render(GREEK, EPSON_58).sections)


@pytest.mark.parametrize("text", ["日本太郎", "דוד", "محمد", "สมชาย", "한국"])
def test_a_script_without_a_font_is_still_written_as_it_is_read(text: str) -> None:
    line = printed(PrintDocument((Text((text,)),)), GENERIC_80).lines[0]
    assert len(line) >= 2
    assert line.isascii()
    assert "?" not in line


@given(st.text(st.sampled_from([*DRAWN[::7], "a", " ", "日", "\x1b", "\u0301"]), max_size=60))
def test_any_mix_keeps_its_columns(text: str) -> None:
    for line in lay_out(PrintDocument((Columns(text, "1,00"),)), EPSON_58, Art(receipt_font())):
        assert isinstance(line, TextLine)
        assert len(text_of(line)) <= EPSON_58.columns
        assert all(unicodedata.category(char) not in ("Cc", "Cf") for char in text_of(line))
