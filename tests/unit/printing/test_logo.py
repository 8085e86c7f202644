"""The shop's sign heads its papers as dots, as wide as the paper allows; without one its name does."""

from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.adapters.receipt_files import LOGO_FILE, receipt_art
from app.domain.errors import Code, Problem
from hardware.printing.art import MAX_FILE, Art, read_logo
from hardware.printing.escpos_job import render
from hardware.printing.layout import lay_out
from hardware.printing.picture import MARGIN, to_picture
from hardware.printing.profiles import EPSON_58, GENERIC_80, PROFILES
from tests.unit.printing.as_text import to_text
from tests.unit.printing.papers import paper, printed, receipt_font


def png(width: int, height: int, colour: object = (0, 0, 0, 255)) -> bytes:
    """A sign of one colour on nothing, with a clear border."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    picture.paste(colour, (2, 2, width - 2, height - 2))  # type: ignore[arg-type]  # any colour will do
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def art(data: bytes) -> Art:
    """With that sign."""
    return Art(receipt_font(), read_logo(data))


@pytest.mark.parametrize("profile", [GENERIC_80, EPSON_58], ids=lambda profile: profile.id)
def test_a_sign_is_printed_in_place_of_the_name(profile: object) -> None:
    chosen = GENERIC_80 if profile is GENERIC_80 else EPSON_58
    receipt = printed(paper("pickup"), chosen, art(png(1000, 300)))
    assert receipt.lines[0].startswith(f"[picture {chosen.dots} x ")
    assert not any("C O R S A V I V A" in line for line in receipt.lines)
    row = [receipt.picture.getpixel((x, MARGIN + 20)) for x in range(MARGIN + 20, MARGIN + chosen.dots - 20)]
    assert set(row) == {0}
    assert [code.text for code in zxingcpp.read_barcodes(receipt.picture.convert("L"))] == ["4821"]
    preview = to_picture(lay_out(paper("pickup"), chosen, art(png(1000, 300))), chosen.dots, receipt_font())
    assert preview.crop((0, 0, preview.width, 400)) == receipt.picture.crop((0, 0, preview.width, 400))


def test_a_small_sign_stays_small_and_white_stays_white() -> None:
    small = art(png(80, 40)).logo_on(GENERIC_80.dots)
    assert small is not None
    assert small.size == (80, 40)
    assert "[logo 80 x 40]" in to_text(lay_out(paper("gift"), GENERIC_80, art(png(80, 40))), 48)
    white = art(png(80, 40, (255, 255, 255, 255))).logo_on(GENERIC_80.dots)
    assert white is not None
    assert white.getextrema() == (255, 255)


def test_every_printer_can_print_it() -> None:
    for profile in PROFILES.values():
        assert b"\x1dv0" in render(paper("gift"), profile, art(png(300, 120))).sections[0].data


@pytest.mark.parametrize("data", [b"", b"GIF89a", png(60, 60)[:-30], b"\x89PNG" * MAX_FILE, png(4001, 8)])
def test_another_file_is_no_sign(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"PNG|large"):
        read_logo(data)


def test_a_terminal_finds_the_sign_in_its_folder(tmp_path: Path) -> None:
    assert receipt_art(tmp_path).logo is None
    (tmp_path / LOGO_FILE).write_bytes(png(90, 50))
    assert receipt_art(tmp_path).logo is not None
    (tmp_path / LOGO_FILE).write_bytes(b"no picture")
    with pytest.raises(Problem) as caught:
        receipt_art(tmp_path)
    assert caught.value.code is Code.OPTION_INVALID
